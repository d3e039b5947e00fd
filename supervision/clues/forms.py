"""Forms of clues."""

from collections.abc import Sequence
from typing import Self

from wtforms import BooleanField, SelectField

from supervision.accounts.models import User
from supervision.accounts.service import people_of
from supervision.agencies.models import Unit
from supervision.clues.history import Past
from supervision.clues.identity import Informant
from supervision.clues.models import Clue
from supervision.clues.service import ClueFacts, Outcome
from supervision.clues.states import Finding, Source
from supervision.core.access.policy import Role
from supervision.core.db import session
from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    offer,
    paragraph,
    text,
    uploads,
)
from supervision.core.verbs import StepForm


class ClueForm(BaseForm):
    """Registering a clue, or correcting it."""

    source = choice("来源", Source)
    source_organ = text("来件单位", needed=False, hint="例：示例省司法厅")
    source_number = text("来文编号", most=60, needed=False, hint="来文自己的文号或工单号")
    received_on = day("收件日期", hint="收到的日期，不是录入日期")
    due_on = day("要求办结日期", needed=False, hint="来件写明的最后一天（含当日）")
    report_wanted = BooleanField("办结后要向来件单位回告", default=True)
    unit_id = choice("涉及单位", needed=False)
    subject = text("事由", hint="一句话，列表中显示；不要写来源人姓名")
    content = paragraph("内容", needed=False)
    place = text("地点", needed=False)
    files = uploads("来件及材料")
    informant_name = text("来源人姓名", most=40, needed=False)
    informant_contact = text("联系方式", most=100, needed=False)
    informant_note = text("其他身份信息", needed=False)
    not_duplicate = BooleanField("已核对，不是重复来件，仍要登记")

    def facts(self) -> ClueFacts:
        """The form's content as the service takes it."""
        return ClueFacts.of(
            self.data,
            unit=session.get(Unit, self.unit_id.data) if self.unit_id.data else None,
            informant=Informant(
                self.informant_name.data or "",
                self.informant_contact.data or "",
                self.informant_note.data or "",
            ),
            files=tuple(self.files.data),
        )


class BackEntryForm(ClueForm):
    """补录: a clue with all that had happened to it."""

    accepted_on = day("受理日期")
    passed_on_on = day("转办日期", needed=False)
    closed_on = day("办结日期", needed=False)
    finding = choice("核查结果", Finding, needed=False)
    result = paragraph("核查情况", needed=False)
    dealt_with = BooleanField("已作处理（查实并已处理的计为查处）")
    handling = paragraph("处理情况", most=2000, needed=False)
    reported_on = day("回告日期", needed=False)
    report_number = text("回告文号", most=60, needed=False)

    def past(self) -> Past:
        """What had happened, as the service takes it."""
        outcome = None
        if self.finding.data is not None:
            outcome = Outcome.of(self.data)
        return Past.of(self.data, outcome=outcome)


class CorrectionForm(BackEntryForm):
    """更正补录: the entry again, with the reason."""

    why = paragraph("更正理由", most=2000, hint="例：办结日期录错；原值和新值都留在时间线上")


def handler_select(*, needed: bool) -> SelectField:
    """A colleague who handles clues."""
    return choice("承办人", needed=needed)


class AcceptForm(StepForm):
    """受理."""

    handler_id = handler_select(needed=True)

    @classmethod
    def asking(cls, record: Clue) -> Self:
        """The form with the colleagues who may have the clue."""
        form = super().asking(record)
        offer_handlers(form, people_of(record.body_id, Role.HANDLER), record.handler_id)
        return form

    def told(self) -> dict[str, object]:
        """The day, and the colleague chosen."""
        return {"on": self.on.data, "handler": session.get(User, self.handler_id.data)}


class CloseForm(StepForm):
    """办结."""

    finding = choice("核查结果", Finding)
    result = paragraph("核查情况")
    dealt_with = BooleanField("已作处理（查实并已处理的计为查处）")
    handling = paragraph("处理情况", most=2000, needed=False, hint="勾选“已作处理”的须填写")

    def told(self) -> dict[str, object]:
        """The day, and the outcome as the service takes it."""
        return {"on": self.on.data, "outcome": Outcome.of(self.data)}


class ReportForm(StepForm):
    """登记回告."""

    number = text("回告文号", most=60, needed=False)
    note = paragraph(
        "回告说明", most=2000, needed=False, hint="监督员、联系点提交的线索，此处文字本人可见"
    )


class ReassignForm(BaseForm):
    """改派."""

    handler_id = handler_select(needed=True)
    reason = paragraph("理由", most=2000, needed=False)

    def handler(self) -> User | None:
        """The colleague chosen."""
        return session.get(User, self.handler_id.data)


class SubmissionForm(BaseForm):
    """What an observer sends in from a phone."""

    words = paragraph("发现了什么", most=2000, hint="一两句话写明时间、谁、做了什么")
    photos = uploads("照片", hint="可直接拍照")
    place = text("地点", needed=False)
    unit_id = choice("涉及单位", needed=False)


def offer_handlers(
    form: AcceptForm | ReassignForm, people: Sequence[User], default: int | None
) -> None:
    """Fill the select of colleagues; whoever has the clue now stands first chosen."""
    offer(form.handler_id, people, label=lambda user: user.name, blank=True)
    if form.handler_id.data is None and default is not None and not form.is_submitted():
        form.handler_id.data = default
