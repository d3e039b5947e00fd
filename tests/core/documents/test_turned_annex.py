"""An annex that begins with a table on its side: 附件, title and table on one page, none with 附件 and title alone."""

import io

import pypdf
import pytest

from supervision.core.documents.checker import check
from supervision.core.documents.fit import Fit
from supervision.core.documents.fitting import set_paper
from supervision.core.documents.model import Attachment, Paragraph
from supervision.core.documents.pdf import render
from supervision.core.documents.sheet import Sheet, Text
from supervision.core.documents.typeset import typeset
from tests.core.documents.calm_samples import NOTE, TURNED, calm_papers, saved
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import TEXTS, letter, official

TITLE = "案卷评查情况汇总表"
PAPERS = dict(calm_papers())


def _texts(marks: list[object]) -> str:
    return "".join(run.text for mark in marks if isinstance(mark, Text) for run in mark.runs)


def _annex(sheets: list[Sheet]) -> list[Sheet]:
    """The pages from the one that says 附件 on."""
    first = next(n for n, one in enumerate(sheets) if "附件" in _texts(one.turned) or one.turned)
    return sheets[first:]


@pytest.mark.parametrize("make", [official, letter, plain])
def test_the_title_stands_above_the_table(make) -> None:  # type: ignore[no-untyped-def]
    sheets = set_paper(make(attachments=(Attachment(TITLE, (TURNED,)),)))
    first = _annex(sheets)[0]
    said = _texts(first.turned)
    assert said.startswith(f"附件{TITLE}")
    assert "整改要求" in said  # the table's head
    assert not [one for one in sheets if _texts(one.marks).startswith("附件")]


def test_a_note_below_the_table_stays_with_it_and_a_text_stands_upright() -> None:
    noted = _annex(set_paper(official(attachments=(Attachment(TITLE, (TURNED, NOTE)),))))
    assert [one for one in noted if NOTE.text in _texts(one.turned)]
    told = (TURNED, *(Paragraph(text) for text in TEXTS))
    mixed = _annex(set_paper(official(attachments=(Attachment(TITLE, told),))))
    assert _texts(mixed[0].turned).startswith(f"附件{TITLE}")
    assert [one for one in mixed if TEXTS[3][:12] in _texts(one.marks) and not one.turned]


def test_what_was_frozen_before_keeps_its_pages() -> None:
    paper = official(attachments=(Attachment(TITLE, (TURNED,)),))
    old = typeset(paper, Fit(rules=4)).sheets
    assert [one for one in old if _texts(one.marks).startswith(f"附件{TITLE}")]


@pytest.mark.parametrize("name", PAPERS)
def test_each_passes_the_check(name: str) -> None:
    paper = PAPERS[name]
    report = check(render(paper).pdf, record=paper)
    assert not report.failures, [row.sentence for row in report.failures]


@pytest.mark.parametrize(
    ("make", "annexes", "lines"),
    [(letter, 1, 23), (letter, 2, 22), (plain, 1, 1), (official, 2, 18)],
)
def test_a_signature_gets_no_page_of_its_own_where_closer_lines_have_room(  # type: ignore[no-untyped-def]
    make, annexes: int, lines: int
) -> None:
    """如果排版后剩余空白处不能容下印章、成文日期，可以采取调整行距、字距的措施解决: three or four lines went to a new page with it."""
    paper = saved(make, annexes, lines)
    before, after = typeset(paper, Fit(rules=4)), set_paper(paper)
    signed = [
        next(n for n, one in enumerate(sheets) if "2026年9月8日" in _texts(one.marks[-60:]))
        for sheets in (before.sheets, after)
    ]
    assert len(after) < len(before.sheets)
    assert signed[1] < signed[0] or "2026年9月8日至" in paper.title
    pages = len(pypdf.PdfReader(io.BytesIO(render(paper).pdf)).pages)
    assert pages == len(after)
