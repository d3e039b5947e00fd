"""Before a paper is signed nothing that shows it bears a number: a draft lent a number of the series is quoted as given."""

import io
import re
from base64 import b64decode

import docx
import pypdf
import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.kinds.built_in import BUILT_IN
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import Nature
from tests.make import case_files, issued, papers
from tests.make.offices import Office
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.parts import fields_of
from tests.support.seats import SignIn
from tests.support.work import Inside

NUMBER = re.compile(r"〔\s*\d{4}\s*〕\s*第?\s*\d+\s*号")
ROOM = re.compile(r"〔\d{4}〕号")
WITH_ANOTHER = {"referral_letter", "interview_notice", "review_decision", "revocation", "correction",
                "decision", "reminder", "urging_paper"}  # fmt: skip
ALONE = [one.code for one in BUILT_IN if one.code not in WITH_ANOTHER]


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _pdf(content: bytes) -> str:
    return _plain("".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(content)).pages))


def _word(content: bytes) -> str:
    """Every run of the copy, in frames and tables too."""
    body = docx.Document(io.BytesIO(content)).element.body
    return _plain("".join(body.xpath(".//w:t/text()")))


def _drafted(office: Office, code: str) -> Instrument:
    kind = kinds.in_force(office.body_id, code)
    assert isinstance(kind, InstrumentKind)
    if kind.needs_problems:
        return case_files.draft(office, code, over=[case_files.problem(office)])
    if kind.natures == [Nature.MATTER]:
        return case_files.draft(office, code)
    return issued.drafted(office, code=code)


def _shows(visitor: Visitor, page: PageCheck, here: str) -> dict[str, str]:
    """The words of whatever shows the paper."""
    shown = page(visitor.get(here)).find("//main")[0].text_content()
    return {
        "page": _plain(shown),
        "list": _plain(page(visitor.get("/instruments/")).find("//main")[0].text_content()),
        "PDF": _pdf(visitor.get(f"{here}/paper.pdf").data),
        "Word": _word(visitor.get(f"{here}/paper.docx").data),
        "check": _plain(page(visitor.get(f"{here}/check")).find("//main")[0].text_content()),
    }


def _refused(shown: dict[str, str]) -> list[str]:
    return [
        f"{where}: {number}" for where, text in shown.items() for number in NUMBER.findall(text)
    ]


@pytest.mark.parametrize("code", ALONE)
def test_a_draft_shows_room_for_its_number_and_none(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, code: str
) -> None:
    with inside():
        here = f"/instruments/{_drafted(office, code).id}"
    handler = sign_in("handler")
    shown = _shows(handler, page, here)
    assert _refused(shown) == []
    for copy in ("PDF", "Word"):
        assert ROOM.search(shown[copy]), f"{copy} of {code} leaves no room: {shown[copy][:80]}"
    typed = fields_of(page(handler.get(f"{here}/edit")))
    drawn = handler.post(f"{here}/preview", data=typed).json
    assert b64decode(drawn["picture"].partition(",")[2]) == handler.get(f"{here}/pages/1.png").data


@pytest.mark.parametrize("step", ["reviewing", "returned", "awaiting"])
def test_nor_while_it_waits_for_reviewer_and_signatory(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, step: str
) -> None:
    """One of the series is signed already, so that everybody could say the next number."""
    with inside():
        first = papers.paper(office)
        papers.walk(first, office, papers.submitted, papers.reviewed, papers.signed)
        given = first.number
        paper = papers.opinion(office, "依法纠正。")
        papers.walk(paper, office, papers.submitted)
        if step != "reviewing":
            papers.walk(paper, office, papers.returned if step == "returned" else papers.reviewed)
        here = f"/instruments/{paper.id}"
    assert given
    for seat in ("handler", "reviewer", "signatory"):
        shown = _shows(sign_in(seat), page, here)
        others = {where: text.replace(_plain(given), "") for where, text in shown.items()}
        assert _refused(others) == [], seat
    with inside():
        assert session.scalars(sa.select(Instrument.number).where(Instrument.id != 1)).one() is None
