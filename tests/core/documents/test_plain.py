"""文书式, by the issue: body's name and kind as black title, the number at the right under it, no red head, no 版记."""

import io

import docx
import pytest

from supervision.core.documents.docx import to_docx
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fit import Fit
from supervision.core.documents.model import Paragraph
from supervision.core.documents.pdf import pages_of
from supervision.core.documents.typeset import typeset
from tests.core.documents.conftest import text
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import BUREAU, OPENING, items

TITLE_TOP = 37 + 2 * (225 - 16 * 25.4 / 72) / 21  # the third line of 版心


def test_the_title_is_the_bodys_name_and_the_kind_in_black(drawn):
    page = drawn(plain())[0]
    title = page.lines(size=22.0)
    assert [text(line) for line in title] == [BUREAU, "行政执法监督约谈通知书"]
    for line in title:
        assert (line[0].x0 + line[-1].x1) / 2 == pytest.approx(28 + 156 / 2, abs=0.3)
        assert {char.font for char in line} == {"MingduBiaoSong"}
    middle = (title[0][0].top + title[0][0].bottom) / 2
    assert middle == pytest.approx(TITLE_TOP + 16 * 25.4 / 72 / 2, abs=0.2)
    assert not any(char.red for char in page.chars)
    assert not any(box.red for box in page.boxes)


def test_the_number_stands_at_the_right_directly_under_it_and_the_addressee_after_an_empty_row(
    drawn,
):
    lines = drawn(plain())[0].lines()
    pitch = (225 - 16 * 25.4 / 72) / 21
    assert text(lines[0]) == "示司监约〔2026〕8号"
    assert lines[0][-1].x1 == pytest.approx(184, abs=0.3)
    assert lines[0][0].top == pytest.approx(TITLE_TOP + 2 * pitch, abs=0.1)
    assert text(lines[1]).endswith("：")
    assert lines[1][0].top == pytest.approx(TITLE_TOP + 4 * pitch, abs=0.1)


def test_there_is_no_imprint_and_the_copies_stand_under_the_date(drawn):
    pages = drawn(plain())
    assert not any(page.rules() for page in pages)
    last = [text(line) for line in pages[-1].lines()]
    place = last.index("2026年9月8日")
    assert last[place + 1].startswith("抄送：市委全面依法治市委员会办公室，")
    assert last[-1].endswith("。")
    assert not any("印发" in line for line in last)


def test_an_odd_last_page_needs_no_other_page_behind_it():
    assert len(pages_of(plain(blocks=(Paragraph(OPENING),)))) == 1


def test_addressees_that_leave_no_room_for_text_are_refused_in_words():
    with pytest.raises(DocumentError, match="主送机关太多，首页排不下正文"):
        pages_of(plain(addressees=tuple(f"示例市第{n}综合行政执法支队" for n in range(60))))


@pytest.mark.parametrize(("pitch", "characters"), [(28.0, 29), (30.5, 27)])
def test_it_is_set_at_every_pitch_that_may_be_tried(pitch, characters):
    paper = plain(blocks=(Paragraph(OPENING), *items(6)))
    assert typeset(paper, Fit(pitch=pitch, characters=characters)).sheets


def test_the_word_copy_begins_with_the_same_lines():
    opened = docx.Document(io.BytesIO(to_docx(plain())))
    said = "\n".join(paragraph.text for paragraph in opened.paragraphs if paragraph.text).split(
        "\n"
    )
    assert said[:3] == [BUREAU, "行政执法监督约谈通知书", "示司监约〔2026〕8号"]
    assert any(line.startswith("抄送：") for line in said)
    assert not any("印发" in line for line in said)
