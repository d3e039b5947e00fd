"""Nothing typed is lost: what stands in a form is kept per person and address until it is saved."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import MultiDict

from supervision.core import clock
from supervision.core.db import Identified, Model, separate_unit_of_work, session
from supervision.core.json_values import JsonObject
from supervision.core.prepared import change

KEPT_OUT = frozenset(
    {"csrf_token", "password", "old_password", "new_password", "repeat", "once", "otp", "sealed"}
    | {"informant_name", "informant_contact", "informant_note"}  # never in the store unsealed
)
MAX_CHARACTERS = 400_000
MOST = 40  # drafts a person; the one not touched for longest makes room


class FormDraft(Identified, Model):
    """Unsaved form content of one person at one address."""

    __tablename__ = "form_draft"
    __audited__ = False

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    path: Mapped[str] = mapped_column(sa.String(300))
    data: Mapped[JsonObject]
    saved_at: Mapped[datetime]

    __table_args__ = (sa.UniqueConstraint("user_id", "path"),)

    @property
    def saved_local(self) -> datetime:
        return clock.local(self.saved_at)

    def as_formdata(self) -> MultiDict[str, str]:
        return MultiDict([(name, value) for name, values in self.data.items() for value in values])


def keep(user_id: int, path: str, form: MultiDict[str, str]) -> datetime | None:
    """Keep `form` (in its own unit of work); None when it is too large to be typed text."""
    data = {name: values for name, values in form.lists() if name not in KEPT_OUT}
    if sum(len(value) for values in data.values() for value in values) > MAX_CHARACTERS:
        return None
    moment = clock.now()
    with separate_unit_of_work() as own:
        draft = own.scalar(_draft(user_id, path))
        if draft is None:
            _make_room(own, user_id)
            own.add(FormDraft(user_id=user_id, path=path[:300], data=data, saved_at=moment))
        else:
            draft.data, draft.saved_at = data, moment
    return moment


def _make_room(own: Session, user_id: int) -> None:
    mine = sa.select(FormDraft.id).where(FormDraft.user_id == user_id)
    oldest = own.scalars(mine.order_by(FormDraft.saved_at.desc()).offset(MOST - 1)).all()
    if oldest:
        own.execute(sa.delete(FormDraft).where(FormDraft.id.in_(oldest)))


def find(user_id: int, path: str) -> FormDraft | None:
    """The draft kept for this person and address, if any."""
    return session.scalar(_draft(user_id, path))


def discard(user_id: int, path: str) -> None:
    """Forget the draft, in the present unit of work."""
    mine = (FormDraft.user_id == user_id, FormDraft.path == path[:300])
    change("a draft is discarded", mine, lambda: sa.delete(FormDraft).where(*mine))


def _draft(user_id: int, path: str) -> sa.Select[FormDraft]:
    return sa.select(FormDraft).where(FormDraft.user_id == user_id, FormDraft.path == path[:300])


def leave(user_id: int, path: str, words: Mapping[str, str]) -> None:
    """Words that are to stand at `path` until they are sent, for whoever may send them: in the present unit of
    work; words that say nothing take away what was left before.
    """
    take_away(path)
    if any(one.strip() for one in words.values()):
        _make_room(session, user_id)
        data = {name: [one] for name, one in words.items()}
        session.add(FormDraft(user_id=user_id, path=path, data=data, saved_at=clock.now()))
    session.flush()


def left(path: str) -> dict[str, str]:
    """What was left at `path` last, by whomever; the caller knows that it may be seen."""
    statement = sa.select(FormDraft.data).where(FormDraft.path == path)
    found = session.scalar(statement.order_by(FormDraft.saved_at.desc()).limit(1))
    return {name: values[0] for name, values in (found or {}).items()}


def take_away(path: str) -> None:
    """Forget what anybody left at `path`."""
    session.execute(sa.delete(FormDraft).where(FormDraft.path == path))
