"""The recipes of CONTRIBUTING.md are true: what they name exists, and the three with code work."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import migrate
from supervision.core import bundle
from tests.rules.source import ROOT, expect_none

RECIPES = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
TITLES = re.findall(r"^### (.+)$", RECIPES, re.MULTILINE)
NAMED = re.compile(
    r"`((?:supervision|templates|tests|scripts|docs)/[\w/.]+\.\w+)`((?:(?: |, | and | and its )`\w+`)*)"
)
BLOCK = re.compile(r"^( *)```diff\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def test_there_is_a_recipe_for_each_thing_a_newcomer_adds() -> None:
    assert sorted(TITLES) == sorted(
        ["A field of Problem", "A kind of paper", "A role", "A figure", "A reminder step",
         "An import kind", "An export column", "A column of the ledger", "A slice"]
    )  # fmt: skip


def test_every_file_and_name_of_a_recipe_exists() -> None:
    named = [(file, re.findall(r"`(\w+)`", names)) for file, names in NAMED.findall(RECIPES)]
    assert len(named) > 30
    missing = [file for file, _ in named if not (ROOT / file).is_file()]
    expect_none(missing)
    expect_none(
        f"{file}: {name}"
        for file, names in named
        for name in names
        if not _defines((ROOT / file).read_text(encoding="utf-8"), name)
    )


def test_a_recipe_takes_few_files() -> None:
    """A field in some six and its migration, a ledger's column in one or two, a kind of paper in none or one."""
    most = {"A field of Problem": 7, "A column of the ledger": 2, "A kind of paper": 1}
    taken = {}
    for recipe in RECIPES.split("\n### ")[1:]:
        files = {name for name, _ in _pieces(recipe) if name}
        if files:
            taken[recipe.partition("\n")[0]] = len(files)
    assert taken.keys() == most.keys(), "a recipe whose code nobody applies"
    expect_none(f"{name}: {count} files" for name, count in taken.items() if count > most[name])


def _defines(text: str, name: str) -> bool:
    return bool(re.search(rf"^\s*(class|def) {name}\b|^\s*{name}\b\s*(:|=)", text, re.MULTILINE))


def _pieces(text: str = RECIPES) -> Iterator[tuple[str, list[str]]]:
    """Every file of a recipe's code, with its lines: kept ones begin with a blank, new ones with +."""
    for indent, block in BLOCK.findall(text):
        name, lines = "", list[str]()
        for line in (one.removeprefix(indent) for one in block.splitlines()):
            if line.startswith(("--- ", "+++ ")):
                yield name, lines
                name, lines = line[4:], []
            else:
                lines.append(line)
        yield name, lines


def _apply(root: Path, head: str, number: str) -> None:
    """Follow the recipes in `root`; each kept line must be there once, the new ones go after it."""
    for name, lines in _pieces():
        path = root / (name.replace("NNNN", number) or "nothing")
        text = path.read_text(encoding="utf-8") if path.exists() else ""
        before = ""
        for line in lines:
            one = f"{line[1:]}\n".replace("NNNN", number).replace("HEAD", head)
            if line.startswith("+"):
                place = text.index(before) + len(before) if before else len(text)
                text = text[:place] + one + text[place:]
                before += one if before else ""
            else:
                before = one
                assert f"\n{text}".count(f"\n{one}") == 1, f"{name}: not there once: {one}"
        if name:
            path.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def applied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source in which the three recipes have been followed to the letter."""
    root = tmp_path_factory.mktemp("recipes")
    for folder in ("supervision", "templates", "static"):  # static holds the bundle made of them
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("tests", "docs", "scripts", "app.py", "pyproject.toml", ".fonts"):
        (root / name).symlink_to(ROOT / name)
    (head,) = migrate.newest()
    _apply(root, head, f"{int(head) + 1:04}")
    return root


def test_a_field_a_ledger_column_and_a_kind_added_by_the_recipes_are_used(applied: Path) -> None:
    bundle.current()
    made = (bundle.BUILT / "made.json").stat().st_mtime_ns
    run = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "tests/rules/followed.py"],
        cwd=applied,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-4000:]
    assert "[100%]" in run.stdout
    after = (bundle.BUILT / "made.json").stat().st_mtime_ns
    assert after == made, "the copy made a bundle of its own templates in place of ours"
