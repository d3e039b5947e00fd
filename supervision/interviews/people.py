"""The people at the table: who may sit where, and matching typed names with known officers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.accounts.models import User
from supervision.accounts.service import of_bureau
from supervision.agencies import succession
from supervision.agencies.models import Officer, Unit
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.facts import Facts
from supervision.core.together import Part, together
from supervision.interviews.models import Interview, Interviewee, InterviewSeat
from supervision.interviews.states import Seat
from supervision.roster.models import Pool, RosterEntry

FEWEST_INTERVIEWERS = 2


@dataclass(frozen=True)
class IntervieweeFacts(Facts[Interviewee]):
    """One head. A known officer brings unit, post, number and 领导班子 along; typed words go before."""

    name: str
    unit: Unit | None = None
    officer: Officer | None = None
    post: str = ""
    certificate_no: str = ""
    in_leadership: bool = False


@dataclass(frozen=True)
class Supervisor:
    """Someone of the bureau who may sit at the table: a user, a roster entry, or both in one."""

    name: str
    certificate_no: str = ""
    initials: str = ""
    user_id: int | None = None
    roster_entry_id: int | None = None

    @property
    def key(self) -> str:
        """How a form names this person."""
        return f"r{self.roster_entry_id}" if self.roster_entry_id else f"u{self.user_id}"


def supervisors(body_id: int, on: date) -> list[Supervisor]:
    """监督人员 in office on `on` and users of the bureau; who is both stands once."""
    in_office = (
        RosterEntry.body_id == body_id,
        RosterEntry.pool == Pool.SUPERVISOR,
        RosterEntry.appointed_on <= on,
        sa.or_(RosterEntry.left_on.is_(None), RosterEntry.left_on > on),
    )
    listed, users = together(
        Part(RosterEntry, in_office, (RosterEntry.initials,)),
        Part(User, of_bureau(body_id), (User.initials,)),
    )
    found = [
        Supervisor(one.name, one.certificate_no, one.initials, one.user_id, one.id)
        for one in listed
    ]
    known = {one.user_id for one in found}
    found += [
        Supervisor(one.name, one.certificate_no, one.initials, one.id)
        for one in users
        if one.id not in known
    ]
    return sorted(found, key=lambda one: (one.initials, one.name))


def seated_at(interview: Interview) -> list[Supervisor]:
    """Who of the bureau sits at an interview, though they may have left since."""
    return [
        Supervisor(one.name, one.certificate_no, "", one.user_id, one.roster_entry_id)
        for one in interview.seats
    ]


def known_officers(on: date) -> list[Officer]:
    """Officers on duty that the present scope sees, of units that were there `on` the day; the 领导班子 first."""
    statement = (
        sa.select(Officer)
        .join(Unit, Unit.id == Officer.unit_id)
        .where(Officer.active, sa.or_(Unit.ended_on.is_(None), Unit.ended_on > on))
        .options(joinedload(Officer.unit))
        .order_by(Officer.in_leadership.desc(), Officer.unit_id, Officer.initials, Officer.id)
    )
    return list(session.scalars(statement))


def seat(
    interview: Interview, interviewers: Sequence[Supervisor], recorder: Supervisor | None
) -> None:
    """Two or more interviewers and a recorder who is none of them (DomainError)."""
    keys = [one.key for one in interviewers]
    if len(set(keys)) != len(keys):
        raise DomainError("同一名约谈人填写了两次", field="interviewers")
    if len(keys) < FEWEST_INTERVIEWERS:
        raise DomainError("约谈人不得少于两名", field="interviewers")
    if recorder is None:
        raise DomainError("请指定记录人", field="recorder")
    if recorder.key in keys:
        raise DomainError("记录人不得兼任约谈人", field="recorder")
    wanted = [(Seat.INTERVIEWER, one) for one in interviewers] + [(Seat.RECORDER, recorder)]
    held = {(one.seat, one.user_id, one.roster_entry_id): one for one in interview.seats}
    interview.seats = [
        held.get((place, one.user_id, one.roster_entry_id)) or _seated(interview, place, one)
        for place, one in wanted
    ]


def _seated(interview: Interview, place: Seat, one: Supervisor) -> InterviewSeat:
    return InterviewSeat(
        body_id=interview.body_id,
        seat=place,
        user_id=one.user_id,
        roster_entry_id=one.roster_entry_id,
        name=one.name,
        certificate_no=one.certificate_no,
    )


def invite(interview: Interview, heads: Sequence[IntervieweeFacts]) -> None:
    """Name those to be interviewed; a head already named keeps its row."""
    if not heads:
        raise DomainError("请至少填写一名约谈对象", field="interviewees")
    rows = [_complete(interview, number, facts) for number, facts in enumerate(heads, start=1)]
    keys = [person_key(row) for row in rows]
    for row, key in zip(rows, keys, strict=True):
        if keys.count(key) > 1:
            raise DomainError(f"约谈对象“{row.name}”填写了两次", field="interviewees")
    held = {person_key(row): row for row in interview.interviewees}
    interview.interviewees = [_merged(held.get(person_key(row)), row) for row in rows]


def _complete(interview: Interview, number: int, facts: IntervieweeFacts) -> Interviewee:
    officer = facts.officer or _same_officer(facts)
    unit_id = facts.unit.id if facts.unit else officer.unit_id if officer else None
    if unit_id is None:
        raise DomainError(f"第{number}人：请填写单位", field="interviewees")
    foreign = (facts.unit or officer) and (facts.unit or officer).body_id != interview.body_id  # type: ignore[union-attr]
    if foreign:
        raise DomainError(f"第{number}人：不是本机关监督的单位", field="interviewees")
    unit = facts.unit or (officer.unit if officer else None)
    succession.refuse_gone(
        unit, interview.planned_on, field="interviewees", where=f"第{number}人："
    )
    return Interviewee(
        body_id=interview.body_id,
        seq=number,
        unit_id=unit_id,
        officer_id=officer.id if officer else None,
        name=officer.name if officer else facts.name,
        post=facts.post or (officer.post if officer else ""),
        certificate_no=facts.certificate_no or (officer.certificate_no if officer else ""),
        in_leadership=facts.in_leadership or bool(officer and officer.in_leadership),
    )


def _same_officer(facts: IntervieweeFacts) -> Officer | None:
    """The one officer of this name in the unit: so that a typed person is counted once (人)."""
    if facts.unit is None:
        return None
    statement = sa.select(Officer).where(
        Officer.unit_id == facts.unit.id, Officer.name == facts.name
    )
    found = list(session.scalars(statement.limit(2)))
    return found[0] if len(found) == 1 else None


def _merged(held: Interviewee | None, row: Interviewee) -> Interviewee:
    if held is None:
        return row
    held.seq, held.unit_id, held.officer_id = row.seq, row.unit_id, row.officer_id
    held.post, held.certificate_no = row.post, row.certificate_no
    held.in_leadership = row.in_leadership
    return held


PersonKey = tuple[str, int | str, int]


def person_key(row: Interviewee) -> PersonKey:
    """Who a head is: the officer, or else the name within the unit."""
    if row.officer_id is not None:
        return "officer", row.officer_id, 0
    return "typed", row.name, row.unit_id


def units_of(heads: Iterable[Interviewee]) -> list[Unit]:
    """The units of `heads`, each once, in their order."""
    return list({head.unit_id: head.unit for head in heads}.values())
