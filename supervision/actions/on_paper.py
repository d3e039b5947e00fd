"""登记线下批准 of 监督行动."""

from supervision.accounts.signing.approving import PaperApproval
from supervision.accounts.signing.on_paper import Sought, hands_of
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
    ended_by=("approve", "cancel"),
)
