"""States and small vocabularies of clues."""

from supervision.core.words import Word


class Source(Word):
    """Where a clue comes from; inbound only (an outbound 转办函 is a paper)."""

    PROVINCE = "province", "省司法厅转办"
    PROVINCE_SITE = "province_site", "省司法厅实地督查"
    LEADER = "leader", "领导批示"
    PROCURATORATE = "procuratorate", "检察建议"
    PATROL_AUDIT = "patrol_audit", "巡察/审计移送"
    HOTLINE = "hotline", "12345"
    COMPLAINT = "complaint", "投诉举报"
    ENTERPRISE = "enterprise", "企业反馈"
    CONTACT_POINT = "contact_point", "联系点"
    OBSERVER = "observer", "监督员"
    MEDIA = "media", "媒体舆情"
    FILE_REVIEW = "file_review", "案卷评查"
    LITIGATION = "litigation", "复议诉讼"
    OTHER = "other", "其他"

    @property
    def measure(self) -> str:
        """Measure word of what came in: 转办件 are 件, clues 个."""
        return "个" if self is Source.PROVINCE_SITE else "件"


class ClueStatus(Word):
    """State of a clue."""

    REGISTERED = "registered", "登记", "draft"
    ACCEPTED = "accepted", "受理", "active"
    DECLINED = "declined", "不予受理", "draft"
    CHECKING = "checking", "核查中", "active"
    PASSED_ON = "passed_on", "已转办", "active"
    CLOSED = "closed", "办结", "done"
    REPORTED = "reported", "已回告", "done"


UNDER_WAY = (ClueStatus.ACCEPTED, ClueStatus.CHECKING, ClueStatus.PASSED_ON)
OPEN = (ClueStatus.REGISTERED, *UNDER_WAY)


class Finding(Word):
    """What the check of a clue came to."""

    TRUE = "true", "查实"
    PARTLY = "partly", "部分查实"
    FALSE = "false", "查否"
