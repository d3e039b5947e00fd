"""Forms of the calendar slice: a pasted notice, days by hand, the calculator."""

from dataclasses import dataclass

from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange

from supervision.calendar.local import LocalFacts
from supervision.calendar.notices import Typed
from supervision.calendar.service import DayChange
from supervision.core.deadlines import Calendar, Direction, Mark, Result, Term, Unit, compute
from supervision.core.errors import DomainError
from supervision.core.forms import BaseForm, choice, day, offered, paragraph, required, text

ORDINARY = "普通日"


class NoticeForm(BaseForm):
    """The text of a yearly notice."""

    number = text(
        "文号", most=40, needed=False, hint="正文中已有的不用填，例：国办发明电〔2025〕7号"
    )
    issued = day("成文日期", needed=False, hint="正文中已有的不用填")
    exception = paragraph(
        "例外理由",
        most=500,
        needed=False,
        hint="只在核对不符而通知原文确实如此时填写，由另一人一并确认",
    )
    text = paragraph(
        "通知全文",
        most=6000,
        hint="把国务院办公厅放假通知连同标题整段粘贴到这里，网页上的表头也可以，不用整理格式",
        render_kw={"rows": 14},
    )

    def typed(self) -> Typed:
        """What stands beside the text."""
        return Typed(self.number.data or "", self.issued.data, self.exception.data or "")


class OfficialForm(BaseForm):
    """That the days of a year, entered one by one, are its whole notice."""

    exception = paragraph("例外理由", most=500, needed=False, hint="核对相符的不用填")


class LocalForm(BaseForm):
    """Days of a body's own."""

    body_id = choice("适用机构", hint="下级机构一并适用")
    first = day("日期")
    last = day("至", needed=False, hint="只有一天的不用填")
    mark = RadioField(
        "登记为",
        [required("请选择")],
        choices=[
            SelectChoice(Mark.REST.value, "休（放假）"),
            SelectChoice(Mark.WORK.value, "班（周末上班）"),
        ],
    )
    name = text("节日或事由", most=40, hint="例：壮族三月三")
    source = text("依据", hint="文件名称和文号")

    def facts(self) -> LocalFacts:
        """The form's content as the service takes it."""
        first = self.first.data
        assert first is not None  # noqa: S101  (the field is required)
        return LocalFacts(
            first=first,
            last=self.last.data or first,
            mark=Mark(self.mark.data),
            name=self.name.data or "",
            source=self.source.data or "",
        )


class DaysForm(BaseForm):
    """A few days by hand."""

    first = day("日期")
    last = day("至", needed=False, hint="只有一天的不用填")
    mark = RadioField(
        "登记为",
        [required("请选择")],
        choices=[
            SelectChoice(Mark.REST.value, "休（放假）"),
            SelectChoice(Mark.WORK.value, "班（周末上班）"),
            SelectChoice(ORDINARY, "普通日（取消已登记的休或班）"),
        ],
    )
    name = text("节日或事由", most=40, needed=False, hint="例：春节")
    source = text("依据", hint="文件名称，例：国务院办公厅关于延长春节假期的通知")

    def change(self) -> DayChange:
        """The form's content as the service takes it."""
        first = self.first.data
        assert first is not None  # noqa: S101  (the field is required)
        return DayChange(
            first=first,
            last=self.last.data or first,
            mark=None if self.mark.data == ORDINARY else Mark(self.mark.data),
            name=self.name.data or "",
            source=self.source.data or "",
        )


class AskedByAddress(BaseForm):
    """A form of a GET: its answer has an address; it changes nothing and keeps no draft."""

    keeps_drafts = False

    class Meta:
        csrf = False


class TermForm(AskedByAddress):
    """Date and term."""

    start = day("起算日", hint="送达、签收、收到之日，当日不计入")
    term = IntegerField(
        "期限", [required(), NumberRange(1, 3650, "须为1至3650的整数")], render_kw={"min": 1}
    )
    unit = SelectField("单位", choices=offered(Unit))
    direction = SelectField("方向", choices=offered(Direction))
    clear = BooleanField("整日", description="首尾两日都不计入，只用于“之前”")

    def answer(self, calendar: Calendar) -> Result | None:
        """The last day with its reasons; None, with the errors in place, for what cannot be."""
        if not self.validate() or self.start.data is None:
            return None
        try:
            direction, clear = Direction(self.direction.data), bool(self.clear.data)
            term = Term(self.term.data or 0, Unit(self.unit.data), direction, clear=clear)
            return compute(self.start.data, term, calendar)
        except DomainError as refusal:
            self.term.errors = [refusal.message]
            return None


@dataclass(frozen=True)
class Between:
    """What lies between two dates; `provisional` where a notice still to come may change it."""

    workdays: int
    days: int
    provisional: bool


class BetweenForm(AskedByAddress):
    """Two dates: how many working days lie between."""

    first = day("从", hint="当日不计入")
    last = day("到", hint="当日计入")

    def answer(self, calendar: Calendar) -> Between | None:
        """The days after the first up to and including the last; None, with the errors in place."""
        if not self.validate() or self.first.data is None or self.last.data is None:
            return None
        first, last = self.first.data, self.last.data
        try:
            workdays = calendar.workdays_between(first, last)
        except DomainError as refusal:
            self.last.errors = [refusal.message]
            return None
        unsure = calendar.provisional_between(min(first, last), max(first, last))
        return Between(workdays, abs((last - first).days), unsure)
