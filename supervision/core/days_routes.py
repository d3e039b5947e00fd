"""What a typed day means, asked while it is typed."""

from datetime import date

from flask import Blueprint, Response, jsonify, request

from supervision.core import clock
from supervision.core.access.guard import signed_in
from supervision.core.deadlines.calendar import DayKind, weekday
from supervision.core.duedates.calendars import own_calendar
from supervision.core.typed_days import NotADay, chinese, understand

bp = Blueprint("days", __name__, url_prefix="/days")


@bp.get("/understood")
@signed_in
def understood() -> Response:
    """The day that `?text=` means, or the days it may mean, with what the calendar says of each."""
    message = ""
    found: tuple[date, ...] = ()
    try:
        found = (understand(request.args.get("text", ""), today=clock.today()),)
    except NotADay as refusal:
        message, found = str(refusal), refusal.readings
    readings = [{"day": day.isoformat(), "shown": _shown(day)} for day in found]
    return jsonify(readings=readings, message=message)


def _shown(day: date) -> str:
    """2026年10月1日 周四 · 休（国庆节）; 班 where people work on a weekend."""
    calendar = own_calendar()
    kind, entry = calendar.kind(day), calendar.entry(day)
    mark = {DayKind.EXTRA_WORKDAY: "班", DayKind.WORKDAY: ""}.get(kind, "休")
    name = f"（{entry.name}）" if entry is not None and entry.name else ""
    return f"{chinese(day)} {weekday(day)}{f' · {mark}{name}' if mark else ''}"
