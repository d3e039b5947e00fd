"""An installation whose faces were never built: every page of a paper answers, in words, and nothing is signed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from supervision.core.db import session
from supervision.core.documents import fonts
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files
from supervision.instruments.states import InstrumentStatus
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.pages import PageCheck
from tests.support.parts import FORM
from tests.support.seats import SignIn
from tests.support.work import Inside

SAID = "文书字体尚未生成，请先运行 make setup"


@pytest.fixture
def no_faces(tmp_path: Path) -> Iterator[None]:
    built = fonts.activate().parent
    fonts.configure(tmp_path)
    for kept in vars(files).values():  # what this process has drawn already
        if hasattr(kept, "cache_clear"):
            kept.cache_clear()
    try:
        yield
    finally:
        fonts.configure(built)
        fonts.activate()


@pytest.mark.usefixtures("no_faces")
def test_a_draft_is_kept_and_what_is_missing_is_said(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        here = f"/instruments/{papers.draft(office).id}"
    handler = sign_in("handler")
    assert SAID in page(handler.get(here)).text
    assert handler.submit(f"{here}/edit", {"note": "联系人：某某"}, form=FORM).status_code == 302
    for name in ("paper.pdf", "paper.docx", "pages/1.png"):
        answer = handler.get(f"{here}/{name}")
        assert answer.status_code == 422, name
        assert SAID in answer.get_data(as_text=True)
    sent = handler.submit(here, {}, form="//form[contains(@action, 'do/submit')]")
    assert SAID in page(sent, status=422).text
    with inside():
        paper = session.get_one(Instrument, int(here.rsplit("/", 1)[1]))
        assert (paper.status, paper.note) == (InstrumentStatus.DRAFT, "联系人：某某")
