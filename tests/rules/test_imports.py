"""The import contracts bite: each of them fails on a small tree that breaks it and nothing else."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.rules.source import ROOT, expect_none, modules

CLEAN = {
    "core/web.py": "import flask",
    "core/documents.py": "import weasyprint",
    "core/jobs.py": "import apscheduler",
    "core/export.py": "import xlsxwriter",
    "agencies/models.py": "from supervision.core import web",
    "problems/models.py": "from supervision.agencies import models",
    "problems/letters.py": "from werkzeug import exceptions",
    "problems/service.py": "from supervision.problems import models",
    "problems/forms.py": "import wtforms",
    "problems/routes.py": "import flask\nfrom supervision.problems import forms, service",
}
BREACHES = [
    ("agencies/service.py", "from supervision.problems import models", "A slice imports only"),
    ("core/errors.py", "from supervision.agencies import models", "A slice imports only"),
    ("novelty/__init__.py", "", "A slice imports only"),
    ("problems/models.py", "from supervision.problems import service", "Inside a slice"),
    ("problems/service.py", "import flask", "Service and models"),
    ("problems/models.py", "from supervision.problems import letters", "Service and models"),
    ("problems/routes.py", "import weasyprint", "WeasyPrint only"),
    ("problems/service.py", "from apscheduler import job", "APScheduler only"),
    ("problems/service.py", "import openpyxl", "Spreadsheet libraries"),
]


def _lint(folder: Path, tree: dict[str, str]) -> subprocess.CompletedProcess[str]:
    for name, text in {"__init__.py": "", **tree}.items():
        path = folder / "supervision" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent / "__init__.py").touch()
        path.write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
    return subprocess.run(
        [sys.executable, "-c", command], cwd=folder, capture_output=True, text=True, check=False
    )


def test_a_tree_that_keeps_the_contracts_passes(tmp_path: Path) -> None:
    done = _lint(tmp_path, CLEAN)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(("where", "line", "contract"), BREACHES)
def test_a_breach_of_each_contract_is_found(
    tmp_path: Path, where: str, line: str, contract: str
) -> None:
    done = _lint(tmp_path, {**CLEAN, where: line})
    broken = [row for row in done.stdout.splitlines() if " BROKEN" in row]
    assert done.returncode != 0
    assert len(broken) == 1, done.stdout
    assert broken[0].startswith(contract)


def test_no_import_hides_a_cycle() -> None:
    """An import of ours that only the type checker may see stands for a cycle nobody resolved."""
    expect_none(
        f"{module.name}:{line.lineno}"
        for module in modules("supervision/*.py")
        for block in ast.walk(module.tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for line in ast.walk(block)
        if isinstance(line, ast.ImportFrom) and (line.module or "").startswith("supervision")
    )


def test_no_module_needs_itself_in_a_circle() -> None:
    """Not by way of others, nor of a package's own front, nor by an import put off into a function."""
    expect_none(sorted(_in_circles(_wants())))


def test_a_circle_is_told_from_those_that_lean_on_it() -> None:
    wants = {"lists": {"page"}, "page": {"lists", "below"}, "above": {"lists"}, "below": set[str]()}
    assert _in_circles(wants) == {"lists", "page"}


def _wants() -> dict[str, set[str]]:
    """Modules of ours by the dotted name, and which of ours each imports anywhere in its text."""
    ours = {
        one.name.removesuffix(".py").removesuffix("/__init__").replace("/", "."): one
        for one in modules("supervision/*.py")
    }
    found = {}
    for name, module in ours.items():
        asked = set[str]()
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import):
                asked |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{name}: a relative import"
                whole = [f"{node.module}.{alias.name}" for alias in node.names]
                asked |= {one if one in ours else str(node.module) for one in whole}
        found[name] = asked & ours.keys() - {name}
    return found


def _in_circles(wants: dict[str, set[str]]) -> set[str]:
    """What is left when whoever needs nobody, and whoever nobody needs, is taken away again and again."""
    left = dict(wants)
    while True:
        needed = set[str]().union(*left.values()) & left.keys()
        free = {one for one, asked in left.items() if one not in needed or not asked & left.keys()}
        if not free:
            return set(left)
        left = {one: asked for one, asked in left.items() if one not in free}
