"""Each way of breaking a rule fails that rule's row; a good paper fails none.

The first fault of every row is drawn and measured on the file; the further ones are read off the
set pages, which a test holds against the drawn ones.
"""

from collections import Counter

import pytest

from supervision.core.documents.checker import Style, check
from supervision.core.documents.checker.reading import read
from supervision.core.documents.checker.rules import RULES, judge
from supervision.core.documents.pdf import pages_of, render
from tests.core.documents.checker.faults import MUTATIONS
from tests.core.documents.checker.faults_parts import FAULTS, PAPERS
from tests.core.documents.checker.mutations import BASE, LETTER, LONG, Mutation
from tests.core.documents.checker.quick import reading_of

EVERY = (*MUTATIONS, *FAULTS)
OF_THE_FILE = {"glyphs", "embedded", "extractable", "page_size"}
FIRST = {one.key: one for one in reversed(EVERY)}
GOOD = PAPERS | {"long": LONG, "letter": LETTER}


@pytest.mark.parametrize("mutation", EVERY, ids=lambda m: f"{m.key}: {m.name}")
def test_a_fault_fails_its_row_with_the_place(mutation: Mutation):
    drawn = mutation.key in OF_THE_FILE or FIRST[mutation.key] is mutation
    report = mutation.report(drawn=drawn)
    row = report.row(mutation.key)
    assert not row.passed, report.keys_failed
    assert row.place, "a failure says where"
    assert row.got, "a failure says what was found"
    assert row.rule in row.sentence
    assert row.place in row.sentence


def test_there_are_well_over_eighty_and_no_two_alike():
    names = Counter((one.key, one.name, id(one.paper)) for one in EVERY)
    assert len(EVERY) >= 80
    assert max(names.values()) == 1


@pytest.mark.parametrize("name", GOOD)
def test_what_the_mutations_start_from_is_good_with_and_without_its_record(name):
    paper = GOOD[name]
    read_off = reading_of(paper, pages_of(paper))
    for record in (paper, None):
        report = judge(read_off, layout=None, duplex=True, record=record)
        assert report.style.value == paper.layout.value
        failed = [row.sentence for row in report.failures if row.key not in OF_THE_FILE]
        assert not failed


@pytest.mark.parametrize("paper", [BASE, LETTER], ids=["official", "letter"])
def test_what_is_read_off_the_set_pages_is_what_is_read_off_the_file(paper):
    drawn = judge(read(render(paper).pdf), layout=None, duplex=True, record=paper)
    quick = judge(reading_of(paper, pages_of(paper)), layout=None, duplex=True, record=paper)
    assert not drawn.failures
    for row, same in zip(drawn.rows, quick.rows, strict=True):
        if row.key not in OF_THE_FILE:
            assert (row.key, row.wanted, row.outcome) == (same.key, same.wanted, same.outcome)


def test_every_row_has_a_mutation_that_fails_it():
    pdf = render(BASE).pdf
    rows = {row.key for style in Style for row in check(pdf, layout=style).rows}
    assert rows == {mutation.key for mutation in EVERY}
    assert all(RULES[style] for style in Style)


@pytest.mark.parametrize(
    "mutation", [m for m in MUTATIONS if m.key == "glyphs"], ids=lambda m: m.name
)
def test_a_missing_glyph_is_reported_apart(mutation):
    assert check(mutation.pdf).missing_glyphs
    assert not check(render(BASE).pdf).missing_glyphs
