"""One record of every kind that an address can name: what a stranger then tries to reach.

The demonstration holds most kinds; a kind it lacks is filled in column by column, whatever its columns.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import Deputy, User
from supervision.accounts.signing.models import Leader
from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Body, DictionaryEntry, Officer, Unit
from supervision.api.models import ApiToken
from supervision.calendar.models import LocalHoliday
from supervision.classified.models import ClassifiedPaper
from supervision.clues.models import Clue
from supervision.core.audit.models import AuditEvent
from supervision.core.db import session
from supervision.core.duedates import DueDate
from supervision.core.duedates.calendars import CalendarVersion
from supervision.core.files import Attachment
from supervision.core.listing.saved import SavedView
from supervision.core.pairs import Proposal
from supervision.core.tasks.models import Task
from supervision.imports.models import ImportBatch
from supervision.instruments.extending.models import Extension
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.objecting.models import Objection
from supervision.instruments.receipts.models import Receipt
from supervision.instruments.reviewing.models import ReviewNote
from supervision.interviews.models import Interview
from supervision.problems.models import Problem
from supervision.referrals.models import Referral
from supervision.reminders.models import Dispatch
from supervision.reports.models import Publication
from supervision.roster.models import JointDocument, RosterEntry

# Which record a key in an address names; "blueprint.name" where two slices use one name.
KEYS: Mapping[str, type[Any]] = {
    "action_id": SupervisionAction,
    "agencies.entry_id": DictionaryEntry,
    "attachment_id": Attachment,
    "batch_id": ImportBatch,
    "body_id": Body,
    "classified_id": ClassifiedPaper,
    "clue_id": Clue,
    "deputy_id": Deputy,
    "dispatch_id": Dispatch,
    "due_date_id": DueDate,
    "document_id": JointDocument,
    "entry_id": RosterEntry,
    "extension_id": Extension,
    "interview_id": Interview,
    "item_id": InstrumentItem,
    "kind_id": InstrumentKind,
    "note_id": ReviewNote,
    "objection_id": Objection,
    "officer_id": Officer,
    "paper_id": Instrument,
    "problem_id": Problem,
    "leader_id": Leader,
    "local_day_id": LocalHoliday,
    "proposal_id": Proposal,
    "publication_id": Publication,
    "receipt_id": Receipt,
    "referral_id": Referral,
    "seq": AuditEvent,
    "task_id": Task,
    "token_id": ApiToken,
    "unit_id": Unit,
    "user_id": User,
    "version_id": CalendarVersion,
    "view_id": SavedView,
}
# Records that hang on a paper: in an address they stand after its key.
PARTS: Mapping[str, type[Any]] = {
    "item_id": InstrumentItem,
    "extension_id": Extension,
    "note_id": ReviewNote,
    "objection_id": Objection,
}
WORD = "示例市"


def model_of(endpoint: str, argument: str) -> type[Any] | None:
    """The record that `argument` names in the addresses of `endpoint`."""
    return KEYS.get(f"{endpoint.partition('.')[0]}.{argument}") or KEYS.get(argument)


def rows(body_id: int, owner_id: int) -> dict[type[Any], Any]:
    """The key of a record of every kind, belonging to `body_id` or its person `owner_id`."""
    owned = {"body_id": body_id, "created_by_id": owner_id, "owner_id": owner_id}
    owned |= {"person_id": owner_id}
    return {model: _newest(model) or filled(model, owned) for model in KEYS.values()}


def _newest(model: type[Any]) -> Any:
    (key,) = sa.inspect(model).primary_key
    return session.scalar(sa.select(sa.func.max(key)))


def filled(model: type[Any], owned: Mapping[str, int]) -> int:
    """The key of a new row that says nothing but whose it is (`owned`, as far as it has the columns)."""
    columns = sa.inspect(model).columns
    given = {
        column.key: owned.get(column.key, None) or _value(column)
        for column in columns
        if column.key in owned or not (column.nullable or column.primary_key or column.default)
    }
    given.pop("version", None)
    row = model(**given)
    session.add(row)
    session.flush()
    return int(row.id)


def _value(column: sa.Column[Any]) -> Any:
    for foreign in column.foreign_keys:
        return session.scalar(sa.select(sa.func.max(foreign.column)))
    if isinstance(column.type, sa.JSON):
        return {}
    bare = column.type.impl if isinstance(column.type, sa.types.TypeDecorator) else column.type
    kind = bare.python_type
    if issubclass(kind, Enum):
        return next(iter(kind))
    return {
        str: WORD, int: 1, bool: False,
        date: date(2023, 6, 1), datetime: datetime(2023, 6, 1, tzinfo=UTC),
    }[kind]  # fmt: skip
