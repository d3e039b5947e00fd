"""Every workflow of the system is what docs/workflows.md says, by every state × act × role.

What is expected is read from the table that people wrote, never from the Flow under test.
"""

import subprocess
import sys
from itertools import product
from types import SimpleNamespace

import pytest

from supervision.core.access import Role
from supervision.core.errors import Forbidden, WrongState
from supervision.core.workflow import Flow, Transition
from tests.law import tables
from tests.rules.source import ROOT
from tests.rules.test_workflows import BODY, FLOWS, every_flow, person, unguarded

LAW = tables.written()


def test_every_workflow_has_its_table() -> None:
    assert set(LAW) == set(FLOWS)


@every_flow
def test_the_table_and_the_flow_have_the_same_acts(flow: Flow) -> None:
    """Name, label, where from, where to, with a reason or without: both ways."""
    assert set(LAW[flow.title]) == set(flow.transitions)
    for name, row in LAW[flow.title].items():
        step = flow.transitions[name]
        assert (row.label, row.hidden) == (step.label, step.hidden), name
        assert row.sources == {state.label for state in step.sources}, name  # type: ignore[attr-defined]
        assert row.target == _target(step), name
        assert row.needs_reason is step.needs_reason, name
        assert bool(row.conditions) is bool(step.guard or step.when), (
            f"{name}: a guard and its condition"
        )


def _target(step: Transition) -> str:
    target = getattr(step, "target", None)
    return target.label if target is not None else "不变"


@every_flow
def test_every_state_act_and_role_obeys_the_table(flow: Flow) -> None:
    """All combinations: allowed exactly when the table has the state and the role in one row."""
    bare = unguarded(flow)
    for state, (name, row), role in product(flow.states, LAW[flow.title].items(), Role):
        record = SimpleNamespace(status=state, body_id=BODY)
        allowed = state.label in row.sources and role.label in row.roles  # type: ignore[attr-defined]
        assert bare.may(record, name, person(role)) is allowed, (state, name, role)
        shown = bare.transitions[name] in bare.available(record, person(role))
        assert shown is allowed, f"{name} shown to {role} in {state}"


@every_flow
def test_a_refused_act_says_why_and_changes_nothing(flow: Flow) -> None:
    bare = unguarded(flow)
    for state, (name, row), role in product(flow.states, LAW[flow.title].items(), Role):
        if state.label in row.sources and role.label in row.roles:  # type: ignore[attr-defined]
            continue
        record = SimpleNamespace(status=state, body_id=BODY)
        expected = WrongState if role.label in row.roles else Forbidden
        with pytest.raises(expected):
            bare.fire(record, name, actor=person(role), reason="理由")
        assert record.status is state


def test_a_table_is_read_as_it_is_written() -> None:
    """The reader itself, by a small table: every cell where it belongs."""
    text = """# 题
## 假
| 动作 | 状态 | 下一状态 | 谁 | 条件 | 理由 | 记录 |
|---|---|---|---|---|---|---|
| 送 `send` ※ | 甲、乙 | 丙 | 承办人、审核人 | 一；二 | 须填 | 日期 |
"""
    row = tables.written(text)["假"]["send"]
    assert row == tables.Row(
        "send", "送", True, frozenset("甲乙"), "丙", frozenset({"承办人", "审核人"}), ("一", "二"),
        True, "日期",
    )  # fmt: skip


def test_the_model_knows_nothing_of_the_product() -> None:
    """Neither by itself nor by way of what it asks: else it would agree with whatever is wrong."""
    script = (
        "import sys, tests.law.model; print([one for one in sys.modules if 'supervision' in one])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
