"""The steps of `make setup`: what the machine lacks is named in one line; migrating twice is free."""

import os
import runpy
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"


def _script(name: str) -> dict[str, Any]:
    return runpy.run_path(str(SCRIPTS / name))


def test_what_is_missing_is_named_in_one_line_when_we_may_not_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert _script("system_packages.py")["main"]("tests") == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "apt-get install libharfbuzz-bin chromium" in said.err


def test_a_machine_that_has_everything_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert _script("system_packages.py")["main"]("tests") == 0
    assert capsys.readouterr().out == ""


def test_a_migrated_database_is_known_without_starting_the_application(
    monkeypatch: pytest.MonkeyPatch, instance: Path, tmp_path: Path
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    migrate = _script("migrate.py")
    monkeypatch.setenv("SUPERVISION_INSTANCE", str(instance))
    assert migrate["present"]() == migrate["newest"]()
    monkeypatch.setenv("SUPERVISION_INSTANCE", str(tmp_path / "empty"))
    assert migrate["present"]() == set()
