"""登记复查决定: made on paper by a leader who was not on the case; in force once another confirms it."""

from dataclasses import replace
from datetime import date

from supervision.accounts.models import User
from supervision.accounts.principals import proposer
from supervision.accounts.service import people_of
from supervision.accounts.signing import scans
from supervision.accounts.signing.leaders import leaders_of, names_of, plain_name
from supervision.accounts.signing.models import Leader
from supervision.core import clock, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import NotFound
from supervision.core.files.models import Purpose
from supervision.core.files.store import attachments_of
from supervision.core.pairs import Act, Confirmation, Payload, Proposal
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.flow import OBJECTION_FLOW, people_on_the_case
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.service import LAPSED, DecisionFacts
from supervision.instruments.objecting.states import Decision, Effect
from supervision.instruments.signing.authors import authors
from supervision.instruments.signing.confirming import objection_to, open_to, told

ACT = "objection.decision"


def deciders(paper: Instrument) -> tuple[list[User], list[Leader]]:
    """Who may have decided: reviewers and leaders of the body not on the case, and leaders of the list."""
    barred = people_on_the_case(paper)
    held = people_of(paper.body_id, Role.SIGNATORY) + people_of(paper.body_id, Role.REVIEWER)
    people = {one.id: one for one in held if one.id not in barred}
    hands = names_of(authors(paper)) | {plain_name(paper.signatory_name)}
    listed = [one for one in leaders_of(paper.body_id) if plain_name(one.name) not in hands]
    return list(people.values()), listed


def ask(objection: Objection, facts: DecisionFacts, *, actor: Principal) -> Proposal:
    """The registrar's half: the decision and its scans are there, no deadline moves yet."""
    objecting.check_registered(objection, facts, actor=actor)
    on = facts.decided_on or clock.today()
    proposal = pairs.propose(ACT, objection, payload=_stored(facts, on), actor=actor)
    if facts.scans:
        scans.keep(objection, facts.scans, on=on, actor=actor)
    return proposal


def apply_decision(objection: Objection, confirmation: Confirmation) -> None:
    """The second person's half."""
    confirmation.require(ACT, objection)
    actor = proposer(confirmation.proposal.proposed_by_id, otherwise="请由他人重新登记")
    objecting.write_registered(objection, _facts(confirmation.proposal.payload), actor=actor)
    if not attachments_of(objection, Purpose.SIGNED_SCAN):
        paper, registered = objection.instrument, confirmation.proposal.proposed_at
        title = f"{paper.number} 复查决定"
        scans.begin(objection, on=clock.local(registered).date(), title=title,
                    holder_id=paper.handler_id, actor=actor)  # fmt: skip


def _stored(facts: DecisionFacts, on: date) -> dict[str, object]:
    return {
        "decision": facts.decision.value, "effect": facts.effect.value, "text": facts.text,
        "new_due": facts.new_due.isoformat() if facts.new_due else None,
        "reviewers": facts.reviewers, "decided_on": on.isoformat(),
    }  # fmt: skip


def _facts(payload: Payload) -> DecisionFacts:
    later = payload["new_due"]
    return replace(
        DecisionFacts(Decision(payload["decision"]), payload["text"], Effect(payload["effect"])),
        new_due=date.fromisoformat(later) if later else None,
        reviewers=payload["reviewers"],
        decided_on=date.fromisoformat(payload["decided_on"]),
    )


def _load(objection_id: int) -> Objection:
    found = session.get(Objection, objection_id)
    if found is None or found.instrument is None:
        message = "没有这项异议"
        raise NotFound(message)
    return found


def _lines(objection: Objection, payload: Payload) -> list[tuple[str, str]]:
    facts = _facts(payload)
    paper = objection.instrument
    return [
        ("文书", f"{paper.number or paper.title} {paper.addressee}"), ("异议理由", objection.grounds),
        ("复查决定", facts.decision.label), ("决定内容和理由", facts.text),
        ("对期限的影响", facts.effect.label), ("另定的到期日", payload["new_due"] or ""),
        ("复查人员", facts.reviewers), ("决定日期", payload["decided_on"]),
    ]  # fmt: skip


DECIDED = Act(
    name=ACT,
    title="登记复查决定",
    proposes=(Permission.INSTRUMENT_REGISTER,),
    confirms=Permission.INSTRUMENT_CONFIRM_SIGNATURE,
    load=_load,
    lines=_lines,
    apply=apply_decision,
    told=told,
    objection=objection_to("复查决定"),
    open_to=open_to(Objection.id, Objection.instrument_id),
    ended_by=(*OBJECTION_FLOW.transitions, LAPSED),
    edition=lambda objection: f"{objection.status}-{objection.instrument.version}",
    refusal="不同意或撤回的，写明理由；异议仍在复查，可以重新登记。",
)
