"""Every state × step × role of extensions and objections: allowed where the flow says, refused elsewhere."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from supervision.core.access import Role
from supervision.core.access.policy import GRANTS
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.workflow import Flow, Transition
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.flow import EXTENSION_FLOW
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.flow import OBJECTION_FLOW
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.service import ObjectionFacts
from supervision.instruments.objecting.states import ObjectionStatus
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.work import Inside


def _extension(office: Office) -> Extension:
    paper = papers.delivered(office)
    with on(date(2026, 3, 9), "liaison") as liaison:
        return extending.ask(paper, ExtensionFacts("理由", date(2026, 4, 15)), actor=liaison)


def _objection(office: Office) -> Objection:
    paper = papers.delivered(office, "decision", over=[papers.problem(office)])
    with on(date(2026, 3, 9), "liaison") as liaison:
        return objecting.raise_(paper, ObjectionFacts("理由"), actor=liaison)


def _wanted(step: Transition, record: Any, role: Role) -> type[DomainError] | None:
    if step.permission not in GRANTS[role]:
        return Forbidden
    return None if record.status in step.sources else WrongState


def _expect(flow: Flow, record: Any, office: Office) -> None:
    """A stranger to the case of each role tries every step."""
    with on(date(2026, 3, 10), "second") as second:
        for role in Role:
            roles = frozenset({role})
            actor = replace(second, user_id=987_654, roles=roles, body_id=office.body_id)
            for step in flow.transitions.values():
                refusal = flow._objection(step, record, actor)
                wanted = _wanted(step, record, role)
                label = f"{record.status.value} × {step.name} × {role.value}: {refusal}"
                if wanted is not None:
                    assert isinstance(refusal, wanted), label
                elif step.guard is None:
                    assert refusal is None, label


@pytest.mark.parametrize("state", list(ExtensionStatus), ids=lambda state: state.value)
def test_extension(inside: Inside, office: Office, state: ExtensionStatus) -> None:
    with inside() as work:
        record = _extension(office)
        with on(date(2026, 3, 9), "second") as second, work.no_autoflush:
            EXTENSION_FLOW.settle(record, state, actor=second, because="试")
            _expect(EXTENSION_FLOW, record, office)
            EXTENSION_FLOW.settle(record, ExtensionStatus.ASKED, actor=second, because="试")


@pytest.mark.parametrize("state", list(ObjectionStatus), ids=lambda state: state.value)
def test_objection(inside: Inside, office: Office, state: ObjectionStatus) -> None:
    with inside() as work:
        record = _objection(office)
        with on(date(2026, 3, 9), "second") as second, work.no_autoflush:
            OBJECTION_FLOW.settle(record, state, actor=second, because="试")
            _expect(OBJECTION_FLOW, record, office)
            OBJECTION_FLOW.settle(record, ObjectionStatus.RAISED, actor=second, because="试")
