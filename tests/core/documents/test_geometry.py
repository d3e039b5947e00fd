"""The drawn pages keep the numbers of GB/T 9704-2012, measured on the PDF itself."""

import io
import itertools
import re
from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest

from supervision.core.documents.closing import seal_box
from supervision.core.documents.fit import Fit
from supervision.core.documents.fitting import fitted
from supervision.core.documents.model import Layout, Paper, Paragraph, Signature, SignatureStyle
from supervision.core.documents.pdf import render
from tests.core.documents.conftest import text
from tests.core.documents.lengths import spread
from tests.core.documents.samples import (
    BUREAU,
    DAY,
    attachments,
    items,
    letter,
    official,
    papers,
)

PAPERS = dict(papers())
PITCH, STEP = (225 - 5.644) / 21, (156 - 5.644) / 27
EM4 = 14 * 25.4 / 72
PLAIN = {name: p for name, p in PAPERS.items() if not p.watermark and not p.void}
DATE = re.compile(r"^\d{4}年[1-9]\d?月[1-9]\d?日$")


@pytest.mark.parametrize("name", spread(PLAIN))
def test_nothing_leaves_the_type_area(name, drawn):
    for number, page in enumerate(drawn(PLAIN[name]), start=1):
        assert (page.width, page.height) == pytest.approx((210, 297), abs=0.1)
        head = {char for char in page.chars if char.red}
        letter_head = PLAIN[name].layout is Layout.LETTER and number == 1
        for char in set(page.chars) - head:
            assert char.x0 >= 28 - 0.1, char
            assert char.x1 <= 184.1, char
            lowest = 272.1 if letter_head else 271.5 if abs(char.size - 14) < 0.05 else 262.1
            assert char.bottom <= lowest, char
            assert char.top >= 37 - 0.1, char


@pytest.mark.parametrize("name", spread(PLAIN))
def test_body_lines_stand_on_the_grid(name, drawn):
    """Attachments and letters too: the drift over a page is under 0.05 mm."""
    points = fitted(PLAIN[name]).pitch
    pitch = PITCH if points is None else points * 25.4 / 72
    for page in drawn(PLAIN[name])[1:]:
        for line in page.lines():
            row = (line[0].top - 37) / pitch
            if "Song" in line[0].font and not any(box.x1 - box.x0 < 1 for box in page.boxes):
                assert row == pytest.approx(round(row), abs=0.006), text(line)


def test_a_full_page_has_22_lines_from_edge_to_edge(drawn):
    page = drawn(official(blocks=items(21)))[1]
    lines = page.lines()
    assert len(lines) == 22
    assert lines[0][0].top == pytest.approx(37.0, abs=0.05)
    assert lines[-1][0].bottom == pytest.approx(262.0, abs=0.05)


def test_full_lines_of_han_have_28_characters_and_end_at_the_edge(drawn):
    page = drawn(official(blocks=(Paragraph("执法监督" * 200),)))[1]
    for line in page.lines()[:-1]:
        assert len(line) == 28
        assert line[0].x0 == pytest.approx(28.0, abs=0.05)
        assert line[-1].x1 == pytest.approx(184.0, abs=0.1)


def test_composed_lines_are_flush_whatever_they_hold(drawn):
    for page in drawn(official(blocks=items(20))):
        lines = page.lines()
        for line, following in itertools.pairwise(lines):
            if (
                following[0].x0 < 28.5
                and line[0].x0 < 45
                and not DATE.match(text(following))
                and line[-1].x1 > 170
            ):
                assert line[-1].x1 == pytest.approx(184.0, abs=0.15), text(line)


def red_rows(paper: Paper) -> list[float]:
    """Heights (mm) of the rows of page 1 that hold red ink, at 300 dpi."""
    image = pypdfium2.PdfDocument(io.BytesIO(render(paper).pdf))[0].render(scale=300 / 72).to_pil()
    width, height = image.size
    pixels = image.convert("RGB").tobytes()
    rows = []
    for y in range(height):
        row = pixels[y * width * 3 : (y + 1) * width * 3]
        if any(row[i] > 200 and row[i + 1] < 60 for i in range(0, len(row), 9)):
            rows.append(y * 25.4 / 300)
    return rows


