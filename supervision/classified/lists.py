"""The register as a list: standing lines first, those struck out under their own tab."""

from typing import Any

from supervision.classified.models import ClassifiedPaper
from supervision.core.access.principal import current
from supervision.core.listing import Column, DateRange, Listing, Sort, Tab, Text
from supervision.core.numbering import normalise

REGISTER = Listing(
    model=ClassifiedPaper,
    columns=(
        ClassifiedPaper.number,
        ClassifiedPaper.copies,
        ClassifiedPaper.dated_on,
        ClassifiedPaper.void_because,
        ClassifiedPaper.voided_on,
    ),
    headings=(Column("文号"), Column("份数"), Column("日期", sort="dated"), Column("登记")),
    sorts=(Sort("dated", ClassifiedPaper.dated_on, descending=True),),
    filters=(
        Text(
            "number",
            "文号",
            lambda typed: ClassifiedPaper.number.contains(normalise(typed), autoescape=True),
        ),
        DateRange("dated", "日期", ClassifiedPaper.dated_on),
    ),
    tabs=(
        Tab("standing", "在册", lambda: [ClassifiedPaper.voided_on.is_(None)]),
        Tab("void", "已作废", lambda: [ClassifiedPaper.voided_on.is_not(None)]),
    ),
    base=lambda: (ClassifiedPaper.body_id == current().body_id,),
)
EXPORT_HEADINGS = ("文号", "份数", "日期", "作废原因", "作废日期")


def export_row(row: Any) -> tuple[Any, ...]:
    """A row of an export, under EXPORT_HEADINGS."""
    because = row.void_because.label if row.void_because else ""
    return row.number, row.copies, row.dated_on, because, row.voided_on
