"""The Word copy holds the same text on Word's own grid."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from supervision.core.documents.docx import to_docx
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.model import Paragraph
from tests.core.documents.samples import attachments, official, papers

PAPERS = dict(papers())


def opened(paper):
    return docx.Document(io.BytesIO(to_docx(paper)))


@pytest.mark.parametrize(
    "name", ["official-levels", "letter-middle", "official-attachments-3", "official-upward-3"]
)
def test_every_text_of_the_paper_is_in_the_copy(name):
    paper = PAPERS[name]
    copy = opened(paper)
    text = "".join(p.text for p in copy.paragraphs)
    cells = "".join(cell.text for table in copy.tables for row in table.rows for cell in row.cells)
    for block in paper.blocks:
        assert block.text in text
    for attachment in paper.attachments:
        assert attachment.title in text
    for word in (paper.number, "2026年9月8日", *paper.addressees, *paper.copies_to):
        assert word in text
    if paper.attachments:
        assert "立即改正并书面报告" in cells


def test_page_grid_and_fonts_are_words_own():
    copy = opened(official())
    section = copy.sections[0]
    assert [
        round(side.mm) for side in (section.left_margin, section.right_margin, section.top_margin)
    ] == [28, 26, 37]
    document_grid = section._sectPr.find(qn("w:docGrid"))
    assert document_grid.get(qn("w:type")) == "linesAndChars"
    assert int(document_grid.get(qn("w:linePitch"))) == pytest.approx(225 / 22 / 25.4 * 1440, abs=1)
    names = {run._r.rPr.rFonts.get(qn("w:eastAsia")) for p in copy.paragraphs for run in p.runs}
    assert names == {"方正小标宋简体", "仿宋_GB2312", "黑体"}


def test_page_numbers_alternate_sides():
    copy = opened(official())
    assert copy.settings.odd_and_even_pages_header_footer
    assert (
        copy.sections[0].footer.paragraphs[0].alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
    )
    assert (
        copy.sections[0].even_page_footer.paragraphs[0].alignment
        == docx.enum.text.WD_ALIGN_PARAGRAPH.LEFT
    )


def test_the_same_paper_gives_the_same_file():
    paper = official(attachments=attachments(2))
    assert to_docx(paper) == to_docx(paper)


def test_what_cannot_be_printed_is_refused_here_too():
    with pytest.raises(DocumentError, match="U\\+1F600"):
        to_docx(official(blocks=(Paragraph("😀"),)))
