"""docs/deployment.md followed to the letter, as far as it goes without systemd, nginx and a network."""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from supervision import console
from tests.rules.source import ROOT
from tests.support.operating import PASSPHRASE, Said, run_in_process

GUIDE = (ROOT / "docs" / "deployment.md").read_text("utf-8")
SHELL = re.compile(r"```sh\n(.*?)```", re.DOTALL)
NAMED = re.compile(r"(?:^|`)mingdu ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)
SETTINGS = re.compile(r"```ini\n(SUPERVISION_INSTANCE=.*?)```", re.DOTALL)
FOLDERS = ("/var/lib/mingdu", "/var/backups/mingdu", "/var/tmp/mingdu-keys.json")  # noqa: S108
Follow = Callable[[str], Said | None]


@pytest.fixture
def follow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Follow:
    """Do one line of the guide in a root of our own; None for what needs a whole machine."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("SUPERVISION_INSTANCE", raising=False)
    (tmp_path / "passphrase").write_text(PASSPHRASE)

    def here(text: str) -> str:
        for folder in FOLDERS:
            text = text.replace(folder, f"{tmp_path}{folder}")
        return text

    found = SETTINGS.search(GUIDE)
    assert found
    for setting in here(found[1]).split():
        monkeypatch.setenv(*setting.split("=", 1))

    def do(line: str) -> Said | None:
        newest = max((tmp_path / "var/backups/mingdu").glob("*.mingdu"), default=Path("none"))
        words = shlex.split(here(line.replace("<备份文件名>", newest.name)))
        if words[0] == "mv":
            shutil.move(words[1], words[2])
        elif words[0] == "install":
            for folder in words[words.index("-m") + 2 :] if "-m" in words else []:
                Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        elif words[0] == "mingdu":
            asks = words[1] == "keys" or "--keys" in words
            more = ["--passphrase-file", str(tmp_path / "passphrase")] if asks else []
            return run_in_process(*words[1:], *more)
        return None

    return do


def test_every_step_of_the_guide_works_in_its_order(follow: Follow) -> None:
    done: list[str] = []
    for block in SHELL.findall(GUIDE):
        for line in block.strip().splitlines():
            said = follow(line)
            if said is None:
                continue
            done.append(line)
            last = said.text.strip().splitlines()[-1] if said.text.strip() else ""
            if "rollback" in line:  # nothing was migrated here, so there is no way back to go
                assert "没有升级前的备份" in last, said.text
            else:
                assert said.code == 0, f"{line}: {said.text}"
    assert [line.split()[1] for line in done] == [
        *("upgrade", "token", "keys", "backup", "backup", "doctor"),
        *("backup", "backup", "backup", "upgrade", "doctor", "rollback", "backup", "doctor"),
    ]


def test_every_command_the_guide_names_exists() -> None:
    group = console._group(lambda: pytest.fail("no application is needed to find a command"))
    for name, inner in set(NAMED.findall(GUIDE)):
        command = group.commands.get(name)
        assert command is not None, name
        if inner and hasattr(command, "commands"):
            assert inner in command.commands, f"{name} {inner}"


def test_the_program_of_that_name_reads_its_settings_from_the_file(tmp_path: Path) -> None:
    """The shell's own part: settings file, the environment winning over it, exit code."""
    settings = tmp_path / "mingdu.env"
    settings.write_text(
        f"# 数据\nSUPERVISION_INSTANCE={tmp_path / 'no' / 'such'}\nBACKUP_DIR={tmp_path / 'kept'}\n"
    )
    environment = {**os.environ, "MINGDU_ENV": str(settings)}
    environment.pop("DATABASE_URL", None)
    environment.pop("SUPERVISION_INSTANCE", None)
    link = tmp_path / "mingdu"
    link.symlink_to(ROOT / "mingdu")
    (tmp_path / "no").touch()
    done = subprocess.run(
        [link, "backup", "list"], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1, done.stderr
    assert "不能写入" in done.stderr
    assert str(tmp_path / "no" / "such") in done.stderr
