"""Pages of the calendar: the year, proposals and their effect, the calculator."""

from flask import Blueprint, abort, current_app, request, url_for
from werkzeug.wrappers import Response

from supervision.calendar import notices, service, year
from supervision.calendar.forms import BetweenForm, DaysForm, NoticeForm, OfficialForm, TermForm
from supervision.calendar.moves import Effect, effect_of
from supervision.core import clock
from supervision.core.access.guard import allows, signed_in
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.deadlines import differences
from supervision.core.deadlines.calendar import FIRST_YEAR, LAST_YEAR
from supervision.core.duedates import (
    CalendarState,
    CalendarVersion,
    current_calendar,
    own_calendar,
    why,
)
from supervision.core.forms import ReasonForm, pressed
from supervision.core.verbs import Button
from supervision.core.web import done, page

bp = Blueprint("calendar", __name__, url_prefix="/calendar")
Reply = str | tuple[str, int] | Response


@bp.get("/")
@signed_in
def index() -> Reply:
    """One year of the calendar in force."""
    calendar, today = own_calendar(), clock.today()
    shown = request.args.get("year", today.year, type=int)
    if not FIRST_YEAR <= shown <= LAST_YEAR:
        abort(404)
    return page(
        "calendar/index.html",
        calendar=calendar,
        shown=shown,
        years=_years(shown, today.year),
        months=year.months(calendar, shown),
        festivals=year.festivals(calendar, shown),
        spans=year.spans,
        awaited=calendar.awaited(today),
        proposal=service.open_proposal() if _administers() else None,
        versions=service.decided() if _administers() else [],
        local=clock.local,
    )


def _administers() -> bool:
    return current().can(Permission.CALENDAR_EDIT) or current().can(Permission.CALENDAR_APPLY)


def _years(shown: int, this_year: int) -> list[int]:
    newest = max(shown, this_year + 1)
    return [each for each in range(newest, newest - 8, -1) if FIRST_YEAR <= each <= LAST_YEAR]


@bp.route("/notice", methods=["GET", "POST"])
@allows(Permission.CALENDAR_EDIT)
def paste_notice() -> Reply:
    """Paste a notice: 预览 shows what was understood, 提交复核 proposes it."""
    form = NoticeForm()
    preview = effect = None
    if form.validate_on_submit():
        me, typed = current(), form.typed()
        if "preview" not in request.form:
            row = notices.propose_notice(form.text.data or "", typed=typed, actor=me)
            return done("已提交，等待另一人复核启用。", _address(row))
        preview, base = notices.read(form.text.data or "", actor=me)
        if not preview.errors:
            effect = effect_of(notices.applied(preview, base, typed))
    return page("calendar/notice.html", form=form, preview=preview, effect=effect, spans=year.spans)


@bp.route("/days", methods=["GET", "POST"])
@allows(Permission.CALENDAR_EDIT)
def edit_days() -> Reply:
    form = DaysForm()
    if form.validate_on_submit():
        row = service.propose_days(form.change(), actor=current())
        return done("已提交，等待另一人复核启用。", _address(row))
    return page("calendar/days.html", form=form)


@bp.route("/official/<int:which>", methods=["GET", "POST"])
@allows(Permission.CALENDAR_EDIT)
def mark_official(which: int) -> Reply:
    """Say that the days of a year are its whole notice; what they lack stands beside it."""
    if not FIRST_YEAR <= which <= LAST_YEAR:
        abort(404)
    form, special, me = OfficialForm(), notices.specials(), current()
    if form.validate_on_submit():
        reason = form.exception.data or ""
        row = service.mark_official(which, special=special, exception=reason, actor=me)
        return done("已提交，等待另一人复核启用。", _address(row))
    doubts = service.doubts_about(which, special=special, actor=me)
    return page("calendar/official.html", form=form, which=which, doubts=doubts)


@bp.post("/restore/<int:number>")
@allows(Permission.CALENDAR_EDIT)
def restore(number: int) -> Response:
    """The table of an earlier version, proposed as a new one."""
    pressed()
    row = service.propose_restore(number, actor=current())
    return done("已提交，等待另一人复核启用；以下是将产生的影响。", _address(row))


