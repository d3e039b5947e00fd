"""Every kind of paper × length, items, names, attachments, sides: the checker finds nothing wrong.

The default run takes a spread of them; `make battery` (`-m battery`) crosses everything.
"""

import io
import itertools
import time

import pypdf
import pytest
from PIL import Image

from supervision.core.documents.checker import Style, check
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.model import Form, Paper, Paragraph, Signature, SignatureStyle
from supervision.core.documents.pdf import archive, render
from tests.core.documents.calm_samples import calm_papers
from tests.core.documents.plain_samples import plain_papers
from tests.core.documents.samples import (
    BUREAU,
    DAY,
    LONG_NAME,
    OPENING,
    RARE,
    attachments,
    forms,
    items,
    letter,
    official,
    papers,
)

EVERY = dict([*papers(), *plain_papers(), *calm_papers(), *forms()])
UNFINISHED = {  # a draft has neither number nor date; a stamp over the head covers its edge
    "official-draft": {"number_form", "date_form"},
    "letter-draft": {"number_form", "date_form"},
    "plain-draft": {"number_form", "date_form"},
    "letter-void": {"mark"},
    "official-upward-3": {"mark_names"},  # a joint mark, and one body signs
}
OFTEN = [name for name in EVERY if not name.startswith(("official-lines-", "letter-items-"))]


def failures(document: Paper | Form) -> list[str]:
    duplex = document.duplex if isinstance(document, Paper) else True
    return [row.sentence for row in check(render(document).pdf, duplex=duplex).failures]


@pytest.mark.parametrize("name", OFTEN)
def test_every_sample_passes_each_row(name):
    document = EVERY[name]
    style = Style.FORM if isinstance(document, Form) else Style(document.layout.value)
    report = check(
        render(document).pdf,
        duplex=getattr(document, "duplex", True),
        record=document if isinstance(document, Paper) else None,
    )
    assert report.style is style
    assert set(report.keys_failed) == UNFINISHED.get(name, set()), [
        row.sentence for row in report.failures
    ]


@pytest.mark.battery
@pytest.mark.parametrize("make", [official, letter])
@pytest.mark.parametrize("count", [*range(1, 13), 20, 30, 40])
@pytest.mark.parametrize("style", list(SignatureStyle))
def test_the_whole_matrix_passes_each_row(make, count, style):
    for annexes, long in itertools.product((0, 1, 2, 3), (False, True)):
        # each two of name, annexes, sides and rare characters meet in every way, not all four
        name = LONG_NAME if long else BUREAU
        duplex, rare = long != bool(annexes & 1), long != bool(annexes & 2)
        blocks = (Paragraph(OPENING), *items(count), *([Paragraph(RARE)] if rare else []))
        paper = make(
            issuers=(name,),
            blocks=blocks,
            attachments=attachments(annexes),
            duplex=duplex,
            signature=Signature(style, (name,), DAY, post="局长"),
        )
        assert not failures(paper), (name, annexes, duplex, rare)


@pytest.mark.battery
@pytest.mark.parametrize("name", [name for name in EVERY if name not in OFTEN])
def test_every_further_sample_passes_each_row(name):
    assert not failures(EVERY[name])


def test_the_archived_form_passes_too():
    assert check(archive(official(), {"number": "示司执监〔2026〕12号"})).passed


def test_a_second_reader_reads_the_paper_in_its_order():
    rendered = render(official(blocks=(Paragraph(OPENING), Paragraph(RARE))))
    pages = pypdf.PdfReader(io.BytesIO(rendered.pdf)).pages
    for page, lines in zip(pages, rendered.lines, strict=True):
        text = "".join(page.extract_text().split())
        place = 0
        for line in lines:
            wanted = "".join(line.split())
            place = text.index(wanted, place) + len(wanted)


@pytest.mark.battery
def test_three_pages_are_checked_within_a_second():
    pdf = render(letter(blocks=(Paragraph(OPENING), *items(9)))).pdf
    start = time.process_time()
    assert check(pdf).pages == 3
    assert time.process_time() - start <= 1.0


@pytest.mark.parametrize("content", [b"", b"no pdf", b"%PDF-1.7\n%%EOF", b"\x00" * 5000])
def test_what_is_no_pdf_is_refused(content):
    with pytest.raises(DocumentError, match="不是可以检查的PDF"):
        check(content)


def test_a_scan_is_measured_without_text():
    """A picture of a page: the rows about text fail or do not apply, nothing breaks."""
    scan = io.BytesIO()
    Image.new("RGB", (1240, 1754), "white").save(scan, "PDF", resolution=150)
    report = check(scan.getvalue(), layout=Style.OFFICIAL)
    assert "extractable" in report.keys_failed
    assert report.row("page_size").passed
