"""Statements that write without loading objects pass one door (core/bulk), so that none forgets the
trail, the search index, the derivations or the write guard."""

import ast
from collections.abc import Iterator

from tests.rules.source import Module, expect_none, modules

DOORS = ("supervision/core/bulk.py", "supervision/core/derived/applying.py")
# Tables nobody's business stands in: no trail, no search, nothing follows from them.
PLAIN = {
    "UserSession": "who is signed in",
    "FailedSignIn": "the brake on guessing passwords",
    "FeedToken": "when a calendar feed was last read",
    "SentForm": "keys of forms already sent",
    "Fact": "what the installation knows of itself",
    "FormDraft": "what was typed and not sent",
    "Notice": "messages to a person, made again by the next sweep",
    "Dispatch": "the outbox",
    "JobRun": "the history of jobs and their lease",
    "Task": "background tasks and their lease",
    "NumberSeries": "the counters, moved inside the signing transaction",
    "ImportKey": "row keys of sheets, gone with the record they name",
}
OWN = {  # the kernel's own books, kept by the modules that are the door
    "supervision/core/audit/recorder.py": "the chain",
    "supervision/core/audit/resealing.py": "digests of rows, and the lists they are over",
    "supervision/core/audit/retention.py": "values the chain has said will go",
    "supervision/operating/sealing_anew.py": "what lies sealed, under a new key; digests anew by resealing",
    "supervision/core/search/index.py": "the index",
    "supervision/core/search/stores.py": "the index",
    "supervision/core/numbering.py": "NumberSeries",
    "supervision/core/db.py": "insert_or_ignore itself",
    "supervision/core/files/sweeping.py": "StoredFile: bytes that no record names",
    "supervision/core/leases.py": "leases of JobRun, Task and Dispatch",
}
STATEMENTS = {"update", "delete", "insert", "insert_or_ignore"}
BULK = {"bulk_save_objects", "bulk_insert_mappings", "bulk_update_mappings"}


def _writes(module: Module) -> Iterator[str]:
    """Every statement that writes to a table which is not PLAIN."""
    named = _imported(module.tree)
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        written = _written(node, named)
        if written is not None and written not in PLAIN:
            yield f"{module.name}:{node.lineno} {written or 'a statement'}"


def _imported(tree: ast.Module) -> set[str]:
    """The names under which `insert`, `update`, `delete` were imported from SQLAlchemy."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and ((node.module or "").startswith("sqlalchemy") or node.module == "supervision.core.db")
        for alias in node.names
        if alias.name in STATEMENTS
    }


def _written(call: ast.Call, named: set[str]) -> str | None:
    """The table a call writes to (empty where it can't be read off), None when it writes none."""
    function = call.func
    if isinstance(function, ast.Name) and function.id in named:
        return _name(call.args)
    if not isinstance(function, ast.Attribute):
        return None
    if function.attr in BULK:
        return ""
    owner = ast.unparse(function.value)
    if function.attr in STATEMENTS and owner in {"sa", "sqlalchemy", "postgresql", "sqlite"}:
        return _name(call.args)
    through_table = "__table__" in owner or ".query(" in owner
    return "" if function.attr in STATEMENTS and through_table else None


def _name(arguments: list[ast.expr]) -> str:
    return ast.unparse(arguments[0]).removesuffix(".__table__") if arguments else ""


def test_no_statement_writes_past_the_door() -> None:
    expect_none(
        use
        for module in modules("supervision/*.py")
        if module.name not in (*DOORS, *OWN)
        and not module.name.startswith("supervision/migrations/")
        for use in _writes(module)
    )


def test_the_rule_sees_each_way_past_the_door() -> None:
    for line in (
        "import sqlalchemy as sa\nsa.update(Problem)",
        "import sqlalchemy as sa\nsa.delete(Problem.__table__)",
        "from sqlalchemy import insert\ninsert(Problem)",
        "from sqlalchemy.dialects.postgresql import insert as put\nput(Problem)",
        "from supervision.core.db import insert_or_ignore\ninsert_or_ignore(Problem)",
        "Problem.__table__.update()",
        "session.query(Problem).filter_by(id=1).delete()",
        "session.bulk_insert_mappings(Problem, rows)",
    ):
        assert list(_writes(_module(line))), line
    for line in (
        "import sqlalchemy as sa\nsa.update(Notice)",
        "session.delete(problem)",
        "found.update(other)",
        "from supervision.core import bulk\nbulk.update(Problem, values={})",
    ):
        assert not list(_writes(_module(line))), line


def _module(text: str) -> Module:
    module = Module(modules()[0].path)
    module.__dict__["text"] = text
    module.__dict__["tree"] = ast.parse(text)
    return module
