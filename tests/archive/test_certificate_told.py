"""A certificate that has expired, or is another body's: signing goes on, and the system administrator reads why."""

from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from supervision.instruments.drafting import service as drafting
from tests.archive.test_signed_archive import _certificate
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 2, 25)
TOLD = [({"begins": -9, "ends": -1}, "过期"), ({"name": "另一市司法局"}, "不是“示例市司法局”的")]
SIGN = "//form[contains(@action, 'do/sign')]"


@pytest.fixture
def office(inside: Inside) -> Office:
    with inside():
        return papers.office()


@pytest.fixture
def bureau(office: Office) -> Office:
    """`sign_in` takes a seat in it."""
    return office


@pytest.mark.parametrize(("changes", "said"), TOLD)
def test_a_paper_is_signed_all_the_same_and_the_status_page_says_why_it_bears_no_signature(
    app: Flask, inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, tmp_path: Path,
    changes: dict[str, object], said: str,
) -> None:  # fmt: skip
    _certificate(app, tmp_path, **changes)
    with inside():
        paper = papers.draft(office, day=DAY)
        for username, verb in (("handler", drafting.submit), ("reviewer", drafting.pass_review)):
            with on(DAY, username) as person:
                verb(paper, actor=person)
        here = f"/instruments/{paper.id}"
    leader = sign_in("signatory")
    assert leader.submit(here, {}, form=SIGN).status_code == 302
    file = leader.get(f"{here}/paper.pdf")
    assert file.data.startswith(b"%PDF")
    assert b"/ByteRange" not in file.data
    assert said in page(sign_in("sysadmin").get("/system")).text
