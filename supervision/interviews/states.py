"""States and small vocabularies of interviews."""

from supervision.core.words import Word


class InterviewStatus(Word):
    """State of an interview."""

    DRAFTED = "drafted", "拟定", "draft"
    APPROVED = "approved", "已批准", "active"
    NOTIFIED = "notified", "已通知", "active"
    HELD = "held", "已实施", "active"
    TRACKING = "tracking", "承诺跟踪", "active"
    CLOSED = "closed", "办结", "done"
    ABSENT = "absent", "缺席", "near"
    CANCELLED = "cancelled", "取消", "draft"


COUNTED = (InterviewStatus.HELD, InterviewStatus.TRACKING, InterviewStatus.CLOSED)
BEFORE = (InterviewStatus.DRAFTED, InterviewStatus.APPROVED, InterviewStatus.NOTIFIED)


class Standing(Word):
    """As what a person is interviewed: 部门负责人 is a member of the unit's 领导班子."""

    LEADER = "leader", "部门负责人"
    OFFICER = "officer", "执法人员"


class Signing(Word):
    """Whether an interviewee signed the record."""

    SIGNED = "signed", "已签字"
    REFUSED = "refused", "拒绝签字"


class Sharing(Word):
    """Whose the promise is that was made: of all who came, or of each his own."""

    TOGETHER = "together", "共同承诺"
    EACH = "each", "分别承诺"


class Seat(Word):
    """On which side of the table a supervisor sits."""

    INTERVIEWER = "interviewer", "约谈人"
    RECORDER = "recorder", "记录人"
