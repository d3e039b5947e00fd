"""The editable dictionaries (问题类别, 执法领域): add, rename, put in order, retire."""

import sqlalchemy as sa

from supervision.agencies.models import Dictionary, DictionaryEntry
from supervision.agencies.service import initials
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError


def all_words(which: Dictionary, *, body_id: int | None) -> list[DictionaryEntry]:
    """Every word of a body's list in its order, the retired ones last."""
    statement = sa.select(DictionaryEntry).where(
        DictionaryEntry.dictionary == which, DictionaryEntry.body_id == body_id
    )
    order = (DictionaryEntry.active.desc(), DictionaryEntry.position, DictionaryEntry.id)
    return list(session.scalars(statement.order_by(*order)))


def add_word(which: Dictionary, label: str, *, actor: Principal) -> DictionaryEntry:
    """Add a word at the end of the actor's own list."""
    actor.require(Permission.DICTIONARY_EDIT)
    words = all_words(which, body_id=actor.body_id)
    _refuse_twice(label, words)
    entry = DictionaryEntry(
        body_id=actor.body_id,
        dictionary=which,
        label=label,
        initials=initials(label),
        position=max((word.position for word in words), default=-1) + 1,
        created_by_id=actor.user_id,
    )
    session.add(entry)
    session.flush()
    return entry


def rename_word(entry: DictionaryEntry, label: str, *, actor: Principal) -> None:
    """Another wording from now on; records keep the words they were entered with."""
    actor.require(Permission.DICTIONARY_EDIT)
    others = all_words(entry.dictionary, body_id=entry.body_id)
    _refuse_twice(label, [word for word in others if word.id != entry.id])
    entry.label = label
    entry.initials = initials(label)
    session.flush()


def set_in_use(entry: DictionaryEntry, *, active: bool, actor: Principal) -> None:
    """Retire a word or bring it back; old records keep it either way."""
    actor.require(Permission.DICTIONARY_EDIT)
    entry.active = active
    session.flush()


def move_word(entry: DictionaryEntry, *, steps: int, actor: Principal) -> None:
    """Move a word up (negative) or down among those in use; at the ends nothing happens."""
    actor.require(Permission.DICTIONARY_EDIT)
    words = [word for word in all_words(entry.dictionary, body_id=entry.body_id) if word.active]
    if entry not in words:
        message = f"“{entry.label}”已停用，不参与排序"
        raise DomainError(message)
    place = words.index(entry)
    words.insert(max(0, place + steps), words.pop(place))
    for position, word in enumerate(words):
        word.position = position
    session.flush()


def _refuse_twice(label: str, words: list[DictionaryEntry]) -> None:
    twin = next((word for word in words if word.label == label), None)
    if twin is not None:
        message = f"词表中已有“{label}”" + ("" if twin.active else "（已停用，可恢复使用）")
        raise DomainError(message, field="label")
