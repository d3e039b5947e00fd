"""A test run that was killed with its machine leaves nothing that stops the next run."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from tests.support import postgres, run

WAITS = "import sys; print(flush=True); sys.stdin.read()"  # it says when it is what its command line says


@contextmanager
def _process(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", WAITS, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        assert process.stdout
        process.stdout.readline()
        yield process
        process.kill()


def _noted(folder: Path, pid: int) -> Path:
    """The folder of a cluster whose pid file names `pid`."""
    data = folder / "postgres" / "data"
    data.mkdir(parents=True, exist_ok=True)
    (data / "postmaster.pid").write_text(f"{pid}\n{data}\n", encoding="ascii")
    return data


def test_a_dead_servers_pid_file_is_no_server(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    _noted(tmp_path, gone.pid)
    postgres.stop(tmp_path)  # raises when it believes the file


def test_another_program_under_the_same_number_is_left_alone(tmp_path: Path) -> None:
    with _process("postgres", "-D", "/elsewhere/postgres/data") as other:
        _noted(tmp_path, other.pid)
        postgres.stop(tmp_path)
        assert other.poll() is None


@pytest.mark.parametrize("dies", [True, False], ids=["goes by itself", "stays"])
def test_a_server_that_cannot_be_signalled_fails_no_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dies: bool
) -> None:
    """As when another run stops it, or it ends, between our look and pg_ctl's."""
    data = tmp_path / "postgres" / "data"
    with _process("-D", str(data)) as server:
        _noted(tmp_path, server.pid)

        def pg_ctl(*_arguments: str, home: Path) -> None:
            if dies:
                server.kill()
                server.wait()
            message = "pg_ctl: could not send stop signal: No such process"
            raise RuntimeError(message)

        monkeypatch.setattr(postgres, "_run", pg_ctl)
        postgres.stop(tmp_path)
        assert server.wait(timeout=60) != 0


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where these tests' runs keep their folders."""
    monkeypatch.setattr(run, "_fast_disk", lambda: tmp_path)
    return tmp_path


def _folder(disk: Path, name: str) -> Path:
    folder = disk / f"{run.PREFIX}{name}"
    (folder / "postgres").mkdir(parents=True)
    return folder


def test_a_dead_runs_folder_goes_a_living_ones_stays(disk: Path) -> None:
    dead, living, beginning = (_folder(disk, name) for name in ("dead", "living", "beginning"))
    run._own(dead).close()
    with run._own(living):
        run._sweep()
        assert not dead.exists()
        assert living.is_dir()
        assert beginning.is_dir(), "a run that has not locked its folder yet is no dead one"


@pytest.mark.parametrize("fault", [FileNotFoundError, PermissionError])
def test_what_cannot_be_swept_fails_no_run(
    disk: Path, monkeypatch: pytest.MonkeyPatch, fault: type[OSError]
) -> None:
    run._own(_folder(disk, "dead")).close()

    def fail(_folder: Path) -> None:
        raise fault

    monkeypatch.setattr(postgres, "stop", fail)
    run._sweep()


def test_of_two_runs_that_begin_at_once_one_sweeps(
    disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run._own(_folder(disk, "dead")).close()
    swept: list[Path] = []
    stop = postgres.stop

    def slowly(folder: Path) -> None:
        swept.append(folder)
        sweeper.start()
        sweeper.join()  # the second comes while the first is at it
        stop(folder)

    monkeypatch.setattr(postgres, "stop", slowly)
    sweeper = Thread(target=run._sweep)
    run._sweep()
    assert len(swept) == 1
