"""What a kind of paper is for is a property of the kind; a 转办函 ends in 属实 / 部分属实 / 不属实.

Revision ID: 0009
Revises: 0008
"""

from supervision.migrations.tables import NewColumn, alter

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PURPOSES = (
    "transfer_letter", "referral_letter", "urging_paper", "reminder", "decision", "review_decision",
    "interview_notice", "superior_letter",
)  # fmt: skip
NAMED = ", ".join(f"'{one}'" for one in PURPOSES)
OLD_CONCLUSIONS = "'mended', 'partly', 'not_mended', 'adopted', 'partly_adopted', 'not_adopted'"
NEW_CONCLUSIONS = f"{OLD_CONCLUSIONS}, 'found_true', 'partly_true', 'untrue'"
OF_TRANSFERS = (
    "instrument_id IN (SELECT instrument.id FROM instrument JOIN instrument_kind "
    "ON instrument_kind.id = instrument.kind_id WHERE instrument_kind.code = 'transfer_letter')"
)


def upgrade() -> None:
    alter(
        "instrument_kind",
        columns=(NewColumn("purpose", "VARCHAR(32)", "'ordinary'", nullable=False),),
        before=(
            f"UPDATE instrument_kind SET purpose = code WHERE code IN ({NAMED})",  # noqa: S608
            "UPDATE instrument_kind SET natures = '[\"matter\"]' WHERE code = 'transfer_letter'",
        ),
        add={"ck_instrument_kind_purpose": f"CHECK (purpose IN ('ordinary', {NAMED}))"},
    )
    alter(
        "instrument_item",
        drop=("ck_instrument_item_nature", "ck_instrument_item_conclusion"),
        before=(
            "UPDATE instrument_item SET nature = 'matter', conclusion = CASE conclusion "
            "WHEN 'mended' THEN 'found_true' WHEN 'partly' THEN 'partly_true' ELSE NULL END "
            f"WHERE {OF_TRANSFERS}",  # noqa: S608
        ),
        add={
            "ck_instrument_item_nature": "CHECK (nature IN ('corrective', 'advisory', 'matter'))",
            "ck_instrument_item_conclusion": f"CHECK (conclusion IN ({NEW_CONCLUSIONS}))",
        },
    )


def downgrade() -> None:
    alter(
        "instrument_item",
        drop=("ck_instrument_item_nature", "ck_instrument_item_conclusion"),
        before=(
            "UPDATE instrument_item SET nature = 'corrective', conclusion = CASE conclusion "
            "WHEN 'found_true' THEN 'mended' WHEN 'untrue' THEN 'mended' "
            "WHEN 'partly_true' THEN 'mended' ELSE conclusion END WHERE nature = 'matter'",
        ),
        add={
            "ck_instrument_item_nature": "CHECK (nature IN ('corrective', 'advisory'))",
            "ck_instrument_item_conclusion": f"CHECK (conclusion IN ({OLD_CONCLUSIONS}))",
        },
    )
    alter(
        "instrument_kind",
        gone=("purpose",),
        drop=("ck_instrument_kind_purpose",),
        before=(
            "UPDATE instrument_kind SET natures = '[\"corrective\"]' WHERE code = 'transfer_letter'",
        ),
    )
