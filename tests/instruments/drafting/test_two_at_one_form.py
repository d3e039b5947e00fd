"""Two people at one paper: what the first saved is never written over unseen, and nothing typed is lost."""

from datetime import date
from typing import Any

import lxml.html
import pytest

from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.states import Conclusion
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


@pytest.fixture
def paper_id(inside: Inside, office: Office, clock: Clock) -> int:
    """A delivered paper of two items, on a day within its term."""
    clock("2026-03-20 10:00")
    with inside():
        return papers.delivered(office).id


def _opened(visitor: Visitor, page: PageCheck, address: str, form: str) -> dict[str, Any]:
    """What a browser would send of the form as it stands now."""
    [found] = page(visitor.get(address)).tree.xpath(form)
    assert isinstance(found, lxml.html.FormElement)
    fields: dict[str, Any] = {}
    for name, value in found.form_values():
        fields.setdefault(name, []).append(value)
    return fields


def _items(inside: Inside, paper_id: int) -> list[tuple[int, str, Conclusion | None]]:
    with inside():
        items = session.get_one(Instrument, paper_id).items
        return [(item.id, item.measures, item.conclusion) for item in items]


def test_a_colleagues_answer_is_not_erased(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    (one, _, _), (two, _, _) = _items(inside, paper_id)
    address = f"/instruments/{paper_id}/answers"
    form = "//main//form[.//textarea[starts-with(@name, 'measures_')]]"
    first, second = sign_in("liaison"), sign_in("liaison")
    theirs, mine = (_opened(visitor, page, address, form) for visitor in (first, second))
    saved = first.post(address, data={**theirs, f"measures_{one}": "甲条已经改好。"})
    assert saved.status_code == 302
    told = page(
        second.post(address, data={**mine, f"measures_{two}": "乙条正在整改。"}), status=409
    )
    assert "甲条已经改好。" in told.text
    assert "乙条正在整改。" in told.text
    assert [words for _, words, _ in _items(inside, paper_id)] == ["甲条已经改好。", ""]


def test_a_colleagues_conclusion_is_not_written_over_unseen(
    sign_in: SignIn, inside: Inside, page: PageCheck, paper_id: int
) -> None:
    with inside():
        papers.answer(session.get_one(Instrument, paper_id), day=date(2026, 3, 20))
    (one, _, _), _ = _items(inside, paper_id)
    address, show = f"/instruments/{paper_id}/conclude", f"/instruments/{paper_id}"
    first, second = sign_in("handler"), sign_in("second")
    theirs, mine = (_opened(each, page, show, "//form[@id='bulk']") for each in (first, second))
    theirs |= {"ids": [one], "conclude-conclusion": "mended", "conclude-note": "现场看过。"}
    mine |= {"ids": [one], "conclude-conclusion": "not_mended", "conclude-note": "照片不清。"}
    assert first.post(address, data=theirs).status_code == 302
    told = page(second.post(address, data=mine), status=409)
    assert "现场看过。" in told.text
    assert "照片不清。" in told.html
    assert _items(inside, paper_id)[0][2] is Conclusion.MENDED


def test_two_drafters_see_both_block_by_block(
    sign_in: SignIn, inside: Inside, page: PageCheck, office: Office
) -> None:
    """The second is told which blocks differ; nothing is written over, though only an item's sort was changed."""
    with inside():
        key = papers.draft(office).id
    address, form = f"/instruments/{key}/edit", "//form[@id='drafting']"
    first, second = sign_in("handler"), sign_in("second")
    theirs, mine = (_opened(visitor, page, address, form) for visitor in (first, second))
    saved = {**theirs, "items-0-nature": "advisory", "items-1-demand": "请整改第2项，先存的。"}
    assert first.post(address, data=saved).status_code == 302
    typed = {**mine, "items-0-heading": "后改的小标题", "term_number": "20"}
    told = page(second.post(address, data=typed), status=409)
    differ = {
        row.xpath("string(th)").split()[0]: [
            " ".join(cell.text_content().split()) for cell in row.xpath("td")
        ]
        for row in told.find("//tr[@class='differs']")
    }
    # what the term says follows the sort of the items
    assert set(differ) == {"第1条", "第2条", "反馈期限", "正文·期限"}
    assert "后改的小标题" in differ["第1条"][0]
    assert "建议类" in differ["第1条"][1]
    assert "先存的" in differ["第2条"][1]
    only = {**_opened(first, page, address, form), "items-0-nature": "corrective"}
    again = _opened(second, page, address, form)
    assert first.post(address, data=only).status_code == 302
    page(second.post(address, data=again), status=409)
