"""A page asked for in a state that does not allow it says so, and leads back to the record."""

from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def test_what_is_too_late_is_no_conflict_with_somebody(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-03 09:00")
    with inside():
        paper_id = papers.delivered(office).id
    answer = page(sign_in("handler").get(f"/instruments/{paper_id}/edit"), status=409)
    assert "已送达" in answer.text
    assert "别人" not in answer.text
    back = answer.find("//a[contains(@class, 'btn-primary')]/@href")
    assert back == [f"/instruments/{paper_id}"]
