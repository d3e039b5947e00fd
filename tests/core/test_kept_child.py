"""The process beside: asked again and again, gone and back without anybody noticing, never another's."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision.core.kept_child import KeptChild
from supervision.core.pinyin import reading

ECHO = """
import json, os, select, sys
while select.select([sys.stdin], [], [], float(sys.argv[1]))[0] and (line := sys.stdin.readline()):
    asked = json.loads(line)
    if asked == "die":
        sys.exit(3)
    print(json.dumps([asked, os.getpid()]), flush=True)
"""


@pytest.fixture
def child(tmp_path: Path) -> Iterator[KeptChild]:
    path = tmp_path / "echo.py"
    path.write_text(ECHO, encoding="utf-8")
    child = KeptChild(path)
    yield child
    child.end()


def test_a_name_is_read_as_a_phrase_is() -> None:
    assert reading("重庆市行政执法监督局") == ("chongqingshixingzhengzhifajianduju", "cqsxzzfjdj")
    assert reading("甲局 A-1") == ("jiaju", "jj")
    assert reading("") == ("", "")


def test_one_process_answers_question_after_question(child: KeptChild) -> None:
    (first, one), (second, other) = child.ask("甲"), child.ask({"b": 2})
    assert (first, second) == ("甲", {"b": 2})
    assert one == other != os.getpid()


def test_one_that_has_ended_is_started_anew(child: KeptChild) -> None:
    _, one = child.ask(1)
    os.kill(one, 9)
    told, other = child.ask(2)
    assert told == 2
    assert other != one


def test_what_kills_it_is_said_and_the_next_question_answered(child: KeptChild) -> None:
    with pytest.raises(RuntimeError, match="gives no answer"):
        child.ask("die")
    assert child.ask("live")[0] == "live"


def test_a_forked_process_asks_one_of_its_own(child: KeptChild) -> None:
    _, mine = child.ask(0)
    reader, writer = os.pipe()
    if not os.fork():
        os.write(writer, str(child.ask(0)[1]).encode())
        os._exit(0)
    os.wait()
    assert int(os.read(reader, 20)) != mine == child.ask(0)[1]


def test_it_ends_when_nothing_is_asked_for_a_while(
    child: KeptChild, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(child, "kept", 0.01)
    running = child._child()
    assert running.wait(20) == 0
    monkeypatch.undo()
    child.ask("again")
    assert child._child() is not running
