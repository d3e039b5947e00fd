"""States and small vocabularies of papers."""

from enum import StrEnum


class InstrumentStatus(StrEnum):
    """State of a paper."""

    DRAFT = "draft"
    RETURNED = "returned"
    REVIEWING = "reviewing"
    AWAITING_SIGNATURE = "awaiting_signature"
    SIGNED = "signed"
    DELIVERED = "delivered"
    SUPPLEMENT = "supplement"
    REPLIED = "replied"
    HANDED_BACK = "handed_back"
    VERIFIED = "verified"
    CLOSED = "closed"
    ARCHIVED = "archived"
    VOID = "void"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return _STATUS[self][0]

    @property
    def tone(self) -> str:
        return _STATUS[self][1]

    @property
    def stamp(self) -> str:
        """What is stamped across every copy of a paper that has no effect."""
        return self.label if self in WITHOUT_EFFECT else ""


_STATUS = {
    InstrumentStatus.DRAFT: ("拟稿", "draft"),
    InstrumentStatus.RETURNED: ("退回修改", "near"),
    InstrumentStatus.REVIEWING: ("审核中", "active"),
    InstrumentStatus.AWAITING_SIGNATURE: ("待签发", "active"),
    InstrumentStatus.SIGNED: ("已签发", "active"),
    InstrumentStatus.DELIVERED: ("已送达", "active"),
    InstrumentStatus.SUPPLEMENT: ("退回补充整改", "near"),
    InstrumentStatus.REPLIED: ("已反馈", "active"),
    InstrumentStatus.HANDED_BACK: ("单位退回", "near"),
    InstrumentStatus.VERIFIED: ("核查通过", "active"),
    InstrumentStatus.CLOSED: ("办结", "done"),
    InstrumentStatus.ARCHIVED: ("归档", "done"),
    InstrumentStatus.VOID: ("作废", "draft"),
    InstrumentStatus.REVOKED: ("已撤销", "draft"),
}
WITHOUT_EFFECT = (InstrumentStatus.VOID, InstrumentStatus.REVOKED)
FINISHED = (InstrumentStatus.CLOSED, InstrumentStatus.ARCHIVED, *WITHOUT_EFFECT)
NUMBERED = (
    InstrumentStatus.SIGNED,
    InstrumentStatus.DELIVERED,
    InstrumentStatus.SUPPLEMENT,
    InstrumentStatus.REPLIED,
    InstrumentStatus.HANDED_BACK,
    InstrumentStatus.VERIFIED,
    InstrumentStatus.CLOSED,
    InstrumentStatus.ARCHIVED,
)
EDITABLE = (InstrumentStatus.DRAFT, InstrumentStatus.RETURNED)
ANSWERABLE = (InstrumentStatus.DELIVERED, InstrumentStatus.SUPPLEMENT)
WITH_UNIT = (
    InstrumentStatus.DELIVERED,
    InstrumentStatus.SUPPLEMENT,
    InstrumentStatus.REPLIED,
    InstrumentStatus.HANDED_BACK,
    InstrumentStatus.VERIFIED,
)


class Nature(StrEnum):
    """An item corrects (纠正类) or advises (建议类); an illegal act is never 建议类."""

    CORRECTIVE = "corrective"
    ADVISORY = "advisory"
    MATTER = (
        "matter"  # of a 转办函: the unit finds out and handles, the bureau accepts or sends back
    )

    @property
    def label(self) -> str:
        return {"corrective": "纠正类", "advisory": "建议类", "matter": "转办事项"}[self.value]


class KindPurpose(StrEnum):
    """What a kind of paper is for, where the system acts on it; other kinds have none."""

    ORDINARY = "ordinary"
    TRANSFER = "transfer_letter"
    REFERRAL = "referral_letter"
    URGING = "urging_paper"
    REMINDER = "reminder"
    DECISION = "decision"
    REVIEW = "review_decision"
    INTERVIEW = "interview_notice"
    SUPERIOR = "superior_letter"
    REVOCATION = "revocation"
    CORRECTION = "correction"

    @property
    def label(self) -> str:
        return _PURPOSES[self]


