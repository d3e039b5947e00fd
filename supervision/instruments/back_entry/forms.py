"""The form of 补录 of one paper."""

from collections.abc import Sequence

from wtforms import FieldList, FormField

from supervision.agencies.models import Unit
from supervision.core.conditions import NeededIf, shown_with
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.form_part import FormPart
from supervision.core.forms import BaseForm, choice, day, paragraph, text, uploads
from supervision.core.name_field import name_list
from supervision.instruments.back_entry.correcting import past_of
from supervision.instruments.back_entry.rounds import PastReturn
from supervision.instruments.back_entry.service import PastPaper, items_of, text_of
from supervision.instruments.drafting.service import PaperFacts
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import DeliveryMethod
from supervision.instruments.term_forms import term_number, term_unit

MOST_ROUNDS = 10
OF_REPLY = ("term_number", "term_unit", "fixed_due", "replied_on", "reply_number", "reply_date",
            "posted_on", "reply_summary", "returns")  # fmt: skip


class ReturnForm(FormPart):
    """退回补充整改 with its own term, and the reply that followed; an empty round does not count."""

    class Meta:
        locales = ("zh",)

    returned_on = day("退回日期", needed=False)
    reason = text("退回理由", most=2000, needed=False)
    term_number = term_number("补充整改期限")
    term_unit = term_unit()
    fixed_due = day("或固定到期日（含当日）", needed=False)
    replied_on = day("收文日期", needed=False, hint="没有再反馈的不填")
    posted_on = day("交邮日期", needed=False)
    reply_number = text("来文文号", most=60, needed=False)
    reply_date = day("来文日期", needed=False)
    reply_summary = paragraph("反馈情况", most=5000, needed=False)

    @property
    def typed(self) -> bool:
        """Whether anything of the round is said; the unit of a term is always chosen."""
        return any(value for name, value in self.data.items() if name != "term_unit")


class BackEntryForm(BaseForm):
    """A past paper as far as its life went."""

    kind_id = choice("文种")
    unit_id = choice("被监督单位", needed=False)
    addressee = text(
        "主送机关",
        needed=NeededIf("unit_id", said="没有选被监督单位的必填"),
        hint="不填则为被监督单位全称；名录以外的机关在此填写",
    )
    recipients = name_list(
        "主送单位",
        hint="通报、通知等发给多个单位的文种，在此写明名录中的各单位，一行一个或用“，”分开",
    )
    action_id = choice("监督行动", needed=False)
    number = text("文号", most=60, hint="原件上的文号，〔〕可用 [ ] 代替")
    signed_on = day("成文日期")
    signatory_name = text("签发人", most=40)
    title = text("标题", needed=False, hint="不填则按文种模板")
    demands = paragraph(
        "条目", needed=False, hint="一行一条；以“建议：”开头的为建议类，其余为纠正类"
    )
    term_number = term_number("反馈期限")
    term_unit = term_unit()
    fixed_due = day("或固定到期日（含当日）", needed=False)
    delivered_on = day("送达日期", needed=False)
    method = choice("送达方式", DeliveryMethod, needed=False)
    recipient = text("签收人", most=40, needed=False)
    reply_number = text("来文文号", most=60, needed=False)
    reply_date = day("来文日期", needed=False)
    replied_on = day("收文日期", needed=False)
    posted_on = day(
        "交邮日期",
        needed=False,
        hint="文种以交邮日为准的，邮寄的填信封邮戳的日期，按这一天认定是否逾期",
    )
    reply_summary = paragraph("反馈情况", most=5000, needed=False)
    returns = FieldList(
        FormField(ReturnForm), "退回补充整改和以后各轮", min_entries=1, max_entries=MOST_ROUNDS
    )
    closed_on = day("办结日期", needed=False, hint="没有办结的不填，之后按正常流程办理")
    scans = uploads("原件扫描件", hint="第一份PDF作为归档原件，按原样保存")

    def facts(self) -> PastPaper:
        """The form's content as the service takes it."""
        reply = (self.reply_number.data, self.reply_date.data, self.reply_summary.data)
        if any(reply) and self.replied_on.data is None:
            raise DomainError("填写了反馈，须填写收文日期", field="replied_on")
        return PastPaper.of(
            self.data,
            paper=self._paper(),
            method=self.method.data or DeliveryMethod.EXCHANGE,
            returns=self._returns(),
            scans=tuple(self.scans.data),
        )

    def follow_kind(self, kinds: Sequence[InstrumentKind]) -> None:
        """Each field that means something for some kinds only is shown with those, or before one is chosen."""
        many = [kind.id for kind in kinds if kind.many_units]
        shown_with(self.recipients, "kind_id", many)
        for one in (self.unit_id, self.addressee):
            shown_with(one, "kind_id", ["", *(kind.id for kind in kinds if not kind.many_units)])
        shown_with(self.demands, "kind_id", ["", *(kind.id for kind in kinds if kind.natures)])
        answered = ["", *(kind.id for kind in kinds if kind.reply_wanted)]
        for name in OF_REPLY:
            shown_with(self[name], "kind_id", answered)
        self._follow_posting([kind.id for kind in kinds if kind.posted_counts])
        if self.kind_id.data in many:
            self.addressee.validators = ()  # the units are named instead

    def _follow_posting(self, kinds: Sequence[int]) -> None:
        for form in (self, *(row.form for row in self.returns)):
            if kinds:
                shown_with(form["posted_on"], "kind_id", kinds)
            else:
                del form.posted_on

    def add_round(self) -> None:
        """再加一轮."""
        if len(self.returns) < MOST_ROUNDS:
            self.returns.append_entry()

    def _returns(self) -> list[PastReturn]:
        rounds = enumerate((row.form for row in self.returns), start=2)
        return [_round(number, row) for number, row in rounds if row.typed]

    def _paper(self) -> PaperFacts:
        kind = session.get_one(InstrumentKind, self.kind_id.data)
        term = {} if kind.reply_wanted else {"term_number": None, "fixed_due": None}
        return PaperFacts.of(
            {**self.data, **term},
            kind=kind,
            unit=session.get(Unit, self.unit_id.data) if self.unit_id.data else None,
            items=items_of(self.demands.data or "", kind),
        )


def _round(number: int, row: ReturnForm) -> PastReturn:
    if row.returned_on.data is None:
        raise DomainError(f"第{number}轮：请填写退回日期", field="returns")
    return PastReturn(**{name: value for name, value in row.data.items() if value is not None})


class CorrectionForm(BackEntryForm):
    """更正补录: the entry again, with the reason."""

    why = paragraph("更正理由", most=2000, hint="例：文号录错；原值和新值都留在时间线上")


def held(paper: Instrument) -> dict[str, object]:
    """What the form shows of a paper beside its own columns."""
    past = past_of(paper)
    return {
        "recipients": past.paper.recipients.replace("，", "\n"),
        "demands": text_of(paper),
        "method": past.method,
        "recipient": past.recipient,
        "reply_number": past.reply_number,
        "reply_date": past.reply_date,
        "replied_on": past.replied_on,
        "posted_on": past.posted_on,
        "reply_summary": past.reply_summary,
        "returns": [vars(one) for one in past.returns],
    }
