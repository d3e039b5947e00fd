"""What can be done to one row can be done to chosen rows, and to all rows of a filter beyond the page."""

import re

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verifying import service as verifying
from supervision.interviews.models import InterviewProblem
from supervision.problems.models import Problem, ProblemStatus
from supervision.problems.routes import blueprint
from supervision.referrals.models import Referral, ReferralProblem
from tests.make import many_problems, papers
from tests.make.offices import SMALL, Office, found_office, the_office
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside


@pytest.fixture
def handler(client: Visitor, inside: Inside) -> Visitor:
    """Somebody who has established problems before them."""
    with inside():
        found_office(seats=SMALL)
    client.submit("/accounts/sign-in", {"username": "handler", "password": PASSWORD})
    return client


def _problems(inside: Inside, many: int) -> list[int]:
    with inside():
        return many_problems.established(_desk(), many)


def _desk() -> Office:
    return the_office(seats=SMALL)


def _press(visitor: Visitor, listed: str, label: str, ids: list[int] | None) -> TestResponse:
    """Tick rows of a list (or all of its filter) and press a button of its bar."""
    (bar,) = check(visitor.get(listed)).find("//form[@id='bulk']")
    buttons = {one.text_content().strip(): one.get("formaction") for one in bar.xpath(".//button")}
    fields = {name: bar.fields[name] for name in ("csrf_token", "back")}
    chosen = {"ids": ids} if ids else {"all_of": bar.xpath(".//input[@name='all_of']/@value")[0]}
    return visitor.post(buttons[label], data={**fields, **chosen})


def _agree(visitor: Visitor, asked: TestResponse, **typed: object) -> TestResponse:
    """Send the page that asks, as it stands, with what is typed."""
    form = check(asked).find("//main//form[@method='post']")[0]
    ids = form.xpath(".//input[@name='ids']/@value")
    return visitor.post(asked.request.path, data={**dict(form.form_values()), "ids": ids, **typed})


def _offered(visitor: Visitor, listed: str) -> list[str]:
    shown = check(visitor.get(listed))
    return [one.text_content() for one in shown.find("//form[@id='bulk']//button[@formaction]")]


@pytest.mark.parametrize("listed", ["/problems/", "/problems/ledger"])
def test_34_of_41_problems_are_referred_in_one_step(
    handler: Visitor, inside: Inside, listed: str
) -> None:
    ids = _problems(inside, 41)
    assert {"催办", "拟制文书", "移交", "约谈", "转给"} <= set(_offered(handler, listed))
    answer = _press(handler, listed, "移交", ids[:34])
    form = check(handler.get(answer.location))
    assert "共 34 条" in form.text
    carried = form.find("//input[@name='problems']/@value")[0]
    assert carried.count(",") == 33
    way = form.find("//select[@name='way']/option[@value != '']/@value")[0]
    wanted = {"way": way, "recipient": "市委巡察办", "subject": "专项监督发现的问题"}
    saved = handler.submit(answer.location, wanted)
    assert saved.status_code == 302, check(saved).text
    with inside():
        referral = session.scalars(sa.select(Referral)).one()
        linked = sa.select(ReferralProblem.problem_id).where(
            ReferralProblem.referral_id == referral.id
        )
        assert sorted(session.scalars(linked)) == ids[:34]


def test_an_interview_over_chosen_problems_carries_them(handler: Visitor, inside: Inside) -> None:
    ids = _problems(inside, 3)
    answer = _press(handler, "/problems/", "约谈", ids)
    assert "已带入 3 个问题" in check(handler.get(answer.location)).text
    with inside():
        assert session.scalar(sa.select(sa.func.count(InterviewProblem.id))) == 0


def test_a_paper_of_any_kind_that_takes_problems_never_drops_them(
    handler: Visitor, inside: Inside
) -> None:
    """Each kind offered over three chosen problems opens with the three of them."""
    ids = _problems(inside, 3)
    answer = _press(handler, "/problems/", "拟制文书", ids)
    shown = check(handler.get(answer.location))
    assert "已带入所选 3 条问题" in shown.text
    kinds = shown.find("//ul[contains(@class, 'choice-list')]//a/@href")
    assert len(kinds) >= 6
    assert any("referral_letter" in one for one in kinds)
    for address in kinds:
        form = handler.get(address)
        form = handler.get(form.location) if form.status_code == 302 else form
        html = check(form).html
        assert all(re.search(rf'[">,]{key}[",<]', html) for key in ids), address
    assert not any("kind=reminder" in one for one in kinds)


