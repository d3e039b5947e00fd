"""docs/deployment.md followed to the letter, as far as it goes without systemd, nginx and a network."""

import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import click
import psycopg
import pytest
from flask import Flask

from supervision import console
from tests.operating.guide import GUIDE, INLINE, Follow, Server, Service, walk
from tests.rules.source import ROOT
from tests.support import postgres
from tests.support.operating import Said
from tests.support.run import only_one

CHINESE = re.compile(r"[\u4e00-\u9fff]")
NAMED = re.compile(r"(?:^|`)mingdu ([a-z]+)(?: ([a-z]+))?", re.MULTILINE)


def test_every_step_of_the_guide_works_in_its_order(follow: Follow) -> None:
    done = walk(follow)
    assert [line.split()[1] for line in done] == [
        *("upgrade", "token", "keys", "backup", "backup", "doctor"),
        *("backup", "backup", "backup", "upgrade", "doctor", "rollback", "backup", "doctor"),
    ]


STARTS = 3  # enabled, after the upgrade, after the restore


@pytest.fixture
def service() -> Iterator[Service]:
    with tempfile.TemporaryDirectory(prefix="mingdu-") as short:  # a socket's path is bounded
        made = Service(Path(short))
        yield made
        made.stop()


@pytest.mark.battery
def test_the_service_of_the_guide_answers_after_each_start(
    follow: Follow, service: Service
) -> None:
    walk(lambda line: service.asked(line) if line.startswith("systemctl ") else follow(line))
    assert service.served == [200] * STARTS


@pytest.mark.battery
@pytest.mark.postgres
def test_every_step_works_on_postgresql_too(
    follow: Follow,
    service: Service,
    run_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """Section 2 as it stands, then all the others, the database renamed and made anew before the restore."""
    with only_one(run_dir / "postgres.lock"):
        server = postgres.server(run_dir)
    shell = Server(server)
    shell.forget()
    renamed = next(line for line in INLINE.findall(GUIDE) if "RENAME TO" in line)
    made: list[str] = []

    def do(line: str) -> Said | None:
        if line.startswith("systemctl "):
            return service.asked(line)
        if line.startswith("runuser -u postgres -- "):
            made.append(line)
            return shell.run(line)
        if "backup restore" in line:
            for more in (renamed, made[-1]):
                assert shell.run(more).code == 0, more
        return follow(line)

    try:
        monkeypatch.setenv("DATABASE_URL", shell.address(GUIDE))
        done = walk(do)
        assert [line.split()[0] for line in done].count("runuser") == 2
        assert service.served == [200] * STARTS
        assert not list((tmp_path / "var/lib/mingdu").glob("*.sqlite3"))
        with psycopg.connect(shell.address(GUIDE)) as connection:
            found = connection.execute(
                "SELECT count(*) FROM audit_event WHERE action = 'backup.restore'"
            ).fetchone()
        assert found == (1,), "the restored database says that it was restored"
    finally:
        service.stop()
        shell.forget()


def test_every_command_the_guide_names_exists(app: Flask) -> None:
    """The operator's own need no application; the others are the application's."""
    group = console._group(lambda: pytest.fail("no application is needed to find a command"))
    for name, inner in set(NAMED.findall(GUIDE)):
        command = group.commands.get(name) or app.cli.commands.get(name)
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


def test_every_command_and_option_is_told_in_chinese(app: Flask) -> None:
    """`mingdu … --help` is read by whoever keeps the machine running."""
    group = console._group(lambda: pytest.fail("no application is needed to find a command"))
    found = dict(_commands({**app.cli.commands, **group.commands}))
    assert len(found) > 30
    assert set(group.commands) <= set(app.cli.commands), "`flask --app app` knows them as well"
    for name, command in found.items():
        assert CHINESE.search(command.help or ""), name
        for option in command.params:
            if isinstance(option, click.Option) and option.name != "help":
                assert CHINESE.search(option.help or ""), (name, option.name)


def _commands(
    commands: Mapping[str, click.Command], before: str = ""
) -> Iterator[tuple[str, click.Command]]:
    """All of them by what is typed; but for `db`, which is Flask-Migrate's and a developer's."""
    for name, command in commands.items():
        if name != "db":
            yield f"{before}{name}", command
            yield from _commands(getattr(command, "commands", {}), f"{before}{name} ")
