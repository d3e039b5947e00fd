"""The OFD copy of a signed paper: on trial, off until the administrator offers it, for the bureau alone."""

import io

import ofdkit
import pdfplumber
import pytest

from supervision.instruments.states import InstrumentStatus
from tests.core.documents.ofd_structure import faults
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

LINK = "//a[normalize-space()='下载 OFD（试验）']"


@pytest.fixture
def signed(inside: Inside, office: Office) -> str:
    with inside():
        return f"/instruments/{papers.signed(office).id}"


def _offer(sysadmin: Visitor) -> None:
    sent = sysadmin.submit("/settings/", {"ofd_copy": "y"}, form="//form[.//*[@name='ofd_copy']]")
    assert sent.status_code == 302


def test_it_is_offered_once_the_setting_is_on(
    signed: str, sign_in: SignIn, page: PageCheck
) -> None:
    handler = sign_in("handler")
    assert not page(handler.get(signed)).find(LINK)
    assert handler.get(f"{signed}/paper.ofd").status_code == 404
    _offer(sign_in("sysadmin"))
    [link] = page(handler.get(signed)).find(LINK)
    copy = handler.get(link.get("href"))
    assert (copy.status_code, copy.mimetype) == (200, "application/ofd")
    assert not faults(copy.data)
    with pdfplumber.open(io.BytesIO(handler.get(f"{signed}/paper.pdf").data)) as pdf:
        drawn = "".join(page.extract_text() for page in pdf.pages)
        assert len(pdf.pages) == len(ofdkit.open(io.BytesIO(copy.data)).pages)
    said = ofdkit.open(io.BytesIO(copy.data)).text()
    assert sorted("".join(said.split())) == sorted("".join(drawn.split())), (
        "every character, no other"
    )


def test_nobody_else_and_nothing_else_has_one(
    signed: str, office: Office, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    _offer(sign_in("sysadmin"))
    with inside():
        draft = f"/instruments/{papers.draft(office).id}"
        delivered = papers.delivered(office)
        delivered.shared = True
        theirs = f"/instruments/{delivered.id}"
        assert delivered.status is InstrumentStatus.DELIVERED
    handler, liaison = sign_in("handler"), sign_in("liaison")
    assert not page(handler.get(draft)).find(LINK)
    assert handler.get(f"{draft}/paper.ofd").status_code == 404
    assert liaison.get(theirs).status_code == 200
    assert not page(liaison.get(theirs)).find(LINK)
    assert liaison.get(f"{theirs}/paper.ofd").status_code == 404
