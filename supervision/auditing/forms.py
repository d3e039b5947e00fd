"""Forms of the audit pages."""

from wtforms import IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange

from supervision.auditing.names import RECORDS
from supervision.auditing.service import Wanted
from supervision.core.day_field import ChineseDateField
from supervision.core.form_part import FormPart
from supervision.core.forms import BaseForm, optional, paragraph, text
from supervision.core.keys import MAX_ID


class AuditFilter(FormPart):
    """What the trail can be narrowed by; its state is the URL."""

    person = text("人员姓名或账号", needed=False)
    kind = SelectField(
        "记录类型",
        choices=[SelectChoice("", "记录类型")]
        + [SelectChoice(table, name) for table, name in RECORDS.items()],
    )
    start = ChineseDateField("起始日期", [optional()])
    end = ChineseDateField("截止日期", [optional()])
    record = IntegerField("记录编号", [optional(), NumberRange(0, MAX_ID, "没有这样的编号")])

    def wanted(self) -> Wanted:
        """The filter as the service takes it; what cannot be read is left out."""
        self.validate()
        return Wanted(
            person=(self.person.data or "").strip(),
            record_type=self.kind.data if self.kind.data in RECORDS else "",
            record_id=None if self.record.errors else self.record.data,
            start=None if self.start.errors else self.start.data,
            end=None if self.end.errors else self.end.data,
        )


class NeedForm(BaseForm):
    """Why an auditor needs to see values."""

    reason = paragraph("查看理由", most=500, hint="例：核对某账号角色变更的经过")
