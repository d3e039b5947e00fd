"""Templates: each compiles, is used, imports only what it uses and keeps to the CSP."""

import ast
import re
from collections.abc import Iterator

import pytest
from flask import Flask
from jinja2 import Environment, StrictUndefined, nodes

from tests.rules.source import expect_none, modules, template_name, templates

NAMES = sorted(template_name(path) for path in templates())
QUOTED = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml|svg|jinja))["']""")
INLINE = re.compile(
    r"<style\b|<script(?![^>]*\bsrc=)|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']", re.IGNORECASE
)
TYPESETTER = "supervision/core/documents/"
ELSEWHERE = re.compile(r"""\b(?:src|href|action)\s*=\s*["']?(?:https?:)?//""", re.IGNORECASE)


def _tree(name: str, environment: Environment) -> nodes.Template:
    assert environment.loader is not None
    return environment.parse(environment.loader.get_source(environment, name)[0])


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(app: Flask, name: str) -> None:
    app.jinja_env.get_template(name)


def test_an_unknown_name_in_a_template_is_an_error(app: Flask) -> None:
    assert issubclass(app.jinja_env.undefined, StrictUndefined)


def _mentioned() -> Iterator[re.Pattern[str]]:
    """Template names in code and templates; a name put together at run time matches by its parts."""
    for module in modules("supervision/*.py", "app.py"):
        for _line, literal in module.strings:
            text = literal
            if module.name.startswith(TYPESETTER) and "/" not in text:
                text = f"documents/{text}"  # its own environment has that folder as its root
            if "/" in text and text.endswith((".html", ".txt", ".xml")):
                parts = text.split("\N{OBJECT REPLACEMENT CHARACTER}")
                yield re.compile("[^/]+".join(re.escape(part) for part in parts))
    for path in templates():
        for name in QUOTED.findall(path.read_text("utf-8")):
            if name != template_name(path):
                yield re.compile(re.escape(name))


def test_every_template_is_used() -> None:
    mentioned = list(_mentioned())
    expect_none(name for name in NAMES if not any(known.fullmatch(name) for known in mentioned))


def test_no_template_imports_a_macro_that_it_does_not_use(app: Flask) -> None:
    unused = []
    for name in NAMES:
        tree = _tree(name, app.jinja_env)
        imported = {
            alias[1] if isinstance(alias, tuple) else alias
            for node in tree.find_all(nodes.FromImport)
            for alias in node.names
        } | {node.target for node in tree.find_all(nodes.Import)}
        used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        unused += [f"{name}: {macro}" for macro in sorted(imported - used)]
    expect_none(unused)


@pytest.mark.parametrize(
    ("pattern", "why"), [(INLINE, "CSP"), (ELSEWHERE, "nothing from elsewhere")]
)
def test_templates_keep_to_the_content_security_policy(pattern: re.Pattern[str], why: str) -> None:
    """Printed papers (documents/) go to WeasyPrint, never to a browser, and may carry style rules."""
    breaches = [
        f"{template_name(path)}: {found.group().strip()}"
        for path in templates()
        if not template_name(path).startswith("documents/")
        for found in pattern.finditer(path.read_text("utf-8"))
    ]
    expect_none(breaches, hint=why)


def test_templates_are_named_by_literals() -> None:
    """render_template(variable) would hide from these rules which templates are used."""
    hidden = [
        f"{module.name}:{call.lineno}"
        for module in modules("supervision/*.py")
        if not module.name.startswith("supervision/core/")
        for call in ast.walk(module.tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in {"page", "render_template"}
        and not all(
            isinstance(name, ast.Constant | ast.JoinedStr) for name in _either(call.args[0])
        )
    ]
    expect_none(hidden)


def _either(name: ast.expr) -> list[ast.expr]:
    return [name.body, name.orelse] if isinstance(name, ast.IfExp) else [name]


def test_every_form_that_changes_something_carries_a_key_of_its_own() -> None:
    """By which a resend is known (core/once.py); `csrf()` and `hidden_tag()` write it."""
    forms = [
        (template_name(path), form)
        for path in templates()
        for form in re.findall(r"<form\b.*?</form>", path.read_text("utf-8"), re.DOTALL)
        if 'method="post"' in form
    ]
    assert len(forms) > 25
    expect_none(name for name, form in forms if "csrf()" not in form and "hidden_tag(" not in form)


def test_a_form_with_fields_carries_the_edition_of_what_it_shows() -> None:
    """`hidden_tag()` writes it; below the answers of a unit `csrf()` alone stood, and what the head had not read was sent."""
    only_adds = {"instruments/side.html"}  # one more line of 催办
    bare = {
        template_name(path)
        for path in templates()
        for form in re.findall(r"<form\b.*?</form>", path.read_text("utf-8"), re.DOTALL)
        if 'method="post"' in form and "field(" in form and "hidden_tag(" not in form
    }
    assert bare == only_adds
