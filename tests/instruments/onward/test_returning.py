"""退回期限: until when a unit may return what is not its own; the section sets it, the letter says it.

Of texts.md, 转办函: 不属于{你单位}职责范围的，请自收到本函之日起{退回期限}内书面说明理由，并退回全部材料.
"""

import pytest

from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

WORDS = "//form[contains(@action, '/words')]"
GIVE_BACK = "//form[contains(@action, 'do/hand_back')]"
REGISTER = "//form[contains(@action, 'do/register_hand_back')]"
OWED = "不属于你单位职责范围的，请自收到本函之日起5个工作日内书面说明理由，并退回全部材料。"
REASON = {"reason": "不属本单位职责"}


def _words_of(inside: Inside, office: Office, code: str) -> str:
    with inside():
        return f"/instruments/kinds/{papers.kind(office, code).id}/words"


@pytest.fixture
def ruled(inside: Inside, office: Office, sign_in: SignIn, clock: Clock) -> None:
    """The section head: back within 5 working days; a leader confirmed it."""
    clock("2026-02-20 09:00")
    here = _words_of(inside, office, "transfer_letter")
    typed = {"return_number": "5", "return_unit": "工作日"}
    asked = sign_in("reviewer").submit(here, typed, form=WORDS)
    assert asked.status_code == 302, asked.get_data(as_text=True)
    yes = sign_in("signatory").submit(asked.location, {"confirm": "1"}, form="//main//form")
    assert yes.status_code == 302


def _letter(inside: Inside, office: Office) -> str:
    """Delivered on Monday, 2 March 2026: five working days end on Monday, the 9th."""
    with inside():
        return f"/instruments/{papers.delivered(office, 'transfer_letter', items=1).id}"


@pytest.mark.usefixtures("ruled")
def test_the_letter_says_until_when_it_may_be_returned(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = papers.draft(office, "transfer_letter", items=1).id
        here = f"/instruments/kinds/{papers.kind(office, 'transfer_letter').id}"
    handler = sign_in("handler")
    assert OWED in page(handler.get(f"/instruments/{key}")).text
    assert "退回5个工作日内" in page(sign_in("reviewer").get(here)).text


def test_without_a_term_set_the_letter_says_none(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = papers.draft(office, "transfer_letter", items=1).id
    said = page(sign_in("handler").get(f"/instruments/{key}")).text
    assert "不属于你单位职责范围的，请书面说明理由，并退回全部材料。" in said


@pytest.mark.usefixtures("ruled")
@pytest.mark.parametrize("day", ["2026-03-03 09:00", "2026-03-09 17:00"])
def test_the_unit_is_told_the_last_day_and_may_return_it_until_then(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock, day: str
) -> None:
    here = _letter(inside, office)
    clock(day)
    unit = sign_in("liaison")
    assert "可退回至2026年3月9日" in page(unit.get(here)).text
    assert unit.submit(here, REASON, form=GIVE_BACK).status_code == 302
    shown = page(unit.get(here)).text
    assert "已退回" in shown
    assert "可退回至" not in shown


@pytest.mark.usefixtures("ruled")
def test_after_the_last_day_only_the_offices_register_takes_it(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    here = _letter(inside, office)
    clock("2026-03-10 09:00")
    shown = page(sign_in("liaison").get(here))
    assert not shown.find(GIVE_BACK)
    assert "退回期限已于2026年3月9日届满，确不属本单位职责的，请书面告知监督机构" in shown.text
    handler = sign_in("handler")
    assert handler.submit(here, REASON, form=REGISTER).status_code == 302


def test_only_a_kind_that_may_be_returned_has_the_field(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    head = sign_in("reviewer")
    asked = head.get(_words_of(inside, office, "opinion")).get_data(as_text=True)
    assert 'name="return_number"' not in asked
    wrong = {"return_number": "0"}
    refused = head.submit(_words_of(inside, office, "transfer_letter"), wrong, form=FORM)
    assert refused.status_code == 422
