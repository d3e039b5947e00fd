"""登记线下退回修改: a paper that its leader sent back on paper, by two persons; until then it waits for signature."""

import io

import pytest
import sqlalchemy as sa

from supervision.core import clock
from supervision.core.db import session
from supervision.core.pairs import Outcome, Proposal
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus as S
from supervision.reminders.models import Notice
from tests.make import case_files as papers
from tests.make import on_paper, people, second_person
from tests.make.offices import Office
from tests.make.papers import reviewed, submitted, walk
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FORM = "//form[@class='form']"
WHY = "第二条依据不准"


@pytest.fixture
def asked(inside: Inside, office: Office) -> tuple[str, str, dict[str, object]]:
    """A paper of handler's that waits for signature: its address, the step's, and what is typed."""
    with inside():
        made = papers.draft(office)
        walk(made, office, submitted, reviewed)
        chief, today = on_paper.leader(made.body_id), clock.today().isoformat()
        address = f"/instruments/{made.id}"
        return address, f"{address}/returned", {
            "signatory": f"leader-{chief.id}", "on": today, "reason": WHY,
            "scans": (io.BytesIO(b"%PDF-1.4 decided"), "批件.pdf"),
        }  # fmt: skip


Asked = tuple[str, str, dict[str, object]]


def _status(inside: Inside, address: str) -> S:
    with inside():
        return session.get_one(Instrument, int(address.rpartition("/")[2])).status


def test_it_waits_for_signature_until_another_has_said_yes_and_comes_back_with_its_reason(
    inside: Inside, sign_in: SignIn, page: PageCheck, asked: Asked
) -> None:
    address, link, typed = asked
    handler = sign_in("handler")
    assert page(handler.get(address)).find(f"//main//a[@href='{link}']")
    sent = handler.submit(link, typed, form=FORM)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    assert _status(inside, address) is S.AWAITING_SIGNATURE
    shown = page(handler.get(address))
    assert "待确认：登记线下退回修改文书" in shown.text
    assert not shown.find(f"//main//a[@href='{link}']")  # it waits already
    waits = second_person.newest(inside)
    assert "提请人不能确认" in page(second_person.forged(handler, waits), status=422).text
    other = sign_in("second")
    told = page(other.get(waits)).text
    for said in ("示例局长", "退回修改", WHY):
        assert said in told
    second_person.says_yes(inside, other)
    assert _status(inside, address) is S.RETURNED
    with inside():
        today = clock.chinese_date(clock.today())
        key = int(address.rpartition("/")[2])
        assert session.get_one(Instrument, key).reviewed_by_id is None  # it is reviewed again
    expected = f"登记线下退回修改（示例局长，{today}）：{WHY}"
    for place in (address, f"{address}/edit"):
        assert page(handler.get(place)).find("//*[@id='sent-back']/text()") == [expected]


def test_whoever_wrote_it_neither_decides_nor_confirms(
    inside: Inside, sign_in: SignIn, page: PageCheck, asked: Asked
) -> None:
    address, link, typed = asked
    registrar, drafter = sign_in("second"), sign_in("handler")
    with inside():
        own = str(people.principal("handler").user_id)
    assert own not in page(registrar.get(link)).find("//select[@name='signatory']/option/@value")
    assert registrar.submit(link, typed, form=FORM).status_code == 302
    waits = second_person.newest(inside)
    refused = page(second_person.forged(drafter, waits), status=422).text
    assert "拟制、修改过本件的人不能确认本件的线下退回修改" in refused
    assert _status(inside, address) is S.AWAITING_SIGNATURE
    second_person.says_yes(inside, sign_in("reviewer"))
    assert _status(inside, address) is S.RETURNED
    with inside():  # the drafter did not register it, and hears of it
        told = sa.select(Notice.title).where(Notice.user_id == int(own), Notice.ended_at.is_(None))
        assert [one for one in session.scalars(told) if "已退回修改" in one]


@pytest.mark.parametrize(("step", "after"), [("sign", S.SIGNED), ("refuse", S.RETURNED)])
def test_the_leaders_own_step_counts_and_ends_what_waits(
    inside: Inside, sign_in: SignIn, asked: Asked, step: str, after: S
) -> None:
    address, link, typed = asked
    assert sign_in("handler").submit(link, typed, form=FORM).status_code == 302
    own = {"reason": "另有意见"} if step == "refuse" else {}
    form = f"//form[contains(@action, '/do/{step}')]"
    assert sign_in("signatory").submit(address, own, form=form).status_code == 302
    assert _status(inside, address) is after
    with inside():
        assert session.scalars(sa.select(Proposal.outcome)).one() is Outcome.ENDED


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"on": "2099-03-23"}, "决定日期不得晚于今天"),
        ({"on": "2001-03-16"}, "决定日期不得早于上一步"),
        ({"reason": " "}, "理由"),
        ({"signatory": ""}, "决定人"),
        ({"scans": (io.BytesIO(b""), "")}, "签批扫描件"),
    ],
)
def test_what_cannot_have_been_decided_so_is_refused_at_its_field(
    inside: Inside, sign_in: SignIn, page: PageCheck, asked: Asked, other: dict[str, object],
    said: str,
) -> None:  # fmt: skip
    address, link, typed = asked
    answer = sign_in("handler").submit(link, {**typed, **other}, form=FORM)
    assert said in page(answer, status=422).text
    assert _status(inside, address) is S.AWAITING_SIGNATURE


def test_its_scan_does_not_stand_for_that_of_the_signature(
    inside: Inside, sign_in: SignIn, page: PageCheck, asked: Asked
) -> None:
    """Sent back on paper, mended and signed on paper: what was signed has its own scan to hand in."""
    address, link, typed = asked
    handler, other = sign_in("handler"), sign_in("second")
    assert handler.submit(link, typed, form=FORM).status_code == 302
    second_person.says_yes(inside, other)
    with inside():
        reviewer, today = people.principal("reviewer").user_id, clock.today().isoformat()
    signed = {
        "signatory": typed["signatory"], "on": today, "reviewer": reviewer, "reviewed_on": today,
    }  # fmt: skip
    assert handler.submit(f"{address}/signature", signed).status_code == 302
    second_person.says_yes(inside, other)
    assert "上传签批扫描件" in page(handler.get(address)).text


def test_only_what_waits_for_signature_is_sent_back_so(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        key = papers.draft(office).id
    handler = sign_in("handler")
    assert f"/instruments/{key}/returned" not in handler.get(f"/instruments/{key}").get_data(True)
    assert handler.get(f"/instruments/{key}/returned").status_code in (403, 409, 422)
