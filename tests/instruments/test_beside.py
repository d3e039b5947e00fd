"""What belongs to a paper is one question, and what was read of it holds only until something is written."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.access.scope import Scope, seeing
from supervision.core.db import db
from supervision.instruments import blueprint
from supervision.instruments.children import children_of
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.asking import extensions_of
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.onward import service as onward
from supervision.instruments.states import KindPurpose
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.work import Inside

ASKED = ExtensionFacts("正在修订制度", date(2026, 4, 15))


@pytest.fixture
def key(inside: Inside, office: Office) -> int:
    """A delivered paper with two items, an extension asked for and a 督办函 drafted after it."""
    with inside():
        over = [papers.problem(office), papers.problem(office)]
        paper = papers.delivered(office, over=over)
        with on(date(2026, 3, 25), "liaison") as liaison:
            extending.ask(paper, ASKED, actor=liaison)
        with on(date(2026, 3, 26), "handler") as handler:
            onward.follow(paper, KindPurpose.REMINDER, actor=handler)
        return paper.id


def test_a_paper_with_all_that_belongs_to_it_is_two_questions(
    app: Flask, inside: Inside, key: int
) -> None:
    asked: list[str] = []
    with inside():
        sa.event.listen(db.engine, "before_cursor_execute", lambda *said: asked.append(said[2]))
        paper = blueprint.load(key, page=True)
        problems = [item.problem and item.problem.title for item in paper.items]
        assert [item.seq for item in paper.items] == [1, 2]
        assert len([one for one in problems if one]) == 2
        assert [item.opinions for item in paper.items] == [[], []]
        assert len(paper.deliveries) == 1
        assert paper.rounds == []
        assert [one.reason for one in extensions_of(paper)] == ["正在修订制度"]
        assert [one.kind.purpose for one in children_of(paper)] == [KindPurpose.REMINDER]
        assert len([one for one in asked if one.startswith("SELECT")]) == 2


def test_what_is_held_is_asked_anew_after_a_write_and_by_another_scope(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = papers.delivered(office)
        assert extensions_of(paper) == []
        with on(date(2026, 3, 25), "liaison") as liaison:
            asked = extending.ask(paper, ASKED, actor=liaison)
        assert extensions_of(paper) == [asked]
        with seeing(Scope(body_ids=(paper.body_id + 1,))):
            assert extensions_of(paper) == []
        assert extensions_of(paper) == [asked]
