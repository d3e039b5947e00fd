"""更正往来的登记: one asks for it with the reason, nothing moves until another has confirmed it."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from supervision.accounts.principals import proposer
from supervision.accounts.signing import circles
from supervision.core import clock, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.audit import Pending, as_one
from supervision.core.db import session
from supervision.core.duedates import DueState
from supervision.core.errors import DomainError, NotFound, WrongState
from supervision.core.pairs import Act, Confirmation, Payload, Proposal
from supervision.instruments.back_entry import correcting
from supervision.instruments.models import Instrument
from supervision.instruments.redating import corrections
from supervision.instruments.redating.corrections import Correction, Moved, Values
from supervision.instruments.signing.authors import authors, written_by
from supervision.instruments.telling import both_sides
from supervision.reminders import recipients
from supervision.reminders.inbox import announce, announce_event
from supervision.reminders.models import NoticeKind

ACT = "instrument.days"
REDATED = "redated"
PROPOSES = (Permission.INSTRUMENT_DELIVER, Permission.INSTRUMENT_REGISTER)
ON_SCREEN = "在系统中办理的，以系统记录的日期为准，不能更正"
BY_ENTRY = "补录的文书，请用“更正补录”"


def sought(paper: Instrument, what: str, key: int, *, actor: Principal) -> Correction:
    """What `actor` may put right of a paper; DomainError where nothing may be."""
    actor.require_own(paper.body_id)
    found = corrections.found(paper, what, key)
    if found is None:
        raise WrongState(ON_SCREEN)
    if correcting.may_correct(paper, actor):
        raise WrongState(BY_ENTRY)
    return found


def offered(paper: Instrument, actor: Principal) -> bool:
    """Whether the page leads there at all."""
    may = any(map(actor.can, PROPOSES)) and actor.body_id == paper.body_id
    return may and paper.delivered_on is not None and not correcting.may_correct(paper, actor)


def ask(
    paper: Instrument, correction: Correction, values: Values, *, reason: str, actor: Principal
) -> Proposal:
    """The first person's half: of all that was registered, what should stand otherwise."""
    values = {**correction.stands, **values}
    if corrections.same(correction, values):
        raise DomainError("与登记的相同，没有改动", field=next(iter(correction.labels)))
    correction.check(values)
    payload = {
        "what": correction.what, "key": correction.key, "days": _put(values),
        "was": _put(correction.stands), "why": reason.strip(),
    }  # fmt: skip
    return pairs.propose(ACT, paper, payload=payload, actor=actor)


def apply_correction(paper: Instrument, confirmation: Confirmation) -> None:
    """The second person's half: it is written in the name of who asked, and both sides are told."""
    confirmation.require(ACT, paper)
    asked = confirmation.proposal
    actor = proposer(asked.proposed_by_id, otherwise="请由他人重新提请")
    correction = corrections.found(paper, asked.payload["what"], asked.payload["key"])
    if correction is None:
        raise WrongState(ON_SCREEN)
    values, why = _whole(correction, asked.payload), str(asked.payload["why"])
    line = corrections.told(correction, values)
    with as_one(
        Pending(paper, actor, REDATED, correction.title, why),
        parts=lambda: _parts(paper, correction),
    ):
        moved = correction.write(values, reason=why, actor=actor)
    _tell(paper, correction, line, moved, why)


def _parts(paper: Instrument, correction: Correction) -> dict[str, str]:
    stands = correction.stands
    named = f"{correction.called}：" if correction.what != "delivery" else ""
    found = {
        f"{named}{label}": str(stands.get(name) or "") for name, label in correction.labels.items()
    }
    if correction.what == "delivery":
        session.refresh(paper, ["due_on"])
        found["到期日"] = str(paper.due_on or "")
    return found