def test_more_problems_than_a_paper_holds_are_said_not_dropped(
    handler: Visitor, inside: Inside
) -> None:
    ids = _problems(inside, 61)
    address = "/instruments/new?kind=rectification_notice&problems=" + ",".join(map(str, ids))
    assert "最多列60条问题，所选61条" in handler.get(address).get_data(as_text=True)


def test_all_of_a_filter_beyond_the_page_with_its_count(handler: Visitor, inside: Inside) -> None:
    _problems(inside, 62)
    here = "/problems/?status=established&sort=found"
    assert "符合条件的全部 62 条" in check(handler.get(here)).text
    asked = check(_press(handler, here, "转给", None))
    assert "所选 62 条" in asked.text
    assert len(asked.find("//input[@name='ids']")) == 62


def test_all_of_a_filter_too_many_is_refused_in_words(
    handler: Visitor, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(blueprint, "MOST_CHOSEN", 3)
    _problems(inside, 52)
    asked = _press(handler, "/problems/?tab=all", "转给", None)
    assert "符合条件的超过3条" in asked.get_data(as_text=True)


def test_after_an_act_over_many_the_same_filter_and_place_stand_again(
    handler: Visitor, inside: Inside
) -> None:
    ids = _problems(inside, 2)
    here = "/problems/?status=established&sort=-found"
    with inside():
        second = str(_desk().second.user_id)
    asked = _press(handler, here, "转给", ids)
    assert _agree(handler, asked, handler_id=second).location == here


def test_seven_of_eight_end_while_one_is_mended_again(client: Visitor, inside: Inside) -> None:
    """Seven items are mended, two people see to each; the sixth goes back. The seven end, it does not."""
    with inside():
        desk = found_office(seats=SMALL)
        made = _paper_of_eight(desk)
        paper_id = made.id
        rest = [item for item in made.items if item.seq != 6]
        verifying.conclude(rest, Conclusion.MENDED, note="现场复核", actor=desk.handler)
        verifying.conclude(
            [one for one in made.items if one.seq == 6],
            Conclusion.NOT_MENDED,
            note="仍未公示",
            actor=desk.handler,
        )
        verifying.opine(rest, Opinion.AGREE, actor=desk.handler)
        papers.walk(made, desk, papers.sent_back_to_unit)
        seven = [item.problem_id for item in rest]
        sixth = next(item.problem_id for item in made.items if item.seq == 6)
    client.submit("/accounts/sign-in", {"username": "reviewer", "password": PASSWORD})
    queue = check(client.get("/reminders/"))
    assert "待逐条确认销号" in queue.text
    assert queue.find(f"//a[@href='/instruments/{paper_id}']")
    with inside():
        stand = {
            one.id: (one.status, one.reply_state) for one in session.scalars(sa.select(Problem))
        }
        assert {stand[key] for key in seven} == {(ProblemStatus.TO_VERIFY, "已反馈")}
        assert stand[sixth] == (ProblemStatus.RECTIFYING, "退回补充")
    shown = check(client.get(f"/instruments/{paper_id}"))
    marks = [" ".join(one.text_content().split()) for one in shown.find("//td[@class='cell-mark']")]
    assert [("待销号" in one, "退回补充" in one) for one in marks[:8]] == [
        (seq != 6, seq == 6) for seq in range(1, 9)
    ]
    here = "/problems/ledger?tab=verify"
    asked = _press(client, here, "确认销号", seven)
    assert "所选 7 条" in asked.get_data(as_text=True)
    assert _agree(client, asked).location == here
    with inside():
        stand2 = {one.id: one.status for one in session.scalars(sa.select(Problem))}
        assert {stand2[key] for key in seven} == {ProblemStatus.CLOSED}
        assert stand2[sixth] is ProblemStatus.RECTIFYING
        assert session.get_one(Instrument, paper_id).status is S.SUPPLEMENT
    assert "待逐条确认销号" not in check(client.get("/reminders/")).text


def _paper_of_eight(desk: Office) -> Instrument:
    kind = kinds.in_force(desk.body_id, "rectification_notice")
    assert kind is not None
    found = [papers.problem(desk, f"问题{number}") for number in range(1, 9)]
    items = drafting.items_from_problems(found)
    made = drafting.draft(
        drafting.PaperFacts(kind=kind, unit=desk.unit, items=items), actor=desk.handler
    )
    papers.walk(made, desk, *papers.ROADS[S.REPLIED])
    return made
