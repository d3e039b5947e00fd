"""更正申请日期、提出日期: the day of a request for 延期, or of an 异议, that came on paper."""

from datetime import date

from supervision.core import clock, duedates
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import DueDate, DueKind, DueState
from supervision.core.errors import DomainError, NotFound
from supervision.core.files.store import attachments_of
from supervision.instruments.extending.asking import extensions_of
from supervision.instruments.extending.models import Extension
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.raising import objections_of
from supervision.instruments.objecting.states import Effect

ASKED, RAISED = "申请日期", "提出日期"


def extension_of(paper: Instrument, key: int) -> Extension | None:
    """That request, where it came on paper: what was asked on the screen has its own day. NotFound of another paper's."""
    found = next((one for one in extensions_of(paper) if one.id == key), None)
    if found is None:
        raise NotFound("这件文书没有这项延期申请")
    return found if found.registered else None


def objection_of(paper: Instrument, key: int) -> Objection | None:
    """That objection, where it came on paper. NotFound of another paper's."""
    found = next((one for one in objections_of(paper) if one.id == key), None)
    if found is None:
        raise NotFound("这件文书没有这项异议")
    return found if found.registered else None


def check_asked(extension: Extension, on: date) -> None:
    """DomainError where it cannot have been asked for on that day."""
    since = extension.due_date.start
    if since is not None and on < since:
        said = f"{ASKED}不得早于期限起算的{clock.chinese_date(since)}"
        raise DomainError(said, field="asked_on")
    later = (
        (extension.from_day, "到期日"), (extension.reviewed_on, "审核日期"),
        (extension.decided_on, "决定日期"),
    )  # fmt: skip
    _refuse_later(on, later, word=ASKED, field="asked_on")


def check_raised(paper: Instrument, objection: Objection, on: date) -> None:
    """DomainError where it cannot have been raised on that day, or where a term stood still from it."""
    if paper.delivered_on is not None and on < paper.delivered_on:
        said = f"{RAISED}不得早于送达的{clock.chinese_date(paper.delivered_on)}"
        raise DomainError(said, field="raised_on")
    later = ((objection.decided_on, "决定日期"), (paper.closed_on, "办结日期"))
    _refuse_later(on, later, word=RAISED, field="raised_on")
    if objection.new_due is not None and objection.effect is not Effect.NEW_DATE:
        message = "复查期间中止的期限自提出之日起算，已按复查决定顺延，提出日期不能更正"
        raise DomainError(message, field="raised_on")


def _refuse_later(
    on: date, days: tuple[tuple[date | None, str], ...], *, word: str, field: str
) -> None:
    if on > clock.today():
        raise DomainError(f"{word}不得晚于今天", field=field)
    late = [(day, what) for day, what in days if day is not None and day < on]
    if late:
        day, what = min(late)
        raise DomainError(f"{word}不得晚于{what}{clock.chinese_date(day)}", field=field)


def redate_asked(extension: Extension, on: date) -> None:
    """Write the right day; by it the bureau's own days for deciding run."""
    check_asked(extension, on)
    was, extension.asked_on = extension.asked_on, on
    _scans(extension, was, on)


def reviews(objection: Objection) -> list[DueDate]:
    """The term of its review, which runs from the day it was raised."""
    held = duedates.of_owner(objection, DueKind.OBJECTION)
    return [row for row in held if row.state is not DueState.ENDED]


def redate_raised(
    paper: Instrument, objection: Objection, on: date, *, reason: str, actor: Principal
) -> list[tuple[DueDate, date]]:
    """Write the right day; the term of the review follows, with the last day it had."""
    check_raised(paper, objection, on)
    was, objection.raised_on = objection.raised_on, on
    before = [(row, row.due) for row in reviews(objection)]
    moved = [held for held in before if duedates.restart(held[0], on, reason=reason, actor=actor)]
    for row, _was in before:
        objection.due_on = row.due
    _scans(objection, was, on)
    return moved


def _scans(record: Extension | Objection, was: date, on: date) -> None:
    """The letter is of that day."""
    for scan in attachments_of(record):
        if scan.event_date == was:
            scan.event_date = on
    session.flush()
