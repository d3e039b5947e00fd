"""What is printed is what is answered: in every paper of the demonstration the text and its annexes say each item's very words."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.documents.model import Paragraph, Table
from supervision.instruments.drafting.composing import document
from supervision.instruments.models import Instrument
from tests.support.story import copy_of
from tests.support.work import Inside


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    return copy_of(demonstration, tmp_path)


def _squeezed(words: str) -> str:
    return "".join(words.split()).replace("‘", "“").replace("’", "”").rstrip("。")


def _printed(paper: Instrument) -> str:
    """The text that was submitted, and what its annexes list."""
    said = [paper.text]
    for attached in document(paper).attachments:
        for block in attached.blocks:
            if isinstance(block, Table):
                said += [cell for row in block.rows for cell in row]
            elif isinstance(block, Paragraph):
                said.append(block.text)
    return _squeezed("\n".join(said))


def test_the_text_of_every_paper_says_its_items(inside: Inside) -> None:
    with inside():
        papers = session.scalars(sa.select(Instrument).where(Instrument.back_entered.is_(False)))
        compared = 0
        for paper in papers:
            printed = _printed(paper)
            for item in paper.items:
                for said in (item.heading, item.statement, item.demand):
                    assert _squeezed(said) in printed, (paper.name, item.seq, said)
                compared += 1
        assert compared > 30
