"""Second factors, former passwords, when signing asked for a code last; settings get a key of their own,
so that the trail can vouch for each of them as for any other row.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

SETTING = sa.table(
    "setting",
    sa.column("created_at", sa.DateTime(timezone=True)),
    sa.column("created_by_id", sa.Integer()),
    sa.column("key", sa.String()),
    sa.column("value", sa.JSON()),
)


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("recovery", sa.JSON(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("early_step", sa.BigInteger()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_second_factor_user_id_user"),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name="fk_second_factor_created_by_id_user"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_second_factor"),
        sa.UniqueConstraint("user_id", name="uq_second_factor_user_id"),
    )
    op.create_table(
        "former_password",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_former_password_user_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_former_password"),
    )
    op.create_index("ix_former_password_user_id", "former_password", ["user_id"])
    op.add_column("user_session", sa.Column("code_given_at", sa.DateTime(timezone=True)))
    _settings(
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_setting"),
        sa.UniqueConstraint("key", name="uq_setting_key"),
    )


def downgrade() -> None:
    _settings(sa.PrimaryKeyConstraint("key", name="pk_setting"))
    op.drop_column("user_session", "code_given_at")
    op.drop_index("ix_former_password_user_id", table_name="former_password")
    op.drop_table("former_password")
    op.drop_table("second_factor")


def _settings(*key: sa.Column[int] | sa.Constraint) -> None:
    """The few rows there are, in a table made anew with another key."""
    bind = op.get_bind()
    rows = [row._asdict() for row in bind.execute(sa.select(SETTING).order_by(SETTING.c.key))]
    op.drop_table("setting")
    op.create_table(
        "setting",
        sa.Column("key", sa.String(64), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer()),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user.id"], name="fk_setting_created_by_id_user"
        ),
        *key,
    )
    if rows:
        bind.execute(sa.insert(SETTING), rows)