_PURPOSES = {
    KindPurpose.ORDINARY: "一般文书",
    KindPurpose.TRANSFER: "转办线索：送达后线索转为已转办",
    KindPurpose.REFERRAL: "移交移送的函：只有知悉人员可以看到",
    KindPurpose.URGING: "督办：逾期时据以拟制",
    KindPurpose.REMINDER: "催办：到期前据以拟制",
    KindPurpose.DECISION: "决定：逾期未整改的问题转入",
    KindPurpose.REVIEW: "复查决定：由异议的复查拟制",
    KindPurpose.INTERVIEW: "约谈通知：送达后约谈转为已通知",
    KindPurpose.SUPERIOR: "告知上一级主管部门",
    KindPurpose.REVOCATION: "撤销：送达后所指文书撤销",
    KindPurpose.CORRECTION: "更正：送达后所指文书显示为已更正",
}
ABOUT_A_PAPER = (KindPurpose.REVOCATION, KindPurpose.CORRECTION)  # drafted from the paper they name


class Conclusion(StrEnum):
    """What the supervisors conclude on an item."""

    MENDED = "mended"
    PARTLY = "partly"
    NOT_MENDED = "not_mended"
    ADOPTED = "adopted"
    PARTLY_ADOPTED = "partly_adopted"
    NOT_ADOPTED = "not_adopted"
    FOUND_TRUE = "found_true"
    PARTLY_TRUE = "partly_true"
    UNTRUE = "untrue"

    @property
    def label(self) -> str:
        return _CONCLUSIONS[self][0]

    @property
    def tone(self) -> str:
        return _CONCLUSIONS[self][1]

    @property
    def settles(self) -> bool:
        """Whether the item can be written off on it."""
        return self in (
            Conclusion.MENDED,
            Conclusion.ADOPTED,
            Conclusion.PARTLY_ADOPTED,
            Conclusion.NOT_ADOPTED,
            Conclusion.FOUND_TRUE,
            Conclusion.PARTLY_TRUE,
            Conclusion.UNTRUE,
        )


_CONCLUSIONS = {
    Conclusion.MENDED: ("已整改", "done"),
    Conclusion.PARTLY: ("部分整改", "near"),
    Conclusion.NOT_MENDED: ("未整改", "overdue"),
    Conclusion.ADOPTED: ("采纳", "done"),
    Conclusion.PARTLY_ADOPTED: ("部分采纳", "near"),
    Conclusion.NOT_ADOPTED: ("不采纳", "draft"),
    Conclusion.FOUND_TRUE: ("属实", "done"),
    Conclusion.PARTLY_TRUE: ("部分属实", "near"),
    Conclusion.UNTRUE: ("不属实", "draft"),
}
CONCLUSIONS = {
    Nature.CORRECTIVE: (Conclusion.MENDED, Conclusion.PARTLY, Conclusion.NOT_MENDED),
    Nature.ADVISORY: (Conclusion.ADOPTED, Conclusion.PARTLY_ADOPTED, Conclusion.NOT_ADOPTED),
    Nature.MATTER: (Conclusion.FOUND_TRUE, Conclusion.PARTLY_TRUE, Conclusion.UNTRUE),
}


class Opinion(StrEnum):
    """A supervisor's opinion on writing an item off (销号)."""

    AGREE = "agree"
    POSTPONE = "postpone"

    @property
    def label(self) -> str:
        return {"agree": "同意销号", "postpone": "暂缓销号"}[self.value]

    def label_of(self, nature: Nature) -> str:
        """What it is called of such an item: how a 转办事项 was handled is accepted or not."""
        if nature is Nature.MATTER:
            return {"agree": "认可", "postpone": "退回重办"}[self.value]
        return self.label


class DeliveryMethod(StrEnum):
    """How a paper reaches the unit."""

    ELECTRONIC = "electronic"
    EXCHANGE = "exchange"
    DIRECT = "direct"
    MAIL = "mail"
    LEFT = "left"

    @property
    def label(self) -> str:
        return _METHODS[self]


_METHODS = {
    DeliveryMethod.ELECTRONIC: "电子送达",
    DeliveryMethod.EXCHANGE: "公文交换（OA）",
    DeliveryMethod.DIRECT: "直接送达",
    DeliveryMethod.MAIL: "邮寄送达",
    DeliveryMethod.LEFT: "留置送达",
}


class ReplyChannel(StrEnum):
    """Whether a reply was typed by the unit or registered from paper (代录)."""

    ELECTRONIC = "electronic"
    REGISTERED = "registered"

    @property
    def label(self) -> str:
        return {"electronic": "在线反馈", "registered": "代录反馈"}[self.value]


class Numbering(StrEnum):
    """Whether the system gives the number or the office's own series is registered."""

    SYSTEM = "system"
    OFFICE = "office"

    @property
    def label(self) -> str:
        return {"system": "系统编号", "office": "登记OA文号"}[self.value]
