"""A task is carried out once, survives its process, tells how far it is, and is nobody else's."""

import datetime as dt
import threading

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import clock, tasks
from supervision.core.access import Role
from supervision.core.db import separate_unit_of_work, session
from supervision.core.errors import DomainError
from supervision.core.leases import LeaseLost
from supervision.core.tasks import Result, Task, TaskState, queue, running
from tests.make import people
from tests.make.offices import sign_in

KIND = "probe"


@pytest.fixture
def work(monkeypatch):
    """Give the kind `probe` its work for this test."""

    def give(function):
        monkeypatch.setattr(running, "work_of", {KIND: function}.__getitem__)

    give(lambda payload, user_id, progress: Result(b"made", "成品.txt", "text/plain"))
    return give


@pytest.fixture
def handler(inside):
    with inside():
        home = people.body()
        return people.actor("handler", Role.HANDLER, body=home)


def _order(inside, actor, **payload) -> int:
    with inside():
        return tasks.order(KIND, "试做", payload, actor=actor).id


def _task(inside, task_id: int) -> Task:
    with inside():
        found = session.get_one(Task, task_id)
        session.expunge(found)
        return found


@pytest.mark.store
def test_it_is_carried_out_once_and_its_file_waits(app: Flask, inside, work, handler) -> None:
    task_id = _order(inside, handler)
    with app.app_context():
        assert tasks.work_off() == "办理后台任务1件"
        assert tasks.work_off() == ""
        task = _task(inside, task_id)
        assert (running.folder() / task.file_key).read_bytes() == b"made"
    assert (task.state, task.percent, task.attempt) == (TaskState.DONE, 100, 1)


def test_the_same_order_given_twice_is_one_task(inside, work, handler) -> None:
    assert _order(inside, handler, papers=[1]) == _order(inside, handler, papers=[1])
    assert _order(inside, handler, papers=[1]) != _order(inside, handler, papers=[2])


def test_one_person_cannot_fill_the_queue(inside, work, handler) -> None:
    for number in range(queue.MOST_WAITING):
        _order(inside, handler, number=number)
    with pytest.raises(DomainError, match="排队"):
        _order(inside, handler, number=99)


def test_a_refusal_is_told_in_its_own_words_and_a_fault_in_general_ones(
    app: Flask, inside, work, handler
) -> None:
    def refuse(*_arguments):
        raise DomainError("其中有的文书您现在无权查看")

    def break_down(*_arguments):
        raise RuntimeError("secret path /x")

    for function, said in ((refuse, "无权查看"), (break_down, "没有办成")):
        work(function)
        task_id = _order(inside, handler, said=said)
        with app.app_context():
            tasks.work_off()
        task = _task(inside, task_id)
        assert task.state is TaskState.FAILED
        assert said in task.error
        assert "secret" not in task.error


@pytest.mark.store
def test_what_a_killed_process_left_is_taken_up_and_the_late_one_changes_nothing(
    app: Flask, inside, work, handler
) -> None:
    task_id = _order(inside, handler)
    with app.app_context():
        late = running._claim()
        assert running._claim() is None, "a living process keeps its task"
        with separate_unit_of_work() as own:
            own.execute(sa.update(Task).values(lease_until=clock.now() - dt.timedelta(seconds=1)))
        tasks.work_off()
        with pytest.raises(LeaseLost):
            running._finish(late, Result())
    task = _task(inside, task_id)
    assert (task.state, task.attempt) == (TaskState.DONE, 2)


def test_a_task_that_kills_its_process_each_time_is_given_up(
    app: Flask, inside, work, handler
) -> None:
    task_id = _order(inside, handler)
    with app.app_context():
        for _ in range(running.MOST_ATTEMPTS):
            assert running._claim()
            with separate_unit_of_work() as own:
                own.execute(
                    sa.update(Task).values(lease_until=clock.now() - dt.timedelta(seconds=1))
                )
        assert running._claim() is None
    assert _task(inside, task_id).error == "中断3次，不再重试"


@pytest.mark.store
def test_two_processes_never_carry_out_the_same_task(app: Flask, inside, work, handler) -> None:
    done: list[int] = []
    work(lambda payload, *_: done.append(payload["number"]) or Result())
    for number in range(8):
        _order(inside, handler, number=number)

    def run() -> None:
        with app.app_context():
            tasks.work_off()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(8))


def test_progress_is_written_down_and_shown(app, client, inside, work, handler, page) -> None:
    sign_in(client, handler)
    seen = {}

    def report(_payload, _user_id, progress):
        progress(3, 12, "第1件")
        seen["state"] = client.get(f"/tasks/{task_id}/state.json").json
        seen["page"] = client.get(f"/tasks/{task_id}").text
        return Result(b"x", "成品.pdf", "application/pdf")

    work(report)
    task_id = _order(inside, handler)
    with app.app_context():
        tasks.work_off()
    assert seen["state"] == {"over": False, "percent": 25, "state": "办理中", "step": "第1件"}
    assert "<progress" in seen["page"]
    assert "下载 成品.pdf" in page(client.get(f"/tasks/{task_id}")).text
    with client.get(f"/tasks/{task_id}/file") as answer:
        assert answer.data == b"x"
    assert "成品.pdf" in page(client.get("/tasks/")).text


def test_a_task_is_shown_to_nobody_else(app, client, inside, work, handler) -> None:
    task_id = _order(inside, handler)
    with app.app_context():
        tasks.work_off()
    with inside():
        other = people.actor("other", Role.HANDLER, body=people.body("乙市"))
    sign_in(client, other)
    for path in ("", "/state.json", "/file"):
        assert client.get(f"/tasks/{task_id}{path}").status_code == 404
    assert "试做" not in client.get("/tasks/").text


def test_files_are_forgotten_after_some_days(app, inside, work, handler, clock) -> None:
    clock("2026-03-02 09:00")
    task_id = _order(inside, handler)
    with app.app_context():
        tasks.work_off()
        path = running.folder() / _task(inside, task_id).file_key
        stray = running.folder() / "stray"
        stray.write_bytes(b"left by a killed process")
        with inside():
            tasks.prune()
        assert path.exists()
        clock("2026-03-09 09:00")
        with inside():
            assert tasks.prune() == "清理后台任务1件"
        assert not path.exists()
    with inside():
        assert session.get(Task, task_id) is None
