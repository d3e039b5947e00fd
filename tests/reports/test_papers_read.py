"""For every paper of the demonstration: what it says is what its items say, to the character."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.documents.checker.rules import judge
from supervision.core.documents.model import Layout, Paper, Paragraph, Table
from supervision.core.documents.pdf import pages_of
from supervision.instruments.drafting.composing import document
from supervision.instruments.models import Instrument
from supervision.instruments.wording.names import nested_quotes
from tests.core.documents.checker.quick import reading_of
from tests.support.stores import dispose, open_instance
from tests.support.story import copy_of

DOUBLED = ("“", "”")


@pytest.fixture(scope="module")
def told(demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = open_instance(copy_of(demonstration, tmp_path_factory.mktemp("papers")))
    yield app
    dispose(app)


def _printed(paper: Instrument) -> str:
    """All that prints of it, as it was frozen where it was signed."""
    content = Paper.from_json(paper.frozen) if paper.frozen else document(paper)
    blocks = [*content.blocks, *(one for annex in content.attachments for one in annex.blocks)]
    said = [content.title]
    for block in blocks:
        if isinstance(block, Paragraph):
            said.append(block.text)
        elif isinstance(block, Table):
            said += [cell for row in block.rows for cell in row]
    return "\n".join(said)


def test_text_and_items_are_one(told: Flask) -> None:
    with told.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
        papers = list(session.scalars(sa.select(Instrument).order_by(Instrument.id)))
        assert len(papers) > 20
        for paper in papers:
            printed = _printed(paper)
            for item in paper.items:
                for said in (item.heading, item.statement, item.provision, item.demand):
                    wanted = nested_quotes(said).rstrip("。")
                    assert wanted in printed, (paper.number, item.seq, said)


def test_all_three_layouts_are_shown_and_no_paper_lacks_a_part(told: Flask) -> None:
    """公文, 信函 and 文书式; each paper measured against its record, read off its set pages."""
    shown = set()
    with told.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
        for paper in session.scalars(sa.select(Instrument).order_by(Instrument.id)):
            content = Paper.from_json(paper.frozen) if paper.frozen else document(paper)
            shown.add(content.layout)
            report = judge(
                reading_of(content, pages_of(content)),
                layout=None,
                duplex=content.duplex,
                record=content,
            )
            failed = [row.sentence for row in report.failures if row.key != "embedded"]
            assert not failed or paper.number is None, (paper.name, failed)
    assert shown == set(Layout)


def test_papers_read_as_written_by_one_who_does(told: Flask) -> None:
    """One self-name, 本…书 for itself, no empty slot, no quotes in quotes, the contact once."""
    with told.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
        for paper in session.scalars(sa.select(Instrument).order_by(Instrument.id)):
            printed, name = _printed(paper), paper.number or paper.title
            body = printed.partition("\n")[2]
            assert "【待补" not in printed, name
            assert not ("我局" in body and "本机关" in body), name
            assert f"本{paper.kind.name}" not in body, name
            assert "示例市司法局" not in body, name
            assert body.count("联系人：") <= 1, name
            assert "根据《示例省行政执法监督条例》有关规定，" in body, name
            depth = 0
            for char in printed:
                depth += {DOUBLED[0]: 1, DOUBLED[1]: -1}.get(char, 0)
                assert depth in (0, 1), name
