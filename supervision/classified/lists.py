"""The register as a list: standing lines first, those struck out under their own tab."""

from supervision.classified.models import ClassifiedPaper
from supervision.core.access.principal import current
from supervision.core.listing import Column, DateRange, Listing, Sort, Tab, Text
from supervision.core.numbering import normalise

REGISTER = Listing(
    model=ClassifiedPaper,
    fields=(
        ClassifiedPaper.number,
        ClassifiedPaper.copies,
        ClassifiedPaper.dated_on,
        ClassifiedPaper.void_because,
        ClassifiedPaper.voided_on,
    ),
    columns=(
        Column("number", "文号", look="cell-lead nowrap"),
        Column("copies", "份数", phone="份数"),
        Column("dated", "日期", "dated_on", sort="dated", look="nowrap", phone="日期"),
        Column("standing", "登记", "voided_on", cell="standing", sheet=None, look="cell-mark"),
        Column("because", "作废原因", "void_because", shown=False, within="standing"),
        Column("voided", "作废日期", "voided_on", shown=False, within="standing"),
    ),
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
        Tab("standing", "在册", (ClassifiedPaper.voided_on.is_(None),)),
        Tab("void", "已作废", (ClassifiedPaper.voided_on.is_not(None),)),
    ),
    base=lambda: (ClassifiedPaper.body_id == current().body_id,),
)
