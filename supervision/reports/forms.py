"""Forms of the reports: what is looked at, and the paragraph's wording."""

from wtforms import SelectField
from wtforms.fields import SelectChoice

from supervision.core import clock
from supervision.core.form_part import FormPart
from supervision.core.forms import BaseForm, paragraph
from supervision.reports.periods import PARTS, Period, part_label
from supervision.reports.reach import Reach, Span, whole_word

YEARS_BACK = 6


class ScopeForm(FormPart):
    """Year, part of it, body and span; the empty choice of each is what people mostly want."""

    year = SelectField("年度", validate_choice=False)
    part = SelectField("期间", validate_choice=False)
    span = SelectField("口径", validate_choice=False)
    body = SelectField("机关", validate_choice=False)


def scope_form(period: Period, reach: Reach, *, home_id: int, parts: bool = True) -> ScopeForm:
    """The form as the page stands; a body without others below it has no 机关 and no 口径."""
    form = ScopeForm(
        data={
            "year": str(period.year),
            "part": period.part,
            "span": reach.span.value,
            "body": "" if reach.body.id == home_id else str(reach.body.id),
        }
    )
    this_year = clock.today().year
    years = sorted({period.year, *range(this_year - YEARS_BACK, this_year + 1)}, reverse=True)
    form.year.choices = [SelectChoice(str(year), f"{year}年") for year in years]
    form.part.choices = [SelectChoice(part, part_label(part)) for part in PARTS]
    form.span.choices = [
        SelectChoice(Span.OWN.value, "本级"),
        SelectChoice(Span.ALL.value, whole_word(reach.body)),
    ]
    form.body.choices = [
        SelectChoice("" if one.id == home_id else str(one.id), one.short_name)
        for one in reach.offered
    ]
    if not parts:
        del form.part
    if len(reach.offered) == 1:
        del form.body
        del form.span
    return form


class TextForm(BaseForm):
    """The paragraph as a template; figures stand in braces and stay live."""

    edits = True  # the first text of a year has no record yet
    template = paragraph(
        "段落",
        most=8000,
        hint="花括号里的是活的数字，按右侧的写法插入；保存时核对，打开时按当前记录显示。",
    )
