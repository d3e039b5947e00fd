"""States and small vocabularies of papers."""

from supervision.core.words import Word


class InstrumentStatus(Word):
    """State of a paper."""

    DRAFT = "draft", "拟稿", "draft"
    RETURNED = "returned", "退回修改", "near"
    REVIEWING = "reviewing", "审核中", "active"
    AWAITING_SIGNATURE = "awaiting_signature", "待签发", "active"
    REGISTERED = "registered", "待确认签批", "active"
    SIGNED = "signed", "已签发", "active"
    DELIVERED = "delivered", "已送达", "active"
    SUPPLEMENT = "supplement", "退回补充整改", "near"
    REPLIED = "replied", "已反馈", "active"
    HANDED_BACK = "handed_back", "单位退回", "near"
    VERIFIED = "verified", "核查通过", "active"
    CLOSED = "closed", "办结", "done"
    ARCHIVED = "archived", "归档", "done"
    VOID = "void", "作废", "draft"
    REVOKED = "revoked", "已撤销", "draft"

    @property
    def stamp(self) -> str:
        """What is stamped across every copy of a paper that has no effect."""
        return self.label if self in WITHOUT_EFFECT else ""


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
BEFORE_DELIVERY = (
    *EDITABLE,
    InstrumentStatus.REVIEWING,
    InstrumentStatus.AWAITING_SIGNATURE,
    InstrumentStatus.REGISTERED,
    InstrumentStatus.SIGNED,
)
ANSWERABLE = (InstrumentStatus.DELIVERED, InstrumentStatus.SUPPLEMENT)
WITH_UNIT = (
    InstrumentStatus.DELIVERED,
    InstrumentStatus.SUPPLEMENT,
    InstrumentStatus.REPLIED,
    InstrumentStatus.HANDED_BACK,
    InstrumentStatus.VERIFIED,
)


class Nature(Word):
    """An item corrects (纠正类) or advises (建议类); an illegal act is never 建议类."""

    CORRECTIVE = "corrective", "纠正类"
    ADVISORY = "advisory", "建议类"
    # of a 转办函: the unit finds out and handles, the bureau accepts or sends back
    MATTER = "matter", "转办事项"


class KindPurpose(Word):
    """What a kind of paper is for, where the system acts on it; other kinds have none."""

    ORDINARY = "ordinary", "一般文书"
    TRANSFER = "transfer_letter", "转办线索：送达后线索转为已转办"
    REFERRAL = "referral_letter", "移交移送的函：只有知悉人员可以看到"
    URGING = "urging_paper", "督办：逾期时据以拟制"
    REMINDER = "reminder", "催办：到期前据以拟制"
    DECISION = "decision", "决定：逾期未整改的问题转入"
    REVIEW = "review_decision", "复查决定：由异议的复查拟制"
    INTERVIEW = "interview_notice", "约谈通知：送达后约谈转为已通知"
    SUPERIOR = "superior_letter", "告知上一级主管部门"
    REVOCATION = "revocation", "撤销：送达后所指文书撤销"
    CORRECTION = "correction", "更正：送达后所指文书显示为已更正"


ABOUT_A_PAPER = (KindPurpose.REVOCATION, KindPurpose.CORRECTION)  # drafted from the paper they name


class Conclusion(Word):
    """What the supervisors conclude on an item."""

    MENDED = "mended", "已整改", "done"
    PARTLY = "partly", "部分整改", "near"
    NOT_MENDED = "not_mended", "未整改", "overdue"
    ADOPTED = "adopted", "采纳", "done"
    PARTLY_ADOPTED = "partly_adopted", "部分采纳", "near"
    NOT_ADOPTED = "not_adopted", "不采纳", "draft"
    FOUND_TRUE = "found_true", "属实", "done"
    PARTLY_TRUE = "partly_true", "部分属实", "near"
    UNTRUE = "untrue", "不属实", "draft"

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


CONCLUSIONS = {
    Nature.CORRECTIVE: (Conclusion.MENDED, Conclusion.PARTLY, Conclusion.NOT_MENDED),
    Nature.ADVISORY: (Conclusion.ADOPTED, Conclusion.PARTLY_ADOPTED, Conclusion.NOT_ADOPTED),
    Nature.MATTER: (Conclusion.FOUND_TRUE, Conclusion.PARTLY_TRUE, Conclusion.UNTRUE),
}


class Opinion(Word):
    """A supervisor's opinion on writing an item off (销号)."""

    AGREE = "agree", "同意销号"
    POSTPONE = "postpone", "暂缓销号"

    def label_of(self, nature: Nature) -> str:
        """What it is called of such an item: how a 转办事项 was handled is accepted or not."""
        if nature is Nature.MATTER:
            return {"agree": "认可", "postpone": "退回重办"}[self.value]
        return self.label


class DeliveryMethod(Word):
    """How a paper reaches the unit."""

    ELECTRONIC = "electronic", "电子送达"
    EXCHANGE = "exchange", "公文交换（OA）"
    DIRECT = "direct", "直接送达"
    MAIL = "mail", "邮寄送达"
    LEFT = "left", "留置送达"


class ReplyChannel(Word):
    """Whether a reply was typed by the unit or registered from paper (代录)."""

    ELECTRONIC = "electronic", "在线反馈"
    REGISTERED = "registered", "代录反馈"


class Numbering(Word):
    """Whether the system gives the number or the office's own series is registered."""

    SYSTEM = "system", "系统编号"
    OFFICE = "office", "登记OA文号"
