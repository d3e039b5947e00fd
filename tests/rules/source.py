"""The project's own files, read once for all rules."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Module:
    """One Python file."""

    path: Path

    @property
    def name(self) -> str:
        """Its path from the project's root."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    def functions(self) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
        for node in ast.walk(self.tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node

    @cached_property
    def strings(self) -> tuple[tuple[int, str], ...]:
        """Line and text of every literal but docstrings; an f-string's constant parts are joined."""
        return tuple(self._strings())

    def _strings(self) -> Iterator[tuple[int, str]]:
        passed_over = _docstrings(self.tree)
        for node in ast.walk(self.tree):
            if isinstance(node, ast.JoinedStr):
                passed_over |= {id(part) for part in node.values}
                yield node.lineno, "".join(_constant(part) for part in node.values)
        for node in ast.walk(self.tree):
            if not isinstance(node, ast.Constant) or id(node) in passed_over:
                continue
            if isinstance(node.value, str):
                yield node.lineno, node.value


def expect_none(faults: Iterable[str], *, hint: str = "") -> None:
    """Fail naming every fault, one a line."""
    found = list(faults)
    assert not found, f"{hint or 'found'}:\n  " + "\n  ".join(found)


@cache
def files(*patterns: str) -> tuple[Path, ...]:
    """Files that git knows or would add, matching `patterns` (git's own pathspecs)."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(sorted(path for path in paths if path.is_file() and not path.is_symlink()))


@cache
def _module(path: Path) -> Module:
    return Module(path)


@cache
def modules(*patterns: str) -> tuple[Module, ...]:
    """Python files; by default all but the migrations, which are generated."""
    given = patterns or ("*.py",)
    found = (_module(path) for path in files(*given) if path.suffix == ".py")
    return tuple(module for module in found if "/migrations/versions/" not in module.name)


@cache
def templates() -> tuple[Path, ...]:
    """Jinja templates."""
    return files("templates/*")


def template_name(path: Path) -> str:
    """The name by which the application knows a template."""
    return path.relative_to(ROOT / "templates").as_posix()


def _constant(part: ast.expr) -> str:
    return str(part.value) if isinstance(part, ast.Constant) else "\N{OBJECT REPLACEMENT CHARACTER}"


def _docstrings(tree: ast.Module) -> set[int]:
    """Ids of expression statements that are mere strings: docstrings and strings used as comments."""
    return {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
