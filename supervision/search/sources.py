"""What can be found, kind by kind, and where each is shown. A further kind is a row here.

A source without permissions is for the typed filters of its list: the box offers it to nobody.
Only the fields named here are indexed: a complainant's identity, drafts of replies and notes of
the checkers are not among them.
"""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Officer, Unit, UnitName
from supervision.clues.models import Clue
from supervision.core.access.policy import Permission as P
from supervision.core.db import session
from supervision.core.files import Attachment
from supervision.core.search import Source, follow
from supervision.instruments.models import Instrument, InstrumentItem, ReplyRound
from supervision.interviews.models import Interview, Interviewee
from supervision.problems.models import Problem
from supervision.referrals.models import Referral
from supervision.roster.models import JointDocument, RosterEntry

ROOTS: dict[str, Any] = {
    "problem": Problem,
    "instrument": Instrument,
    "supervision_action": SupervisionAction,
    "joint_document": JointDocument,
}


def _problem(row: Problem) -> Iterable[str]:
    return (row.case_number, row.case_cause, row.paper_number, row.category, row.officers,
            row.facts, row.rule_breached, row.explanation)  # fmt: skip


def _paper_title(row: Instrument) -> str:
    return f"{row.number} · {row.title}" if row.number else row.title


def _paper(row: Instrument) -> Iterable[str]:
    yield row.addressee
    for item in row.items:
        yield from (item.heading, item.statement, item.demand)
    yield from (one.letter_number for one in row.rounds)
    yield row.text


def _clue(row: Clue) -> Iterable[str]:
    """Neither content nor findings: they may name the informant."""
    return row.source.label, row.source_organ, row.source_number, row.report_number, row.place


def _interview(row: Interview) -> Iterable[str]:
    yield from (f"{one.name} {one.post} {one.certificate_no}" for one in row.interviewees)
    yield from (row.notice_number, row.place, row.content, row.promise)


def _unit(row: Unit) -> Iterable[str]:
    yield row.short_name
    former = sa.select(UnitName.name).where(UnitName.unit_id == row.id).order_by(UnitName.id)
    yield from (f"曾用名：{name}" for name in session.scalars(former))
    yield from (row.field, row.superior_name, row.initials)


def _officer(row: Officer) -> Iterable[str]:
    return row.post, row.certificate_no, row.initials


def _roster_entry(row: RosterEntry) -> Iterable[str]:
    return row.pool.label, row.organisation, row.post, row.certificate_no, row.initials


def _of_seen_record() -> tuple[sa.ColumnElement[bool], ...]:
    """An attachment is found by those who see the record it hangs on."""
    seen = (
        sa.and_(Attachment.root_type == name, Attachment.root_id.in_(sa.select(model.id)))
        for name, model in ROOTS.items()
    )
    return (sa.or_(*seen),)


SOURCES = (
    Source("instrument", "文书", Instrument, _paper_title, _paper, (P.INSTRUMENT_VIEW,),
           parts={InstrumentItem: lambda row: row.instrument_id,
                  ReplyRound: lambda row: row.instrument_id},
           options=(selectinload(Instrument.items), selectinload(Instrument.rounds))),
    Source("problem", "发现问题", Problem, lambda row: row.title, _problem, (P.PROBLEM_VIEW,)),
    Source("action", "监督行动", SupervisionAction, lambda row: row.title,
           lambda row: (row.content, row.subjects, row.extent, row.partner), (P.ACTION_VIEW,),
           unit_id=lambda _row: None),
    Source("clue", "线索与转办件", Clue, lambda row: row.subject, _clue, (P.CLUE_VIEW,)),
    Source("interview", "约谈", Interview, lambda row: row.reason, _interview, (P.INTERVIEW_VIEW,),
           unit_id=lambda _row: None, parts={Interviewee: lambda row: row.interview_id},
           options=(selectinload(Interview.interviewees),)),
    Source("referral", "移交、移送", Referral, lambda row: row.subject,
           lambda row: (row.recipient,), (), unit_id=lambda _row: None),  # for its own list only
    Source("unit", "单位", Unit, lambda row: row.name, _unit, (P.AGENCY_VIEW,),
           unit_id=lambda row: row.id, parts={UnitName: lambda row: row.unit_id}),
    Source("officer", "执法人员", Officer, lambda row: row.name, _officer, (P.AGENCY_VIEW,)),
    Source("roster", "名册", RosterEntry, lambda row: row.name, _roster_entry, (P.ROSTER_VIEW,),
           unit_id=lambda _row: None),
    Source("joint", "协作文件", JointDocument, lambda row: row.title,
           lambda row: (row.number, row.partner, row.note), (P.ROSTER_VIEW,),
           unit_id=lambda _row: None),
    Source("attachment", "附件", Attachment, lambda row: row.file.name, lambda row: (row.shows,),
           (P.PROBLEM_VIEW, P.INSTRUMENT_VIEW),
           wanted=lambda row: row.root_type in ROOTS, visible=_of_seen_record),
)  # fmt: skip


def register() -> None:
    """Index all of them; called where the application is put together."""
    for source in SOURCES:
        follow(source)
