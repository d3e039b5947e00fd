"""更正补录 of a problem of an earlier year: by its page, looked at, old and new told, only while untouched."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.audit import timeline
from supervision.core.corrections import CORRECTED, entered
from supervision.core.db import session
from supervision.core.errors import WrongState
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.back_entry.service import PastItem, PastPaper
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.problems import service
from supervision.problems.models import Problem
from supervision.problems.models import ProblemStatus as S
from supervision.problems.service import ProblemFacts, correcting
from tests.make import people
from tests.make.case_files import kind
from tests.make.offices import Office, found_office, sign_in
from tests.support import second
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.work import Inside

FORM = "//form[@class='form']"
D = date
Enter = Callable[..., int]


@pytest.fixture
def town(inside: Inside) -> Office:
    with inside():
        return found_office()


@pytest.fixture
def handler(town: Office, client: Visitor) -> Visitor:
    sign_in(client, town.handler)
    return client


@pytest.fixture
def enter(inside: Inside, town: Office) -> Enter:
    """A problem of 2024 found on 1 March, established on the 4th; with its end, or on a paper to its end."""

    def entry(end: S | None = None, *, on_paper: bool = False) -> int:
        with inside():
            facts = ProblemFacts(
                town.unit, "未出示执法正件", "程序不规范", D(2024, 3, 1), facts="查看录像。"
            )
            made = service.back_enter(facts, established_on=D(2024, 3, 4), actor=town.handler)
            if on_paper:
                back_entry.enter(_paper(town, made), actor=town.handler)
            if end is not None:
                service.back_end(made, end, on=D(2024, 3, 5), note="当场出示。", actor=town.handler)
            entered(made, actor=town.handler)
            return made.id

    return entry


def _paper(town: Office, problem: Problem) -> PastPaper:
    item = ItemFacts(
        demand="规范检查。", problem=problem, heading=problem.title, statement=problem.facts
    )
    facts = PaperFacts(kind=kind(town, "rectification_notice"), unit=town.unit, items=[item])  # type: ignore[arg-type]
    return PastPaper(
        paper=facts, number="示司监改〔2024〕3号", signed_on=D(2024, 3, 11), signatory_name="示例局长",
        delivered_on=D(2024, 3, 12), replied_on=D(2024, 4, 8), closed_on=D(2024, 4, 20),
        outcomes=[PastItem("已培训", ended_on=D(2024, 4, 20))],
    )  # fmt: skip


def _ask(handler: Visitor, key: int, **typed: str) -> None:
    told = {"why": "录入时写错字"} | typed
    answer = handler.submit(f"/problems/{key}/correct", told, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)


def _confirm(app: Flask, town: Office) -> None:
    reviewer = app.test_client()
    assert isinstance(reviewer, Visitor)
    sign_in(reviewer, town.reviewer)
    assert second.confirm(reviewer).status_code == 302


def _held(inside: Inside) -> tuple[str, date, date | None, S, date | None, str]:
    with inside():
        one = session.scalars(sa.select(Problem)).one()
        return one.title, one.found_on, one.confirmed_on, one.status, one.ended_on, one.end_note


def test_a_wrong_past_problem_is_put_right_after_the_reviewers_look(
    app: Flask, handler: Visitor, town: Office, enter: Enter, inside: Inside, page: PageCheck
) -> None:
    key = enter()
    before = _held(inside)
    assert page(handler.get(f"/problems/{key}")).find("//a[text()='更正补录']")
    _ask(handler, key, title="未出示执法证件", found_on="2024-02-29", established_on="2024-03-02")
    assert _held(inside) == before, "nothing before it was looked at"
    assert "未出示执法正件" in page(handler.get("/confirmations/")).text, (
        "what I asked for, by name"
    )
    waits = page(handler.get(f"/problems/{key}"))
    assert "已提请“更正补录的问题”" in waits.text
    assert not waits.find("//a[text()='更正补录']")
    _confirm(app, town)
    right = ("未出示执法证件", D(2024, 2, 29), D(2024, 3, 2), S.ESTABLISHED, None, "")
    assert _held(inside) == right
    with inside():
        events = timeline(session.get_one(Problem, key))
        told = next(one for one in events if one.action == CORRECTED)
        changes = {label: (old, new) for label, old, new in told.changes}
    assert told.reason == "录入时写错字"
    assert changes["问题"] == ("未出示执法正件", "未出示执法证件")
    assert changes["认定日期"] == ("2024-03-04", "2024-03-02")


def test_an_end_that_was_none_is_taken_away_and_another_given(
    app: Flask, handler: Visitor, town: Office, enter: Enter, inside: Inside
) -> None:
    key = enter(S.FIXED_ON_SPOT)
    _ask(handler, key, end="", ended_on="", end_note="")
    _confirm(app, town)
    assert _held(inside)[3:] == (S.ESTABLISHED, None, "")
    _ask(handler, key, end="unfixable", ended_on="2024-03-09", end_note="原件灭失")
    _confirm(app, town)
    assert _held(inside)[3:] == (S.UNFIXABLE, D(2024, 3, 9), "原件灭失")


def test_on_a_paper_the_unit_and_end_stay_and_the_paper_follows_when_it_is_corrected(
    app: Flask, handler: Visitor, town: Office, enter: Enter, inside: Inside, page: PageCheck
) -> None:
    key = enter(on_paper=True)
    with inside():
        other = people.unit("示例市丙局", by=town.handler).id
    shown = page(handler.get(f"/problems/{key}/correct"))
    assert not shown.find("//*[@name='end']")
    refused = handler.submit(
        f"/problems/{key}/correct", {"unit_id": str(other), "why": "单位录错"}, form=FORM
    )
    assert "单位随文书" in page(refused, status=422).text
    _ask(handler, key, title="未出示执法证件", facts="查看录像两段。")
    _confirm(app, town)
    assert _held(inside)[3:5] == (S.CLOSED, D(2024, 4, 20))
    with inside():
        paper = session.get_one(Problem, key).paper_id
        item = session.scalars(sa.select(back_entry.InstrumentItem)).one()
        assert (item.heading, item.statement) == ("未出示执法正件", "查看录像。"), (
            "as it was entered"
        )
    answer = handler.submit(f"/instruments/{paper}/correct", {"why": "条目写错字"}, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    _confirm(app, town)
    with inside():
        item = session.scalars(sa.select(back_entry.InstrumentItem)).one()
        assert (item.heading, item.statement) == ("未出示执法证件", "查看录像两段。")
    assert _held(inside)[3:5] == (S.CLOSED, D(2024, 4, 20))
    verified = app.test_cli_runner().invoke(args=["ledger", "verify"])
    assert verified.exit_code == 0, verified.output


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"established_on": "2024-02-28"}, "认定日期不得早于发现日期"),
        ({"established_on": "2099-01-01"}, "认定日期不得晚于今天"),
        ({"found_on": "2099-01-01"}, "发现日期不得晚于今天"),
        ({"end": ""}, "没有了结的，不填了结日期和说明"),
        ({"ended_on": ""}, "请填写了结日期"),
        ({"ended_on": "2024-03-03"}, "了结日期不得早于认定日期"),
        ({"title": ""}, "必填"),
        ({"why": " "}, "必填"),
    ],
)  # fmt: skip
def test_what_cannot_have_been_is_refused_and_kept_in_the_form(
    handler: Visitor, enter: Enter, inside: Inside, page: PageCheck, typed: dict[str, str], why: str
) -> None:
    key = enter(S.FIXED_ON_SPOT)
    before = _held(inside)
    said = {"why": "录错", "facts": "改过的事实"} | typed
    shown = page(handler.submit(f"/problems/{key}/correct", said, form=FORM), status=422)
    assert why in shown.text
    assert (shown.find(FORM)[0].fields["facts"] or "").strip() == "改过的事实"
    assert _held(inside) == before


def test_only_what_was_entered_late_and_not_gone_on_with_is_corrected(
    handler: Visitor, town: Office, enter: Enter, inside: Inside
) -> None:
    key = enter()
    with inside():
        one = session.get_one(Problem, key)
        fresh = service.record(
            ProblemFacts(town.unit, "今年的", "程序不规范", D(2024, 3, 1)), actor=town.handler
        ).id
        service.cannot_fix(one, on=D(2024, 3, 9), reason="原件灭失", actor=town.reviewer)
    for each in (key, fresh):
        assert handler.get(f"/problems/{each}/correct").status_code == 409
    with inside():
        one = session.get_one(Problem, key)
        facts, past = (
            ProblemFacts(town.unit, "别的", "程序不规范", D(2024, 3, 1)),
            correcting.past_of(one),
        )
        with pytest.raises(WrongState):
            correcting.correct(one, facts, past, reason="录错", actor=town.handler)
