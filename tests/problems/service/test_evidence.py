"""Evidence and working material at the edges of what is taken."""

from datetime import date, timedelta
from typing import Any

import pytest

from supervision.agencies.models import Unit
from supervision.core.errors import DomainError
from supervision.core.files import Attachment
from supervision.core.files.models import Purpose
from supervision.problems import service
from supervision.problems.models import MaterialKind, Problem
from supervision.problems.service.evidence import unpaired
from tests.make import people
from tests.make import problems as make
from tests.problems.service.conftest import TODAY

TOMORROW = TODAY + timedelta(days=1)


def _add(problem: Problem, purpose: Purpose, *, on: date = make.FOUND, files: int = 1) -> list[Any]:
    return service.add_evidence(
        problem, [make.picture() for _ in range(files)], purpose=purpose, shows="现场",
        event_date=on, actor=people.principal("handler"),
    )  # fmt: skip


def _pair(before: Attachment, after: Attachment, problem: Problem) -> None:
    service.pair(before, after, problem=problem, actor=people.principal("handler"))


def test_what_happened_today_is_taken_and_no_purpose_but_its_own(unit: Unit) -> None:
    made = make.problem(unit=unit)
    assert len(_add(made, Purpose.BEFORE, on=TODAY, files=2)) == 2
    for field, refused in (
        ("event_date", {"purpose": Purpose.BEFORE, "on": TOMORROW}),
        ("purpose", {"purpose": Purpose.OTHER}),
        ("files", {"purpose": Purpose.EVIDENCE, "files": 0}),
    ):
        with pytest.raises(DomainError) as said:
            _add(made, **refused)  # type: ignore[arg-type]
        assert said.value.field == field


def test_before_and_after_are_of_one_problem_and_may_be_of_one_day(unit: Unit) -> None:
    made, other = make.problem(unit=unit), make.problem(unit=unit)
    later = make.FOUND + timedelta(days=1)
    (before,), (after,) = _add(made, Purpose.BEFORE, on=later), _add(made, Purpose.AFTER, on=later)
    (early,), (foreign,) = _add(made, Purpose.AFTER), _add(other, Purpose.AFTER, on=later)
    with pytest.raises(DomainError, match="同一问题"):
        _pair(before, foreign, made)
    with pytest.raises(DomainError, match="不得早于整改前"):
        _pair(before, early, made)
    assert unpaired([before, after]) == [before]
    _pair(before, after, made)
    assert (before.pair_id, after.pair_id) == (after.id, before.id)
    assert unpaired([before, after]) == []


def _material(problem: Problem, kind: MaterialKind = MaterialKind.SHEET, **more: Any) -> None:
    facts = {"made_on": make.FOUND, "content": "底稿", **more}
    service.add_material(problem, kind, actor=people.principal("handler"), **facts)


@pytest.mark.parametrize(("score", "taken"), [(-1, False), (0, True), (100, True), (101, False)])
def test_a_score_lies_between_nothing_and_a_hundred(unit: Unit, score: int, taken: bool) -> None:
    made = make.problem(unit=unit)
    if taken:
        _material(made, MaterialKind.SCORE, score=score)
        assert [one.score for one in made.working_papers] == [score]
        return
    with pytest.raises(DomainError, match="分数须在0至100之间"):
        _material(made, MaterialKind.SCORE, score=score)


def test_material_is_of_today_at_the_latest_and_says_something(unit: Unit) -> None:
    made = make.problem(unit=unit)
    with pytest.raises(DomainError, match="形成日期不得晚于今天"):
        _material(made, made_on=TOMORROW)
    with pytest.raises(DomainError, match="请填写内容或上传文件"):
        _material(made, content=" ")
    _material(made, made_on=TODAY)
    _material(made, content="", stored=[make.picture()])
    assert [one.content for one in made.working_papers] == ["底稿", ""]