@bp.get("/versions/<int:version_id>")
@allows(Permission.CALENDAR_EDIT, Permission.CALENDAR_APPLY)
def version(version_id: int) -> Reply:
    """A proposal with its differences and its effect; a decided one with its history."""
    row = session.get(CalendarVersion, version_id) or abort(404)
    waits = row.state is CalendarState.PROPOSED
    proposed, calendar, me = row.as_calendar(), current_calendar(), current()
    stale, own = service.why_stale(row, me) if waits else None, row.created_by_id == me.user_id
    effect = effect_of(proposed) if waits else None
    return page(
        "calendar/version.html",
        row=row,
        notices=notices.of_version(row),
        buttons=_buttons(row, effect, may_apply=not (stale or own)) if effect else _restoring(row),
        waits=waits,
        stale=stale,
        own=own,
        differences=differences(calendar, proposed) if waits else [],
        newly_official=sorted(proposed.official - calendar.official) if waits else [],
        effect=effect,
        entries=timeline(row),
    )


def _buttons(row: CalendarVersion, effect: Effect, *, may_apply: bool) -> list[Button]:
    """启用, by another than whoever proposed it and only over the calendar it was made from; 放弃."""
    cleared = f"，其中{effect.cleared}件按新日历并未逾期，改记为按期" if effect.cleared else ""
    moved = (
        f"启用后，{len(effect.moved)}件未办结期限的到期日随之变动，逐件留痕并通知承办人和被监督单位；"
        f"已办结的不变{cleared}。"
    )
    apply_url = url_for("calendar.apply", version_id=row.id)
    drop_url = url_for("calendar.drop", version_id=row.id)
    dropping = Button("drop", "放弃此方案", drop_url, dangerous=True, method="POST",
                  needs_reason=True, consequence="放弃后须重新拟定。")  # fmt: skip
    if not (may_apply and current().can(Permission.CALENDAR_APPLY)):
        return [dropping]
    return [
        Button("apply", "启用", apply_url, primary=True, method="POST", consequence=moved),
        dropping,
    ]


def _restoring(row: CalendarVersion) -> list[Button]:
    """恢复此版, where it was once in force and another is now."""
    was = row.state is CalendarState.APPLIED and row.number != current_calendar().version
    if not (was and current().can(Permission.CALENDAR_EDIT)):
        return []
    url = url_for("calendar.restore", number=row.number)
    what = "按此版的日期表拟定新的一版，由另一人复核启用后才改变期限。"
    return [Button("restore", "恢复此版", url, method="POST", consequence=what)]


@bp.post("/versions/<int:version_id>/apply")
@allows(Permission.CALENDAR_APPLY)
def apply(version_id: int) -> Response:
    row = session.get(CalendarVersion, version_id) or abort(404)
    form = ReasonForm(obj=row)
    form.validate_on_submit()
    moved = service.apply(row, actor=current())
    current_app.logger.info("calendar version %s applied", row.number)
    return done(f"已启用，{moved}件期限的到期日随之变动，已通知双方。", _address(row))


@bp.post("/versions/<int:version_id>/drop")
@allows(Permission.CALENDAR_EDIT, Permission.CALENDAR_APPLY)
def drop(version_id: int) -> Response:
    row = session.get(CalendarVersion, version_id) or abort(404)
    form = ReasonForm(obj=row)
    form.validate_on_submit()
    service.drop(row, reason=form.reason.data or "", actor=current())
    return done("此方案已放弃。", url_for("calendar.index"))


@bp.get("/calculator")
@signed_in
def calculator() -> Reply:
    """Date and term to the last day, or the working days between two dates."""
    counting = request.args.get("mode") == "between"
    calendar = own_calendar()
    if counting:
        asked = request.args if "first" in request.args else None
        between = BetweenForm(formdata=asked)
        answer = between.answer(calendar) if asked else None
        return page("calendar/between.html", form=between, answer=answer)
    asked = request.args if "start" in request.args else None
    form = TermForm(formdata=asked, data={"start": clock.today()})
    result = form.answer(calendar) if asked else None
    reasons = why(result, event="起算") if result else None
    return page("calendar/calculator.html", form=form, why=reasons)


def _address(row: CalendarVersion) -> str:
    return url_for("calendar.version", version_id=row.id)
