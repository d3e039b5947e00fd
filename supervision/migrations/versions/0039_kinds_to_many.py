"""The two kinds of paper that go to many units, for every office that has kinds.

Revision ID: 0039
Revises: 0038
"""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

CODES = ("circular", "issuing_notice")
CONTACT = {"part": "contact", "text": "〔{联系方式}〕", "need": "optional"}
KINDS = (
    {
        "code": "circular",
        "name": "行政执法监督情况通报",
        "series": "监通报",
        "title": "{发文机关}关于{行动名称}情况的通报",
        "parts": [
            {"part": "cause", "text": "〔根据{依据}，〕{检查经过}现将有关情况通报如下："},
            {"part": "overview", "text": "", "need": "optional"},
            {"part": "matters"},
            {
                "part": "demand",
                "text": "{你单位}要对照通报的问题认真自查，举一反三，切实规范行政执法行为。",
                "need": "optional",
            },
            CONTACT,
        ],
    },
    {
        "code": "issuing_notice",
        "name": "行政执法监督工作通知",
        "series": "监发",
        "title": "{发文机关}关于印发《{行动名称}方案》的通知",
        "parts": [
            {
                "part": "cause",
                "text": "〔根据{依据}，〕现将《{行动名称}方案》印发给你们，请结合实际，认真组织实施。",
            },
            {"part": "demand", "text": "", "need": "optional"},
            CONTACT,
        ],
    },
)
ADDED = sa.text(
    """
    INSERT INTO instrument_kind (code, edition, in_force, name, series, numbering, layout, item_noun,
        natures, needs_problems, reply_wanted, term_unit, legal_basis, title_template, parts,
        objection_to, objection_basis, consequence_basis, objection_unit, decision_unit, counted_as,
        amber_at_half, returnable, many_units, purpose, created_at, body_id)
    SELECT :code, 1, true, :name, substr(body.code || :series, 1, 12), 'system', 'official', '项',
        '[]', false, false, '日', '', :title, :parts, '', '', '', '工作日', '工作日', '',
        false, false, true, 'ordinary', CURRENT_TIMESTAMP, body.id
    FROM body WHERE EXISTS (SELECT 1 FROM instrument_kind held WHERE held.body_id = body.id)
        AND NOT EXISTS (SELECT 1 FROM instrument_kind held
            WHERE held.body_id = body.id AND held.code = :code)
    """
).bindparams(
    sa.bindparam("code", type_=sa.String(40)),
    sa.bindparam("name", type_=sa.String(60)),
    sa.bindparam("series", type_=sa.String(12)),
    sa.bindparam("title", type_=sa.Text()),
    sa.bindparam("parts", type_=sa.JSON()),
)
UNUSED = sa.text(
    "DELETE FROM instrument_kind WHERE code IN :codes AND edition = 1 "
    "AND NOT EXISTS (SELECT 1 FROM instrument WHERE instrument.kind_id = instrument_kind.id)"
).bindparams(sa.bindparam("codes", value=CODES, expanding=True))


def upgrade() -> None:
    for kind in KINDS:
        op.get_bind().execute(ADDED, kind)


def downgrade() -> None:
    """A kind that papers were drafted by stays, as one that the office entered itself."""
    op.get_bind().execute(UNUSED)
