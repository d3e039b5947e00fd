"""The typesetter fits: headings, last lines and last pages, by issue and product; what it did is recorded."""

import hashlib
import io
import itertools
from collections.abc import Iterator
from dataclasses import replace

import pikepdf
import pytest

from supervision.core.documents.checker import Outcome, check
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fit import AS_BEFORE, Fit
from supervision.core.documents.fitting import fitted, frozen, set_paper
from supervision.core.documents.model import Layout, Paper, Paragraph, Signature, SignatureStyle
from supervision.core.documents.pdf import render
from supervision.core.documents.sheet import Sheet, Text
from supervision.core.documents.typeset import typeset
from supervision.core.documents.word.marks import width_of
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import (
    BUREAU,
    DAY,
    HEALTH,
    OPENING,
    items,
    letter,
    official,
    papers,
)
from tests.core.documents.word_copy import every_paper

HEADING = "、严格落实行政执法公示制度"
COUNTS = range(1, 41)


def headed(make, count: int, **changes: object) -> Paper:
    return make(blocks=(Paragraph(OPENING), *items(count)), **changes)


def texts(sheet: Sheet) -> list[Text]:
    """Lines of 3号 type, from top to bottom."""
    lines = [mark for mark in sheet.marks if isinstance(mark, Text) and mark.size == 16]
    return sorted(lines, key=lambda mark: mark.top)


def words(mark: Text) -> str:
    return "".join(run.text for run in mark.runs)


def body(sheet: Sheet) -> list[str]:
    """What stands on a page without 署名 and date."""
    return [words(m) for m in texts(sheet) if m.x < 41 and words(m) not in (BUREAU, "2026年9月8日")]


def bad_ends(sheets: list[Sheet]) -> list[str]:
    """Pages that hold only the 版记, or fewer than three lines, page 1 apart."""
    found = []
    for number, sheet in enumerate(sheets[1:], start=2):
        count = len(body(sheet))
        if count < 3:
            found.append(f"page {number}: {count} lines")
    return found


@pytest.mark.parametrize("make", [official, letter, plain])
def test_no_page_ends_with_a_heading_whatever_the_number_of_items(make):
    for count in COUNTS:
        for sheet in set_paper(headed(make, count)):
            lines = body(sheet)
            assert not lines or not lines[-1].endswith(HEADING), count


def test_headings_of_two_levels_stay_together_with_their_text():
    for lines in range(1, 24):
        blocks = [Paragraph("现将有关材料转去，请依法办理。") for _ in range(lines)]
        blocks += [
            Paragraph("一、公示", 1),
            Paragraph("（一）范围", 2),
            Paragraph("全部公开。" * 30),
        ]
        for sheet in set_paper(official(blocks=tuple(blocks))):
            page = body(sheet)
            assert not page or page[-1] not in ("一、公示", "（一）范围"), lines


def test_items_that_are_sentences_are_no_headings_and_fill_the_page():
    """一、…。 二、…。: each a demand of its own; nothing is kept together, no room is lost."""
    blocks = tuple(Paragraph(f"{n}、立即改正并书面报告。", 1) for n in "一二三四五六七八九十")
    blocks += tuple(Paragraph(f"十{n}、立即改正并书面报告。", 1) for n in "一二三四五六七八九")
    first = set_paper(official(blocks=blocks))[0]
    assert len(body(first)) == len(body(typeset(official(blocks=blocks), AS_BEFORE).sheets[0]))


def within_limits() -> Iterator[Fit]:
    """Every setting that GB/T 9704's special cases leave us, written from the issue; the 版记 closer, too."""
    pitches = [None, *(28 + step / 2 for step in range(6))]
    for pitch, characters, kept, tight in itertools.product(
        pitches, (27, 28, 29), (2, 3), (False, True)
    ):
        yield Fit(pitch=pitch, characters=characters, kept=kept, tight=tight)


@pytest.mark.parametrize("make", [official, letter])
@pytest.mark.parametrize("count", COUNTS)
def test_no_page_is_nearly_empty_unless_nothing_within_the_limits_fits(make, count):
    paper = headed(make, count)
    if bad_ends(set_paper(paper)):
        for fit in within_limits():
            assert bad_ends(typeset(paper, fit).sheets), fit


@pytest.mark.parametrize("make", [official, letter, plain])
def test_no_page_has_fewer_than_three_lines(make):
    """Whatever else: a third line goes over to the signature."""
    for count in COUNTS:
        for sheet in set_paper(headed(make, count))[1:]:
            assert len(body(sheet)) in (0, *range(3, 30)), count


