"""Every route: a rule on access, typed parameters, and a POST for whatever changes something."""

import ast
import re
from collections.abc import Iterator

from flask import Flask
from werkzeug.routing import Rule

from supervision.core.access import verify_endpoints
from tests.rules.source import expect_none, modules

PARAMETER = re.compile(r"<(?P<converter>[^:<>]+:)?(?P<name>\w+)>")
CHANGING = {"done", "validate_on_submit", "fire", "settle", "commit", "flush"}
READING = {"GET", "HEAD", "OPTIONS"}


def _rules(app: Flask) -> Iterator[Rule]:
    return app.url_map.iter_rules()


def test_every_endpoint_declares_who_may_call_it(app: Flask) -> None:
    verify_endpoints(app)


def test_url_parameters_are_typed(app: Flask) -> None:
    untyped = [
        rule.rule
        for rule in _rules(app)
        if any(not found["converter"] for found in PARAMETER.finditer(rule.rule))
    ]
    expect_none(untyped)


def test_forms_send_post_and_nothing_else(app: Flask) -> None:
    allowed = READING | {"POST"}
    expect_none(rule.rule for rule in _rules(app) if not (rule.methods or set()) <= allowed)


def test_a_view_that_only_reads_calls_nothing_that_changes() -> None:
    """core/web rolls a GET back anyhow; a verb called there would be lost without a word."""
    breaches = [
        f"{module.name}:{call.lineno} {view.name} calls {_called(call)}()"
        for module in modules("supervision/*.py")
        for view in module.functions()
        if _answers_get_only(view)
        for call in ast.walk(view)
        if isinstance(call, ast.Call) and _called(call) in CHANGING
    ]
    expect_none(breaches)


def _answers_get_only(view: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a route decorator stands on the function and none of them admits a POST."""
    methods: set[str] = set()
    for decorator in view.decorator_list:
        if not (isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute)):
            continue
        if decorator.func.attr in {"get", "post"}:
            methods.add(decorator.func.attr.upper())
        elif decorator.func.attr == "route":
            given = next((word.value for word in decorator.keywords if word.arg == "methods"), None)
            methods |= set(ast.literal_eval(given)) if given is not None else {"GET"}
    return bool(methods) and "POST" not in methods


def _called(call: ast.Call) -> str:
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
