"""Forms of the reply: on one page, plan, sending, 代录反馈."""

from collections.abc import Sequence

from wtforms import BooleanField, HiddenField

from supervision.core.editions import digest
from supervision.core.forms import (
    BaseForm,
    day,
    optional,
    paragraph,
    text,
    uploads,
)
from supervision.core.upload_field import UploadField
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.replying import overall
from supervision.instruments.wording.before import told_as

BARE = "{}：写了材料说明或者形成日期，没有选择材料；请选择材料，没有材料的清空"


class AnswersForm(BaseForm):
    """The whole reply on one page; `answers_form` adds its fields for each item still open."""

    edits = True
    summary = paragraph("总体情况", most=5000, needed=False)

    def validate(self, extra_validators: object = None) -> bool:
        """What is said of evidence is kept with it: without any it would be dropped."""
        valid: bool = super().validate(extra_validators)
        for box in self:
            if not isinstance(box, UploadField) or box.data:
                continue
            key = box.short_name.removeprefix("evidence_")
            about = [self[f"{part}_{key}"] for part in ("shows", "event")]
            if any(one.data for one in about):
                which = str(box.label.text).removesuffix("佐证材料")
                box.errors = [BARE.format(which)]
                valid = False
        return valid


def answers_form(paper: Instrument, items: Sequence[InstrumentItem]) -> AnswersForm:
    """The form with what has been answered so far."""
    fields: dict[str, object] = {}
    for item in items:
        name = f"第{item.seq}{paper.kind.item_noun}"
        hint = "可直接拍照；图片、PDF、Word、Excel，单个不超过30MB"
        fields[f"measures_{item.id}"] = paragraph(
            f"{name}{told_as(paper)}", most=10_000, needed=False
        )
        fields[f"evidence_{item.id}"] = uploads(f"{name}佐证材料", hint=hint)
        if item.measures and not item.answered:  # words of the round before
            fields[f"again_{item.id}"] = BooleanField(
                "沿用上次的答复", description="内容不变的勾选；改动上面文字或者补充佐证的，不必勾选"
            )
        fields[f"shows_{item.id}"] = text(f"{name}材料说明什么", needed=False)
        fields[f"event_{item.id}"] = day(f"{name}材料形成日期", needed=False)
    form_class = type("AnswersForm", (AnswersForm,), fields)
    said = {f"measures_{one.id}": one.measures for one in items}
    form: AnswersForm = form_class(data={**said, "summary": overall.held(paper)})
    return form


class SendForm(BaseForm):
    """报送反馈, with a word on the whole; only of the answers and the evidence that stood on the page."""

    keeps_drafts = False
    edits = True
    summary = paragraph("总体情况", most=5000, needed=False)
    read = HiddenField()


def send_form(paper: Instrument, evidence: Sequence[int]) -> SendForm:
    """The form below the answers; `evidence`: the keys of what is attached to them."""
    held = [(item.id, item.answered, item.measures) for item in paper.items]
    read = digest([*held, *evidence])
    return SendForm(data={"read": read, "summary": overall.held(paper)})


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
    posted_on = day("交邮日期", needed=False, hint="邮寄的填信封邮戳的日期，按这一天认定是否逾期")
    summary = paragraph("总体情况", most=5000, needed=False)
    scans = uploads("来文扫描件", needed=True)
    answers = HiddenField("逐条答复", [optional()])


class ReplySheetForm(BaseForm):
    """A filled 反馈表.docx."""

    keeps_drafts = False
    sheet = uploads("填好的反馈表", needed=True, hint="从本件下载的反馈表.docx，填好后原样上传")