@pytest.mark.battery
def test_a_page_of_the_imprint_alone_stays_only_where_nothing_within_the_limits_helps():
    """Of every paper of the tests; a first page with less than three lines is no help."""
    stays = 0
    for name, paper in every_paper().items():
        sheets = set_paper(paper)
        if all(sheet.lines for sheet in sheets):
            continue
        stays += 1
        for fit in within_limits():
            tried = typeset(paper, fit)
            better = all(sheet.lines for sheet in tried.sheets) and not bad_ends(tried.sheets)
            assert not better or tried.begun < 3, (name, fit)
    assert stays == 18


def test_the_imprint_moves_together_where_that_saves_its_page() -> None:
    """3.6 mm were lacking at 28 pt: the text ended on page 2, page 3 was blank, page 4 held the 版记 alone."""
    paper = dict(papers())["official-lines-19"]
    fit, sheets = fitted(paper), set_paper(paper)
    assert fit.tight
    assert (len(sheets), bool(sheets[-1].lines)) == (2, True)
    assert "版记行距6.7毫米" in fit.words
    report = check(render(paper).pdf, record=paper)
    assert not report.failures, [row.sentence for row in report.failures]
    assert report.row("imprint_rules").outcome is Outcome.SPECIAL


def test_a_line_of_nothing_but_an_address_is_not_held_to_the_right_edge() -> None:
    """At 27 characters a line it breaks after the space, 18 mm before the edge; it is not stretched."""
    text = "<script>alert(1)</script><img src=file:///etc/passwd>"
    paper = official(blocks=(Paragraph(text), Paragraph(OPENING)), fit=Fit(characters=27))
    report = check(render(paper).pdf, record=paper)
    assert report.row("line_ends").passed, report.row("line_ends").sentence


def test_some_papers_are_made_to_fit_and_an_ordinary_one_is_left_alone():
    assert fitted(headed(official, 4)) == Fit()
    special = fitted(headed(official, 18))
    assert special.pitch == 28.0
    assert not bad_ends(set_paper(headed(official, 18)))


def test_an_odd_end_gets_no_blank_page_and_no_page_of_the_imprint_alone_where_a_setting_helps():
    """Where page 2 has no room for the 版记, page 3 would be blank and page 4 hold it alone."""
    mended = 0
    for count in range(8, 30):
        blocks = (Paragraph(OPENING), *(Paragraph("请认真整改。") for _ in range(count)))
        paper = official(blocks=blocks)
        usual = typeset(paper, Fit()).sheets
        blank = [sheet for sheet in usual if not texts(sheet)]
        if len(blank) == 2:
            better = [sheet for sheet in set_paper(paper) if not texts(sheet)]
            mended += not better
    assert mended


def test_a_last_line_of_one_character_is_pulled_in():
    """28 + 26 characters fill two lines; one more, with its full stop, stood alone on a third."""
    for extra in range(1, 4):
        text = ("执法监督" * 40)[: 26 + 28 * extra] + "好。"
        before = typeset(official(blocks=(Paragraph(text),)), AS_BEFORE).sheets
        last = next(line for sheet in reversed(before) for line in reversed(body(sheet)))
        assert last == "好。"
        after = set_paper(official(blocks=(Paragraph(text),)))
        last = next(line for sheet in reversed(after) for line in reversed(body(sheet)))
        assert len(last) > 2
        assert "".join(line for sheet in after for line in body(sheet)).endswith(text)


def test_what_was_done_is_recorded_said_in_the_file_and_read_by_the_checker():
    paper = headed(official, 18)
    assert fitted(paper).words == "行距28磅"
    kept = frozen(paper)
    assert Paper.from_json(kept.to_json()) == kept
    assert kept.fit == Fit(pitch=28.0)
    pdf = render(kept).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert opened.docinfo["/Keywords"] == "特殊情况：行距28磅"
    report = check(pdf)
    assert not report.failures, [row.sentence for row in report.failures]
    assert report.row("line_pitch").outcome is Outcome.SPECIAL
    assert report.row("line_pitch").got.startswith("9.87")
    assert report.row("lines_per_page").got == "23行"


def test_the_checker_measures_against_the_record_and_not_against_anything():
    """A paper that says 30 pt and has 28, or one that records nothing, does not pass."""
    honest = render(headed(official, 18)).pdf
    for said in ("特殊情况：行距30磅", "特殊情况：行距24磅", ""):
        with pikepdf.open(io.BytesIO(honest)) as opened:
            opened.docinfo["/Keywords"] = said
            changed = io.BytesIO()
            opened.save(changed)
        assert "line_pitch" in check(changed.getvalue()).keys_failed, said


