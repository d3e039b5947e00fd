"""Whatever one process does for all is taken by one lease (`core/leases`), whoever competes for it."""

import ast

import pytest

from supervision.core.db import db
from supervision.core.leases import Leased
from tests.rules.source import expect_none, modules

HOME = "supervision/core/leases.py"
TIMES = ("lease", "held_until", "locked", "claimed", "taken_until")


@pytest.mark.usefixtures("app")
def test_whatever_is_held_for_a_while_is_leased() -> None:
    held = {
        mapper.class_.__name__: issubclass(mapper.class_, Leased)
        for mapper in db.Model.registry.mappers
        if any(column.key.startswith(TIMES) for column in mapper.columns)
    }
    assert held == dict.fromkeys(("Dispatch", "ImportBatch", "JobRun", "Task"), True)


def test_a_lease_is_taken_in_one_place_alone() -> None:
    """Elsewhere nobody raises the number of the holder in an UPDATE of their own."""
    expect_none(
        f"{module.name}:{node.lineno}"
        for module in modules("supervision/**/*.py")
        if module.name != HOME
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "values"
        and {"attempt", "lease_until"} & {word.arg for word in node.keywords}
    )
