"""Figures of problems, those of resident checks apart."""

from supervision.actions.models import ActionForm, ProblemMeasure
from supervision.core.db import session
from supervision.problems.models import ProblemStatus
from supervision.reports.indicators import NO_FIELD
from tests.make.reports import Ground
from tests.reports.indicators.taken import IN, listed


def test_problems_may_be_asked_by_field_category_measure_and_action(ground: Ground) -> None:
    resident = ground.action(form=ActionForm.RESIDENT, measure=ProblemMeasure.XIANG, units=[0])
    special = ground.action(measure=ProblemMeasure.XIANG)
    first, second, third = ground.problem(IN), ground.problem(IN, action=special), ground.problem(
        IN, action=resident)  # fmt: skip
    first.field, second.category = "市场监管", "主体不适格"
    session.flush()
    assert listed(ground, "problems_found") == [first.id, second.id]
    assert listed(ground, "problems_found", field="市场监管") == [first.id]
    assert listed(ground, "problems_found", field=NO_FIELD) == [second.id]
    assert listed(ground, "problems_found", measure="项") == [second.id]
    assert listed(ground, "problems_found", action_id=0) == [first.id]
    assert listed(ground, "resident_problems_found", action_id=resident.id) == [third.id]
    assert listed(ground, "begun", category="主体不适格") == [second.id]


def test_what_is_found_and_what_waits_stand_apart_for_resident_checks_too(ground: Ground) -> None:
    resident = ground.action(form=ActionForm.RESIDENT, units=[0])
    made = {
        (one, status): ground.problem(IN, action=one, status=status).id
        for one in (None, resident)
        for status in (ProblemStatus.PENDING, ProblemStatus.ESTABLISHED)
    }
    assert listed(ground, "problems_pending") == [made[None, ProblemStatus.PENDING]]
    assert listed(ground, "problems_found") == [made[None, ProblemStatus.ESTABLISHED]]
    assert listed(ground, "resident_problems_pending") == [made[resident, ProblemStatus.PENDING]]
    assert listed(ground, "resident_problems_found") == [made[resident, ProblemStatus.ESTABLISHED]]
