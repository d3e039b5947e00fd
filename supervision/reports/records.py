"""The list behind a number: exactly the records it counts, each with its page.

A record the reader may not open (another body's, a confined referral) is still counted and listed,
without its content: the length of the list never differs from the number.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.actions.models import ActionUnit, SupervisionAction
from supervision.agencies.models import Body, Unit
from supervision.clues.models import Clue
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import bodies_of, last_said
from supervision.core.db import Expression, Query, ReadRow, session
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.interviews.models import Interview, Interviewee
from supervision.problems.models import Problem
from supervision.referrals.models import Referral, ReferralProblem
from supervision.reports.indicators import WHOLE, Cut, Indicator
from supervision.reports.periods import Period
from supervision.roster.models import JointDocument, RosterEntry

PAGE = 100
_Unit = aliased(Unit)


@dataclass(frozen=True)
class Kind:
    """How records of a kind are listed and which page opens one (`parameter` takes `target`)."""

    title: Expression
    endpoint: str
    parameter: str
    target: Expression
    permission: P
    detail: Expression | None = None
    unit: Expression | None = None
    state: Expression | None = None
    scope: Any = None  # whose row scope decides, by `target`; None: the counted record's own


KINDS: dict[str, Kind] = {
    "action": Kind(
        SupervisionAction.title, "actions.show", "action_id", SupervisionAction.id, P.ACTION_VIEW,
        state=SupervisionAction.status,
    ),
    "supervised_unit": Kind(
        SupervisionAction.title, "actions.show", "action_id", ActionUnit.action_id, P.ACTION_VIEW,
        unit=ActionUnit.unit_id,
    ),
    "problem": Kind(
        Problem.title, "problems.show", "problem_id", Problem.id, P.PROBLEM_VIEW,
        detail=Problem.case_number, unit=Problem.unit_id, state=Problem.status,
    ),
    "interview": Kind(
        Interview.reason, "interviews.show", "interview_id", Interview.id, P.INTERVIEW_VIEW,
        state=Interview.status,
    ),
    "interviewee": Kind(
        Interviewee.name, "interviews.show", "interview_id", Interviewee.interview_id,
        P.INTERVIEW_VIEW, detail=Interviewee.post, unit=Interviewee.unit_id,
        state=Interview.status,
    ),
    "instrument": Kind(
        Instrument.title, "instruments.show", "paper_id", Instrument.id, P.INSTRUMENT_VIEW,
        detail=Instrument.number, unit=Instrument.unit_id, state=Instrument.status,
    ),
    "chased_paper": Kind(
        Instrument.title, "instruments.show", "paper_id", Instrument.id, P.INSTRUMENT_VIEW,
        detail=Instrument.number, unit=Instrument.unit_id, state=Instrument.status,
        scope=Instrument,
    ),
    "own_problem": Kind(
        Problem.title, "instruments.show", "paper_id", Problem.paper_id, P.INSTRUMENT_VIEW,
        detail=Problem.paper_number, unit=Problem.unit_id, scope=Instrument,
    ),  # no status: a unit is never told of 移交
    "opinion": Kind(
        sa.func.coalesce(sa.func.nullif(InstrumentItem.heading, ""), InstrumentItem.demand),
        "instruments.show", "paper_id", InstrumentItem.instrument_id, P.INSTRUMENT_VIEW,
        detail=Instrument.number, unit=Instrument.unit_id, state=Instrument.status,
    ),
    "referred_problem": Kind(
        Problem.title, "referrals.show", "referral_id", ReferralProblem.referral_id,
        P.REFERRAL_VIEW, detail=Referral.recipient, unit=Problem.unit_id, state=Referral.status,
    ),
    "referral": Kind(
        Referral.subject, "referrals.show", "referral_id", Referral.id, P.REFERRAL_VIEW,
        detail=Referral.recipient, state=Referral.status,
    ),
    "clue": Kind(
        Clue.subject, "clues.show", "clue_id", Clue.id, P.CLUE_VIEW,
        detail=Clue.source_number, unit=Clue.unit_id, state=Clue.status,
    ),
    "roster_entry": Kind(
        RosterEntry.name, "roster.show", "entry_id", RosterEntry.id, P.ROSTER_VIEW,
        detail=RosterEntry.organisation,
    ),
    "joint_document": Kind(
        JointDocument.title, "roster.amend_document", "document_id", JointDocument.id, P.ROSTER_EDIT,
        detail=JointDocument.number,
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Record:
    """A line of the list; `target` None: the reader may not open it."""

    id: int
    title: str
    detail: str
    unit: str
    body: str
    day: date | None
    state: Any
    target: int | None


@dataclass(frozen=True)
class Records:
    """A page of the list: `total` is the number itself, `after` the key the next page begins after."""

    kind: Kind
    rows: Sequence[Record]
    total: int
    after: int | None


def records(
    indicator: Indicator,
    period: Period,
    body_ids: Sequence[int],
    *,
    reader: Principal,
    cut: Cut = WHOLE,
    after: int = 0,
) -> Records:
    """The records behind a figure from the key `after` on; three queries."""
    ids = indicator.ids(period, tuple(body_ids), cut)
    kind = KINDS[indicator.record]
    with seeing(EVERYTHING):
        total = session.scalar(sa.select(sa.func.count()).select_from(ids.subquery())) or 0
        found = session.execute(_page(indicator, kind, ids, after)).all()
    more = len(found) > PAGE
    found = found[:PAGE]
    seen = _seen(indicator, kind, found, reader)
    rows = [_record(row, seen=row.id in seen) for row in found]
    return Records(kind, rows, total, found[-1].id if more else None)


def named(
    wanted: Iterable[tuple[Indicator, Iterable[int]]], *, reader: Principal
) -> dict[tuple[str, int], Record]:
    """Single records by what they are and their keys, as the list would show them: two queries a kind.

    What is no more (taken back with its import, given up, deleted) is named as the trail does, or not found.
    """
    first: dict[str, Indicator] = {}
    keys: dict[str, set[int]] = {}
    for indicator, ids in wanted:
        first.setdefault(indicator.record, indicator)
        keys.setdefault(indicator.record, set()).update(ids)
    found: dict[tuple[str, int], Record] = {}
    for name, indicator in first.items():
        kind, model = KINDS[name], indicator.model
        asked = sa.select(model.id).where(model.id.in_(sorted(keys[name])))
        with seeing(EVERYTHING):
            rows = session.execute(_page(indicator, kind, asked, 0).limit(None)).all()
        seen = _seen(indicator, kind, rows, reader)
        found |= {(name, row.id): _record(row, seen=row.id in seen) for row in rows}
        found |= {(name, one.id): one for one in _deleted(indicator, kind, keys[name], reader)}
    return found


def _deleted(
    indicator: Indicator, kind: Kind, keys: Collection[int], reader: Principal
) -> Iterator[Record]:
    """Those that are no more, by what the trail says they were called; what named people alone could see
    stays without its name, and so does what another body deleted, but for whose it was."""
    model = indicator.model
    with seeing(EVERYTHING):
        there = set(session.scalars(sa.select(model.id).where(model.id.in_(sorted(keys)))))
    gone = sorted(set(keys) - there)
    if not gone:
        return
    name, own = getattr(kind.title, "key", None), getattr(kind.title, "class_", None) is model
    tells = own and name and reader.can(kind.permission) and model.staff_criteria(0) is None
    table, bodies = model.__tablename__, reader.readable_body_ids
    said = last_said(table, gone, str(name), body_ids=bodies) if tells else {}
    whose = bodies_of(table, gone)
    called = sa.select(Body.id, Body.short_name).where(Body.id.in_(set(whose.values())))
    names = {row.id: row.short_name for row in session.execute(called)}
    for key in gone:
        title, home = f"{said[key]}（已删除）" if key in said else "", whose.get(key)
        if title or home not in (None, reader.body_id):
            body = names.get(home or 0, "")
            yield Record(
                key, title, detail="", unit="", body=body, day=None, state=None, target=None
            )


def _page(indicator: Indicator, kind: Kind, ids: Query, after: int) -> Query:
    model = indicator.model
    nothing = sa.literal("")
    statement = sa.select(
        model.id,
        kind.title.label("title"),
        (nothing if kind.detail is None else kind.detail).label("detail"),
        (nothing if kind.unit is None else _Unit.short_name).label("unit"),
        (sa.null() if kind.state is None else kind.state).label("state"),
        Body.short_name.label("body"),
        indicator.day.label("day"),
        kind.target.label("target"),
    ).select_from(model)
    for target, on in indicator.joins:
        statement = statement.join(target, on)
    statement = statement.join(Body, Body.id == model.body_id)
    if kind.unit is not None:
        statement = statement.outerjoin(_Unit, _Unit.id == kind.unit)
    wanted = sa.select(ids.subquery().c.id)
    return (
        statement.where(model.id.in_(wanted), model.id > after).order_by(model.id).limit(PAGE + 1)
    )


def _seen(indicator: Indicator, kind: Kind, rows: Sequence[ReadRow], reader: Principal) -> set[int]:
    """Which of these the reader may open: permission and row scope decide, as on the page itself."""
    if not rows or not reader.can(kind.permission):
        return set()
    model = kind.scope or indicator.model
    keys = {row.id: row.id if kind.scope is None else row.target for row in rows}
    visible = set(session.scalars(sa.select(model.id).where(model.id.in_(set(keys.values())))))
    return {row_id for row_id, key in keys.items() if key in visible}


def _record(row: ReadRow, *, seen: bool) -> Record:
    record = Record(
        id=row.id, title=row.title, detail=row.detail or "", unit=row.unit or "", body=row.body,
        day=row.day, state=row.state, target=row.target,
    )  # fmt: skip
    if seen:
        return record
    return replace(record, title="（不在查看范围内的记录）", detail="", unit="", target=None)
