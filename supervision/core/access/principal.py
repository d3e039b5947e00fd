"""The person on whose behalf code runs: known per request, explicit in jobs and commands."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cached_property

from supervision.core.access.policy import (
    BUREAU_ROLES,
    GRANTS,
    IN_PERSON,
    UNIT_ROLES,
    Permission,
    Role,
    granted,
)
from supervision.core.errors import Forbidden


@dataclass(frozen=True)
class Principal:
    """A signed-in person, or the system itself (`user_id` None)."""

    user_id: int | None
    name: str
    username: str = ""
    roles: frozenset[Role] = frozenset()
    body_id: int | None = None
    body_name: str = ""
    unit_id: int | None = None
    unit_name: str | None = None
    unit_ended: str = ""  # that one's own unit is no more, in words; then its papers are others'
    predecessor_ids: tuple[int, ...] = ()  # units merged into one's own, whose matters it holds
    readable_body_ids: tuple[int, ...] = ()
    large_type: bool = False
    lent: tuple[tuple[Role, str], ...] = ()  # roles held as somebody's deputy, and whose
    stands_in_ids: tuple[int, ...] = ()  # whose deputy this person is today
    covers: tuple[tuple[int, str], ...] = ()  # whose matters are handled meanwhile, and their names
    owes_code: bool = (
        False  # has a second factor, and signing has not asked for it in this half of the day
    )

    @cached_property
    def permissions(self) -> frozenset[Permission]:
        return granted(self.roles)

    @property
    def role_labels(self) -> list[str]:
        return [role.label for role in Role if role in self.roles]

    @property
    def is_bureau(self) -> bool:
        """Belongs to the supervising body (承办人, 审核人, 签发人)."""
        return bool(self.roles & BUREAU_ROLES)

    @property
    def is_unit(self) -> bool:
        """Belongs to a supervised unit (联络员, 单位负责人)."""
        return bool(self.roles & UNIT_ROLES)

    @property
    def unit_ids(self) -> tuple[int, ...]:
        """The units whose papers a unit's person sees: its own and those it took over; none once it has ended."""
        if self.unit_id is None or self.unit_ended:
            return ()
        return (self.unit_id, *self.predecessor_ids)

    def stands_in_for(self, role: Role) -> str | None:
        """Whose deputy this person is in `role`, or None for a role of their own."""
        return next((name for lent, name in self.lent if lent is role), None)

    @property
    def own_ids(self) -> tuple[int, ...]:
        """Whose matters wait for this person: their own and those of whom they stand in for."""
        away = tuple(key for key, _name in self.covers)
        return away if self.user_id is None else (self.user_id, *away)

    def acts_for(self, user_id: int | None) -> bool:
        """Whether what is in the hands of `user_id` is in this person's today."""
        return user_id is not None and user_id in self.own_ids

    def absent_behind(self, permission: Permission, handler_id: int | None) -> str | None:
        """For whom a step is taken: whose role it needs, or else whose matter it is that a handler goes on with."""
        lent = dict(self.lent)
        if permission not in granted(self.roles - lent.keys()):
            return next((name for role, name in lent.items() if permission in GRANTS[role]), None)
        of_handlers = permission in GRANTS[Role.HANDLER] - IN_PERSON
        handles = of_handlers and handler_id != self.user_id
        return dict(self.covers).get(handler_id) if handles and handler_id is not None else None

    def can(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise Forbidden unless the person holds `permission`."""
        if not self.can(permission):
            message = "您没有办理此事项的权限"
            raise Forbidden(message)

    def require_own(self, body_id: int) -> None:
        """Raise Forbidden for a record of another body: a superior reads, it does not write."""
        if body_id != self.body_id:
            message = "这是其他机关的记录，只能查看"
            raise Forbidden(message)


SYSTEM = Principal(user_id=None, name="系统")
NOBODY = Principal(user_id=None, name="未登录")
_current: ContextVar[Principal | None] = ContextVar("principal", default=None)


def current_or_none() -> Principal | None:
    """Whoever is signed in, or None."""
    return _current.get()


def current() -> Principal:
    """Whoever is signed in; Forbidden when nobody is."""
    principal = _current.get()
    if principal is None:
        message = "请先登录"
        raise Forbidden(message)
    return principal


def become(principal: Principal | None) -> None:
    """Set the person for this context; called at the start of every request (trap 2)."""
    _current.set(principal)


@contextmanager
def acting(principal: Principal) -> Iterator[None]:
    """Act as `principal` outside a request: the demonstration, tests."""
    token = _current.set(principal)
    try:
        yield
    finally:
        _current.reset(token)
