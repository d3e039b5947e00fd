"""Who may end what, through the browser's own requests, each act by the person whose it is."""

import re
from datetime import date

import pytest

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.states import InstrumentStatus
from supervision.problems import service as problems
from supervision.problems.models import Problem, ProblemStatus, Severity
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FOUND = date(2026, 2, 2)
ORDINARY, GRAVE = 1, 2  # items and problems alike
S = ProblemStatus


@pytest.fixture
def paper(inside: Inside, office: Office, clock: Clock) -> int:
    """Replied: one ordinary problem and one 严重, established by three people."""
    with inside():
        with on(FOUND, "handler") as handler:
            facts = problems.ProblemFacts(
                unit=session.get_one(Unit, office.unit_id), title="乱收费", category="乱收费",
                found_on=FOUND, severity=Severity.GRAVE,
            )  # fmt: skip
            plain = papers.problem(office)
            grave = problems.record(facts, actor=handler)
            problems.explain(grave, text="属实。", on=FOUND, actor=handler)
            problems.establish(grave, on=FOUND, actor=handler)
        with on(FOUND, "second") as second:
            problems.establish(grave, on=FOUND, actor=second)
        with on(FOUND, "reviewer") as reviewer:
            problems.confirm(grave, on=FOUND, actor=reviewer)
        key = papers.replied(office, code="rectification_notice", over=[plain, grave]).id
    clock("2026-03-23 10:00")
    return key


def _bulk(visitor: Visitor, paper: int, act: str, *items: int, **typed: str | list[str]) -> int:
    """Tick items in the table and send them to one of its buttons."""
    page = f"/instruments/{paper}"
    token = visitor.get(page).get_data(as_text=True).partition('name="csrf_token" value="')[2]
    data = {"csrf_token": token.partition('"')[0], "ids": [str(one) for one in items], **typed}
    return visitor.post(f"{page}/{act}", data=data).status_code


def _conclude(visitor: Visitor, paper: int, *items: int, note: str) -> int:
    said = {"conclude-conclusion": "mended", "conclude-note": note}
    return _bulk(visitor, paper, "conclude", *items, **said)


def _agree(visitor: Visitor, paper: int, *items: int) -> int:
    return _bulk(visitor, paper, "opine", *items, **{"opine-opinion": "agree"})


def _written_off(inside: Inside) -> list[bool]:
    with inside():
        return [
            session.get_one(InstrumentItem, one).written_off_on is not None
            for one in (ORDINARY, GRAVE)
        ]


def _seen(visitor: Visitor, paper: int) -> list[str]:
    """What each item said when the page was opened, as the page sends it along."""
    return re.findall(r'name="seen" value="([^"]+)"', visitor.get(f"/instruments/{paper}").text)


def test_what_another_concluded_meanwhile_is_not_written_over_unseen(
    paper: int, inside: Inside, sign_in: SignIn
) -> None:
    """Neither where the conclusion is another nor where only its words are."""
    opened = _seen(sign_in("handler"), paper)
    assert len(opened) == 2
    assert _conclude(sign_in("second"), paper, ORDINARY, note="看过台账。") == 302
    handler = sign_in("handler")
    late: dict[str, str | list[str]] = {
        "conclude-conclusion": "mended",
        "conclude-note": "现场核对。",
        "seen": opened,
    }
    assert _bulk(handler, paper, "conclude", ORDINARY, **late) == 409
    assert _bulk(handler, paper, "conclude", GRAVE, **late) == 302
    with inside():
        assert session.get_one(InstrumentItem, ORDINARY).conclusion_note == "看过台账。"
    read_again = _seen(handler, paper)
    assert _conclude(sign_in("second"), paper, ORDINARY, note="又看过一次。") == 302
    handler = sign_in("handler")
    late["seen"] = read_again
    assert _bulk(handler, paper, "conclude", ORDINARY, **late) == 409
    late["seen"] = _seen(handler, paper)
    assert _bulk(handler, paper, "conclude", ORDINARY, **late) == 302


