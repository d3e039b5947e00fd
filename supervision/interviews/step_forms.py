"""Forms of the steps of an interview: told of, held with what was promised, kept, closed."""

from typing import Self

from wtforms import BooleanField, FieldList, FormField, HiddenField

from supervision.accounts.signing.forms import PaperSignatureForm
from supervision.core import clock
from supervision.core.conditions import NeededIf
from supervision.core.form_part import FormPart
from supervision.core.forms import choice, day, paragraph, text, uploads
from supervision.core.keys import identifiers
from supervision.core.verbs import StepForm, VerbForm
from supervision.interviews.models import Interview
from supervision.interviews.on_paper import sought
from supervision.interviews.promising import Promise, unkept
from supervision.interviews.service import Attendance, Record
from supervision.interviews.states import Sharing, Signing


class ApprovalForm(PaperSignatureForm):
    """登记线下批准."""

    seeking = staticmethod(sought)


class NotifyForm(StepForm):
    """登记通知."""

    number = text("通知书文号", most=60, needed=False, hint="口头或电话通知的不填")


class RescheduleForm(VerbForm):
    """改期."""

    to = day("新的约谈日期")
    at = text("时间", most=20, needed=False, hint="不填则不变")
    place = text("地点", needed=False, hint="不填则不变")
    reason = paragraph("理由", most=2000)


class AttendanceForm(FormPart):
    """How one head took part."""

    class Meta:
        locales = ("zh",)

    head_id = HiddenField()
    absent = BooleanField("缺席")
    signing = choice("签字情况", Signing, needed=False)
    note = text("缺席或拒签理由", needed=NeededIf("absent", said="缺席或拒签的必填", asked=False))
    promise = paragraph("本人承诺", most=5000, needed=False)
    promise_due = day("本人承诺期限", needed=False)


SHARED = NeededIf("promising", [Sharing.TOGETHER], said="共同承诺的填写", asked=False)


class HoldForm(StepForm):
    """登记实施."""

    held_at = text("起止时间", most=40, needed=False, hint="例：9时30分至11时")
    minutes = paragraph("约谈记录")
    promising = choice("承诺方式", Sharing, hint="没有承诺的不用改，下面留空")
    promise = paragraph("整改承诺", most=5000, needed=SHARED)
    promise_due = day("承诺期限", needed=SHARED, hint="填写后转入承诺跟踪，到期提醒")
    attendance = FieldList(FormField(AttendanceForm), "到场与签字")
    files = uploads("签字的约谈记录")

    @classmethod
    def asking(cls, record: Interview) -> Self:
        """The form with the day, time and heads that were planned."""
        data = {
            "on": min(record.planned_on, clock.today()),
            "attendance": [{"head_id": str(one.id)} for one in record.interviewees],
            "held_at": record.planned_at,
            "promising": Sharing.TOGETHER,
        }
        return cls(obj=record, data=data)

    def told(self) -> dict[str, object]:
        """The day, and the record as the service takes it."""
        return {"on": self.on.data, "held": self._held()}

    def _held(self) -> Record:
        taken = {}
        for row in self.attendance:
            for key in identifiers([row.form.head_id.data or ""]):
                taken[key] = Attendance(
                    absent=bool(row.form.absent.data),
                    signing=row.form.signing.data,
                    note=row.form.note.data or "",
                    promise=Promise(row.form.promise.data or "", row.form.promise_due.data),
                )
        return Record.of(self.data, attendance=taken, files=tuple(self.files.data))


class KeptForm(FormPart):
    """Whether one head has kept the own promise."""

    class Meta:
        locales = ("zh",)

    head_id = HiddenField()
    kept = BooleanField("已落实")
    result = text("落实情况", most=2000, needed=NeededIf("kept", said="已落实的必填", asked=False))


class KeepForm(StepForm):
    """登记落实 of own promises."""

    heads = FieldList(FormField(KeptForm), "分别承诺")

    @classmethod
    def asking(cls, record: Interview) -> Self:
        """The form with the heads who have not kept theirs yet."""
        left = [{"head_id": str(one.id)} for one in unkept(record)]
        return cls(data={"on": clock.today(), "heads": left})

    def told(self) -> dict[str, object]:
        """The day, and what came of each promise that was kept."""
        rows = [row.form for row in self.heads if row.form.kept.data]
        results = {
            key: row.result.data or ""
            for row in rows
            for key in identifiers([row.head_id.data or ""])
        }
        return {"on": self.on.data, "results": results}


class CloseForm(StepForm):
    """办结."""

    result = paragraph("承诺落实情况", most=5000, needed=False)