def _tell(
    paper: Instrument, correction: Correction, line: str, moved: Sequence[Moved], why: str
) -> None:
    """Whose last day moved is told from when to when; otherwise both sides are told of the day."""
    people = recipients.of_rows([row.id for row, _was in moved])
    for row, was in moved:
        after = f"到期日由{clock.chinese_date(was)}改为{clock.chinese_date(row.due)}"
        announce(
            people.get(row.id, []),
            kind=NoticeKind.MOVED if row.state is DueState.OPEN else NoticeKind.EVENT,
            step=f"redated-{was}-{row.due}", title=f"{row.title}：{after}", text=f"{line}。{why}",
            due_row=row,
        )  # fmt: skip
    if not moved:
        root = (paper.__tablename__, paper.id)
        title = f"{paper.number or paper.title}：{line}"
        announce_event(both_sides(paper), root=root, title=title, text=why)


def _put(values: Values) -> dict[str, str | None]:
    kept = {name: str(value) if value else None for name, value in values.items()}
    return {name: kept[name] for name in sorted(kept)}


def _take(said: Payload) -> Values:
    """Days as days, words as they are."""
    return {
        name: date.fromisoformat(kept) if kept and name in corrections.DAYS else kept
        for name, kept in said.items()
    }


def _whole(correction: Correction, payload: Payload) -> Values:
    """All that can be put right, as it is asked for: one of the earlier program is of the day alone."""
    return {**correction.stands, **_take(payload["days"])}


def _load(paper_id: int) -> Instrument:
    found = session.get(Instrument, paper_id)
    if found is None:
        raise NotFound("没有这件文书")
    return found


def _lines(paper: Instrument, payload: Payload) -> list[tuple[str, str]]:
    said = [("文书", f"{paper.number or paper.title} {paper.addressee}")]
    correction = corrections.found(paper, payload["what"], payload["key"])
    if correction is None:
        return [*said, ("现在", ON_SCREEN)]
    values, was = _whole(correction, payload), {**correction.stands, **_take(payload["was"])}
    said.append(("事项", correction.called))
    for name, label in correction.labels.items():
        if was.get(name) != values.get(name):
            said += [
                (f"登记的{label}", str(was.get(name) or "")),
                ("更正为", str(values.get(name) or "")),
            ]
    said.append(("更正理由", str(payload["why"])))
    return [*said, *_moves(correction, values, payload)]


def _moves(correction: Correction, values: Values, payload: Payload) -> list[tuple[str, str]]:
    """What would move, as long as nothing did yet."""
    stands = _put(correction.stands)
    if {name: stands.get(name) for name in payload["was"]} != payload["was"]:
        return []
    try:
        moved = correction.moves(values)
    except DomainError as refusal:
        return [("不能更正", refusal.message)]
    return [
        (f"{row.kind.label}到期日", f"{row.due} 改为 {due}" if due != row.due else f"{due}（不变）")
        for row, due in moved
    ]


def _told(paper: Instrument, _proposal: Proposal) -> list[int]:
    """Reviewers and signatories who see the paper and have no hand in it."""
    hands = authors(paper)
    people = circles.who_see(paper, Role.REVIEWER, Role.SIGNATORY)
    return [one for one in people if one not in hands]


def _objection(paper: Instrument, actor: Principal, _proposal: Proposal) -> str | None:
    if actor.user_id in authors(paper):
        return "拟制、修改过本件的人不能确认更正它的登记"
    return None if circles.sees(actor.user_id, paper) else "您不是此件的知悉人员"


def _open_to(me: Principal) -> sa.ColumnElement[bool]:
    return circles.seen_subject(Instrument, me, ~written_by(me))


CORRECTED = Act(
    name=ACT,
    title="更正往来的登记",
    proposes=PROPOSES,
    confirms=Permission.INSTRUMENT_CONFIRM_SIGNATURE,
    load=_load,
    lines=_lines,
    apply=apply_correction,
    told=_told,
    objection=_objection,
    open_to=_open_to,
    refusal="不同意或撤回的，写明理由；登记和期限不变，可以重新提请。",
)
