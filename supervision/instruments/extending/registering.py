"""登记线下延期决定: a further extension that a leader decided on paper; in force once another confirms it."""

from collections.abc import Iterator
from datetime import date

from supervision.accounts.principals import proposer
from supervision.accounts.service import people_of
from supervision.accounts.signing import scans
from supervision.accounts.signing.leaders import leaders_of, names_of, plain_name
from supervision.core import pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError, NotFound
from supervision.core.pairs import Act, Confirmation, Payload, Proposal
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.flow import EXTENSION_FLOW
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.service import LAPSED, PaperDecision
from supervision.instruments.signing.authors import authors
from supervision.instruments.signing.confirming import objection_to, open_to, told

ACT = "extension.decision"


def deciders(extension: Extension) -> Iterator[tuple[str, str]]:
    """Who may have decided (name, how the form calls them): 签发人 and leaders of the list, no hand in it."""
    paper = extension.instrument
    involved = {*authors(paper), extension.reviewed_by_id, extension.created_by_id} - {None}
    for one in people_of(paper.body_id, Role.SIGNATORY):
        if one.id not in involved:
            yield one.name, one.name
    hands = names_of(key for key in involved if key is not None)
    for leader in leaders_of(paper.body_id):
        if plain_name(leader.name) not in hands:
            yield leader.name, f"{leader.name} {leader.post}".strip()


def ask(extension: Extension, facts: PaperDecision, *, actor: Principal) -> Proposal:
    """The registrar's half: the decision and its scans are there, no deadline moves yet."""
    extending.check_registered(extension, facts, actor=actor)
    if facts.by not in {name for name, _called in deciders(extension)}:
        message = "请从列表中选择批准人；拟制、审核过此件的人不能批准"
        raise DomainError(message, field="decider")
    proposal = pairs.propose(ACT, extension, payload=_stored(facts), actor=actor)
    scans.keep(extension, facts.scans, on=facts.on, actor=actor)
    return proposal


def apply_decision(extension: Extension, confirmation: Confirmation) -> None:
    """The second person's half."""
    confirmation.require(ACT, extension)
    actor = proposer(confirmation.proposal.proposed_by_id, otherwise="请由他人重新登记")
    extending.write_decided(extension, _facts(confirmation.proposal.payload), actor=actor)


def _stored(facts: PaperDecision) -> dict[str, object]:
    return {
        "by": facts.by, "on": facts.on.isoformat(), "note": facts.note,
        "new_due": facts.new_due.isoformat() if facts.new_due else None,
    }  # fmt: skip


def _facts(payload: Payload) -> PaperDecision:
    later = payload["new_due"]
    return PaperDecision(
        by=payload["by"], on=date.fromisoformat(payload["on"]), note=payload["note"],
        new_due=date.fromisoformat(later) if later else None,
    )  # fmt: skip


def _load(extension_id: int) -> Extension:
    found = session.get(Extension, extension_id)
    if found is None or found.instrument is None:
        message = "没有这项延期申请"
        raise NotFound(message)
    return found


def _lines(extension: Extension, payload: Payload) -> list[tuple[str, str]]:
    facts, paper = _facts(payload), extension.instrument
    return [
        ("文书", f"{paper.number or paper.title} {paper.addressee}"), ("延期理由", extension.reason),
        ("现到期日", extension.from_day.isoformat()), ("申请延至", extension.asked_due.isoformat()),
        ("审核意见", extension.review_note), ("线下决定", "批准" if facts.new_due else "不批准"),
        ("批准延至", facts.new_due.isoformat() if facts.new_due else ""), ("意见", facts.note),
        ("批准人", facts.by), ("决定日期", facts.on.isoformat()),
    ]  # fmt: skip


DECIDED = Act(
    name=ACT,
    title="登记线下延期决定",
    proposes=(Permission.INSTRUMENT_REGISTER,),
    confirms=Permission.INSTRUMENT_CONFIRM_SIGNATURE,
    load=_load,
    lines=_lines,
    apply=apply_decision,
    told=told,
    objection=objection_to("延期决定"),
    open_to=open_to(Extension.id, Extension.instrument_id),
    ended_by=(*EXTENSION_FLOW.transitions, LAPSED),
    edition=lambda extension: f"{extension.status}-{extension.instrument.version}",
    refusal="不同意或撤回的，写明理由；延期仍待签发人批准，可以重新登记。",
)
