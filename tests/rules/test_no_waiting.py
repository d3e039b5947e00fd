"""`make test` neither sleeps nor takes times: what does is marked battery, or waits for an event."""

import ast
from collections.abc import Iterator

from tests.rules.source import Module, expect_none, modules

WAITING = {"sleep", "perf_counter", "process_time", "thread_time", "wait_for_timeout"}


def _names(node: ast.AST) -> set[str]:
    return {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)} | {
        one.id for one in ast.walk(node) if isinstance(one, ast.Name)
    }


def _is_battery(function: ast.stmt) -> bool:
    marks = getattr(function, "decorator_list", [])
    return any("battery" in _names(mark) for mark in marks)


def _waits(module: Module) -> Iterator[str]:
    """Tests of the default run that wait, themselves or by what they call here; waiting elsewhere."""
    if any(isinstance(one, ast.Assign) and "battery" in _names(one) for one in module.tree.body):
        return
    found = {
        getattr(one, "name", f"line {one.lineno}"): one
        for one in module.tree.body
        if not _is_battery(one) and not isinstance(one, ast.Import | ast.ImportFrom)
    }
    waiting = set(WAITING)
    while more := {name for name, one in found.items() if _names(one) & waiting} - waiting:
        waiting |= more
    of_tests = module.path.name.startswith("test_")
    for name in waiting & found.keys():
        if not of_tests or name.startswith(("test_", "line ")):
            yield f"{module.name}: {name}"


def test_no_test_of_the_default_run_sleeps_or_takes_times() -> None:
    expect_none(wait for module in modules("tests/*.py") for wait in _waits(module))


def test_the_rule_sees_a_wait_behind_a_call_and_passes_over_the_battery() -> None:
    text = """
def _wait(): time.sleep(1)
def test_plain(): _wait()
@pytest.mark.battery
def test_long(): _wait()
"""
    module = Module(modules()[0].path.parent / "test_sample.py")
    module.__dict__["tree"] = ast.parse(text)
    module.__dict__["text"] = text
    assert [one.rpartition(": ")[2] for one in _waits(module)] == ["test_plain"]
