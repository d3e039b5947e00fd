"""避头尾, unbroken numbers and flush edges hold for any text."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from supervision.core.documents.composer import NO_END, NO_START, compose
from supervision.core.documents.fonts import Face, width
from supervision.core.documents.grid import EM3, GAP, WIDTH
from tests.support.properties import examples

MEASURE = WIDTH / EM3
INDENT = 2 * (1 + GAP)
WORDS = st.sampled_from(
    ["行政", "执法", "监督", "处罚", "，", "。", "；", "“", "”", "《", "》", "（", "）", "、", "：", "——", "……",
     "2026", "年", "15", "日", "12.5", "100%", "abc", "GB/T 9704", " ", "我局", "〔", "〕", "？", "！", "·"]
)  # fmt: skip
TEXTS = st.lists(WORDS, min_size=1, max_size=150).map("".join)


def lines_of(text, *, indent=INDENT):
    widths = [width(Face.FANGSONG, char) for char in text]
    lines = compose(text, widths, measure=MEASURE, indent=indent, gap=GAP)
    return lines, widths


@examples(100)
@given(TEXTS)
def test_every_character_stands_on_one_line_in_order(text):
    lines, _ = lines_of(text)
    assert "".join(text[line.start : line.end] for line in lines).replace(" ", "") == text.replace(
        " ", ""
    )
    assert all(a.end <= b.start for a, b in pairwise(lines))


@examples(100)
@given(TEXTS)
def test_no_line_is_longer_than_the_measure(text):
    lines, widths = lines_of(text)
    for number, line in enumerate(lines):
        available = MEASURE - (0 if number else INDENT)
        assert sum(widths[line.start : line.end]) + sum(line.gaps) <= available + 1e-4


@examples(100)
@given(
    st.lists(
        st.sampled_from(
            ["行政", "执法监督", "，", "。", "2026年", "“三项", "制度”", "《办法》", "——", "（一）"]
        ),
        min_size=20,
        max_size=150,
    ).map("".join)
)
def test_marks_never_open_or_close_a_line_and_edges_are_flush(text):
    lines, widths = lines_of(text)
    if lines_have_no_choice(text):
        return
    for number, line in enumerate(lines[:-1]):
        assert text[line.end - 1] not in NO_END
        assert text[lines[number + 1].start] not in NO_START
        available = MEASURE - (0 if number else INDENT)
        assert abs(sum(widths[line.start : line.end]) + sum(line.gaps) - available) < 1e-4


def lines_have_no_choice(text):
    """Ten marks in a row leave no legal break in reach; no real text has them."""
    run = 0
    for char in text:
        run = run + 1 if char in NO_START or char in NO_END else 0
        if run >= 10:
            return True
    return False


@examples(100)
@given(st.integers(0, 40), st.integers(1, 10**12))
def test_a_number_is_never_broken(before, number):
    text = "我" * before + f"共{number}元" + "我" * 30
    lines, _ = lines_of(text)
    assert any(str(number) in text[line.start : line.end] for line in lines)


def test_a_full_line_of_han_has_28_characters():
    lines, _ = lines_of("我" * 27 + "局" * 40, indent=0)
    assert lines[0].end - lines[0].start == 28
    lines, _ = lines_of("我" * 60)
    assert lines[0].end == 26


def test_a_mark_that_does_not_fit_is_squeezed_in_rather_than_pushing_a_character():
    text = "我" * 8 + "，" + "我" * 8 + "、" + "我" * 10 + "。" + "我" * 9
    lines, _ = lines_of(text, indent=0)
    assert text[lines[0].end - 1] == "。"
    assert lines[0].end == 29


def test_two_marks_in_a_row_share_their_blank_halves():
    lines, _ = lines_of("《甲》《乙》", indent=0)
    assert lines[0].gaps[2] < -0.4


def test_a_dash_of_two_characters_stays_whole():
    for before in range(20, 34):
        text = "我" * before + "——" + "我" * 20
        lines, _ = lines_of(text)
        assert any("——" in text[line.start : line.end] for line in lines)


def test_ten_thousand_characters_without_a_break_still_come_out():
    for text in (
        "我" * 10_000,
        "a" * 10_000,
        "1" * 10_000,
        "，" * 10_000,
        "（" * 10_000,
        "—" * 10_000,
    ):
        lines, widths = lines_of(text)
        assert lines[-1].end == len(text)
        assert all(sum(widths[i.start : i.end]) + sum(i.gaps) <= MEASURE + 1e-4 for i in lines)


def test_a_long_word_is_broken_rather_than_leaving_a_hole():
    text = "见http://www.example.com/" + "a" * 80
    lines, _ = lines_of(text)
    assert lines[0].end > 20
