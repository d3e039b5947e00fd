"""Writers go in the order they came, over threads and processes; who waits too long is told so, kindly."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import copy_context
from pathlib import Path

import pytest
import sqlalchemy as sa

from supervision.clues.models import Clue
from supervision.core import write_queue
from supervision.core.db import session
from supervision.core.write_queue import QueueTooLong, draw, wait_turn
from tests.support import pages
from tests.support.seats import SignIn
from tests.support.work import Inside

ROOT = Path(__file__).resolve().parents[2]
OTHER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from supervision.core import write_queue
ticket = write_queue.draw(Path(sys.argv[1]))
print(ticket.number, flush=True)
{then}
"""
WAITS = OTHER.format(
    then="write_queue._wait(ticket, float('inf')); print('in', flush=True); input()"
)
TYPED = {
    "source": "province", "subject": "排队时登记的来件", "content": "某单位执法文书不规范。",
    "received_on": "2023-04-03",
}  # fmt: skip


@contextmanager
def _process(file: Path, code: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", code, str(file), str(ROOT)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        yield process
        process.kill()


def test_writers_go_in_the_order_they_came(tmp_path: Path) -> None:
    """Those who look more often, or have just been, do not go before those who came earlier."""
    file = tmp_path / "queue"
    first = draw(file)
    went: list[int] = []
    held = [draw(file) for _ in range(12)]

    def write(number: int) -> None:
        write_queue._wait(held[number], float("inf"))
        went.append(number)
        held[number].give_back()

    late_come_first = [threading.Thread(target=write, args=(n,)) for n in reversed(range(12))]
    for one in late_come_first:
        one.start()
    assert went == []
    first.give_back()
    for one in late_come_first:
        one.join()
    assert went == list(range(12))


def test_a_killed_process_leaves_the_queue_and_the_next_goes(tmp_path: Path) -> None:
    file = tmp_path / "queue"
    with _process(file, WAITS) as holder:
        assert holder.stdout
        assert [holder.stdout.readline() for _ in "12"] == ["1\n", "in\n"]
        with _process(file, WAITS) as waiting:
            assert waiting.stdout
            assert waiting.stdout.readline() == "2\n"
            mine = draw(file)
            assert not write_queue._first(mine)
            holder.kill()
            assert waiting.stdout.readline() == "in\n"
            assert not write_queue._first(mine), "the other process came before"
            waiting.kill()
            write_queue._wait(mine, float("inf"))


def test_who_gives_up_holds_up_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "queue"
    first = draw(file)
    monkeypatch.setattr(write_queue, "PERSON", 0.0)
    monkeypatch.setattr(write_queue, "JOB", 0.0)
    person = copy_context()
    person.run(write_queue.somebody_waits)
    with pytest.raises(QueueTooLong):
        person.run(wait_turn, file)
    assert wait_turn(file).number == 0, "a job tries the store itself, which says what is wrong"
    last = draw(file)
    first.give_back()
    assert write_queue._first(last)


@pytest.mark.usefixtures("bureau")
def test_a_person_who_waits_too_long_keeps_what_was_typed(
    instance: Path, sign_in: SignIn, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And nobody who reads waits at all; jobs, before which nobody sits, wait longer."""
    assert write_queue.PERSON == 3.0
    assert write_queue.JOB > write_queue.PERSON
    handler = sign_in("handler")
    page = pages.check(handler.get("/clues/new"))
    typed = {**TYPED, "csrf_token": page.find("//input[@name='csrf_token']")[0].get("value")}
    ahead = draw(next(instance.glob("*.sqlite3")).with_suffix(".sqlite3-queue"))
    monkeypatch.setattr(write_queue, "PERSON", 0.05)
    refused = pages.check(handler.post("/clues/new", data=typed), status=503)
    assert "没有保存" in refused.text
    assert refused.find("//textarea[@name='content']")[0].text.strip() == TYPED["content"]
    assert handler.get("/clues/").status_code == 200
    ahead.give_back()
    assert handler.post("/clues/new", data=typed).status_code == 302
    with inside():
        assert session.scalars(sa.select(Clue)).one().subject == TYPED["subject"]


def test_every_write_leaves_the_queue(instance: Path, inside: Inside) -> None:
    """Whether it was committed or not: the next is first at once."""
    with inside():
        session.execute(sa.text("DELETE FROM clue"))
    queue = next(instance.glob("*.sqlite3-queue"))
    before = draw(queue)
    before.give_back()
    with pytest.raises(sa.exc.IntegrityError), inside():
        session.execute(sa.text("INSERT INTO clue (id) VALUES (NULL)"))
    mine = draw(queue)
    assert mine.number == before.number + 2, "the refused write had a place of its own"
    assert write_queue._first(mine)
