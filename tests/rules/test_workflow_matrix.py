"""Every state × action × role: a step is allowed exactly where its flow says, and refused elsewhere."""

from dataclasses import replace

import pytest

from supervision.core.access import Role
from supervision.core.access.policy import GRANTS
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.workflow import Transition
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from tests.make import papers
from tests.make.offices import SMALL, Office, found_office
from tests.support.work import Inside

STATES = list(InstrumentStatus)


def _stranger(desk: Office, role: Role) -> object:
    """A person of `role` who has had no part in the paper."""
    return replace(desk.handler, user_id=987_654, username="stranger", roles=frozenset({role}))


def _expected(step: Transition, paper: Instrument, role: Role) -> type[DomainError] | None:
    if step.permission not in GRANTS[role]:
        return Forbidden
    return None if paper.status in step.sources else WrongState


@pytest.mark.parametrize("state", STATES, ids=[state.value for state in STATES])
def test_paper_flow(inside: Inside, state: InstrumentStatus) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper = papers.paper(desk, state)
        for role in Role:
            actor = _stranger(desk, role)
            for step in FLOW.transitions.values():
                wanted = _expected(step, paper, role)
                refusal = FLOW._objection(step, paper, actor)  # type: ignore[arg-type]
                label = f"{state.value} × {step.name} × {role.value}"
                if wanted is None:
                    # The paper's own reasons may still forbid: never silently.
                    own = WrongState if step.when else Forbidden
                    assert refusal is None or isinstance(refusal, own), label
                    assert refusal is None or step.guard or step.when, label
                else:
                    assert isinstance(refusal, wanted), label


def test_a_status_has_no_other_door(inside: Inside) -> None:
    with inside():
        paper = papers.paper(found_office(seats=SMALL))
        with pytest.raises(AttributeError, match="Flow"):
            paper.status = InstrumentStatus.CLOSED
