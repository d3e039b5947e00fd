"""Saved views: the address of a list under a name, for oneself or for all colleagues of the body."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.access.principal import Principal, current_or_none
from supervision.core.access.scope import BodyScoped, present_scope
from supervision.core.db import Identified, Model, Stamped, session
from supervision.core.errors import DomainError, Forbidden
from supervision.core.unchanged import until_written

NOT_KEPT = {"after", "before"}  # a place in the list is not part of a view
MOST = 50
LONGEST = 1000


class SavedView(Identified, Stamped, BodyScoped, Model):
    """A named state of a list. Colleagues see it when it is shared; only its owner takes it away."""

    __tablename__ = "saved_view"
    __title__ = "视图"

    owner_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), doc="保存人")
    path: Mapped[str] = mapped_column(sa.String(100), doc="列表")
    query: Mapped[str] = mapped_column(sa.String(LONGEST), doc="筛选")
    label: Mapped[str] = mapped_column(sa.String(30), doc="名称")
    shared: Mapped[bool] = mapped_column(default=False, doc="共享")

    __table_args__ = (sa.UniqueConstraint("owner_id", "path", "label"),)

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool] | None:
        return sa.or_(cls.owner_id == user_id, cls.shared)

    @property
    def url(self) -> str:
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True)
class ViewLink:
    """An entry of the menu."""

    label: str
    url: str
    active: bool


def kept_query(args: Mapping[str, str]) -> str:
    """What of a list's address a view keeps, in one order."""
    return urlencode(sorted((k, v) for k, v in args.items() if v and k not in NOT_KEPT))


def links(path: str, args: Mapping[str, str]) -> list[ViewLink]:
    """The views of a list that the present person may use, their own first."""
    principal = current_or_none()
    if principal is None or principal.body_id is None:
        return []
    query = kept_query(args)
    found = until_written(
        ("views", path, principal.user_id, present_scope()),
        lambda: [
            (_shown(view, principal), view.url, view.query)
            for view in of_list(path, actor=principal)
        ],
    )
    return [ViewLink(label, url, held == query) for label, url, held in found]


def of_list(path: str, *, actor: Principal) -> list[SavedView]:
    """Own views and those colleagues of the same body share."""
    statement = sa.select(SavedView).where(
        SavedView.path == path, SavedView.body_id == actor.body_id
    )
    order = (SavedView.owner_id != actor.user_id, SavedView.label, SavedView.id)
    return list(session.scalars(statement.order_by(*order).limit(2 * MOST)))


def _shown(view: SavedView, principal: Principal) -> str:
    return view.label if view.owner_id == principal.user_id else f"{view.label}（共享）"


def save(label: str, *, path: str, query: str, shared: bool, actor: Principal) -> SavedView:
    """Keep a list's present state under a name; the name is unique among one's own views of it."""
    if actor.user_id is None or actor.body_id is None:
        raise Forbidden("只有监督机构的人员可以保存视图")
    kept = kept_query(dict(parse_qsl(query)))
    if len(kept) > LONGEST or len(path) > 100:
        raise DomainError("筛选条件过长，不能保存为视图")
    own = sa.select(SavedView).where(SavedView.owner_id == actor.user_id, SavedView.path == path)
    held = list(session.scalars(own))
    if any(view.label == label for view in held):
        raise DomainError(f"已有名为“{label}”的视图", field="label")
    if len(held) >= MOST:
        raise DomainError(f"一个列表最多保存{MOST}个视图，请先删去不用的", field="label")
    view = SavedView(
        body_id=actor.body_id, owner_id=actor.user_id, created_by_id=actor.user_id,
        path=path, query=kept, label=label, shared=shared,
    )  # fmt: skip
    session.add(view)
    session.flush()
    return view


def discard(view: SavedView, *, actor: Principal) -> None:
    """Take one's own view away."""
    if view.owner_id != actor.user_id:
        raise Forbidden("只能删除自己保存的视图")
    session.delete(view)
