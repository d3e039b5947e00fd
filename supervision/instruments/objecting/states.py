"""States and small vocabularies of 异议 and 复查."""

from supervision.core.words import Word


class ObjectionStatus(Word):
    """State of an 异议."""

    RAISED = "raised", "复查中", "active"
    DECIDED = "decided", "已作出复查决定", "done"
    NOT_ACCEPTED = "not_accepted", "不予受理", "draft"
    WITHDRAWN = "withdrawn", "已撤回", "draft"
    LAPSED = "lapsed", "已失效", "draft"


class Decision(Word):
    """What the review of an objection decides."""

    UPHELD = "upheld", "维持"
    CHANGED = "changed", "变更"
    REVOKED = "revoked", "撤销"


class Effect(Word):
    """What the decision does to the running deadline; it keeps running unless the decision says otherwise."""

    RUNS_ON = "runs_on", "期限照常计算"
    STOPPED = "stopped", "复查期间不计入期限"
    NEW_DATE = "new_date", "另定到期日"
