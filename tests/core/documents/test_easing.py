"""What must not break on a line leaves the line before it loose: seen in papers, shared out now.

Of the issue: a 文号, a number with its measure word and a date never break; 27 to 29 characters a line. Lengths in em.
"""

from itertools import pairwise

import pytest

from supervision.core.documents.blocks import paragraph_lines
from supervision.core.documents.checker import Outcome, check
from supervision.core.documents.fit import Fit
from supervision.core.documents.fitting import fitted
from supervision.core.documents.grid import EM3, WIDTH
from supervision.core.documents.model import Paper, Paragraph
from supervision.core.documents.pdf import render
from supervision.core.documents.sheet import Text
from supervision.core.documents.word.marks import width_of
from tests.core.documents.calm_samples import NUMBER, URGED, numbered
from tests.core.documents.samples import letter

SIZE = 16
USUAL, AT_29 = -0.0134, -0.0486  # em between two characters at 28 and at 29 a line
SQUEEZED = -0.5  # a mark's blank half


def _set(text: str, rules: int = 5) -> list[Text]:
    lines, _ = paragraph_lines(Paragraph(text), WIDTH, Fit(rules=rules).spacing)
    return list(lines)


def _words(line: Text) -> str:
    return "".join(run.text for run in line.runs)


def _loosest(lines: list[Text]) -> float:
    """The widest gap between two characters of lines that go on, over the usual."""
    return max(run.gap / SIZE - USUAL for line in lines[:-1] for run in line.runs)


@pytest.mark.parametrize("before", range(10, 95))
def test_a_number_of_a_paper_leaves_no_line_visibly_loose(before: int) -> None:
    """Two lines and more share its room. Where it would begin in the first line, that line has nobody to share with."""
    lines = _set(numbered(before))
    assert "".join(map(_words, lines)) == numbered(before)
    assert [line for line in lines if NUMBER in _words(line)], "broken"
    assert _loosest(lines) <= _loosest(_set(numbered(before), rules=4)) + 1e-6
    if not 15 < before < 26:
        assert _loosest(lines) < 0.2  # 0.55 before
    for line in lines[:-1]:
        indent = 0.0 if line is not lines[0] else line.x
        assert abs(width_of(line) + indent - WIDTH) < 0.3, "flush"


@pytest.mark.parametrize("before", range(10, 95))
def test_no_line_is_closed_up_beyond_29_characters(before: int) -> None:
    for line in _set(numbered(before))[:-1]:
        for run in line.runs:
            marks = any(mark in run.text for mark in "，。；（）〔〕") or len(run.text) == 1
            assert run.gap / SIZE >= AT_29 - 0.001 + (2 * SQUEEZED if marks else 0.0), run


def test_the_term_of_an_urging_paper_is_pulled_up() -> None:
    """自收到本函之日起 stood loose over the whole line, 10个工作日 below it."""
    assert _loosest(_set(URGED, rules=4)) > 0.15
    first = _set(URGED)[0]
    assert _words(first).endswith("自收到本函之日起10个工作日")
    assert _loosest(_set(URGED)) < 0.01


def test_ordinary_paragraphs_are_set_as_before() -> None:
    """Only what stands above a loose line is broken elsewhere."""
    plain = (
        "现将有关材料转去，请依法办理，并将办理结果书面报送我局；逾期不报的，将依照有关规定处理。"
        * 3
    )
    assert _set(plain) == _set(plain, rules=4)


def test_what_was_done_is_recorded_and_shown_as_a_special_case() -> None:
    paper = letter(blocks=(Paragraph(URGED), Paragraph(numbered(75)), Paragraph("请认真整改。")))
    fit = fitted(paper)
    assert fit.eased == 2
    assert "2段有文号、日期等不拆行，已匀字" in fit.words
    report = check(render(paper).pdf, record=paper)
    assert not report.failures, [row.sentence for row in report.failures]
    assert report.row("characters_per_line").outcome is Outcome.SPECIAL


def test_a_paper_that_records_nothing_of_it_does_not_pass() -> None:
    """Lines of nothing but Han that hold fewer than 28, and nothing says why."""
    paper = letter(blocks=(Paragraph(numbered(75)),))
    honest = render(paper).pdf
    assert "characters_per_line" not in check(honest).keys_failed
    assert fitted(paper).eased == 1
    silent = Paper.from_json(
        letter(blocks=(Paragraph(numbered(75)),), fit=Fit()).to_json()
    )  # eased, but not recorded
    assert "characters_per_line" in check(render(silent).pdf).keys_failed


def test_a_paragraph_of_ten_thousand_characters_is_eased_in_no_time() -> None:
    text = "".join(numbered(40 + n % 30) for n in range(100))[:10_000]
    lines = _set(text)
    assert "".join(map(_words, lines)) == text
    assert all(EM3 < width_of(line) <= WIDTH + 0.3 for line in lines)
    assert not [1 for one, _ in pairwise(lines) if _words(one).endswith("（")]
