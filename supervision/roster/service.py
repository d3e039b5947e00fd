"""Business verbs on the rosters, and the counts the yearly report takes from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.agencies.service import initials
from supervision.core import audit, bulk, clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, answer
from supervision.core.facts import Facts
from supervision.roster import expiry
from supervision.roster.models import Pool, RosterEntry

EXPIRY_NOTICE = timedelta(days=60)


@dataclass(frozen=True)
class RosterFacts(Facts[RosterEntry]):
    """What is recorded of a person or place on a roster; dates are those of the event itself."""

    name: str
    appointed_on: date
    organisation: str = ""
    post: str = ""
    contact: str = ""
    telephone: str = ""
    certificate_no: str = ""
    certificate_until: date | None = None
    term_until: date | None = None
    user: User | None = None
    note: str = ""


def enter(pool: Pool, facts: RosterFacts, *, actor: Principal) -> RosterEntry:
    """Put a person or place on a roster of the actor's body."""
    actor.require(Permission.ROSTER_EDIT)
    entry = RosterEntry(body_id=actor.body_id, pool=pool, created_by_id=actor.user_id)
    _apply(entry, facts)
    session.add(entry)
    session.flush()
    expiry.follow(entry, actor=actor)
    return entry


def enter_many(
    given: Sequence[tuple[Pool, RosterFacts]], *, actor: Principal
) -> list[RosterEntry | DomainError]:
    """Enter many without an account by few statements; for each the entry, which is not the session's, or
    the refusal."""
    actor.require(Permission.ROSTER_EDIT)
    numbers = [facts.certificate_no for _, facts in given if facts.certificate_no]
    same = (RosterEntry.body_id == actor.body_id, RosterEntry.certificate_no.in_(numbers))
    held: dict[tuple[Pool, str], list[RosterEntry]] = {}
    for row in session.scalars(sa.select(RosterEntry).where(*same)):
        held.setdefault((row.pool, row.certificate_no), []).append(row)

    def made(one: tuple[Pool, RosterFacts]) -> RosterEntry:
        pool, facts = one
        _check_dates(facts)
        twins = held.setdefault((pool, facts.certificate_no), []) if facts.certificate_no else []
        for twin in twins:
            if twin.left_on is None or twin.left_on > facts.appointed_on:
                raise _same_certificate(facts.certificate_no, twin.name)
        entry = RosterEntry(body_id=actor.body_id, pool=pool, created_by_id=actor.user_id)
        facts.into(entry, initials=initials(facts.name), user_id=None)
        twins.append(entry)
        return entry

    answers = bulk.enter(RosterEntry, [answer(made, one) for one in given])
    expiry.begin([one for one in answers if isinstance(one, RosterEntry)], actor=actor)
    return answers


def _same_certificate(number: str, holder: str) -> DomainError:
    return DomainError(f"证件号“{number}”已登记在{holder}名下", field="certificate_no")


def amend(entry: RosterEntry, facts: RosterFacts, *, actor: Principal) -> None:
    """Correct an entry, or renew a term or a certificate."""
    actor.require(Permission.ROSTER_EDIT)
    if entry.left_on is not None and facts.appointed_on > entry.left_on:
        message = f"不得晚于离任（撤销）日期{clock.chinese_date(entry.left_on)}"
        raise DomainError(message, field="appointed_on")
    _apply(entry, facts)
    session.flush()
    expiry.follow(entry, actor=actor)


def leave(entry: RosterEntry, *, on: date, reason: str, actor: Principal) -> None:
    """The person leaves office (a contact point is withdrawn) on `on`, which no longer counts."""
    actor.require(Permission.ROSTER_EDIT)
    if entry.left_on is not None:
        message = f"已于{clock.chinese_date(entry.left_on)}登记{entry.pool.leaving}"
        raise DomainError(message)
    if on < entry.appointed_on:
        message = f"不得早于{entry.pool.entering}日期{clock.chinese_date(entry.appointed_on)}"
        raise DomainError(message, field="on")
    entry.left_on = on
    label = f"{entry.pool.leaving}，{clock.chinese_date(on)}起"
    audit.record(entry, action="roster.leave", label=label, reason=reason, actor=actor)
    session.flush()
    expiry.follow(entry, actor=actor)


def return_to_office(entry: RosterEntry, *, reason: str, actor: Principal) -> None:
    """Take back a leaving entered by mistake."""
    actor.require(Permission.ROSTER_EDIT)
    if entry.left_on is None:
        message = f"没有登记{entry.pool.leaving}，无需撤回"
        raise DomainError(message)
    entry.left_on = None
    label = f"撤回{entry.pool.leaving}登记"
    audit.record(entry, action="roster.return", label=label, reason=reason, actor=actor)
    session.flush()
    expiry.follow(entry, actor=actor)


