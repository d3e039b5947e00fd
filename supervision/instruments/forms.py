"""Forms of papers."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, IntegerField
from wtforms.fields import SelectChoice, SelectField
from wtforms.validators import NumberRange, Optional

from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    given,
    optional,
    paragraph,
    required,
    text,
    uploads,
)
from supervision.core.keys import identifiers
from supervision.instruments.chasing import Channel, ChaseFacts, Rung
from supervision.instruments.delivery import DeliveryFacts
from supervision.instruments.drafting import ItemFacts, PaperFacts
from supervision.instruments.layout_forms import LayoutFields, layout_facts
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.signing import OfflineSignature
from supervision.instruments.states import Conclusion, DeliveryMethod, Nature, Opinion
from supervision.problems.models import Problem

URGENCIES = ("", "加急", "特急")
OFF_SCREEN = [one for one in DeliveryMethod if one is not DeliveryMethod.ELECTRONIC]
UNITS = ("日", "工作日", "月")


def term_number(label: str, *, needed: bool = False) -> IntegerField:
    """A number of days or months; the unit stands beside it."""
    return IntegerField(
        label,
        [required() if needed else Optional(), NumberRange(1, 3650, "须为1至3650的整数")],
        render_kw={"inputmode": "numeric"},
    )


def term_unit() -> SelectField:
    """日, 工作日 or 月: never turned into one another."""
    return SelectField("期限单位", choices=[SelectChoice(unit, unit) for unit in UNITS])


class ItemForm(Form):
    """One item of a paper."""

    class Meta:
        locales = ("zh",)

    problem_id = HiddenField()
    nature = SelectField(
        "类别", choices=[SelectChoice(one.value, one.label) for one in Nature], coerce=Nature
    )
    heading = text("小标题", most=60, needed=False)
    statement = paragraph("问题", most=5000, needed=False)
    demand = paragraph("意见与要求", most=5000)


class PaperForm(LayoutFields, BaseForm):
    """Drafting a paper."""

    unit_id = choice("被监督单位", needed=False)
    addressee = text("主送机关", needed=False, hint="不填则为被监督单位全称")
    action_id = choice("监督行动", needed=False)
    title = text("标题", needed=False, hint="不填则按文种模板")
    term_number = term_number("反馈期限")
    term_unit = term_unit()
    fixed_due = day("或固定到期日（含当日）", needed=False)
    copies_to = text("抄送机关", most=500, needed=False, hint="多个机关用“，”分开")
    urgency = SelectField(
        "紧急程度", choices=[SelectChoice(one, one or "平件") for one in URGENCIES]
    )
    problem_list = BooleanField("附问题清单")
    items = FieldList(FormField(ItemForm), min_entries=0, max_entries=60)

    def facts(
        self, kind: InstrumentKind, paper: Instrument | None = None, *, clue_id: int | None = None
    ) -> PaperFacts:
        """The form's content as the service takes it; manual text of an earlier edition is kept apart."""
        return PaperFacts(
            kind=kind,
            unit=session.get(Unit, self.unit_id.data) if self.unit_id.data else None,
            addressee=self.addressee.data or "",
            items=[self._item(entry.form) for entry in self.items],
            action_id=self.action_id.data,
            clue_id=paper.clue_id if paper else clue_id,
            parent_id=paper.parent_id if paper else None,
            subject_type=paper.subject_type if paper else "",
            subject_id=paper.subject_id if paper else None,
            title=self.title.data or "",
            term_number=self.term_number.data,
            term_unit=self.term_unit.data or "",
            fixed_due=self.fixed_due.data,
            copies_to=self.copies_to.data or "",
            urgency=self.urgency.data or "",
            problem_list=bool(self.problem_list.data),
            layout=layout_facts(self),
        )

    def _item(self, form: Any) -> ItemFacts:
        keys = identifiers([form.problem_id.data or ""])
        return ItemFacts(
            demand=form.demand.data or "",
            nature=form.nature.data,
            heading=form.heading.data or "",
            statement=form.statement.data or "",
            problem=session.get(Problem, keys[0]) if keys else None,
        )


class TextForm(BaseForm):
    """The paper's text, one paragraph a line."""

    title = text("标题")
    text = paragraph(
        "正文", most=60_000, hint="一行一段；以“一、”“（一）”“1.”“（1）”开头的自动成为各级标题"
    )


class CheckPassForm(BaseForm):
    """Why a failed layout check may pass."""

    check_pass_reason = paragraph("放行理由", most=500)


