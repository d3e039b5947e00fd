"""补录 and 更正补录: a record that was entered late, and may be put right while nothing followed it here.

Each slice writes its own record anew through the checks of its 补录; this says when it may and keeps
the old and new values as one event on the timeline. What the reviewer has not looked at is a draft,
which whoever entered it may give up.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol, TypeVar

from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import Pending, as_one, record, steps_since
from supervision.core.db import Base, session
from supervision.core.errors import DomainError, WrongState
from supervision.core.words import Word
from supervision.core.workflow import Transition

GIVE_UP = "give_up_entry"  # the step, in every flow
ENTERED = "back_enter"
CORRECTED = "correct"
# Events that are no handling of the matter: rows coming and going with others, looks, who may know.
ASIDE = (
    "create", "change", "delete", "read", "viewers", "reassign", "calendar", "archived_pdf",
    "pairs.propose", "pairs.confirmed", "pairs.refused", "pairs.withdrawn", "pairs.renewed",
    "pairs.ended",
)  # fmt: skip


class BackEntered(Protocol):
    """A record that may have been entered late."""

    @property
    def body_id(self) -> object: ...
    @property
    def back_entered(self) -> object: ...


class Draft(Protocol):
    """A record that may be 补录 at which nobody has looked."""

    @property
    def unlooked(self) -> bool: ...
    @property
    def created_by_id(self) -> object: ...
    @property
    def handler_id(self) -> object: ...


Late = TypeVar("Late", bound=Base)


def begun(model: type[Late], status: Word, actor: Principal) -> Late:
    """A record to be entered late, by whoever does so; not in the store yet."""
    return model(
        body_id=actor.body_id, handler_id=actor.user_id, created_by_id=actor.user_id,
        back_entered=True, status=status,
    )  # fmt: skip


def giving_up(draft: Word, permission: Permission) -> Transition:
    """放弃补录, in the flow of each kind of record whose drafts are looked at."""
    return Transition(
        GIVE_UP, "放弃补录", (draft,), None, permission, needs_reason=True, dangerous=True,
        guard=_own_entry, consequence="删除这件没有核对的补录和它的附件，已提请核对的同时终止；理由和原来的内容留在审计中。",
    )  # fmt: skip


def _own_entry(record: Draft, actor: Principal) -> str | None:
    if not record.unlooked:
        return "只有没有核对的补录可以放弃"
    if actor.user_id not in (record.created_by_id, record.handler_id):
        return "由登记人放弃"
    return None


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
