"""What the named people of a referral are told at once: asked to approve, approved, sent back, answered."""

from collections.abc import Iterable

from supervision.core.access.principal import Principal
from supervision.referrals.models import Referral
from supervision.reminders.telling import Event, Told, its


def _viewers(referral: Referral) -> Iterable[int]:
    return (viewer.user_id for viewer in referral.viewers)


_ALL = (its("handler_id", "approver_id"), _viewers)
TOLD = Told(
    events={
        "submit": Event("待您批准", (its("approver_id"),), barred=its("handler_id")),
        "approver": Event("待您批准", (its("approver_id"),)),  # no step of the flow: named anew
        "approve": Event("已批准，请发出", (its("handler_id"),)),
        "refuse": Event("已退回修改", (its("handler_id"),)),
        "return": Event("接收机关已退回", _ALL),
        "answer": Event("接收机关已回告", _ALL),
    },
    called=lambda referral: f"{referral.way.label}“{referral.subject}”",
)


def tell(record: object, verb: str, actor: Principal) -> None:
    """After a step of a referral; one entered late is nobody's news."""
    if isinstance(record, Referral) and not record.back_entered:
        TOLD.step(record, verb, actor=actor)
