"""States and small vocabularies of referrals: 移交 and 移送 are two words everywhere."""

from dataclasses import dataclass

from supervision.core.words import Word


class Way(Word):
    """移交 = under a working mechanism; 移送 = statutory, a clue of 职务违法 or a crime."""

    MECHANISM = "mechanism", "移交", "", "按工作机制交巡察办等机关处理"
    STATUTORY = "statutory", "移送", "", "依法交纪检监察、公安、检察机关"


class ReferralStatus(Word):
    """State of a referral."""

    DRAFT = "draft", "拟稿", "draft"
    REVIEWING = "reviewing", "审批", "active"
    SENT = "sent", "已移交", "active"
    RECEIVED = "received", "已接收", "active"
    RETURNED = "returned", "退回", "near"
    PROCESSING = "processing", "处理中", "active"
    ANSWERED = "answered", "已回告", "done"
    ARCHIVED = "archived", "归档", "done"


AWAITING = (ReferralStatus.SENT, ReferralStatus.RECEIVED, ReferralStatus.PROCESSING)


@dataclass(frozen=True)
class ShownStatus:
    """A status in the word of its way: 已移送 for what went by statute."""

    label: str
    tone: str


def shown(status: ReferralStatus, way: Way) -> ShownStatus:
    """The status as people read it."""
    return ShownStatus(status.label.replace("移交", way.label), status.tone)