def test_a_refused_conclusion_keeps_what_was_typed(
    sign_in: SignIn, paper: int, page: PageCheck
) -> None:
    handler = sign_in("handler")
    token = page(handler.get(f"/instruments/{paper}")).find("//input[@name='csrf_token']")[0]
    data = {
        "csrf_token": token.get("value"), "ids": [str(ORDINARY)], "conclude-conclusion": "adopted",
        "conclude-note": "已核对。",
    }  # fmt: skip
    shown = page(handler.post(f"/instruments/{paper}/conclude", data=data), status=422)
    assert shown.find("//textarea[@name='conclude-note']")[0].text_content().strip() == "已核对。"


def test_mended_rests_on_evidence_or_says_why(sign_in: SignIn, inside: Inside, paper: int) -> None:
    handler = sign_in("handler")
    assert _conclude(handler, paper, ORDINARY, note="") == 422
    with inside():
        assert session.get_one(InstrumentItem, ORDINARY).conclusion is None
    assert _conclude(handler, paper, ORDINARY, note="现场核对。") == 302


def test_two_people_write_off_an_ordinary_problem_and_three_a_grave_one(
    sign_in: SignIn, inside: Inside, paper: int
) -> None:
    handler, second, reviewer = (sign_in(one) for one in ("handler", "second", "reviewer"))
    assert _conclude(handler, paper, ORDINARY, GRAVE, note="现场核对。") == 302
    assert _bulk(reviewer, paper, "write-off", ORDINARY) == 422, "one person's opinion is wanted"
    for _ in range(2):
        assert _agree(handler, paper, ORDINARY, GRAVE) == 302
        assert _written_off(inside) == [False, False], "the same person twice is one"
    assert _bulk(handler, paper, "write-off", ORDINARY) == 403, "not whoever agreed"
    assert _bulk(reviewer, paper, "write-off", GRAVE) == 422, "严重 wants two before the head"
    assert _written_off(inside) == [False, False]
    assert _agree(second, paper, ORDINARY, GRAVE) == 302
    assert _written_off(inside) == [True, False], "two are enough, but for 严重"
    assert _bulk(reviewer, paper, "write-off", GRAVE) == 302
    assert _written_off(inside) == [True, True]
    with inside():
        found = [session.get_one(Problem, one).status for one in (ORDINARY, GRAVE)]
        assert found == [S.CLOSED, S.CLOSED]


def test_the_section_head_confirming_is_the_second_person(
    sign_in: SignIn, inside: Inside, paper: int
) -> None:
    handler, reviewer = sign_in("handler"), sign_in("reviewer")
    assert _conclude(handler, paper, ORDINARY, note="现场核对。") == 302
    assert _agree(handler, paper, ORDINARY) == 302
    assert _bulk(reviewer, paper, "write-off", ORDINARY) == 302
    assert _written_off(inside) == [True, False]


def test_the_section_head_terminates_with_a_reason_and_nobody_else(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper: int
) -> None:
    address, form = f"/instruments/{paper}", "//form[contains(@action, '/do/terminate')]"
    for username in ("handler", "signatory", "liaison"):
        visitor = sign_in(username)
        shown = page(visitor.get(address))
        assert not shown.find(form)
        token = shown.find("//input[@name='csrf_token']/@value")[0]
        forged = {"csrf_token": token, "reason": "单位撤销"}
        refused = page(visitor.post(f"{address}/do/terminate", data=forged), status=422)
        assert "您没有“终止办理”的权限" in refused.text
    reviewer = sign_in("reviewer")
    assert reviewer.submit(address, {"reason": "  "}, form=form).status_code == 422
    with inside():
        assert session.get_one(Instrument, paper).status is InstrumentStatus.REPLIED
    assert reviewer.submit(address, {"reason": "单位撤销。"}, form=form).status_code == 302
    with inside():
        assert session.get_one(Instrument, paper).status is InstrumentStatus.CLOSED
        found = [session.get_one(Problem, one).status for one in (ORDINARY, GRAVE)]
        assert found == [S.ESTABLISHED, S.ESTABLISHED]
    assert "单位撤销。" in page(sign_in("liaison").get(address)).text
