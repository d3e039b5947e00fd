"""States and small vocabularies of what runs beside a paper: extensions and objections."""

from enum import StrEnum


class ExtensionStatus(StrEnum):
    """State of a request for 延期."""

    ASKED = "asked"
    FORWARDED = "forwarded"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        return _EXTENSION[self][0]

    @property
    def tone(self) -> str:
        return _EXTENSION[self][1]


_EXTENSION = {
    ExtensionStatus.ASKED: ("待审核", "active"),
    ExtensionStatus.FORWARDED: ("待签发人批准", "active"),
    ExtensionStatus.GRANTED: ("已批准", "done"),
    ExtensionStatus.REFUSED: ("未批准", "overdue"),
    ExtensionStatus.WITHDRAWN: ("已撤回", "draft"),
    ExtensionStatus.LAPSED: ("已失效", "draft"),
}
PENDING_EXTENSION = (ExtensionStatus.ASKED, ExtensionStatus.FORWARDED)


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
