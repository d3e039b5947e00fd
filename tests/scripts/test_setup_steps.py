"""The steps of `make setup`: what the machine lacks is named in one line; migrating twice is free."""

import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import zipfile
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
    assert "apt-get install libharfbuzz-bin chromium-headless-shell" in said.err


def test_a_machine_that_has_everything_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    assert _script("system_packages.py")["main"]("tests") == 0
    assert capsys.readouterr().out == ""


@pytest.mark.store
def test_a_migrated_database_is_known_without_starting_the_application(
    monkeypatch: pytest.MonkeyPatch, database_url: str, empty_database_url: str, instance: Path
) -> None:
    monkeypatch.setenv("SUPERVISION_INSTANCE", str(instance))
    migrate = _script("migrate.py")
    monkeypatch.setenv("DATABASE_URL", database_url)
    assert migrate["present"]() == migrate["newest"]()
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    assert migrate["present"]() == set()


def _set_up(folder: Path, locked: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """`make setup` in a folder of its own that wants what is `locked`."""
    (folder / "scripts").mkdir()
    shutil.copy(SCRIPTS / "setup.sh", folder / "scripts")
    (folder / "requirements.lock").write_text(locked)
    (folder / ".venv" / "bin").mkdir(parents=True)
    python = folder / ".venv" / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')  # with its pip
    python.chmod(0o755)
    return subprocess.run(
        ["bash", "scripts/setup.sh"],
        cwd=folder,
        env={**os.environ, "PIP_CONFIG_FILE": os.devnull, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_without_an_index_one_line_says_so_and_no_english_of_pip(tmp_path: Path) -> None:
    locked = f"mingdu-no-such-package==1.0 --hash=sha256:{'0' * 64}\n"
    done = _set_up(tmp_path, locked, PIP_INDEX_URL="http://127.0.0.1:9/simple")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "连不上 Python 软件源" in done.stderr
    assert "PIP_INDEX_URL" in done.stderr
    assert "ERROR" not in done.stdout + done.stderr


def test_a_package_that_was_changed_on_its_way_is_not_installed(tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    name, info = "mingdu_no_such_package", "mingdu_no_such_package-1.0.dist-info"
    with zipfile.ZipFile(shelf / f"{name}-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        wheel.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        wheel.writestr(f"{info}/RECORD", "")
    locked = f"mingdu-no-such-package==1.0 --hash=sha256:{'0' * 64}\n"
    done = _set_up(tmp_path, locked, PIP_NO_INDEX="1", PIP_FIND_LINKS=str(shelf))
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "与 requirements.lock 中的校验值不符" in done.stderr


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_locked_is_what_is_asked_for(name: str) -> None:
    """Whoever changes requirements*.txt renews the locks (`make lock`); each package has its hashes."""
    root = SCRIPTS.parent
    locked = (root / f"{name}.lock").read_text("utf-8")
    packages = re.findall(
        r"^([A-Za-z0-9._-]+)(?:\[\w+\])?==(\S+)(.*(?:\n    .*)*)", locked, flags=re.M
    )
    assert len(packages) > 50
    assert [one for one, _, rest in packages if "--hash=sha256:" not in rest] == []
    held = {(_plain(one), version) for one, version, _ in packages}
    asked = {
        (_plain(one), version)
        for file in {"requirements.txt", f"{name}.txt"}
        for one, version in re.findall(
            r"^([A-Za-z0-9._-]+)(?:\[\w+\])?==(\S+)", (root / file).read_text("utf-8"), flags=re.M
        )
    }
    assert asked - held == set()


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


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


def test_set_up_installs_the_operators_command(tmp_path: Path) -> None:
    """From any folder, as from a service or from the shell of root."""
    command = SCRIPTS.parent / ".venv" / "bin" / "mingdu"
    given = {"MINGDU_ENV": "/nonexistent", "SUPERVISION_INSTANCE": str(tmp_path / "data")}
    done = subprocess.run(
        [command, "--help"], cwd=tmp_path, env={**os.environ, **given},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = done.stdout.split("命令：")[1]
    for name in ("backup", "upgrade", "rollback", "doctor", "keys", "accounts"):
        assert re.search(rf"^  {name} +[\u4e00-\u9fff]", told, re.MULTILINE), name
