"""States of a request for 延期."""

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
