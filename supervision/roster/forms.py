"""Forms of the roster slice."""

from datetime import date
from typing import cast

from supervision.accounts.models import User
from supervision.accounts.service import people_of
from supervision.core.access.policy import Role
from supervision.core.access.principal import current
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
from supervision.roster.documents import DocumentFacts
from supervision.roster.models import Pool
from supervision.roster.service import RosterFacts

_NOT_IN = {
    Pool.SUPERVISOR: ("term_until", "contact"),
    Pool.OBSERVER: ("certificate_no", "certificate_until", "user_id", "contact"),
    Pool.CONTACT_POINT: ("certificate_no", "certificate_until", "term_until", "user_id", "post"),
    Pool.INSPECTOR_TALENT: ("certificate_no", "certificate_until", "user_id", "contact"),
}
_LABELS = {
    Pool.SUPERVISOR: {"appointed_on": "任职日期"},
    Pool.OBSERVER: {"appointed_on": "聘任日期"},
    Pool.CONTACT_POINT: {
        "name": "联系点名称",
        "organisation": "依托单位",
        "appointed_on": "设立日期",
    },
    Pool.INSPECTOR_TALENT: {"appointed_on": "入库日期"},
}


class RosterForm(BaseForm):
    """An entry of one pool: only the fields that pool has."""

    name = text("姓名", most=120)
    organisation = text("所在单位", needed=False)
    post = text("职务", most=60, needed=False)
    contact = text("联系人", most=40, needed=False)
    telephone = text("电话", most=40, needed=False)
    certificate_no = text("监督证件号", most=40)
    certificate_until = day("证件有效期至", needed=False, hint="到期前60天起提醒")
    appointed_on = day("聘任日期", hint="文件载明的日期，不是录入日期；年度数据按此日期统计")
    term_until = day("聘期至", needed=False, hint="续聘时改为新的期满日期")
    user_id = choice("本系统账号", needed=False, hint="有账号的监督人员可编入行动组和承办事项")
    note = paragraph("备注", most=2000, needed=False)

    def __init__(self, pool: Pool, **options: object) -> None:
        super().__init__(**options)
        for name in _NOT_IN[pool]:
            del self[name]
        for name, label in _LABELS[pool].items():
            self[name].label.text = label
        if "user_id" in self:
            people = people_of(current().body_id, Role.HANDLER)
            offer(self.user_id, people, label=lambda user: user.name, blank=True)

    def facts(self) -> RosterFacts:
        """The form's content as the service takes it."""
        user_id = self.data.get("user_id")
        return RosterFacts.of(self.data, user=session.get(User, user_id) if user_id else None)


class LeaveForm(BaseForm):
    """Leaving office, or the withdrawal of a contact point."""

    on = day("日期", hint="自此日起不再计入在册")
    reason = paragraph("原因", most=500, needed=False)

    def day(self) -> date:
        """The day itself, once the form is valid."""
        return cast("date", self.on.data)


class ReturnForm(BaseForm):
    """Why a leaving is taken back."""

    reason = paragraph("理由", most=500)


class DocumentForm(BaseForm):
    """A joint document."""

    title = text("文件名称", hint="例：关于建立行政执法监督协作机制的意见")
    partner = text("协作单位", hint="多个单位用顿号分隔，例：某市工商业联合会")
    number = text("文号", most=60, needed=False)
    dated_on = day("印发日期")
    note = paragraph("主要内容", most=2000, needed=False)
    files = uploads("文件正文")

    def facts(self) -> DocumentFacts:
        """The form's content as the service takes it."""
        return DocumentFacts.of(self.data)
