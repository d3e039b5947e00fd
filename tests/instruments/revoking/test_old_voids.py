"""What an office voided after 送达 before there was 撤销 stays 作废, and says so."""

import sqlalchemy as sa

from supervision.core.db import session
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def test_a_paper_voided_after_delivery_in_an_old_office_is_shown_as_it_was(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        over = [papers.problem(office)]
        notice = papers.delivered(office, "rectification_notice", over=over).id
        session.execute(
            sa.text("UPDATE instrument SET status = 'void', void_reason = '旧' WHERE id = :key"),
            {"key": notice},
        )
    clock("2026-03-16 10:00")
    handler = sign_in("handler")
    text = page(handler.get(f"/instruments/{notice}")).text
    assert "没有另行制发撤销文书" in text
    assert "送达后作废" in page(handler.get("/instruments/?tab=void")).text
