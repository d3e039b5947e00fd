"""States of a request for 延期."""

from supervision.core.words import Word


class ExtensionStatus(Word):
    """State of a request for 延期."""

    ASKED = "asked", "待审核", "active"
    FORWARDED = "forwarded", "待签发人批准", "active"
    GRANTED = "granted", "已批准", "done"
    REFUSED = "refused", "未批准", "overdue"
    WITHDRAWN = "withdrawn", "已撤回", "draft"
    LAPSED = "lapsed", "已失效", "draft"


class Decided(Word):
    """What a leader decided on paper about a further 延期."""

    GRANTED = "granted", "批准"
    REFUSED = "refused", "不批准"


PENDING_EXTENSION = (ExtensionStatus.ASKED, ExtensionStatus.FORWARDED)