class OfflineSignatureForm(BaseForm):
    """登记线下签批."""

    signatory_name = text("签发人", most=40)
    on = day("签批日期", hint="即成文日期")
    number = text(
        "OA文号",
        most=60,
        needed=False,
        hint="由办公室编号的填写，如 示司〔2026〕12号；由本系统编号的不填",
    )
    scans = uploads("签批扫描件")

    def facts(self) -> OfflineSignature:
        """The form's content as the service takes it."""
        return OfflineSignature(
            signatory_name=self.signatory_name.data or "",
            on=given(self.on),
            number=self.number.data or "",
            scans=tuple(self.scans.data),
        )


class DeliveryForm(BaseForm):
    """登记送达."""

    method = choice("送达方式", OFF_SCREEN)
    received_on = day("签收（送达）日期", hint="期限从次日起算")
    recipient = text("签收人", most=40, needed=False)
    proxy_reason = text("代收人及理由", needed=False)
    address = text("送达地址", needed=False)
    left_reason = text("留置理由", needed=False)
    witness = text("见证人", needed=False)
    delivered_by = text("送达人", most=40, needed=False)
    note = text("备考", needed=False)
    receipts = uploads("送达回证或OA回执")

    def facts(self) -> DeliveryFacts:
        """The form's content as the service takes it."""
        return DeliveryFacts(
            method=DeliveryMethod(self.method.data),
            received_on=given(self.received_on),
            recipient=self.recipient.data or "",
            proxy_reason=self.proxy_reason.data or "",
            address=self.address.data or "",
            left_reason=self.left_reason.data or "",
            witness=self.witness.data or "",
            note=self.note.data or "",
            delivered_by=self.delivered_by.data or "",
            receipts=tuple(self.receipts.data),
        )


class AnswersForm(BaseForm):
    """The whole reply on one page; `answers_form` adds four fields for each item still open."""

    summary = paragraph("总体情况", most=5000, needed=False)


def answers_form(paper: Instrument, items: Sequence[InstrumentItem]) -> AnswersForm:
    """The form with what has been answered so far."""
    fields: dict[str, object] = {}
    for item in items:
        name = f"第{item.seq}{paper.kind.item_noun}"
        hint = "可直接拍照；图片、PDF、Word、Excel，单个不超过30MB"
        fields[f"measures_{item.id}"] = paragraph(
            f"{name}整改措施和结果", most=10_000, needed=False
        )
        fields[f"evidence_{item.id}"] = uploads(f"{name}佐证材料", hint=hint)
        fields[f"shows_{item.id}"] = text(f"{name}材料说明什么", needed=False)
        fields[f"event_{item.id}"] = day(f"{name}材料形成日期", needed=False)
    form_class = type("AnswersForm", (AnswersForm,), fields)
    form: AnswersForm = form_class(data={f"measures_{one.id}": one.measures for one in items})
    return form


class SendForm(BaseForm):
    """报送反馈, with a word on the whole."""

    keeps_drafts = False
    summary = paragraph("总体情况", most=5000, needed=False)


class PlanForm(BaseForm):
    """整改方案 of one item."""

    plan = paragraph("拟采取的措施", most=5000)
    plan_by = text("责任人", most=40, needed=False)
    plan_until = day("计划完成日期", needed=False)


class RegisteredReplyForm(BaseForm):
    """代录反馈; the answers to the items are added by the view as `answer_<id>`."""

    letter_number = text("来文文号", most=60, needed=False)
    letter_date = day("来文日期")
    received_on = day("收文日期")
    summary = paragraph("总体情况", most=5000, needed=False)
    scans = uploads("来文扫描件", needed=True)
    answers = HiddenField("逐条答复", [optional()])


class ReplySheetForm(BaseForm):
    """A filled 反馈表.docx."""

    keeps_drafts = False
    sheet = uploads("填好的反馈表", needed=True, hint="从本件下载的反馈表.docx，填好后原样上传")


class ReturnForm(BaseForm):
    """退回补充整改."""

    reason = paragraph("退回理由", most=2000)
    term_number = term_number("补充整改期限", needed=True)
    term_unit = term_unit()


class ConcludeForm(BaseForm):
    """One conclusion for the chosen items."""

    conclusion = choice("核查结论", Conclusion)
    note = paragraph("核查意见", most=2000, needed=False)


class OpineForm(BaseForm):
    """An opinion on writing the chosen items off."""

    opinion = choice("销号意见", Opinion)
    note = paragraph("说明", most=2000, needed=False)


class ChaseForm(BaseForm):
    """One line of the ladder."""

    rung = choice("督促方式", Rung)
    how = choice("途径", Channel)
    on = day("日期", needed=False, hint="不填为今天")
    note = text("内容", most=500, needed=False)

    def facts(self) -> ChaseFacts:
        """The form's content as the service takes it."""
        return ChaseFacts(
            rung=self.rung.data, how=self.how.data, on=self.on.data, note=self.note.data or ""
        )
