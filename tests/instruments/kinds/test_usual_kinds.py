"""拟制文书 begins with the kinds this body drafts most."""

from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.seats import SignIn
from tests.support.work import Inside


def _offered(visitor: Visitor) -> list[str]:
    page = check(visitor.get("/instruments/new"))
    return [one.text_content() for one in page.find("//ul[@class='choice-list'][1]//b")]


def test_what_is_drafted_most_stands_first(inside: Inside, office: Office, sign_in: SignIn) -> None:
    with inside():
        for code, times in (("transfer_letter", 3), ("supervision_notice", 2), ("opinion", 1)):
            for _ in range(times):
                papers.draft(office, code)
    assert _offered(sign_in("handler")) == [
        "行政执法监督案件转办函",
        "行政执法监督通知书",
        "行政执法监督意见书",
    ]


def test_a_body_that_drafted_nothing_is_offered_three_all_the_same(
    office: Office, sign_in: SignIn
) -> None:
    assert len(_offered(sign_in("handler"))) == 3


def test_a_term_is_said_with_its_measure_word(office: Office, sign_in: SignIn) -> None:
    """督办函 is answered within 10个工作日, 意见书 within 30日."""
    page = check(sign_in("handler").get("/instruments/new"))
    said = {one.xpath("string(.//b)"): one.text_content() for one in page.find("//li[.//b]")}
    assert "默认10个工作日" in said["行政执法监督督办函"]
    assert "默认30日" in said["行政执法监督意见书"]
