"""补录 of a record, and its correction, wait for the reviewer's look.

What was entered stands as a draft in its first state, marked 补录: nothing of what is said to have
happened is on it, so it is in no figure and nobody is asked to deal with it. The reviewer's yes lets it
be what it was, on its true days; refused or withdrawn, it is the registrar's again. A correction does
not touch what stands before it is confirmed. The registrar may give a draft up. Each slice declares its
own; a sheet is looked at once (imports/looking), papers have numbers and scans besides (instruments/back_entry).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from supervision.accounts.principals import proposer
from supervision.accounts.service import people_of
from supervision.core import pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing, within
from supervision.core.corrections import GIVE_UP, begun
from supervision.core.db import session
from supervision.core.errors import DomainError, NotFound, WrongState
from supervision.core.files.store import let_go
from supervision.core.packing import packed, unpacked
from supervision.core.pairs import Act, Confirmation, Payload, Proposal
from supervision.core.words import Word
from supervision.core.workflow import Flow

Record = Any  # a mapped row that may have been entered late: each slice knows its own
Facts = Any  # what is recorded of it, and what had happened: dataclasses of its slice
ENTERED = "补录已保存，待审核人核对后生效。"
CORRECTED = "更正已保存，待审核人核对后生效，原值留在时间线上。"
GIVEN_UP = "已放弃补录。"


def _everybody(_record: Record, _facts: Facts) -> None:
    """No circle: whoever sees records of the body."""


def _no_number(_record: Record, _past: Facts) -> None:
    """Nothing of it is used once only."""


def _no_parts(_record: Record) -> Sequence[Record]:
    return ()


def _nothing(*_said: object, **_actor: object) -> None:
    """There is no such step: days that always fit, nothing kept beside, entered by sheet and no draft."""


def _both(facts: Facts, past: Facts) -> tuple[Facts, Facts]:
    return facts, past


@dataclass(frozen=True, kw_only=True)
class PastEntry:
    """How one kind of record is entered late. `facts`, `past`: the types of what is typed; `draft`: the state
    in which it waits.

    `check`: refuses days that cannot be so; `check_number`: a number that is used. `restate`: the draft
    says what is typed; `keep_beside`: what the reviewer does not look at (files, who informs), kept at
    once, and `bare`: what was typed without it. `live`: all that was entered, onto the draft; `correct`:
    the whole entry again onto what stands. `labels`: words for facts that are no columns. `circle`: who
    may see it once it says `facts`, where not everybody of the body. `parts`: rows that go with a draft
    which is given up, where the record does not take them along by itself.
    """

    name: str
    title: str
    model: Any
    flow: Flow
    draft: Word
    facts: type
    past: type
    proposes: Permission
    called: Callable[[Record], str]
    correct: Callable[..., None]
    may_correct: Callable[[Record, Principal], bool]
    labels: Mapping[str, str]
    check: Callable[[Facts, Facts, Principal], None] = _nothing
    restate: Callable[..., None] = _nothing
    keep_beside: Callable[..., None] = _nothing
    bare: Callable[[Facts, Facts], tuple[Facts, Facts]] = _both
    live: Callable[..., None] = _nothing
    check_number: Callable[[Record, Facts], None] = _no_number
    circle: Callable[[Record, Facts], Iterable[int] | None] = _everybody
    parts: Callable[[Record], Sequence[Record]] = _no_parts

    @property
    def entering(self) -> str:
        return f"{self.name}.back_entry"

    @property
    def correcting(self) -> str:
        return f"{self.name}.correction"

    def ask(self, facts: Facts, past: Facts, *, actor: Principal) -> Record:
        """The registrar's half: the draft stands, and what had happened to it waits."""
        actor.require(self.proposes)
        record = begun(self.model, self.draft, actor)
        self.ask_again(record, facts, past, actor=actor)
        return record

    def ask_again(self, record: Record, facts: Facts, past: Facts, *, actor: Principal) -> None:
        """The same with a draft that came back, put right."""
        self.check(facts, past, actor)
        self.restate(record, facts, past, actor=actor)
        self.check_number(record, past)
        payload = self._payload(record, facts, past, actor)
        pairs.propose(self.entering, record, payload=payload, actor=actor)

    def ask_correction(
        self, record: Record, facts: Facts, past: Facts, *, reason: str, actor: Principal
    ) -> None:
        """The registrar's half of 更正补录; what is not looked at is kept at once."""
        if not self.may_correct(record, actor):
            raise WrongState("补录之后已据以办理，不能再更正补录内容")
        if not reason.strip():
            raise DomainError("请填写更正理由", field="why")
        self.check(facts, past, actor)
        self.check_number(record, past)
        payload = self._payload(record, facts, past, actor) | {"why": reason.strip()}
        pairs.propose(self.correcting, record, payload=payload, actor=actor)
        self.keep_beside(record, facts, past, actor=actor)

    def give_up(self, record: Record, *, reason: str, actor: Principal) -> None:
        """The draft goes, with what was asked for it and its files; what it said stays on the trail."""
        note = f"放弃补录的{self.title}“{self.called(record)}”"
        self.flow.fire(record, GIVE_UP, reason=reason, actor=actor, note=note)
        session.flush()
        with seeing(EVERYTHING):
            let_go(record)
            for part in self.parts(record):
                session.delete(part)
        pairs.forget(record)
        session.delete(record)
        try:
            session.flush()
        except IntegrityError:
            raise WrongState("这件补录已被别的记录引用，不能放弃") from None

    def typed(self, record: Record) -> dict[str, object]:
        """What was typed of a draft when it was asked for last, by the names of its form's fields."""
        asked = sa.select(Proposal).where(
            Proposal.act == self.entering,
            Proposal.subject_type == self.model.__tablename__,
            Proposal.subject_id == record.id,
        )
        last = session.scalar(asked.order_by(Proposal.id.desc()).limit(1))
        if last is None:
            return {}
        facts, past = self._said(last.payload)
        return {**_flat(facts), **_flat(past)}

    def declared(self) -> tuple[Act, Act]:
        """The two acts of two persons."""
        entered = Act(
            name=self.entering,
            title=f"补录{self.title}",
            proposes=(self.proposes,),
            confirms=Permission.INSTRUMENT_REVIEW,
            load=self._load,
            lines=self._lines,
            apply=self._enter,
            called=self.called,
            told=self._told,
            objection=_objection,
            open_to=self._open_to,
            ended_by=tuple(self.flow.transitions),
            refusal="不同意或撤回的，写明理由，退回登记人；没有核对的补录不计入任何数据。",
        )
        corrected = replace(
            entered, name=self.correcting, title=f"更正补录的{self.title}", apply=self._correct,
            refusal="不同意或撤回的，写明理由；补录的内容不变。",
        )  # fmt: skip
        return entered, corrected

    def _payload(
        self, record: Record, facts: Facts, past: Facts, actor: Principal
    ) -> dict[str, object]:
        """What is looked at, where somebody of those who may see it can look at it."""
        reviewers = [one for one in self._reviewers(record, facts) if one != actor.user_id]
        if not reviewers:
            raise WrongState("知悉人员中还没有可以核对的审核人，请先列入本机关的审核人")
        facts, past = self.bare(facts, past)
        return {"facts": packed(facts), "past": packed(past), "why": ""}

    def _enter(self, record: Record, confirmation: Confirmation) -> None:
        confirmation.require(self.entering, record)
        actor, payload = _registrar(confirmation), confirmation.proposal.payload
        if not record.unlooked:
            raise WrongState("这件补录已经办理，不能再核对")
        facts, past = self._said(payload)
        self.check(facts, past, actor)
        self.live(record, facts, past, actor=actor)

    def _correct(self, record: Record, confirmation: Confirmation) -> None:
        confirmation.require(self.correcting, record)
        actor, payload = _registrar(confirmation), confirmation.proposal.payload
        facts, past = self._said(payload)
        self.correct(record, facts, past, reason=payload["why"], actor=actor)

    def _said(self, payload: Payload) -> tuple[Facts, Facts]:
        return unpacked(self.facts, payload["facts"]), unpacked(self.past, payload["past"])

    def _load(self, key: int) -> Record:
        record = session.get(self.model, key)
        if record is None:
            raise NotFound("没有这件记录，或者您不是知悉人员")
        return record

    def _lines(self, _record: Record, payload: Payload) -> list[tuple[str, str]]:
        why = [("更正理由", str(payload["why"]))] if payload["why"] else []
        facts, past = self._said(payload)
        return [*why, *self._shown(facts), *self._shown(past)]

    def _shown(self, said: Facts) -> list[tuple[str, str]]:
        """What is said, in the words of its columns; what is empty is left out."""
        columns = sa.inspect(self.model).columns
        shown: list[tuple[str, str]] = []
        for one in fields(said):
            value = getattr(said, one.name)
            column = columns[one.name].doc if one.name in columns else ""
            label = self.labels.get(one.name, column)
            if label and value not in (None, "", (), []):
                shown.append((label, _words(value)))
            elif is_dataclass(value) and one.name not in columns:
                shown += self._shown(value)
        return shown

    def _reviewers(self, record: Record, facts: Facts) -> set[int]:
        found = {one.id for one in people_of(record.body_id, Role.REVIEWER)}
        circle = self.circle(record, facts)
        return found if circle is None else found & set(circle)

    def _told(self, record: Record, proposal: Proposal) -> list[int]:
        facts, _past = self._said(proposal.payload)
        return sorted(self._reviewers(record, facts))

    def _open_to(self, me: Principal) -> sa.ColumnElement[bool]:
        of = self.model
        seen = of.staff_criteria(me.user_id or 0)
        own = sa.func.coalesce(of.handler_id, 0) != me.user_id
        others = sa.func.coalesce(of.created_by_id, 0) != me.user_id
        rows = (of.id == Proposal.subject_id, own, others, *within(of))
        found = sa.exists().where(*rows, *(() if seen is None else (seen,)))
        return found.correlate_except(of)


def _flat(said: Facts) -> dict[str, object]:
    """Facts and the facts within them, side by side."""
    flat: dict[str, object] = {}
    for one in fields(said):
        value = getattr(said, one.name)
        flat.update(_flat(value) if is_dataclass(value) else {one.name: value})
    return flat


def _objection(record: Record, actor: Principal, _proposal: Proposal) -> str | None:
    """Somebody who is both registrar and reviewer does not look at what is their own."""
    own = actor.user_id in (record.created_by_id, record.handler_id)
    return "登记人、承办人不能核对自己的补录" if own else None


def _registrar(confirmation: Confirmation) -> Principal:
    """Whoever entered it, in whose name it is written; the confirmation names the other."""
    return proposer(confirmation.proposal.proposed_by_id, otherwise="请由他人重新补录")


def _words(value: Any) -> str:
    if isinstance(value, Word):
        return value.label
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, Sequence):
        return "、".join(_words(one) for one in value)
    named = getattr(value, "name", None) or getattr(value, "title", None)
    return str(named or value)
