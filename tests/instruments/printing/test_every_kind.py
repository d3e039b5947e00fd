"""Every kind of paper over one, eight and forty problems, from records: complete, nothing geometric wrong, no word left over.

`PAPER_PICTURES=folder` writes each page as a PNG, to be looked at (`-m ""` with eight and forty, too).
"""

import os
from pathlib import Path

import pypdfium2
import pytest

from supervision.core.documents.checker import check
from supervision.core.documents.pdf import render
from supervision.instruments.drafting.composing import document
from supervision.instruments.wording import completeness
from supervision.instruments.wording.templating import GAP
from tests.make import every_kind
from tests.make.every_kind import DAYS, DRAFTED, KINDS
from tests.make.offices import Office, on
from tests.support.work import Inside

PICTURES = os.environ.get("PAPER_PICTURES", "")


@pytest.mark.parametrize(
    "number", [1, *(pytest.param(n, marks=pytest.mark.battery) for n in (8, 40))]
)
@pytest.mark.parametrize("code", KINDS)
def test_it_is_complete_and_well_set(
    inside: Inside, office: Office, code: str, number: int
) -> None:
    with inside():
        every_kind.based(office)
        paper = KINDS[code](office, number)
        with on(DAYS.get(code, DRAFTED), "handler"):
            assert [one.sentence for one in completeness.lacks(paper)] == []
            content = document(paper, number=f"{paper.kind.series}〔2026〕12号")
        pdf = render(content).pdf
        _keep(f"{code}-{number:02d}", pdf)
        report = check(pdf, record=content)
        assert [row.sentence for row in report.failures] == []
        assert not GAP.search(paper.text)


def _keep(name: str, pdf: bytes) -> None:
    if not PICTURES:
        return
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
    with pypdfium2.PdfDocument(pdf) as opened:
        for number, page in enumerate(opened, start=1):
            page.render(scale=1.1).to_pil().save(Path(PICTURES) / f"{name}-{number}.png")
