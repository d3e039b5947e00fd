"""States and small vocabularies of referrals: 移交 and 移送 are two words everywhere."""

from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """移交 = under a working mechanism; 移送 = statutory, a clue of 职务违法 or a crime."""

    MECHANISM = "mechanism"
    STATUTORY = "statutory"

    @property
    def label(self) -> str:
        return {"mechanism": "移交", "statutory": "移送"}[self.value]

    @property
    def hint(self) -> str:
        """When this word is the right one."""
        return {
            "mechanism": "按工作机制交巡察办等机关处理",
            "statutory": "依法交纪检监察、公安、检察机关",
        }[self.value]


class ReferralStatus(StrEnum):
    """State of a referral."""

    DRAFT = "draft"
    REVIEWING = "reviewing"
    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
    PROCESSING = "processing"
    ANSWERED = "answered"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        return _STATUS[self][0]

    @property
    def tone(self) -> str:
        return _STATUS[self][1]


_STATUS = {
    ReferralStatus.DRAFT: ("拟稿", "draft"),
    ReferralStatus.REVIEWING: ("审批", "active"),
    ReferralStatus.SENT: ("已移交", "active"),
    ReferralStatus.RECEIVED: ("已接收", "active"),
    ReferralStatus.RETURNED: ("退回", "near"),
    ReferralStatus.PROCESSING: ("处理中", "active"),
    ReferralStatus.ANSWERED: ("已回告", "done"),
    ReferralStatus.ARCHIVED: ("归档", "done"),
}
AWAITING = (ReferralStatus.SENT, ReferralStatus.RECEIVED, ReferralStatus.PROCESSING)


@dataclass(frozen=True)
class ShownStatus:
    """A status in the word of its way: 已移送 for what went by statute."""

    label: str
    tone: str


def shown(status: ReferralStatus, way: Way) -> ShownStatus:
    """The status as people read it."""
    return ShownStatus(status.label.replace("移交", way.label), status.tone)
