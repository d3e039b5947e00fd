"""Notices as they are pasted: read, judged, kept with their text, and put into the next version."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from supervision.calendar import service
from supervision.calendar.models import CalendarNotice
from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import Calendar, Preview, net_change, parse_notice
from supervision.core.deadlines.seed import SPECIAL_NOTICES
from supervision.core.duedates import CalendarState, CalendarVersion
from supervision.core.errors import DomainError

VOUCH = "通知原文确实如此的，填写例外理由，由另一人一并确认"


@dataclass(frozen=True)
class Typed:
    """What stands beside the text where the text lacks it, and why it is right in spite of a doubt."""

    number: str = ""
    issued: dt.date | None = None
    exception: str = ""


def read(text: str, *, actor: Principal) -> tuple[Preview, Calendar]:
    """What a text says, and the calendar it is read against."""
    base = service.base_of(actor)
    return parse_notice(text, calendar=base), base


def applied(preview: Preview, base: Calendar, typed: Typed) -> Calendar:
    """The calendar with the notice in it: later notices keep their days."""
    issued = typed.issued or preview.issued
    later = frozenset(_issued_after(issued)) | (frozenset() if preview.special else specials())
    return preview.onto(base, later=later, excepted=bool(typed.exception.strip()))


def specials() -> frozenset[str]:
    """Titles of the notices issued beside the yearly ones."""
    stored = session.scalars(_in_force().where(CalendarNotice.special))
    return frozenset(SPECIAL_NOTICES.values()) | {each.title for each in stored}


def propose_notice(text: str, *, actor: Principal, typed: Typed | None = None) -> CalendarVersion:
    """Propose what a pasted notice says; its faults are refused with every sentence they need."""
    actor.require(Permission.CALENDAR_EDIT)
    typed = typed or Typed()
    preview, base = read(text, actor=actor)
    if preview.errors:
        raise DomainError("；".join(preview.errors), field="text")
    if preview.doubts and not typed.exception.strip():
        raise DomainError("；".join((*preview.doubts, VOUCH)), field="text")
    number, issued = _head(preview, typed)
    _not_twice(preview)
    changed = applied(preview, base, typed)
    row = service.propose(
        changed, note=_note(preview, net_change(base, changed), typed), actor=actor
    )
    notice = CalendarNotice(
        calendar_version_id=row.id,
        year=preview.year or 0,
        title=preview.title,
        document_number=number,
        issued_on=issued,
        text=text,
        digest=preview.digest,
        special=preview.special,
        doubts=list(preview.doubts),
        exception=typed.exception.strip() if preview.doubts else "",
        created_by_id=actor.user_id,
    )
    session.add(notice)
    session.flush()
    return row


def _head(preview: Preview, typed: Typed) -> tuple[str, dt.date]:
    """Number and day, from the text or typed beside it."""
    number, issued = typed.number.strip() or preview.number, typed.issued or preview.issued
    if not number:
        raise DomainError("正文中没有找到文号，请填写", field="number")
    if issued is None:
        raise DomainError("正文中没有找到成文日期，请填写", field="issued")
    if issued > clock.today():
        raise DomainError("成文日期不得晚于今天", field="issued")
    return number, issued


def _not_twice(preview: Preview) -> None:
    same = session.scalar(_in_force().where(CalendarNotice.digest == preview.digest).limit(1))
    newest = session.scalar(
        sa.select(sa.func.max(CalendarVersion.number)).where(
            CalendarVersion.state == CalendarState.APPLIED
        )
    )
    if same is not None and same.calendar_version.number == newest:
        raise DomainError(f"这份通知已经录入（日历第{newest}版）", field="text")


def _note(preview: Preview, change: int, typed: Typed) -> str:
    said = [f"录入《{preview.title}》"]
    if preview.special:
        said.append(f"专门通知，休息日净{'增' if change >= 0 else '减'}{abs(change)}天")
    else:
        said.append(f"净休日{preview.net}天" + ("，核对相符" if not preview.doubts else ""))
    if preview.doubts:
        said += [f"例外：{'；'.join(preview.doubts)}", f"例外理由：{typed.exception.strip()}"]
    return "；".join(said)


def of_version(row: CalendarVersion) -> Sequence[CalendarNotice]:
    """The notices that entered the calendar with this version."""
    own = sa.select(CalendarNotice).where(CalendarNotice.calendar_version_id == row.id)
    return session.scalars(own.order_by(CalendarNotice.id)).all()


def _in_force() -> sa.Select[CalendarNotice]:
    return (
        sa.select(CalendarNotice)
        .join(CalendarVersion, CalendarVersion.id == CalendarNotice.calendar_version_id)
        .where(CalendarVersion.state == CalendarState.APPLIED)
    )


def _issued_after(day: dt.date | None) -> list[str]:
    if day is None:
        return []
    return [
        each.title for each in session.scalars(_in_force().where(CalendarNotice.issued_on > day))
    ]
