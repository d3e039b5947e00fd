"""The Word copy, opened by another program: the same pages, the same words, by the standard."""

import shutil

import pytest

from tests.core.documents import word_copy

needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="LibreOffice is not installed"
)


@needs_office
def test_a_letter_a_joint_paper_and_turned_pages_come_out_as_their_pdf():
    names = ("letter-table", "official-joint-3", "official-landscape")
    for one in word_copy.measure(names):
        assert one.own == one.word, one
        assert one.text, one
        assert not one.failed, one


@needs_office
@pytest.mark.battery
def test_every_paper_comes_out_as_its_pdf_and_the_table_in_the_docs_says_so():
    found = word_copy.measure()
    assert sum(one.own == one.word for one in found) >= 0.95 * len(found)
    assert not [one for one in found if not one.text]
    assert not [one for one in found if one.failed]
    assert word_copy.table(found) in word_copy.PAGE.read_text("utf-8")
