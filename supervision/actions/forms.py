"""Forms of supervision actions."""

from collections.abc import Sequence

from wtforms import BooleanField, FieldList, FormField

from supervision.accounts.models import User
from supervision.accounts.signing.forms import (
    PaperDecisionForm,
    PaperSignatureForm,
    ReasonedDecisionForm,
)
from supervision.actions.models import ActionForm, ActionKind, ProblemMeasure, SupervisionAction
from supervision.actions.on_paper import decider, sought
from supervision.actions.service import ActionFacts, MemberFacts
from supervision.agencies.models import Unit
from supervision.core.conditions import NeededIf
from supervision.core.db import session
from supervision.core.form_part import FormPart
from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    offer,
    paragraph,
    several,
    text,
)
from supervision.core.verbs import StepForm
from supervision.roster.models import RosterEntry

SPARE_ROWS = 2
FEWEST_ROWS = 4


RESIDENT = NeededIf("form", [ActionForm.RESIDENT], said="驻在式监督填写", asked=False)


class MemberForm(FormPart):
    """One row of the team; a row without a name does not count."""

    class Meta:
        locales = ("zh",)

    entry_id = choice("监督人员", needed=False)
    leader = BooleanField("组长")
    recusal_checked = BooleanField("已核对，无应回避情形")
    recusal_note = text("回避情况说明", needed=False)


class SupervisionActionForm(BaseForm):
    """A new action, or amending one."""

    title = text("名称", hint="例：2023年办事难专项监督")
    form = choice("监督形式", ActionForm)
    kind = choice(
        "监督类别", ActionKind, needed=False, hint="2026年2月1日起开始的行动填写；此前的请留空"
    )
    measure = choice("问题量词", ProblemMeasure, hint="本行动的问题按“个”还是按“项”统计")
    partner = text("联合机关", needed=False, hint="例：市委巡察办")
    starts_on = day("开始日期")
    ends_on = day("结束日期")
    stationed_on = day("进驻日期", needed=RESIDENT)
    withdrawn_on = day("撤点日期", needed=RESIDENT)
    handler_id = choice("承办人", needed=False, hint="不填则为录入人")
    content = paragraph("监督内容", most=5000, needed=False)
    subjects = paragraph("监督对象", most=2000, needed=False)
    extent = paragraph("监督范围", most=2000, needed=False)
    members = FieldList(FormField(MemberForm), "监督人员", min_entries=FEWEST_ROWS, max_entries=40)
    unit_ids = several("被监督单位", needed=False)

    def offer_people(self, supervisors: Sequence[RosterEntry], handlers: Sequence[User]) -> None:
        """Fill the selects of people; supervisors are found by name or pinyin initials."""
        offer(self.handler_id, handlers, label=lambda user: user.name, blank=True)
        for row in self.members:
            offer(
                row.form.entry_id,
                supervisors,
                label=lambda one: f"{one.name}（{one.certificate_no or '无证件号'}）",
                blank=True,
                names=lambda one: (one.name,),
            )

    def add_rows(self, count: int = SPARE_ROWS) -> None:
        """Empty rows at the end of the team, as far as there may be more."""
        for _ in range(min(count, (self.members.max_entries or 0) - len(self.members))):
            self.members.append_entry()

    def facts(self) -> ActionFacts:
        """The form's content as the service takes it; foreign ids are left out by the row scope."""
        return ActionFacts.of(
            self.data,
            handler=session.get(User, self.handler_id.data) if self.handler_id.data else None,
            team=self._team(),
            units=[unit for key in self.unit_ids.data or () if (unit := session.get(Unit, key))],
        )

    def _team(self) -> list[MemberFacts]:
        found = []
        for row in self.members:
            key = row.form.entry_id.data
            entry = session.get(RosterEntry, key) if key else None
            if entry is not None:
                found.append(MemberFacts.of(row.form.data, entry=entry))
        return found


def held(action: SupervisionAction) -> dict[str, object]:
    """An action's team and units as the form shows them, with spare rows."""
    rows: list[dict[str, object]] = [
        {
            "entry_id": member.roster_entry_id,
            "leader": member.leader,
            "recusal_checked": member.recusal_checked,
            "recusal_note": member.recusal_note,
        }
        for member in action.team
    ]
    rows += [{}] * max(SPARE_ROWS, FEWEST_ROWS - len(rows))
    return {"members": rows, "unit_ids": [link.unit_id for link in action.unit_links]}


class HaltForm(StepForm):
    """中止, 取消: the workflow asks for the reason."""

    reason = paragraph("理由", most=2000, needed=False)


class ApprovalForm(PaperSignatureForm):
    """登记线下批准."""

    seeking = staticmethod(sought)


class ResumptionForm(PaperDecisionForm):
    """登记线下恢复实施."""

    seeking = staticmethod(decider)


class PaperHaltForm(ReasonedDecisionForm):
    """登记线下中止, 取消."""

    seeking = staticmethod(decider)


class ArchiveForm(StepForm):
    """总结归档: the service asks for the summary."""

    summary = paragraph("工作总结", needed=False)
