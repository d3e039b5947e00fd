"""The steps of `make setup`: what the machine lacks is named in one line; migrating twice is free."""

import os
import runpy
import shutil
import subprocess
import sys
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


def test_without_an_index_one_line_says_so_and_no_english_of_pip(tmp_path: Path) -> None:
    (tmp_path / "scripts").mkdir()
    shutil.copy(SCRIPTS / "setup.sh", tmp_path / "scripts")
    (tmp_path / "requirements.txt").write_text("mingdu-no-such-package==1.0\n")
    (tmp_path / ".venv" / "bin").mkdir(parents=True)
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    closed = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    done = subprocess.run(
        ["bash", "scripts/setup.sh"],
        cwd=tmp_path,
        env={**os.environ, **closed},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "连不上 Python 软件源" in done.stderr
    assert "PIP_INDEX_URL" in done.stderr
    assert "ERROR" not in done.stdout + done.stderr


def test_without_a_package_source_of_debian_one_line_says_so(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """Root, apt there, its mirrors out of reach: apt's own English is not what a person must read."""
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\necho 'E: Unable to locate package' >&2\nexit 100\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    main = _script("system_packages.py")["main"]
    main.__globals__["RUN"] = {"no-such-package": lambda: False}
    assert main("run") == 1
    said = capfd.readouterr()
    assert said.err.count("\n") == 1
    assert "连不上 Debian 软件源" in said.err
    assert "apt-get install no-such-package" in said.err
