"""Saved views name the columns they hide by key; until now by place, which moved with every new column.

Revision ID: 0011
Revises: 0010
"""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# The columns of each list on the day of this change, in their places.
PEOPLE = ("name", "post", "telephone", "appointed", "until", "status")
PLACES = {
    "/problems/ledger": ("unit", "title", "paper", "delivered", "due", "light", "chased", "reply",
                         "conclusion", "handler", "steps"),
    "/problems/": ("title", "unit", "category", "action", "found", "established", "handler", "status"),
    "/instruments/": ("number", "addressee", "title", "signed", "delivered", "due", "status", "handler"),
    "/clues/": ("subject", "source", "unit", "received", "due", "closed", "finding", "handler", "status"),
    "/actions/": ("title", "form", "kind", "starts", "found", "handler", "status"),
    "/interviews/": ("reason", "heads", "number", "planned", "held", "promise", "handler", "status"),
    "/referrals/": ("subject", "way", "recipient", "problems", "sent", "received", "due", "answered",
                    "handler", "status"),
    "/agencies/": ("name", "field", "management", "officers", "telephone", "status"),
    "/roster/": ("name", "post", "certificate", "appointed", "until", "status"),
    "/roster/supervisor": ("name", "post", "certificate", "appointed", "until", "status"),
    "/roster/observer": PEOPLE,
    "/roster/inspector_talent": PEOPLE,
    "/roster/contact_point": ("name", "contact", "telephone", "appointed", "status"),
}  # fmt: skip
VIEW = sa.table("saved_view", sa.column("id"), sa.column("path"), sa.column("query"))


def upgrade() -> None:
    _rewrite(_keys)


def downgrade() -> None:
    _rewrite(_places)


def _keys(columns: tuple[str, ...], hidden: list[str]) -> list[str]:
    places = {int(one) for one in hidden if one.isascii() and one.isdigit()}
    return sorted(key for place, key in enumerate(columns) if place in places)


def _places(columns: tuple[str, ...], hidden: list[str]) -> list[str]:
    return [str(place) for place, key in enumerate(columns) if key in hidden]


def _rewrite(named: Callable[[tuple[str, ...], list[str]], list[str]]) -> None:
    store = op.get_bind()
    for view in store.execute(sa.select(VIEW).where(VIEW.c.query.contains("hide="))).all():
        query = dict(parse_qsl(view.query))
        hidden = named(PLACES.get(view.path, ()), query.pop("hide", "").split("-"))
        query |= {"hide": "-".join(hidden)} if hidden else {}
        written = urlencode(sorted(query.items()))
        store.execute(sa.update(VIEW).where(VIEW.c.id == view.id).values(query=written))
