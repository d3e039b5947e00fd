"""The demonstration yields every figure of the case and states every pair in its paragraph."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.agencies.models import Body
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.problems.models import Problem, Recurrence
from supervision.reports import charts
from supervision.reports.periods import Period
from tests.support.stores import dispose, open_instance
from tests.support.story import copy_of

PAIRS = (
    ("发现问题", "37个"),
    ("约谈行政执法部门负责人", "9人"),
    ("行政执法人员", "31人"),
    ("行政执法监督整改通知书", "6份"),
    ("行政执法监督案件转办函", "11份"),
    ("办结省司法厅转办案件", "7件"),
    ("查处省司法厅实地督查线索", "4个"),
    ("发现执法问题", "41项"),
    ("移交问题", "34项"),
    ("提出执法监督意见", "12条"),
    ("行政执法监督联系点", "12个"),
    ("监督员", "60名"),
)


@pytest.fixture(scope="module")
def told(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a copy of the demonstration."""
    app = open_instance(copy_of(demonstration, tmp_path_factory.mktemp("case")))
    yield app
    dispose(app)


@pytest.fixture(scope="module")
def said(told: Flask) -> str:
    return told.test_cli_runner().invoke(args=["report", "paragraph", "--year", "2023"]).output


@pytest.fixture(scope="module")
def figures(told: Flask) -> list[dict]:  # type: ignore[type-arg]
    printed = told.test_cli_runner().invoke(args=["figures", "--year", "2023", "--json"])
    return json.loads(printed.output)["figures"]


@pytest.mark.parametrize(("name", "number"), PAIRS)
def test_the_paragraph_states(said: str, name: str, number: str) -> None:
    assert f"{name}{number}" in said


def test_the_paragraph_states_three_units_of_the_resident_check(said: str) -> None:
    assert "对三个部门开展执法监督与专项巡察联动“驻在式”监督检查" in said
    assert "78" not in said  # 37个 and 41项 are never summed
    assert "向三个部门下发《行政执法监督意见书》，提出执法监督意见12条" in said


def test_what_is_all_new_is_counted_once(said: str) -> None:
    assert "新设行政执法监督联系点12个" in said
    assert "年末共12个" not in said


@pytest.mark.parametrize(("name", "number"), PAIRS)
def test_the_table_holds(figures, name: str, number: str) -> None:  # type: ignore[no-untyped-def]
    stated = {
        f"{one['value']}{one['measure_word']}" for one in figures if one["name"].endswith(name)
    }
    assert number in stated
    assert all(one["value"] == len(one["record_ids"]) for one in figures)


def test_both_rosters_of_sixty_are_given_new_and_in_office(figures) -> None:  # type: ignore[no-untyped-def]
    rows = {one["name"]: one["value"] for one in figures}
    assert rows["新聘监督员"] == rows["现有监督员"] == 60
    assert rows["新聘法治督察人才库督察员"] == rows["现有法治督察人才库督察员"] == 60
    assert rows["新设行政执法监督联系点"] == rows["现有行政执法监督联系点"] == 12


def test_a_year_without_records_of_the_case_has_none_of_its_figures(told: Flask) -> None:
    said = told.test_cli_runner().invoke(args=["report", "paragraph", "--year", "2022"]).output
    assert said.strip() == "2022年，示例市司法局没有应列的数据。"


def test_the_rate_says_what_was_handed_over_and_nothing_is_taken_for_a_recurrence(
    told: Flask, figures: list[dict[str, object]]
) -> None:
    """34 of the 41 were handed over, five of them mended by the 意见书 before: 29 ended by 移交终结."""
    with told.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
        body = session.scalars(sa.select(Body.id)).one()
        rates = charts.unit_rates(charts.View((body,)), Period(2023))
        assert charts.together(rates).handed_words == "另移交29项"
        hinted = sa.select(Problem.id).where(Problem.recurrence != Recurrence.NONE)
        assert session.scalars(hinted).all() == []  # every earlier one lies more than a year back
    assert "整改后又发生问题" not in {one["name"] for one in figures if one["value"]}
