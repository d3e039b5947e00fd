"""Proposing, confirming, refusing, withdrawing: whoever proposed never confirms, by identity."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from hashlib import sha256

import sqlalchemy as sa

from supervision.core import bulk, clock
from supervision.core.access.policy import ADMIN_ROLES
from supervision.core.access.principal import Principal
from supervision.core.access.scope import BodyScoped
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, NotFound, Overtaken, WrongState
from supervision.core.pairs.acts import (
    ACTS,
    KERNEL,
    SETUPS,
    TELLERS,
    Act,
    Confirmation,
    Payload,
    Slip,
    Subject,
)
from supervision.core.pairs.models import Outcome, Proposal

LONGEST = 64  # of an edition as it is kept; a longer one is kept as its digest
MOST = 200  # waiting proposals looked through for one person
_in_hand: ContextVar[int | None] = ContextVar("proposal_in_hand", default=None)  # being applied


def act_of(proposal: Proposal) -> Act:
    """The declared act of a proposal; NotFound where no slice declares it any more."""
    act = ACTS.whole().get(proposal.act)
    if act is None:
        message = "没有这项待确认事项"
        raise NotFound(message)
    return act


def title_of(proposal: Proposal) -> str:
    """The act in words."""
    return act_of(proposal).title


def subject_of(proposal: Proposal) -> Subject:
    """The record it is about, as far as the person asking may see it."""
    return act_of(proposal).load(proposal.subject_id)


def propose(
    name: str,
    subject: Subject,
    *,
    actor: Principal,
    payload: Payload | None = None,
    ready: object = None,
) -> Proposal:
    """The first person's half: nothing happens yet, and whoever may confirm is told.

    While the installation is being set up by one person, an act of setting up happens at once.
    """
    act = ACTS.whole()[name]
    if not any(map(actor.can, act.proposes)):
        actor.require(act.proposes[0])
    if isinstance(subject, BodyScoped):
        actor.require_own(subject.body_id)  # a superior reads, it asks for nothing
    session.flush()
    if waiting_on(subject, name) is not None:
        message = f"“{act.title}”已经提请，正在等待确认"
        raise WrongState(message)
    proposal = Proposal(
        act=name,
        subject_type=subject.__tablename__,
        subject_id=subject.id,
        body_id=act.body(subject, payload or {}) if act.body else actor.body_id,
        payload=dict(payload or {}),
        edition=_edition(act, subject),
        proposed_by_id=actor.user_id,
        proposer=actor.name,
        expires_at=clock.now() + timedelta(days=act.days),
        outcome=Outcome.WAITING,
    )
    session.add(proposal)
    session.flush()
    if act.setting_up and any(alone(actor) for alone in SETUPS.parts()):
        act.apply(subject, Confirmation(proposal, actor, KERNEL, ready))
        _close(proposal, subject, Outcome.SETUP, actor, said="一人办理（初始化）")
        return proposal
    label = f"{act.title}：{actor.name}提请，待另一人确认"
    record(subject, action="pairs.propose", label=label, actor=actor)
    for teller in TELLERS.parts():
        told = act.told(subject, proposal) if act.told else None
        people = teller.holders(act.confirms, proposal.body_id) if told is None else told
        people = [one for one in people if one != actor.user_id]
        teller.tell(people, proposal.id, f"待您确认：{act.title}", f"{actor.name}提请")
    return proposal


def edition(proposal: Proposal, subject: Subject) -> str:
    """What the record is now, to be compared when it is confirmed."""
    session.flush()
    return _edition(act_of(proposal), subject)


def _edition(act: Act, subject: Subject) -> str:
    said = act.edition(subject)
    return said if len(said) <= LONGEST else sha256(said.encode()).hexdigest()


def concerns(proposal: Proposal, actor: Principal) -> bool:
    """Whether it is an act of this person's body; administrators look after every body's."""
    return proposal.body_id == actor.body_id or _of_no_body(actor)


def concerning(actor: Principal) -> sa.ColumnElement[bool]:
    """The same, as the store is asked for it."""
    return sa.true() if _of_no_body(actor) else Proposal.body_id == actor.body_id


def _of_no_body(actor: Principal) -> bool:
    return actor.body_id is None and bool(actor.roles & ADMIN_ROLES)


def waiting_on(subject: Subject, name: str) -> Proposal | None:
    """The proposal of this act that waits on a record."""
    return session.scalar(
        sa.select(Proposal)
        .where(
            Proposal.subject_type == subject.__tablename__,
            Proposal.subject_id == subject.id,
            Proposal.act == name,
            Proposal.outcome == Outcome.WAITING,
        )
        .limit(1)
    )


def why_not(proposal: Proposal, subject: Subject, actor: Principal) -> DomainError | None:
    """Why this person may not confirm or refuse it now; None where they may."""
    act = act_of(proposal)
    waits = proposal.outcome is Outcome.WAITING
    if not concerns(proposal, actor) or (waits and not actor.can(act.confirms)):
        return Forbidden(f"您没有确认“{act.title}”的权限")
    if not waits:
        return WrongState(f"此事项{proposal.outcome.label}（{proposal.decider}），不能再办理")
    if proposal.expired:
        return WrongState("此事项已超过确认期限，请提请人重新提请")
    if actor.user_id == proposal.proposed_by_id:
        return Forbidden("提请人不能确认自己提请的事项")
    if proposal.proposed_by_id in actor.stands_in_ids:
        return Forbidden("您正在代理提请人，不能确认其提请的事项")
    objection = act.objection(subject, actor, proposal)
    return Forbidden(objection) if objection else None


def prepared(proposal_id: int) -> object:
    """What the act of a proposal makes ready before anything is locked; call it in a read phase."""
    proposal = session.get(Proposal, proposal_id)
    act = ACTS.whole().get(proposal.act) if proposal is not None else None
    return act.prepare() if act is not None and act.prepare else None


def confirm(
    proposal: Proposal, *, seen: str, actor: Principal, ready: object = None
) -> Slip | None:
    """The second person's half; `seen`: the edition of the record that lay before them.

    What comes back is shown once.
    """
    subject, act = _decide(proposal, seen, actor), act_of(proposal)
    with _applying(proposal):
        act.apply(subject, Confirmation(proposal, actor, KERNEL, ready))
    _close(proposal, subject, Outcome.CONFIRMED, actor, said="确认")
    return act.slip(subject, ready) if act.slip else None


def refuse(proposal: Proposal, *, reason: str, seen: str, actor: Principal) -> None:
    """The second person says no, and why."""
    subject = _decide(proposal, seen, actor)
    _undo(proposal, subject, Outcome.REFUSED, reason, actor, said="不同意")


def withdraw(proposal: Proposal, *, reason: str, actor: Principal) -> None:
    """Whoever proposed takes it back, also after its time."""
    subject = _own(proposal, actor)
    _undo(proposal, subject, Outcome.WITHDRAWN, reason, actor, said="撤回")


def renew(proposal: Proposal, *, actor: Principal) -> Proposal:
    """Whoever proposed does so again once the time has run out."""
    subject = _own(proposal, actor)
    if not proposal.expired:
        message = "此事项仍在确认期限内，不需重新提请"
        raise WrongState(message)
    _close(proposal, subject, Outcome.RENEWED, actor, said="到期后重新提请")
    return propose(proposal.act, subject, payload=proposal.payload, actor=actor)


def end(record: Subject, step: str, actor: Principal) -> None:
    """After a step of a record's flow: what waits on it and can be confirmed no more ends by itself.

    The record may not be whole yet (`workflow.FIRED`): nothing is flushed here.
    """
    ends = [name for name, act in ACTS.whole().items() if step in act.ended_by]
    if not ends:
        return
    waiting = sa.select(Proposal).where(
        Proposal.subject_type == record.__tablename__,
        Proposal.subject_id == record.id,
        Proposal.act.in_(ends),
        Proposal.outcome == Outcome.WAITING,
        Proposal.id.is_distinct_from(_in_hand.get()),
    )
    for proposal in session.scalars(waiting.order_by(Proposal.id)).all():
        said = "已在系统中另行办理，提请终止"
        _write_outcome(proposal, record, Outcome.ENDED, actor, said=said)
        _settle(proposal)


def forget(record: Subject) -> None:
    """What was asked about a record that goes; its trail keeps who asked and what was answered."""
    about = (Proposal.subject_type == record.__tablename__, Proposal.subject_id == record.id)
    bulk.delete(Proposal, *about)


@contextmanager
def _applying(proposal: Proposal) -> Iterator[None]:
    """What its own act does to the record does not end it."""
    token = _in_hand.set(proposal.id)
    try:
        yield
    finally:
        _in_hand.reset(token)


def waiting_for(actor: Principal) -> list[tuple[Proposal, Act, str]]:
    """What this person may confirm now, the oldest first, with the names of the records it is about."""
    acts = [act.name for act in ACTS.whole().values() if actor.can(act.confirms)]
    waiting = sa.select(Proposal).where(Proposal.outcome == Outcome.WAITING, Proposal.act.in_(acts))
    waiting = waiting.where(concerning(actor))
    found = []
    for proposal in session.scalars(waiting.order_by(Proposal.id).limit(MOST)) if acts else ():
        subject = _seen(proposal)
        if subject is not None and why_not(proposal, subject, actor) is None:
            act = act_of(proposal)
            found.append((proposal, act, act.called(subject)))
    return found


def _seen(proposal: Proposal) -> Subject:
    try:
        return subject_of(proposal)
    except NotFound:
        return None


def _decide(proposal: Proposal, seen: str, actor: Principal) -> Subject:
    subject = subject_of(proposal)
    objection = why_not(proposal, subject, actor)
    if objection is not None:
        raise objection
    if seen != edition(proposal, subject):
        message = "您打开此页面之后记录又有改动，现按最新内容显示，请核对后再办理"
        raise Overtaken(message)
    return subject


def _own(proposal: Proposal, actor: Principal) -> Subject:
    if actor.user_id != proposal.proposed_by_id:
        message = "只有提请人可以办理"
        raise Forbidden(message)
    if proposal.outcome is not Outcome.WAITING:
        message = f"此事项{proposal.outcome.label}，不能再办理"
        raise WrongState(message)
    return subject_of(proposal)


def _undo(
    proposal: Proposal,
    subject: Subject,
    outcome: Outcome,
    reason: str,
    actor: Principal,
    *,
    said: str,
) -> None:
    if not reason.strip():
        message = "请填写理由"
        raise DomainError(message, field="reason")
    act_of(proposal).undo(subject, outcome, reason.strip(), actor)
    _close(proposal, subject, outcome, actor, said=said, reason=reason.strip())


def _close(
    proposal: Proposal, subject: Subject, outcome: Outcome, actor: Principal, *, said: str,
    reason: str = "",
) -> None:  # fmt: skip
    _write_outcome(proposal, subject, outcome, actor, said=said, reason=reason)
    session.flush()
    _settle(proposal)


def _write_outcome(
    proposal: Proposal, subject: Subject, outcome: Outcome, actor: Principal, *, said: str,
    reason: str = "",
) -> None:  # fmt: skip
    proposal.outcome, proposal.reason = outcome, reason
    proposal.decided_by_id, proposal.decider, proposal.decided_at = (
        actor.user_id or proposal.proposed_by_id, actor.name, clock.now(),
    )  # fmt: skip
    title = act_of(proposal).title
    alone = outcome is Outcome.SETUP
    label = f"{title}：{actor.name}{said}"
    label = label if alone else f"{title}：{proposal.proposer}提请，{actor.name}{said}"
    action = f"pairs.{outcome.value}"
    record(subject, action=action, label=label, reason=reason, actor=actor)


def _settle(proposal: Proposal) -> None:
    """Nobody is waited for any more."""
    for teller in TELLERS.parts():
        teller.settle(proposal.id)
