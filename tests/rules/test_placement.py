"""What only one place may do: the environment, raw tables and SQL, the spreadsheet and PDF libraries."""

import ast
import re
from collections.abc import Iterator

from tests.rules.source import Module, expect_none, modules

WEB_LIBRARIES = {"flask", "flask_wtf", "werkzeug", "wtforms"}
WEB_MODULES = re.compile(r"(^|_)(routes|forms|views|pages|blueprint|sessions|commands|manifest)$")
COMPOSITION = (
    "__init__",
    "application",
    "console",
    "serve",
    "shell",
    "slices",
)  # at the top of supervision/: they put it together
TEXT = {"sa.text", "sqlalchemy.text", "db.text"}
KERNEL = ("supervision/core/", "supervision/migrations/")


def _environment_uses(module: Module) -> Iterator[str]:
    for node in ast.walk(module.tree):
        named = (
            isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv"}
        ) or (
            isinstance(node, ast.ImportFrom)
            and node.module == "os"
            and {"environ", "getenv"} & {alias.name for alias in node.names}
        )
        if named:
            yield f"{module.name}:{node.lineno}"


def _raw_sql_uses(module: Module) -> Iterator[str]:
    """`__table__` and SQLAlchemy's `text(`: both pass by the row scope."""
    from_sqlalchemy = {
        alias.asname or alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "sqlalchemy"
        for alias in node.names
        if alias.name == "text"
    }
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr == "__table__":
            yield f"{module.name}:{node.lineno} __table__"
        if isinstance(node, ast.Call) and _is_text(node.func, from_sqlalchemy):
            yield f"{module.name}:{node.lineno} text("


def _is_text(function: ast.expr, from_sqlalchemy: set[str]) -> bool:
    if isinstance(function, ast.Name):
        return function.id in from_sqlalchemy
    return (
        isinstance(function, ast.Attribute)
        and isinstance(function.value, ast.Name)
        and (function.attr == "exec_driver_sql" or f"{function.value.id}.{function.attr}" in TEXT)
    )


def test_only_core_config_reads_the_environment() -> None:
    owners = ("supervision/core/config.py", "supervision/core/config/")
    expect_none(
        use
        for module in modules("supervision/*.py", "app.py")
        if not module.name.startswith(owners)
        for use in _environment_uses(module)
    )


def test_only_the_kernel_touches_tables_and_sql_directly() -> None:
    expect_none(
        use
        for module in modules("supervision/*.py")
        if not module.name.startswith(KERNEL)
        for use in _raw_sql_uses(module)
    )


def _is_web(dotted: str) -> bool:
    """Whether a module by its name belongs to the web side of a slice."""
    return any(WEB_MODULES.search(part) for part in dotted.split("."))


def _web_imports(module: Module) -> Iterator[str]:
    """Imports of a web library, or of a module on the web side of a slice."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            of_a_slice = name.startswith("supervision.") and not name.startswith("supervision.core")
            if name.split(".")[0] in WEB_LIBRARIES or (of_a_slice and _is_web(name)):
                yield f"{module.name}:{node.lineno} {name}"


def test_only_the_web_side_of_a_slice_knows_flask() -> None:
    """Business modules of any name, not service and models alone, run without a request."""
    business = (
        module
        for module in modules("supervision/*.py")
        if not module.name.startswith(KERNEL)
        and not _is_web(module.name.removesuffix(".py").replace("/", "."))
        and module.name not in {f"supervision/{name}.py" for name in COMPOSITION}
    )
    expect_none(use for module in business for use in _web_imports(module))


def test_the_rule_on_raw_sql_sees_each_way_round_it() -> None:
    for line in (
        "from sqlalchemy import text\ntext('select 1')",
        "from sqlalchemy import text as t\nt('select 1')",
        "import sqlalchemy as sa\nsa.text('select 1')",
        "Problem.__table__.select()",
        "connection.exec_driver_sql('select 1')",
    ):
        module = _module(line)
        assert list(_raw_sql_uses(module)), line
    assert not list(_raw_sql_uses(_module("from supervision.core.forms import text\ntext('名称')")))


def _module(text: str) -> Module:
    module = Module(modules()[0].path)
    module.__dict__["text"] = text
    module.__dict__["tree"] = ast.parse(text)
    return module


def test_only_the_web_frame_puts_sentences_into_the_session() -> None:
    """A view calls `done` or `say`: its sentence is told once the commit is through, never before."""
    expect_none(
        f"{module.name}:{node.lineno}"
        for module in modules("supervision/*.py")
        if module.name != "supervision/core/web.py"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        and node.module == "flask"
        and any(alias.name == "flash" for alias in node.names)
    )
