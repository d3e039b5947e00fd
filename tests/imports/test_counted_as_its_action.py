"""A problem that a sheet moves to another 监督行动 is counted by the word of that one: 项 there, not 个."""

import sqlalchemy as sa

from supervision.actions.models import ProblemMeasure
from supervision.core.db import session
from supervision.imports import undoing
from supervision.imports.models import ImportBatch
from supervision.problems.models import Problem
from tests.make import actions, sheets
from tests.make.imported import applied
from tests.make.offices import found_office
from tests.support.work import Inside

HEAD = ["单位名称", "存在问题", "问题类别", "发现时间", "监督行动"]


def _row(action: str) -> list[str]:
    return ["示例市甲局", "未告知听证权利", "程序不规范", "2023年3月20日", action]


def _word() -> ProblemMeasure:
    return session.scalars(sa.select(Problem.measure)).one()


def test_it_takes_the_word_of_the_action_it_is_moved_to_and_back(inside: Inside) -> None:
    with inside():
        town = found_office()
        actions.action(
            by=town.handler, leader=town.signatory, units=[town.unit], title="示例驻在式监督",
            measure=ProblemMeasure.XIANG,
        )  # fmt: skip
        applied(town, sheets.xlsx([HEAD, _row("")]))
        assert _word() is ProblemMeasure.GE
    with inside():
        batch = applied(town, sheets.xlsx([HEAD, _row("示例驻在式监督")]))
        assert batch.updated == 1
        assert _word() is ProblemMeasure.XIANG
        key = batch.id
    with inside():
        undoing.undo(session.get_one(ImportBatch, key), actor=town.handler)
        assert _word() is ProblemMeasure.GE
