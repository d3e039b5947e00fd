"""登记线下 of what a leader decided about a 监督行动: 批准, and 中止, 恢复, 取消; in force once another confirms."""

from dataclasses import replace
from functools import partial

from supervision.accounts.signing.approving import REGISTER, PaperApproval
from supervision.accounts.signing.deciding import PaperDecision, not_in
from supervision.accounts.signing.on_paper import Sought, hands_of
from supervision.actions import halting
from supervision.actions.halting import Halt
from supervision.actions.models import FLOW, SupervisionAction
from supervision.core.access.policy import Permission


def sought(action: SupervisionAction) -> Sought:
    """Who may have approved it on paper."""
    hands = hands_of(action.created_by_id, action.handler_id)
    return Sought(
        body_id=action.body_id, authors=hands, what="监督行动", signs="批准人", drafts="登记人"
    )


def _lines(action: SupervisionAction) -> list[tuple[str, str]]:
    return [
        ("监督行动", action.title),
        ("起止日期", f"{action.starts_on} 至 {action.ends_on}"),
        ("监督人员", "、".join(one.name for one in action.team)),
        ("被监督单位", "、".join(unit.name for unit in action.units)),
        ("监督内容", action.content),
    ]


APPROVAL = PaperApproval(
    act="action.approval",
    title="登记线下批准监督行动",
    model=SupervisionAction,
    flow=FLOW,
    proposes=Permission.ACTION_RECORD,
    sought=sought,
    called=lambda action: str(action.title),
    lines=_lines,
    authors=(SupervisionAction.created_by_id, SupervisionAction.handler_id),
    ended_by=("approve", "cancel", "register_cancel"),
)


def decider(action: SupervisionAction) -> Sought:
    """Who may have decided on paper that it is suspended, resumed or cancelled."""
    return replace(sought(action), signs="决定人", review=False)


def _decision(halt: Halt, *, act: str, ended_by: tuple[str, ...], stays: str) -> PaperDecision:
    return PaperDecision(
        act=act,
        step=halt.on_paper,
        label=halt.label,
        what="监督行动",
        stays=stays,
        hands="登记人、承办人",
        model=SupervisionAction,
        flow=FLOW,
        proposes=Permission.ACTION_RECORD,
        sought=decider,
        called=APPROVAL.called,
        lines=_lines,
        strangers=not_in(*APPROVAL.authors),
        ended_by=ended_by,
        checks=partial(halting.check_decided, halt=halt),
        writes=partial(halting.write_halted, halt=halt),
    )


SUSPENSION = _decision(
    Halt.SUSPEND,
    act="action.suspension",
    ended_by=("suspend", "register_suspend", "cancel", "register_cancel", "archive"),
    stays="行动照常实施",
)
RESUMPTION = _decision(
    Halt.RESUME,
    act="action.resumption",
    ended_by=("resume", "register_resume"),
    stays="行动仍为中止",
)
CANCELLATION = _decision(
    Halt.CANCEL,
    act="action.cancellation",
    ended_by=("cancel", "register_cancel", "suspend", "register_suspend", "begin"),
    stays="行动没有取消",
)
HALTS = (SUSPENSION, RESUMPTION, CANCELLATION)
# The step by which each act is registered: not offered while it waits for its second person.
REGISTERED_BY = {APPROVAL.act: REGISTER, **{one.act: one.step for one in HALTS}}
