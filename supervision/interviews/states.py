"""States and small vocabularies of interviews."""

from enum import StrEnum


class InterviewStatus(StrEnum):
    """State of an interview."""

    DRAFTED = "drafted"
    APPROVED = "approved"
    NOTIFIED = "notified"
    HELD = "held"
    TRACKING = "tracking"
    CLOSED = "closed"
    ABSENT = "absent"
    CANCELLED = "cancelled"

    @property
    def label(self) -> str:
        return _STATUS[self][0]

    @property
    def tone(self) -> str:
        return _STATUS[self][1]


_STATUS = {
    InterviewStatus.DRAFTED: ("拟定", "draft"),
    InterviewStatus.APPROVED: ("已批准", "active"),
    InterviewStatus.NOTIFIED: ("已通知", "active"),
    InterviewStatus.HELD: ("已实施", "active"),
    InterviewStatus.TRACKING: ("承诺跟踪", "active"),
    InterviewStatus.CLOSED: ("办结", "done"),
    InterviewStatus.ABSENT: ("缺席", "near"),
    InterviewStatus.CANCELLED: ("取消", "draft"),
}
COUNTED = (InterviewStatus.HELD, InterviewStatus.TRACKING, InterviewStatus.CLOSED)
BEFORE = (InterviewStatus.DRAFTED, InterviewStatus.APPROVED, InterviewStatus.NOTIFIED)


class Standing(StrEnum):
    """As what a person is interviewed: 部门负责人 is a member of the unit's 领导班子."""

    LEADER = "leader"
    OFFICER = "officer"

    @property
    def label(self) -> str:
        return {"leader": "部门负责人", "officer": "执法人员"}[self.value]


class Signing(StrEnum):
    """Whether an interviewee signed the record."""

    SIGNED = "signed"
    REFUSED = "refused"

    @property
    def label(self) -> str:
        return {"signed": "已签字", "refused": "拒绝签字"}[self.value]


class Seat(StrEnum):
    """On which side of the table a supervisor sits."""

    INTERVIEWER = "interviewer"
    RECORDER = "recorder"

    @property
    def label(self) -> str:
        return {"interviewer": "约谈人", "recorder": "记录人"}[self.value]