def test_the_red_head_of_a_paper_begins_at_72_mm_and_of_a_letter_at_30_mm():
    assert red_rows(official())[0] == pytest.approx(72.0, abs=0.3)
    assert red_rows(letter())[0] == pytest.approx(30.0, abs=0.3)


def test_the_red_rule_lies_4_mm_under_the_number_and_fills_the_type_area(drawn):
    page = drawn(official())[0]
    number = next(line for line in page.lines() if "〔2026〕12号" in text(line))
    (rule,) = page.rules(red=True)
    assert rule.top - number[0].bottom == pytest.approx(4.0, abs=0.05)
    assert (rule.x0, rule.x1) == pytest.approx((28, 184), abs=0.05)
    assert (number[0].x0 + number[-1].x1) / 2 == pytest.approx(106, abs=0.2)


def test_a_letter_has_double_rules_of_170_mm_and_its_number_at_the_right(drawn):
    first, second, third, fourth = drawn(letter())[0].rules(red=True)
    for rule in (first, second, third, fourth):
        assert (rule.x0, rule.x1) == pytest.approx((21, 191), abs=0.05)
    assert first.bottom - first.top > second.bottom - second.top
    assert third.bottom - third.top < fourth.bottom - fourth.top
    assert fourth.bottom == pytest.approx(277, abs=0.05)
    number = drawn(letter())[0].lines()[0]
    assert number[-1].x1 == pytest.approx(184, abs=0.2)
    assert number[0].top - second.bottom == pytest.approx(4.94, abs=0.05)


@pytest.mark.parametrize("name", spread(PLAIN))
def test_page_numbers_stand_at_the_outer_edge(name, drawn):
    for number, page in enumerate(drawn(PLAIN[name]), start=1):
        (foot,) = [
            line for line in page.lines(size=14) if re.fullmatch(r"— \d+ —", text(line))
        ] or [None]
        if foot is None:
            continue
        assert text(foot) == f"— {number} —"
        middle = (foot[0].top + foot[0].bottom) / 2
        assert middle == pytest.approx(269.0, abs=0.1)
        if number % 2:
            assert foot[-1].x1 == pytest.approx(184 - EM4, abs=0.1)
        else:
            assert foot[0].x0 == pytest.approx(28 + EM4, abs=0.1)


def test_a_letter_has_no_number_on_page_1_and_a_blank_page_none(drawn):
    assert not [line for line in drawn(letter())[0].lines(size=14) if "—" in text(line)]
    pages = drawn(replace(PAPERS["official-joint-3"], fit=Fit()))  # not made to fit two pages
    assert not pages[2].chars
    assert "— 4 —" not in [text(line) for line in pages[3].lines(size=14)]


@pytest.mark.parametrize("name", spread(n for n in PLAIN if n.startswith("official")))
def test_the_imprint_closes_the_last_page_an_even_one(name, drawn):
    pages = drawn(PLAIN[name])
    rules = pages[-1].rules()
    rules = [rule for rule in rules if rule.bottom - rule.top < 1]
    assert rules[-1].bottom == pytest.approx(262.0, abs=0.02)
    assert rules[-1].bottom - rules[-1].top == pytest.approx(0.35, abs=0.01)
    assert rules[-2].bottom - rules[-2].top == pytest.approx(0.25, abs=0.01)
    assert len(pages) % 2 == 0 or not PLAIN[name].duplex


@pytest.mark.parametrize(
    "name", spread(n for n, p in PLAIN.items() if p.signature.style is SignatureStyle.SEALED)
)
def test_the_seal_has_its_room(name, drawn):
    """Top within one line of the text, on one page with text, clear of the 版记 and in 版心."""
    paper = PLAIN[name]
    page, date = find_date(drawn(paper))
    centre, above, below = seal_box(paper.signature)
    top, bottom = date[0].top + above, date[0].top + below
    assert (date[0].x0 + date[-1].x1) / 2 == pytest.approx(28 + centre, abs=0.3)
    assert 184 - date[-1].x1 == pytest.approx(4 * STEP, abs=0.2)
    before = [line for line in page.lines() if line[0].bottom <= top + 0.01 and line[0].top > 36]
    assert before, "the signature stands alone on its page"
    if len(paper.signature.names) == 1:
        assert 0 <= top - before[-1][0].bottom <= PITCH
    rules = [rule.top for rule in page.rules() if rule.top > date[0].bottom]
    assert bottom <= min([*rules, 262.0]) + 0.01
    assert 28 + centre + 21 <= 184


