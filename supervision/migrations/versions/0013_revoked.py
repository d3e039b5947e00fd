"""撤销 and 更正 by a paper: the state 已撤销, and the two kinds every body drafts them by.

Papers that an old office voided after their delivery stay 作废: no paper about it ever reached the
unit, and none is made up here. Their pages say so.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from supervision.migrations.tables import alter

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NUMBERED = (
    "'signed', 'delivered', 'supplement', 'replied', 'handed_back', 'verified', 'closed', 'archived'"
)
WITH_UNIT = NUMBERED.partition(", ")[2]
BEFORE = f"'draft', 'returned', 'reviewing', 'awaiting_signature', {NUMBERED}, 'void'"
PURPOSES = (
    "'ordinary', 'transfer_letter', 'referral_letter', 'urging_paper', 'reminder', 'decision', "
    "'review_decision', 'interview_notice', 'superior_letter'"
)
KINDS = (
    {
        "code": "revocation",
        "name": "行政执法监督撤销决定书",
        "series": "监撤",
        "opening": "经核查，{发文机关}制发的{前文}存在下列情形，现决定予以撤销：",
        "closing": "{前文}自本{文种}送达之日起不再执行，所列事项不需再办理、反馈。",
    },
    {
        "code": "correction",
        "name": "行政执法监督更正通知书",
        "series": "监更",
        "opening": "{发文机关}制发的{前文}中有下列内容需要更正：",
        "closing": "{前文}的其他内容和期限不变，请按更正后的内容办理。",
    },
)
ADDED = sa.text(
    """
    INSERT INTO instrument_kind (code, edition, in_force, name, series, numbering, layout, item_noun,
        natures, needs_problems, reply_wanted, term_unit, legal_basis, title_template,
        opening_template, closing_template, objection_unit, decision_unit, counted_as, amber_at_half,
        returnable, purpose, created_at, body_id)
    SELECT :code, 1, true, :name, body.code || :series, 'system', 'official', '项', '[]', false, false,
        '日', '', '{发文机关}{文种}', :opening, :closing, '工作日', '工作日', '', false, false, :code,
        CURRENT_TIMESTAMP, body.id
    FROM body WHERE EXISTS (SELECT 1 FROM instrument_kind held WHERE held.body_id = body.id)
        AND NOT EXISTS (SELECT 1 FROM instrument_kind held
            WHERE held.body_id = body.id AND held.code = :code)
    """
).bindparams(
    sa.bindparam("code", type_=sa.String(40)),
    sa.bindparam("name", type_=sa.String(60)),
    sa.bindparam("series", type_=sa.String(12)),
    sa.bindparam("opening", type_=sa.Text()),
    sa.bindparam("closing", type_=sa.Text()),
)
UNUSED = (
    "DELETE FROM instrument_kind WHERE purpose IN ('revocation', 'correction') "
    "AND NOT EXISTS (SELECT 1 FROM instrument WHERE instrument.kind_id = instrument_kind.id)"
)


def upgrade() -> None:
    alter("instrument", drop=tuple(_rules("")), add=_rules(", 'revoked'"))
    alter(
        "instrument_kind",
        drop=("ck_instrument_kind_purpose",),
        add={"ck_instrument_kind_purpose": f"CHECK (purpose IN ({PURPOSES}, 'revocation', 'correction'))"},
    )  # fmt: skip
    for kind in KINDS:
        op.get_bind().execute(ADDED, kind)


def downgrade() -> None:
    """A revoked paper is 作废 again, as it would have been; papers of the two kinds stay as they are."""
    alter(
        "instrument_kind",
        drop=("ck_instrument_kind_purpose",),
        before=(
            UNUSED,
            "UPDATE instrument_kind SET purpose = 'ordinary' "
            "WHERE purpose IN ('revocation', 'correction')",
        ),
        add={"ck_instrument_kind_purpose": f"CHECK (purpose IN ({PURPOSES}))"},
    )
    alter(
        "instrument",
        drop=tuple(_rules("")),
        before=(
            "UPDATE instrument SET status = 'void', void_reason = '送达后撤销' WHERE status = 'revoked'",
        ),
        add=_rules(""),
    )


def _rules(more: str) -> dict[str, str]:
    return {
        "ck_instrument_instrumentstatus": f"CHECK (status IN ({BEFORE}{more}))",
        "ck_instrument_signed_has_number": f"CHECK (status NOT IN ({NUMBERED}{more}) "
        "OR (number IS NOT NULL AND signed_on IS NOT NULL))",
        "ck_instrument_delivered_has_day": f"CHECK (status NOT IN ({WITH_UNIT}{more}) "
        "OR delivered_on IS NOT NULL)",
    }
