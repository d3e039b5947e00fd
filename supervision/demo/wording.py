"""What the section of 示例市 filled into its kinds of paper, so that every part can be seen.

All names are fictional: 示例省 has no rules, and none of a real province is cited here.
"""

from dataclasses import replace
from datetime import date

from supervision.agencies.models import Body
from supervision.core import pairs
from supervision.core.db import session
from supervision.demo.cast import OPENING, Cast
from supervision.demo.stage import scene
from supervision.instruments.kinds import proposing, registry
from supervision.instruments.kinds.facts import facts_of
from supervision.instruments.models import InstrumentKind

BASIS = "《示例省行政执法监督条例》有关规定"
TELEPHONE = "0000-8650012"
SAID: dict[str, dict[str, object]] = {
    "opinion": {},
    "rectification_notice": {"consequence_basis": BASIS},
    "supervision_notice": {},
    "decision": {
        "objection_to": "示例市人民政府",
        "objection_basis": BASIS,
        "consequence_basis": BASIS,
    },
    "transfer_letter": {"return_number": 5, "return_unit": "工作日"},
    "urging_paper": {},
    "interview_notice": {},
    "review_decision": {},
    "circular": {},
    "issuing_notice": {},
}


def settle(cast: Cast, *, day: date = OPENING) -> None:
    """The section head words each kind, the leader confirms."""
    with scene(day, "wang", hour=9) as wang:
        session.get_one(Body, cast.body_id).telephone = TELEPHONE
        waiting = []
        for code, said in SAID.items():
            kind = registry.in_force(cast.body_id, code)
            if kind is None:
                raise LookupError(code)
            facts = replace(facts_of(kind), legal_basis=BASIS, **said)  # type: ignore[arg-type]
            waiting.append(proposing.propose(kind, facts, actor=wang).id)
    with scene(day, "zhao", hour=15) as zhao:
        for key in waiting:
            proposal = session.get_one(pairs.Proposal, key)
            seen = str(session.get_one(InstrumentKind, proposal.subject_id).version)
            pairs.confirm(proposal, seen=seen, actor=zhao)