def find_date(pages):
    """The 成文日期 and its page."""
    for page in pages:
        for line in page.lines():
            if DATE.match(text(line)):
                return page, line
    raise AssertionError("no date")


def test_an_unsealed_date_begins_two_characters_right_of_the_name(drawn):
    paper = official(
        signature=Signature(SignatureStyle.UNSEALED, (BUREAU + "行政执法监督处",), DAY)
    )
    page, date = find_date(drawn(paper))
    name = next(line for line in page.lines() if text(line).endswith("监督处"))
    assert date[0].x0 - name[0].x0 == pytest.approx(2 * STEP, abs=0.1)
    assert 184 - name[-1].x1 == pytest.approx(2 * STEP, abs=0.2)
    assert date[0].top - name[0].top == pytest.approx(PITCH, abs=0.02)


def test_an_unsealed_date_longer_than_the_name_takes_its_place(drawn):
    page, date = find_date(
        drawn(official(signature=Signature(SignatureStyle.UNSEALED, ("示例局",), DAY)))
    )
    name = next(line for line in page.lines() if text(line) == "示例局")
    assert 184 - date[-1].x1 == pytest.approx(2 * STEP, abs=0.2)
    assert date[0].x0 - name[0].x0 == pytest.approx(2 * STEP, abs=0.1)


def test_attachments_open_their_own_pages_with_the_title_on_line_3(drawn):
    pages = drawn(official(attachments=attachments(2)))
    starts = [page for page in pages if page.lines() and text(page.lines()[0]).startswith("附件")]
    assert [text(page.lines()[0]) for page in starts] == ["附件1", "附件2"]
    for page in starts:
        title = page.lines(size=22)[0]
        assert (title[0].top + title[0].bottom) / 2 == pytest.approx(
            37 + 2 * PITCH + 2.82, abs=0.05
        )
        assert (title[0].x0 + title[-1].x1) / 2 == pytest.approx(106, abs=0.3)


def test_a_landscape_table_has_its_head_at_the_left_and_the_number_in_its_place(drawn):
    pages = drawn(official(attachments=attachments(3)))
    turned = [page for page in pages if any(not char.upright for char in page.chars)]
    assert turned
    for page in turned:
        head = [
            char
            for char in page.chars
            if not char.upright and char.text == "号" and "HeiTi" in char.font
        ]
        cells = [char for char in page.chars if not char.upright and "FangSong" in char.font]
        assert max(char.x1 for char in head) <= min(char.x0 for char in cells) + 0.5
        assert any("—" in text(line) for line in page.lines(size=14))


def test_levels_have_their_faces(drawn):
    pages = drawn(PAPERS["official-levels"])
    lines = {text(line): line for page in pages for line in page.lines()}
    face = {key[:4]: line[1].font for key, line in lines.items()}
    assert face["一、严格"].endswith("HeiTi")
    assert face["（二）存"].endswith("KaiTi")
    assert face["1.抽查"].endswith(("Latin", "FangSong"))
    assert face["（1）个"].endswith(("Latin", "FangSong"))


def test_the_paper_to_a_superior_names_its_signers_at_the_right(drawn):
    page = drawn(PAPERS["official-upward"])[0]
    line = next(line for line in page.lines() if "签发人" in text(line))
    assert line[0].x0 == pytest.approx(28 + STEP, abs=0.1)
    assert 184 - line[-1].x1 == pytest.approx(STEP, abs=0.2)
    assert line[-1].font.endswith("KaiTi")


@pytest.mark.parametrize("name", spread(PAPERS))
def test_every_character_that_was_set_is_drawn(name, drawn):
    rendered = render(PAPERS[name])
    for lines, page in zip(rendered.lines, drawn(PAPERS[name]), strict=True):
        there = Counter(char.text for char in page.chars if char.text.strip())
        furniture = Counter(PAPERS[name].watermark + PAPERS[name].void)
        assert there - furniture == Counter("".join("".join(lines).split()))
