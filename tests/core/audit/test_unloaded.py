"""Rows written without being loaded leave the events a flush would leave."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from supervision.agencies.models import Body, Unit
from supervision.core.audit.pending import Pending, pending_of
from supervision.core.audit.unloaded import follow, tells, written
from supervision.problems.models import Problem, ProblemStatus


@pytest.fixture(autouse=True)
def inside_the_application(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def _told(own: Session) -> list[tuple[str, str, dict[str, tuple[str | None, str | None]]]]:
    return [
        (one.action, one.label, {name: (c.old, c.new) for name, c in one.changes.items()})
        for one in pending_of(own)
    ]


CHANGED: dict[str, tuple[Any, Any]] = {
    "name": (None, "甲局"),
    "short_name": ("甲", None),
    "initials": (None, None),
    "version": (1, 2),
}
SAID = {"name": (None, '"甲局"'), "short_name": ('"甲"', None)}


@pytest.mark.parametrize(
    ("came", "went", "action", "verb"),
    [
        (True, False, "~create", "新建"),
        (False, True, "~delete", "删除"),
        (False, False, "~change", "修改"),
    ],
)
def test_what_came_went_or_changed(came: bool, went: bool, action: str, verb: str) -> None:
    own = Session()
    written(own, Unit(id=1), CHANGED, came=came, went=went)
    [(did, label, changes)] = _told(own)
    assert (did, label[: len(verb)], changes) == (action, verb, SAID)


def test_a_change_of_nothing_is_no_event_but_a_coming_is() -> None:
    own = Session()
    written(own, Unit(id=1), {"version": (1, 2)}, came=False, went=False)
    assert _told(own) == []
    written(own, Unit(id=1), {"version": (None, 1)}, came=True, went=False)
    assert [one[0] for one in _told(own)] == ["~create"]


def test_what_follows_is_told_with_its_reason() -> None:
    own = Session()
    follow(own, Problem(id=1), {"paper_number": ("", "甲1号")}, because="")
    moved = {"status": (ProblemStatus.ESTABLISHED, ProblemStatus.RECTIFYING)}
    follow(own, Problem(id=1), moved, because="文书已送达")
    waiting: list[Pending] = pending_of(own)
    assert [(one.action, one.label, one.reason) for one in waiting] == [
        ("~change", "随来源变动", ""), ("follow", "状态随之变为“整改中”", "文书已送达"),
    ]  # fmt: skip


def test_what_has_no_name_for_people_is_not_told_alone() -> None:
    own = Session()
    follow(own, Body(id=1), {"path": ("/1", "/1/2")}, because="")
    assert _told(own) == []
    follow(own, Body(id=1), {"path": ("/1", "/2"), "region": ("甲市", "乙市")}, because="")
    [(_, _, changes)] = _told(own)
    assert changes == {"region": ('"甲市"', '"乙市"')}


def test_whether_a_change_is_told_is_known_beforehand() -> None:
    assert tells(Unit, ["version", "short_name"])
    assert not tells(Unit, ["version", "created_at"])
