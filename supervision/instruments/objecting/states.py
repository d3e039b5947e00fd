"""States and small vocabularies of 异议 and 复查."""

from enum import StrEnum


class ObjectionStatus(StrEnum):
    """State of an 异议."""

    RAISED = "raised"
    DECIDED = "decided"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        return _OBJECTION[self][0]

    @property
    def tone(self) -> str:
        return _OBJECTION[self][1]


_OBJECTION = {
    ObjectionStatus.RAISED: ("复查中", "active"),
    ObjectionStatus.DECIDED: ("已作出复查决定", "done"),
    ObjectionStatus.NOT_ACCEPTED: ("不予受理", "draft"),
    ObjectionStatus.WITHDRAWN: ("已撤回", "draft"),
    ObjectionStatus.LAPSED: ("已失效", "draft"),
}


class Decision(StrEnum):
    """What the review of an objection decides."""

    UPHELD = "upheld"
    CHANGED = "changed"
    REVOKED = "revoked"

    @property
    def label(self) -> str:
        return {"upheld": "维持", "changed": "变更", "revoked": "撤销"}[self.value]


class Effect(StrEnum):
    """What the decision does to the running deadline; it keeps running unless the decision says otherwise."""

    RUNS_ON = "runs_on"
    STOPPED = "stopped"
    NEW_DATE = "new_date"

    @property
    def label(self) -> str:
        return _EFFECTS[self]


_EFFECTS = {
    Effect.RUNS_ON: "期限照常计算",
    Effect.STOPPED: "复查期间不计入期限",
    Effect.NEW_DATE: "另定到期日",
}