def new_in(pool: Pool, start: date, end: date) -> sa.Select[RosterEntry]:
    """Entries of one pool appointed from `start` to `end`, both included, also those who left since."""
    return sa.select(RosterEntry).where(
        RosterEntry.pool == pool, RosterEntry.appointed_on.between(start, end)
    )


def in_office(pool: Pool, on: date) -> sa.Select[RosterEntry]:
    """Entries of one pool in office at the end of `on`.

    An expired term does not end the office: whether it was renewed or ended is for people to
    record, and the page reminds them.
    """
    return sa.select(RosterEntry).where(
        RosterEntry.pool == pool,
        RosterEntry.appointed_on <= on,
        sa.or_(RosterEntry.left_on.is_(None), RosterEntry.left_on > on),
    )


def _counted(entries: sa.Select[RosterEntry], *, body_id: int | None) -> sa.ScalarSelect[int]:
    counted = entries.where(RosterEntry.body_id == body_id)
    return counted.with_only_columns(sa.func.count(RosterEntry.id)).scalar_subquery()


def count(entries: sa.Select[RosterEntry], *, body_id: int | None) -> int:
    """How many of `entries` belong to one body (口径：本级)."""
    return session.scalar(sa.select(_counted(entries, body_id=body_id))) or 0


@dataclass(frozen=True)
class PoolCount:
    """One pool's figures: appointed since the year began, in office at the day itself."""

    pool: Pool
    new: int
    in_office: int


def counts(on: date, *, body_id: int | None) -> list[PoolCount]:
    """The figures of each pool as of `on`; there is no total, for two pools are never added."""
    january = date(on.year, 1, 1)
    asked = [
        _counted(entries, body_id=body_id)
        for pool in Pool
        for entries in (new_in(pool, january, on), in_office(pool, on))
    ]
    figures = session.execute(sa.select(*asked)).one()
    return [
        PoolCount(pool, new=figures[2 * place], in_office=figures[2 * place + 1])
        for place, pool in enumerate(Pool)
    ]


def days_left(until: date | None, on: date) -> int | None:
    """Days from `on` until a certificate or term ends, if that is within notice; negative once ended."""
    if until is None or until - on > EXPIRY_NOTICE:
        return None
    return (until - on).days


def until() -> sa.ColumnElement[date | None]:
    """The day on which a certificate, or else a term, ends."""
    return sa.func.coalesce(RosterEntry.certificate_until, RosterEntry.term_until)


def expiring(pool: Pool, on: date) -> sa.Select[RosterEntry]:
    """Those in office whose certificate or term ends within notice of `on` or has ended."""
    return in_office(pool, on).where(until() <= on + EXPIRY_NOTICE)


def _apply(entry: RosterEntry, facts: RosterFacts) -> None:
    _check_dates(facts)
    with session.no_autoflush:
        _refuse_twice(entry, facts)
    account = facts.user.id if facts.user else None
    facts.into(entry, initials=initials(facts.name), user_id=account)


def _check_dates(facts: RosterFacts) -> None:
    for field, until in (
        ("certificate_until", facts.certificate_until),
        ("term_until", facts.term_until),
    ):
        if until is not None and until < facts.appointed_on:
            message = "不得早于聘任（设立）日期"
            raise DomainError(message, field=field)


def _refuse_twice(entry: RosterEntry, facts: RosterFacts) -> None:
    """One certificate and one account stand for one person in office of a pool at a time."""
    held = sa.select(RosterEntry).where(
        RosterEntry.pool == entry.pool,
        RosterEntry.body_id == entry.body_id,
        sa.or_(RosterEntry.left_on.is_(None), RosterEntry.left_on > facts.appointed_on),
    )
    if entry.id is not None:
        held = held.where(RosterEntry.id != entry.id)
    if facts.certificate_no:
        twin = session.scalar(held.where(RosterEntry.certificate_no == facts.certificate_no))
        if twin is not None:
            raise _same_certificate(facts.certificate_no, twin.name)
    if facts.user is not None:
        twin = session.scalar(held.where(RosterEntry.user_id == facts.user.id))
        if twin is not None:
            message = f"该账号已与{twin.name}关联"
            raise DomainError(message, field="user_id")


def account_of(entry: RosterEntry) -> User | None:
    """The account of the person, if one is linked."""
    return session.get(User, entry.user_id) if entry.user_id else None
