"""Forms of 延期."""

from typing import Self

from wtforms.fields import SelectChoice

from supervision.core.conditions import NeededIf
from supervision.core.forms import BaseForm, choice, day, given, paragraph, pick, text, uploads
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.registering import deciders
from supervision.instruments.extending.service import ExtensionFacts, PaperDecision
from supervision.instruments.extending.states import Decided


class ExtensionForm(BaseForm):
    """The unit asks for more time."""

    new_due = day("申请延至", hint="含当日；固定日期遇休息日不顺延")
    reason = paragraph("延期理由", most=2000, hint="已做了什么、还差什么、为什么不能按期完成")

    def facts(self) -> ExtensionFacts:
        """The form's content as the service takes it."""
        return ExtensionFacts(reason=self.reason.data or "", new_due=given(self.new_due))


class RegisteredExtensionForm(ExtensionForm):
    """A request that came on paper."""

    asked_on = day("收到申请的日期", hint="须在期限届满之前")
    asked_by = text("申请单位或经办人", most=40, needed=False)
    letter_number = text("来文文号", most=60, needed=False)
    scans = uploads("申请扫描件")

    def facts(self) -> ExtensionFacts:
        """The form's content as the service takes it."""
        return ExtensionFacts(
            reason=self.reason.data or "",
            new_due=given(self.new_due),
            asked_on=given(self.asked_on),
            asked_by=self.asked_by.data or "",
            letter_number=self.letter_number.data or "",
            scans=tuple(self.scans.data),
        )


class PaperDecisionForm(BaseForm):
    """A further extension that a leader decided on paper: whoever decided is chosen, never typed."""

    decision = choice("线下决定", Decided)
    decider = pick("批准人", coerce=str, hint="没有账号的领导，由系统管理员列入“签批领导”")
    decided_on = day("决定日期")
    new_due = day("批准延至", needed=NeededIf("decision", [Decided.GRANTED], said="批准的必填"))
    note = paragraph(
        "意见", most=2000, needed=NeededIf("decision", [Decided.REFUSED], said="不批准的须写明理由")
    )
    scans = uploads("签批扫描件", needed=True)

    @classmethod
    def about(cls, extension: Extension) -> Self:
        """With the people who may have decided about this request."""
        form = cls(of=extension, data={"new_due": extension.asked_due})
        named = [SelectChoice(*one) for one in deciders(extension)]
        form.decider.choices = [SelectChoice("", "请选择"), *named]
        return form

    def facts(self) -> PaperDecision:
        """The form's content as the service takes it."""
        granted = given(self.decision) is Decided.GRANTED
        return PaperDecision(
            by=given(self.decider),
            on=given(self.decided_on),
            new_due=given(self.new_due) if granted else None,
            note=self.note.data or "",
            scans=tuple(self.scans.data),
        )


class DecideExtensionForm(BaseForm):
    """Granting or refusing an extension: the day may differ from the one asked for."""

    new_due = day("批准延至", hint="可以与申请的日期不同")
    note = paragraph(
        "意见", most=2000, needed=NeededIf("refuse", said="不批准的须写明理由", asked=False)
    )
