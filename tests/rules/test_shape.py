"""Small files with a purpose: sizes, docstrings and names (architecture.md)."""

import ast

from tests.rules.source import expect_none, files, modules, template_name, templates

MODULE_LINES = 350
FUNCTION_LINES = 50
TEMPLATE_LINES = 120
SCRIPT_LINES = 200
VAGUE = ("util", "utils", "helper", "helpers", "manager", "managers", "misc", "common")


def test_every_module_says_what_it_owns() -> None:
    written = (module for module in modules() if module.text.strip())
    expect_none(module.name for module in written if not ast.get_docstring(module.tree))


def test_no_module_is_a_god_file() -> None:
    sizes = {module.name: module.text.count("\n") for module in modules()}
    _expect_small(sizes, most=MODULE_LINES)


def test_no_function_is_long() -> None:
    sizes = {
        f"{module.name}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for module in modules()
        for node in module.functions()
        if node.end_lineno
    }
    _expect_small(sizes, most=FUNCTION_LINES)


def test_no_template_is_long() -> None:
    sizes = {template_name(path): path.read_text("utf-8").count("\n") for path in templates()}
    _expect_small(sizes, most=TEMPLATE_LINES)


def test_no_browser_script_is_long() -> None:
    sizes = {path.name: path.read_text("utf-8").count("\n") for path in files("static/*.js")}
    _expect_small(sizes, most=SCRIPT_LINES)


def test_no_file_is_named_after_nothing() -> None:
    expect_none(
        str(path)
        for path in files("*.py", "*.js", "*.html")
        if path.stem in VAGUE or path.stem.endswith(("_utils", "_helpers", "_manager"))
    )


def _expect_small(sizes: dict[str, int], *, most: int) -> None:
    large = (f"{name}: {lines} lines" for name, lines in sizes.items() if lines > most)
    expect_none(large, hint=f"more than {most} lines")
