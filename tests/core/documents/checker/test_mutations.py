"""Each way of breaking a rule fails that rule's row; a good paper fails none."""

import pytest

from supervision.core.documents.checker import Style, check
from supervision.core.documents.checker.rules import RULES
from supervision.core.documents.pdf import render
from tests.core.documents.checker.faults import MUTATIONS
from tests.core.documents.checker.mutations import BASE, LETTER, LONG


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda m: f"{m.key}: {m.name}")
def test_a_fault_fails_its_row_with_the_place(mutation):
    style = Style.LETTER if mutation.paper is LETTER else Style.OFFICIAL
    report = check(mutation.pdf, layout=style)
    row = report.row(mutation.key)
    assert not row.passed, report.keys_failed
    assert row.place, "a failure says where"
    assert row.got, "a failure says what was found"
    assert row.rule in row.sentence
    assert row.place in row.sentence


@pytest.mark.parametrize("paper", [BASE, LONG, LETTER], ids=["official", "long", "letter"])
def test_what_the_mutations_start_from_is_good(paper):
    report = check(render(paper).pdf)
    assert report.passed, [row.sentence for row in report.failures]


def test_every_row_has_a_mutation_that_fails_it():
    pdf = render(BASE).pdf
    rows = {row.key for style in Style for row in check(pdf, layout=style).rows}
    assert rows == {mutation.key for mutation in MUTATIONS}
    assert all(RULES[style] for style in Style)


@pytest.mark.parametrize(
    "mutation", [m for m in MUTATIONS if m.key == "glyphs"], ids=lambda m: m.name
)
def test_a_missing_glyph_is_reported_apart(mutation):
    assert check(mutation.pdf).missing_glyphs
    assert not check(render(BASE).pdf).missing_glyphs
