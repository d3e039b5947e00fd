"""States and small vocabularies of clues."""

from enum import StrEnum


class Source(StrEnum):
    """Where a clue comes from; inbound only (an outbound 转办函 is a paper)."""

    PROVINCE = "province"
    PROVINCE_SITE = "province_site"
    LEADER = "leader"
    PROCURATORATE = "procuratorate"
    PATROL_AUDIT = "patrol_audit"
    HOTLINE = "hotline"
    COMPLAINT = "complaint"
    ENTERPRISE = "enterprise"
    CONTACT_POINT = "contact_point"
    OBSERVER = "observer"
    MEDIA = "media"
    FILE_REVIEW = "file_review"
    LITIGATION = "litigation"
    OTHER = "other"

    @property
    def label(self) -> str:
        return _SOURCES[self]

    @property
    def measure(self) -> str:
        """Measure word of what came in: 转办件 are 件, clues 个."""
        return "个" if self is Source.PROVINCE_SITE else "件"


_SOURCES = {
    Source.PROVINCE: "省司法厅转办",
    Source.PROVINCE_SITE: "省司法厅实地督查",
    Source.LEADER: "领导批示",
    Source.PROCURATORATE: "检察建议",
    Source.PATROL_AUDIT: "巡察/审计移送",
    Source.HOTLINE: "12345",
    Source.COMPLAINT: "投诉举报",
    Source.ENTERPRISE: "企业反馈",
    Source.CONTACT_POINT: "联系点",
    Source.OBSERVER: "监督员",
    Source.MEDIA: "媒体舆情",
    Source.FILE_REVIEW: "案卷评查",
    Source.LITIGATION: "复议诉讼",
    Source.OTHER: "其他",
}


class ClueStatus(StrEnum):
    """State of a clue."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CHECKING = "checking"
    PASSED_ON = "passed_on"
    CLOSED = "closed"
    REPORTED = "reported"

    @property
    def label(self) -> str:
        return _STATUS[self][0]

    @property
    def tone(self) -> str:
        return _STATUS[self][1]


_STATUS = {
    ClueStatus.REGISTERED: ("登记", "draft"),
    ClueStatus.ACCEPTED: ("受理", "active"),
    ClueStatus.DECLINED: ("不予受理", "draft"),
    ClueStatus.CHECKING: ("核查中", "active"),
    ClueStatus.PASSED_ON: ("已转办", "active"),
    ClueStatus.CLOSED: ("办结", "done"),
    ClueStatus.REPORTED: ("已回告", "done"),
}
UNDER_WAY = (ClueStatus.ACCEPTED, ClueStatus.CHECKING, ClueStatus.PASSED_ON)
OPEN = (ClueStatus.REGISTERED, *UNDER_WAY)


class Finding(StrEnum):
    """What the check of a clue came to."""

    TRUE = "true"
    PARTLY = "partly"
    FALSE = "false"

    @property
    def label(self) -> str:
        return {"true": "查实", "partly": "部分查实", "false": "查否"}[self.value]
