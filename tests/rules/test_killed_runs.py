"""A test run that was killed with its machine leaves nothing that stops the next run."""

import subprocess
import sys
from pathlib import Path

from tests.support import postgres


def test_a_dead_servers_pid_file_is_no_server(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    data = tmp_path / "postgres" / "data"
    data.mkdir(parents=True)
    (data / "postmaster.pid").write_text(f"{gone.pid}\n{data}\n", encoding="ascii")
    postgres.stop(tmp_path)  # raises when it believes the file


def test_another_program_under_the_same_number_is_left_alone(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        data = tmp_path / "postgres" / "data"
        data.mkdir(parents=True)
        (data / "postmaster.pid").write_text(f"{other.pid}\n{data}\n", encoding="ascii")
        postgres.stop(tmp_path)
        assert other.poll() is None
        other.kill()