def test_an_evened_paragraph_is_shown_as_a_special_case():
    paper = official(blocks=(Paragraph(("执法监督" * 40)[:82] + "好。"), Paragraph(OPENING)))
    assert fitted(paper).evened == 1
    report = check(render(paper).pdf)
    assert not report.failures, [row.sentence for row in report.failures]
    assert report.row("characters_per_line").outcome is Outcome.SPECIAL


def test_the_checker_finds_a_heading_at_the_end_of_a_page():
    """The first rules left one there; the row meant for it says so."""
    for count in COUNTS:
        old = headed(official, count, fit=AS_BEFORE)
        pages = typeset(old, AS_BEFORE).sheets
        if any(body(sheet) and body(sheet)[-1].endswith(HEADING) for sheet in pages):
            assert check(render(old).pdf).keys_failed[:1] == ("heading_place",)
            return
    pytest.fail("no paper of the first rules ends a page with a heading")


def test_a_record_beyond_the_limits_is_refused():
    with pytest.raises(DocumentError):
        Fit(pitch=27.5)
    with pytest.raises(DocumentError):
        Fit(characters=30)


def test_a_paper_frozen_before_there_were_fits_keeps_its_pages_to_the_byte():
    """Its text names no fit: it is set by the first rules, every mark where it was."""
    samples = dict(papers())
    digest = hashlib.sha256()
    for name in sorted(samples):
        text = samples[name].to_json().replace('"fit":null,', "")
        old = Paper.from_json(text)
        assert old.fit == AS_BEFORE
        for sheet in set_paper(old):
            digest.update(repr((sheet.marks, sheet.turned)).encode())
    assert digest.hexdigest() == "79e44c2a88867c47efaa214a67ead66c3624eed9fe57d4bf363b3527e99d2a6e"


def test_a_paper_frozen_by_the_fourth_rules_keeps_its_pages_to_the_byte():
    """As the program set them on the day before the fifth."""
    samples, digest = dict(papers()), hashlib.sha256()
    for name in sorted(samples):
        for sheet in typeset(samples[name], Fit(rules=4)).sheets:
            digest.update(repr((sheet.marks, sheet.turned)).encode())
    assert digest.hexdigest() == "2c7074cd2008b486a8aad74330f735442a88ca5ad7f6808462e6833905888ca3"


def test_a_frozen_paper_is_not_fitted_anew():
    paper = replace(headed(official, 18), fit=Fit())
    assert len(set_paper(paper)) == 6


@pytest.mark.parametrize("style", list(SignatureStyle))
@pytest.mark.parametrize("layout", list(Layout))
def test_the_signature_keeps_its_place_at_every_pitch(style, layout):
    """The checker measures name, date and seal's room at each pitch that may be tried."""
    make = {Layout.OFFICIAL: official, Layout.LETTER: letter, Layout.PLAIN: plain}[layout]
    for pitch, characters in ((28.0, 29), (30.5, 27)):
        paper = headed(
            make,
            5,
            signature=Signature(style, (BUREAU,), DAY, post="局长"),
            fit=Fit(pitch=pitch, characters=characters),
        )
        report = check(render(paper).pdf)
        assert not report.failures, [row.sentence for row in report.failures]


def test_a_joint_mark_keeps_inside_the_type_area_unless_it_was_frozen_by_earlier_rules():
    """文件 stood 1.4 mm beyond 版心 at the right, the names as far at the left."""
    paper = dict(papers())["official-joint-4"]

    def edges(rules: int) -> tuple[float, float]:
        red = [
            mark
            for mark in typeset(paper, Fit(rules=rules)).sheets[0].marks
            if isinstance(mark, Text) and mark.red
        ]
        return min(mark.x for mark in red), max(mark.x + width_of(mark) for mark in red)

    left, right = edges(Fit().rules)
    assert left >= 28.0
    assert right <= 184.0
    assert edges(2) != (left, right)
    assert edges(2)[0] < 28.0


def test_where_spacing_alone_leaves_two_lines_a_third_goes_over_to_the_signature():
    """30 pt moved two lines to page 3, and that was all that was tried; page 1 keeps as many as it gives away."""
    paper = dict(papers())["official-lines-20"]
    fit, sheets = fitted(paper), set_paper(paper)
    assert (fit.pitch, fit.kept) == (30.0, 3)
    assert [len(body(sheet)) for sheet in sheets if sheet.lines][-1] == 3
    assert len(body(sheets[0])) - len(["000001", HEALTH]) >= 3
