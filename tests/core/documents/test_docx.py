"""The Word copy holds the same text on Word's own grid."""

import io

import docx
import pytest
from docx.oxml.ns import qn

from supervision.core.documents.docx import to_docx
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fitting import fitted
from supervision.core.documents.model import Column, Paragraph, Table
from supervision.core.documents.typeset import typeset
from tests.core.documents.samples import attachments, official, papers

PAPERS = dict(papers())


def opened(paper):
    return docx.Document(io.BytesIO(to_docx(paper)))


def words(copy):
    """All text in its order, that of boxes and fields included."""
    return "".join(node.text or "" for node in copy.element.body.iter(qn("w:t")))


def shapes(part):
    return list(
        part.element.iter("{http://schemas.microsoft.com/office/word/2010/wordprocessingShape}wsp")
    )


@pytest.mark.parametrize(
    "name", ["official-levels", "letter-middle", "official-attachments-3", "official-upward-3"]
)
def test_every_text_of_the_paper_is_in_the_copy(name):
    paper = PAPERS[name]
    text = words(opened(paper))
    for block in paper.blocks:
        assert block.text in text
    for attachment in paper.attachments:
        assert attachment.title in text
    for word in (paper.number, "2026年9月8日", *paper.addressees, *paper.copies_to):
        assert word in text
    if paper.attachments:
        assert "立即改正并书面报告" in text


def test_page_rows_and_fonts_are_words_own():
    copy = opened(official())
    section = copy.sections[0]
    assert [round(side.mm) for side in (section.left_margin, section.right_margin)] == [28, 26]
    body = [p for p in copy.paragraphs if p.style.name == "公文正文"]
    spacing = body[0]._p.pPr.find(qn("w:spacing"))
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert int(spacing.get(qn("w:line"))) / 20 == pytest.approx(10.4455 / 25.4 * 72, abs=0.05)
    runs = [run._r.rPr for p in copy.paragraphs for run in p.runs]
    names = {look.rFonts.get(qn("w:eastAsia")) for look in runs if look is not None}
    assert names == {"方正小标宋简体", "仿宋_GB2312", "黑体"}


def test_headings_have_styles_with_a_level_and_stay_with_what_follows():
    copy = opened(PAPERS["official-levels"])
    found = {p.style.name: p for p in copy.paragraphs}
    levels = {
        name: found[name].style.element.pPr.find(qn("w:outlineLvl")).get(qn("w:val"))
        for name in ("公文标题", "公文一级标题", "公文二级标题")
    }
    assert levels == {"公文标题": "0", "公文一级标题": "1", "公文二级标题": "2"}
    heading = next(p for p in copy.paragraphs if p.text.startswith("一、"))
    assert heading.paragraph_format.keep_with_next


def test_page_numbers_are_fields_that_alternate_sides():
    copy = opened(official())
    assert copy.settings.odd_and_even_pages_header_footer
    odd, even = copy.sections[0].footer, copy.sections[0].even_page_footer
    assert odd.paragraphs[0].alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.RIGHT
    assert even.paragraphs[0].alignment == docx.enum.text.WD_ALIGN_PARAGRAPH.LEFT
    for footer in (odd, even):
        assert footer.paragraphs[0].text == "— 1 —"
        assert [node.text.strip() for node in footer._element.iter(qn("w:instrText"))] == ["PAGE"]


def test_a_letters_first_page_has_four_rules_and_no_number():
    section = opened(PAPERS["letter-middle"]).sections[0]
    assert section.different_first_page_header_footer
    assert section.first_page_footer.paragraphs[0].text == ""
    assert len(shapes(section.first_page_header.part)) == 4
    assert not opened(official()).sections[0].different_first_page_header_footer


def test_a_landscape_table_is_a_section_of_its_own():
    sections = opened(PAPERS["official-landscape"]).sections
    assert [s.page_width > s.page_height for s in sections] == [False, True, False]


def test_an_empty_page_before_the_imprint_and_the_page_with_it_have_no_number():
    blank = next(p for p in PAPERS.values() if _ends_with_a_blank(p))
    last = opened(blank).sections[-1]
    assert last.footer.paragraphs[0].text == last.even_page_footer.paragraphs[0].text == ""


def _ends_with_a_blank(paper):
    return (
        paper.layout.value == "official" and not typeset(paper, fitted(paper)).sheets[-1].numbered
    )


def test_a_joint_mark_is_one_table_and_the_imprint_hangs_at_the_foot():
    copy = opened(PAPERS["official-joint-3"])
    names = [row.cells[0].text for row in copy.tables[0].rows]
    assert names == list(PAPERS["official-joint-3"].issuers)
    assert copy.tables[0].rows[0].cells[1].text == "文件"
    (box,) = [shape for shape in shapes(copy.part) if "抄送" in "".join(shape.itertext())]
    assert "2026年9月8日印发" in "".join(box.itertext())


def test_columns_are_as_wide_as_in_the_paper_and_empty_cells_are_to_be_filled():
    table = Table((Column("措施", 1), Column("结果", 3)), (("公开", ""), ("", "")))
    made = opened(official(blocks=(table,))).element.body.find(qn("w:tbl"))
    widths = [int(c.get(qn("w:w"))) for c in made.iter(qn("w:gridCol"))]
    assert widths[1] == pytest.approx(3 * widths[0], rel=0.01)
    fields = [node.get(qn("w:val")) for node in made.iter(qn("w:alias"))]
    assert fields == ["结果", "措施", "结果"]


def test_the_same_paper_gives_the_same_file():
    paper = official(attachments=attachments(2))
    assert to_docx(paper) == to_docx(paper)


def test_what_cannot_be_printed_is_refused_here_too():
    with pytest.raises(DocumentError, match="U\\+1F600"):
        to_docx(official(blocks=(Paragraph("😀"),)))
