"""Every step of a workflow that a page offers is declared as a verb, and its form tells its service what it wants."""

import inspect
from collections.abc import Sequence
from typing import Any

import pytest
from flask import Flask

from supervision.actions.routes import steps as actions
from supervision.clues.routes import steps as clues
from supervision.core.verbs import Verb, VerbForm
from supervision.core.workflow import Flow
from supervision.instruments.flow import FLOW
from supervision.instruments.verbs import VERBS as PAPERS
from supervision.interviews.routes import steps as interviews
from supervision.problems.routes import steps as problems
from supervision.problems.routes.bulk import VERBS as IN_BULK
from supervision.referrals.routes import steps as referrals

PAGES = (actions, clues, interviews, problems, referrals)
every_page = pytest.mark.parametrize(
    ("flow", "verbs"), [(one.FLOW, one.VERBS) for one in PAGES], ids=[one.__name__ for one in PAGES]
)


@every_page
def test_each_step_on_offer_has_its_verb_and_no_verb_is_without_a_step(
    flow: Flow, verbs: Sequence[Verb]
) -> None:
    offered = [step.name for step in flow.transitions.values() if not step.hidden]
    assert sorted(verb.name for verb in verbs) == sorted(offered)
    assert all(bool(verb.act) != bool(verb.page) for verb in verbs)


@every_page
def test_a_form_tells_its_service_what_it_wants_by_name(
    app: Flask, flow: Flow, verbs: Sequence[Verb]
) -> None:
    with app.test_request_context("/"):
        wrong = [verb.name for verb in verbs if verb.act and not _fits(verb.act, verb.form)]
    assert wrong == []


def test_so_does_the_form_of_a_verb_over_many(app: Flask) -> None:
    with app.test_request_context("/"):
        assert [name for name, verb in IN_BULK.items() if not _fits(verb.act, verb.form)] == []


def test_a_paper_s_steps_are_verbs_and_ask_why_where_the_flow_wants_it() -> None:
    steps = {step.name: step for step in FLOW.transitions.values() if not step.hidden}
    taken = {verb.name: verb for verb in PAPERS}
    beside = {"send", "offer"}  # acts of 送达 and 反馈 that are no transition of the paper itself
    assert set(taken) == set(steps) | beside
    assert all(bool(verb.act) != bool(verb.page) for verb in PAPERS)
    assert all(verb.said for verb in PAPERS if verb.act)
    wrong = []
    for name, verb in taken.items():
        why = {"reason": ""} if name in steps and steps[name].needs_reason else {}
        if verb.act and not _takes(verb.act, why):
            wrong.append(name)
    assert wrong == []


def _fits(act: Any, form: type[VerbForm]) -> bool:
    """Whether `act` takes what the form tells; forms that make more of it are proved by being sent."""
    if form.told is not VerbForm.told:
        return True
    return _takes(act, form(formdata=None).told())


def _takes(act: Any, told: dict[str, Any]) -> bool:
    try:
        inspect.signature(act).bind(object(), **told, actor=object())
    except TypeError:
        return False
    return True
