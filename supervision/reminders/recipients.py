"""Who is told of a due date: its handler, the unit that has to act, else the body's reviewers; of late ones more."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import Enum, auto
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.accounts.deputies import absent_for, same_home
from supervision.accounts.models import Deputy, User, UserRole
from supervision.agencies import succession
from supervision.core import clock
from supervision.core.access.confined import seen_with
from supervision.core.access.policy import Role
from supervision.core.db import Query, session
from supervision.core.duedates import UNIT_DOES, UNITS_OWN, DueDate, DueKind, DueState

Joined = Callable[[Query], Query]  # a question with the people joined to it
Way = tuple[sa.FromClause, Joined]  # of which matters, and who is told of them


class Beyond(Enum):
    """Whoever is told of what is late, beside those whose matter it is."""

    SECTION_HEAD = auto()
    LEADER = auto()
    UNIT_HEAD = auto()


def told(
    matters: sa.FromClause,
    *,
    unit_kinds: Iterable[DueKind] = UNIT_DOES,
    beyond: Iterable[Beyond] = (),
    whom: Collection[int] = (),
) -> sa.Subquery:
    """Pairs (id, user_id) for `matters`, which has DueDate's id, kind, body_id, unit_id, holder_id,
    root_type, root_id; with the deputies of whoever is away today.

    Of `unit_kinds` the people of the unit are told too. `whom`: only what these are told, and through
    them their deputies.
    """
    found = ways(matters, ("id",), unit_kinds=unit_kinds, beyond=beyond, whom=whom)
    return sa.union(*found).subquery("told")


def ways(
    matters: sa.FromClause,
    columns: Sequence[str],
    *,
    unit_kinds: Iterable[DueKind] = UNIT_DOES,
    beyond: Iterable[Beyond] = (),
    whom: Collection[int] = (),
    away: bool = True,
) -> list[Query]:
    """The same, one question for each reason to be told: `columns` of the matter and `user_id`, somebody told
    for two reasons twice. `away`: whether anybody is away today, where that is known.
    """
    kinds = list(unit_kinds)
    people = [_holders(matters), _of_unit(matters, Role.LIAISON, kinds), _reviewers(matters)]
    further = set(beyond)
    if Beyond.SECTION_HEAD in further:
        people.append(_of_body(matters, Role.REVIEWER))
    if Beyond.LEADER in further:
        people.append(_of_body(matters, Role.SIGNATORY))
    if Beyond.UNIT_HEAD in further:
        people.append(_of_unit(matters, Role.UNIT_HEAD, kinds))
    found = [_with_user(step, columns, joined) for step, joined in people]
    if whom:
        found = [one.where(User.id.in_(whom)) for one in found]
    if away:
        own = sa.union(*found).cte("own")
        found.append(_with_user(own, columns, _deputies(own)))
    return found


def anybody_away() -> bool:
    """Whether somebody stands in today for anybody."""
    return bool(session.scalar(sa.select(sa.exists().where(*_today()))))


def _with_user(step: sa.FromClause, columns: Sequence[str], joined: Joined) -> Query:
    chosen = [step.c[name] for name in columns]
    return joined(sa.select(*chosen, User.id.label("user_id")).select_from(step))


def told_to(user_id: int) -> sa.Subquery:
    """The same for one person: what is the own, and of whom the person stands in for."""
    away = absent_for(session.get_one(User, user_id))
    found = told(_matters(DueState.OPEN).subquery("matters"), whom=[user_id, *away])
    return sa.select(found.c.id).where(found.c.user_id == user_id).subquery("told_to")


def open_matters(*states: DueState) -> sa.CTE:
    """Every open due date (or of other states) with what `told` and the forecasts need."""
    return _matters(*(states or (DueState.OPEN,))).cte("matters")


def _matters(*states: DueState) -> Query:
    return (
        sa.select(DueDate.id, DueDate.kind, DueDate.due, DueDate.start)
        .add_columns(DueDate.body_id, DueDate.unit_id, DueDate.holder_id, DueDate.provisional)
        .add_columns(DueDate.root_type, DueDate.root_id)
        .where(DueDate.state.in_(states))
    )


def of_rows(due_date_ids: Collection[int]) -> dict[int, list[int]]:
    """The people on both sides who are told when one of these due dates moves."""
    if not due_date_ids:
        return {}
    matters = open_matters(DueState.OPEN, DueState.MET)
    pairs = told(matters, unit_kinds=UNITS_OWN)
    found: dict[int, list[int]] = defaultdict(list)
    for due_date_id, user_id in session.execute(
        sa.select(pairs.c.id, pairs.c.user_id).where(pairs.c.id.in_(due_date_ids))
    ):
        found[due_date_id].append(user_id)
    return found


def _holders(step: sa.FromClause) -> Way:
    """The handler of the matter, as long as they are of its body."""
    held = sa.and_(User.id == step.c.holder_id, User.active, User.body_id == step.c.body_id)
    return step, lambda found: found.join(User, held)


def _today() -> tuple[sa.ColumnElement[bool], ...]:
    today = clock.today()
    return Deputy.from_on <= today, Deputy.until_on >= today


def _deputies(own: sa.FromClause) -> Joined:
    """Whoever stands in today for somebody who would be told: of the same office still, and of a confined
    matter only if named. By its key, which is of few: the matters are walked once more otherwise."""
    person = aliased(User)
    away = sa.and_(Deputy.person_id == own.c.user_id, *_today())
    in_office = sa.and_(User.id == Deputy.deputy_id, User.active, *same_home(person))
    hidden = [sa.not_(one) for one in _seen(DueDate.root_type, DueDate.root_id)]
    unseen = sa.exists().where(DueDate.id == own.c.id, sa.or_(sa.false(), *hidden))
    named = ~unseen.correlate(own, User)

    def joined(found: Query) -> Query:
        found = found.join(Deputy, away).join(person, person.id == Deputy.person_id)
        return found.join(User, in_office).where(named)

    return joined


def _seen(root_type: Any, root_id: Any) -> list[sa.ColumnElement[bool]]:
    """A referral is its named people's."""
    reader: Any = User.id
    seen = seen_with(root_type, root_id, reader)
    return [] if seen is None else [seen]


def _of_unit(step: sa.FromClause, role: Role, kinds: Iterable[DueKind]) -> Way:
    """People of the unit, after a merger of its successor, for what concerns the unit itself; nobody of one
    that was dissolved."""
    theirs = sa.and_(User.unit_id == succession.told_of(step.c.unit_id), User.active)
    so = sa.and_(UserRole.user_id == User.id, UserRole.role == role)
    of_kind = step.c.kind.in_(list(kinds))
    return step, lambda found: found.join(User, theirs).join(UserRole, so).where(of_kind)


def _of_body(step: sa.FromClause, role: Role) -> Way:
    """People of the body, of what they may see."""
    theirs = sa.and_(User.body_id == step.c.body_id, User.active)
    so = sa.and_(UserRole.user_id == User.id, UserRole.role == role)
    seen = _seen(step.c.root_type, step.c.root_id)
    return step, lambda found: found.join(User, theirs).join(UserRole, so).where(*seen)


def _reviewers(step: sa.FromClause) -> Way:
    """审核人 of the body where nobody holds the matter (certificates; a handler who left, or works elsewhere)."""
    holder = aliased(User)
    here = (holder.active, holder.body_id == step.c.body_id)
    held = sa.exists().where(holder.id == step.c.holder_id, *here)
    left = sa.select(step).where(~held).cte("left_alone").prefix_with("MATERIALIZED")
    return _of_body(left, Role.REVIEWER)
