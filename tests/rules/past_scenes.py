"""Scenes of 补录 and its correction that wait for a second person: a clue, a problem."""

from dataclasses import replace
from datetime import timedelta

from supervision.agencies.models import Unit
from supervision.clues import history as clues_history
from supervision.clues import looking as clues_looking
from supervision.clues.history import Past as PastClue
from supervision.clues.service import ClueFacts
from supervision.clues.states import Source
from supervision.core import clock, pairs
from supervision.core.corrections import entered
from supervision.core.db import session
from supervision.core.pairs import Proposal
from supervision.problems import looking as problems_looking
from supervision.problems import service as problems
from supervision.problems.service import ProblemFacts
from supervision.problems.service import correcting as problems_correcting
from tests.make import people
from tests.make.offices import Office


def waiting(subject: object, act: str) -> Proposal:
    found = pairs.waiting_on(subject, act)
    assert found is not None
    return found


def past_clue(office: Office, *, corrected: bool = False) -> Proposal:
    """Received, accepted today; its correction says another subject."""
    handler, today = people.principal("handler"), clock.today()
    unit = session.get_one(Unit, office.unit_id)
    facts = ClueFacts(Source.PROVINCE, "示例旧线索", today, unit=unit)
    past = PastClue(accepted_on=today)
    if not corrected:
        return waiting(clues_looking.ENTRY.ask(facts, past, actor=handler), "clue.back_entry")
    clue = clues_history.back_enter(facts, past, actor=handler)
    session.commit()  # what was entered stands before it is corrected
    told = replace(facts, subject="示例更正的线索")
    clues_looking.ENTRY.ask_correction(clue, told, past, reason="录错", actor=handler)
    return waiting(clue, "clue.correction")


def past_problem(office: Office) -> Proposal:
    """Found and established a week ago; its correction says another title."""
    handler, day = people.principal("handler"), clock.today() - timedelta(days=7)
    unit = session.get_one(Unit, office.unit_id)
    facts = ProblemFacts(unit, "示例旧问题", "程序不规范", day)
    made = problems.back_enter(facts, established_on=day, actor=handler)
    entered(made, actor=handler)
    session.commit()  # what was entered stands before it is corrected
    told = replace(facts, title="示例更正的问题")
    past = problems_correcting.past_of(made)
    problems_looking.ask(made, told, past, reason="录错", actor=handler)
    return waiting(made, "problem.correction")
