"""Scenes of what a leader sent back on paper, as they wait for a second person."""

from typing import Any

from supervision.accounts.signing.deciding import PaperDecision
from supervision.accounts.signing.on_paper import PaperSignature
from supervision.core import clock
from supervision.core.pairs import Proposal
from supervision.instruments.signing.returning import RETURN
from supervision.referrals import on_paper as referrals_on_paper
from supervision.referrals import service as referrals
from supervision.referrals.service import ReferralFacts
from tests.make import case_files as papers
from tests.make import on_paper, people
from tests.make.offices import Office
from tests.make.papers import reviewed, submitted, walk
from tests.make.problems import picture
from tests.rules.past_scenes import waiting


def returned(record: Any, decision: PaperDecision) -> Proposal:
    """A leader of the list sent it back; the handler registers."""
    scans = (picture(),)
    signature = PaperSignature(on_paper.leader(record.body_id), clock.today(), scans=scans)
    handler = people.principal("handler")
    decision.register(record, signature=signature, reason="先补证据", actor=handler)
    return waiting(record, decision.act)


def paper(office: Office) -> Proposal:
    made = papers.draft(office)
    walk(made, office, submitted, reviewed)
    return returned(made, RETURN)


def referral(facts: ReferralFacts) -> Proposal:
    handler = people.principal("handler")
    made = referrals.draft(facts, actor=handler)
    referrals.submit(made, on=clock.today(), actor=handler)
    return returned(made, referrals_on_paper.RETURN)
