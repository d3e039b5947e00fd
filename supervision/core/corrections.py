"""更正补录: what was entered late may be put right, with a reason, while nothing followed it here.

Each slice writes its own record anew through the checks of its 补录; this says when it may and keeps
the old and new values as one event on the timeline.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from supervision.core.access.principal import Principal
from supervision.core.audit import Pending, as_one, record, steps_since
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState

ENTERED = "back_enter"
CORRECTED = "correct"
# Events that are no handling of the matter: rows coming and going with others, looks, who may know.
ASIDE = (
    "create", "change", "delete", "read", "viewers", "reassign", "calendar", "archived_pdf",
    "pairs.propose", "pairs.confirmed", "pairs.refused", "pairs.withdrawn", "pairs.renewed",
)  # fmt: skip


class BackEntered(Protocol):
    """A record that may have been entered late."""

    body_id: Any
    back_entered: Any


def correctable(record: BackEntered, actor: Principal) -> bool:
    """Whether the record was entered late, by the actor's own body, and nothing followed it since."""
    own = record.body_id == actor.body_id
    return own and bool(record.back_entered) and not followed(record)


def entered(row: object, *, actor: Principal) -> None:
    """The record was entered late: on its trail, once all of it is there."""
    record(row, action=ENTERED, label="补录", actor=actor)
    session.flush()


@contextmanager
def correcting(
    record: BackEntered,
    *,
    reason: str,
    actor: Principal,
    parts: Callable[[], Mapping[str, str]] = dict,
) -> Iterator[None]:
    """Inside, the record is written anew; DomainError when it may not be, or without a reason.

    `parts`: what of it stands in rows of their own, as text: its old and new are told too.
    """
    if not record.back_entered:
        raise WrongState("不是补录的记录，不能这样更正")
    if followed(record):
        raise WrongState("补录之后已在系统内办理，不能再更正补录内容")
    if not reason.strip():
        raise DomainError("请填写更正理由", field="why")
    event = Pending(record, actor, CORRECTED, "更正补录", reason.strip())
    with as_one(event, parts=parts):
        yield


def followed(record: BackEntered) -> bool:
    """Whether anything was done to it here since it was entered or last corrected."""
    return steps_since(record, (ENTERED, CORRECTED), aside=ASIDE)
