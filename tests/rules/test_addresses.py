"""Addresses: a query is put behind an address (core/addresses), never unpacked into its arguments."""

import ast
import re
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

from supervision.core.addresses import url_with
from tests.rules.source import expect_none, modules, template_name, templates


def test_no_query_is_unpacked_into_url_for(app: Flask) -> None:
    """A filter named like a part of the path was a 500; so was `?endpoint=` in a hand-made address."""
    in_code = [
        f"{module.name}:{call.lineno}"
        for module in modules("supervision/*.py")
        if module.name != "supervision/core/addresses.py"
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "url_for"
        if any(keyword.arg is None for keyword in call.keywords)
    ]
    in_pages = [
        f"{template_name(path)}:{line}" for path in templates() for line in _faults(app, path)
    ]
    expect_none([*in_code, *in_pages], hint="use url_with(endpoint, query, …) or url_to(…)")


def _faults(app: Flask, path: Path) -> list[int]:
    tree = app.jinja_env.parse(path.read_text("utf-8"))
    return [
        call.lineno
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "url_for" and call.dyn_kwargs
    ]


def test_no_two_pages_answer_at_one_address(app: Flask) -> None:
    """The one that is bound first would hide the other, which nobody could open any more."""
    taken: dict[str, list[str]] = {}
    for rule in app.url_map.iter_rules():
        shape = re.sub(r"<(?:(.+?):)?\w+>", r"<\1>", rule.rule)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            taken.setdefault(f"{method} {shape}", []).append(rule.endpoint)
    assert len(taken) > 300
    expect_none(f"{at}: {', '.join(pages)}" for at, pages in taken.items() if len(pages) > 1)


@pytest.mark.parametrize(
    "name", ["kind", "which", "endpoint", "_external", "_scheme", "_anchor", "self"]
)
def test_a_filter_may_have_any_name(app: Flask, name: str) -> None:
    with app.test_request_context():
        address = url_with(
            "problems.export", {name: "甲&乙", "tab": None}, which="ledger", kind="csv"
        )
    assert address == f"/problems/ledger/export.csv?{name}=%E7%94%B2%26%E4%B9%99"


def test_what_is_no_part_of_the_path_and_the_query_stand_together(app: Flask) -> None:
    with app.test_request_context():
        address = url_with("problems.ledger", {"unit": 3, "ids": [1, 2]}, tab="all")
    assert address == "/problems/ledger?tab=all&unit=3&ids=1&ids=2"
