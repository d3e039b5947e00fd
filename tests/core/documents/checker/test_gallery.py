"""docs/documents.md says what the checker measures today, and its pictures stay small."""

from tests.core.documents.checker import gallery


def test_the_page_of_the_docs_is_what_is_measured():
    measured = gallery.measure()
    page = gallery.PAGE.read_text("utf-8")
    assert gallery.text_of(measured) in page, "run python -m tests.core.documents.checker.gallery"
    assert all(one.report.passed for one in measured)


def test_every_picture_of_the_docs_exists_and_is_small():
    page = gallery.PAGE.read_text("utf-8")
    for name, png in gallery.pictures(gallery.measure()):
        assert len(png) <= gallery.MOST_BYTES, name
        assert (gallery.PICTURES / name).stat().st_size <= gallery.MOST_BYTES, name
    assert page.count("](pictures/") <= len(list(gallery.PICTURES.glob("*.png")))
