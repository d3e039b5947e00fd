"""The list of interviews, one interview, planning, 补录, notices, the record as PDF."""

from dataclasses import replace
from typing import TypeVar

import sqlalchemy as sa
from flask import Response as Download
from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from supervision.accounts.looking import CORRECTED, ENTERED
from supervision.accounts.signing.approving import REGISTER
from supervision.actions.models import SupervisionAction
from supervision.agencies.service import active_units, past_units
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.access.scope import within
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.documents.pdf import render
from supervision.core.files.store import attachments_of
from supervision.core.intake import takes_files
from supervision.core.listing import Page
from supervision.core.listing.files import KIND, list_files
from supervision.core.pairs.shown import awaited_on
from supervision.core.tasks.making import answer
from supervision.core.too_late import not_amendable, not_correctable
from supervision.core.turns import turn
from supervision.core.verbs import buttons
from supervision.core.web import done, download, page
from supervision.interviews import (
    counting,
    documents,
    history,
    lists,
    looking,
    notices,
    people,
    service,
    views,
)
from supervision.interviews.forms import InterviewForm, held, known
from supervision.interviews.models import FLOW, Interview
from supervision.interviews.past_forms import (
    CorrectionForm,
    PastInterviewForm,
    typed_again,
)
from supervision.interviews.routes.blueprint import address, bp, crumbs, load
from supervision.interviews.states import InterviewStatus, Sharing

Reply = str | tuple[str, int] | Response
Planned = TypeVar("Planned", bound=InterviewForm)


@bp.get("/")
@allows(Permission.INTERVIEW_VIEW)
def index() -> Reply:
    listed = Page(lists.INTERVIEWS, request.args, request.path)
    today = clock.today()
    bodies = current().readable_body_ids
    return page(
        "interviews/index.html",
        listed=listed,
        year=today.year,
        tally=counting.tally(today.replace(month=1, day=1), today, body_ids=bodies),
    )


FILES = list_files("interviews", "约谈", lists.INTERVIEWS)


@bp.route(f"/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(kind: str) -> ResponseReturnValue:
    return answer(FILES[kind], request.args)


@bp.get("/<int:interview_id>")
@allows(Permission.INTERVIEW_VIEW)
def show(interview_id: int) -> Reply:
    interview, actor = load(interview_id), current()
    awaited = awaited_on(interview, actor) if _may_wait(interview) else None
    offered = buttons(
        FLOW,
        interview,
        actor,
        address=lambda verb: url_for("interviews.step", interview_id=interview.id, verb=verb),
        apart_from=(REGISTER,) if awaited else (),
    )
    if any(one.name == "keep" for one in offered):  # first what was promised, then the end
        offered = [replace(one, primary=one.primary and one.name != "close") for one in offered]
    return page(
        "interviews/show.html",
        interview=interview,
        crumbs=crumbs(),
        awaited=awaited,
        buttons=offered,
        turn=turn(FLOW, interview, offered),
        steps=views.steps(interview),
        due=views.due_of(interview),
        own_lights=views.own_lights(interview),
        heads_line=views.heads_line(interview),
        notices=notices.of(interview),
        files=attachments_of(interview),
        amendable=service.may_amend(interview, actor),
        correctable=history.may_correct(interview, actor) and awaited is None,
        may_notify=service.may_notify(interview, actor),
        entries=timeline(interview),
    )


def _may_wait(interview: Interview) -> bool:
    """Whether something of it may wait for a second person: its approval on paper, or 补录."""
    return interview.status is InterviewStatus.DRAFTED or interview.back_entered


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.INTERVIEW_RECORD)
def create() -> Reply:
    kept = {name: request.args.get(name, "") for name in ("problems", "papers")}
    form = _prepared(InterviewForm(data=kept))
    if not _wants_rows(form) and form.validate_on_submit():
        interview = service.plan(form.facts(), actor=current())
        return done("约谈已拟定，等待批准。", address(interview))
    return page("interviews/form.html", form=form, title="拟定约谈", past=False, crumbs=crumbs())


@bp.route("/<int:interview_id>/amend", methods=["GET", "POST"])
@allows(Permission.INTERVIEW_RECORD)
def amend(interview_id: int) -> Reply:
    interview = load(interview_id)
    if not service.may_amend(interview, current()):
        raise not_amendable(interview, current())
    form = _prepared(InterviewForm(obj=interview, data=held(interview)), interview)
    if not _wants_rows(form) and form.validate_on_submit():
        service.amend(interview, form.facts(), actor=current())
        return done("已保存。", address(interview))
    trail = crumbs(interview)
    return page("interviews/form.html", form=form, title="修改约谈", past=False, crumbs=trail)


@bp.route("/back-entry", methods=["GET", "POST"])
@allows(Permission.INTERVIEW_RECORD)
@takes_files
def back_entry() -> Reply:
    form = _prepared(PastInterviewForm(data={"promising": Sharing.TOGETHER}))
    if not _wants_rows(form) and form.validate_on_submit():
        interview = looking.ENTRY.ask(form.facts(), form.past(), actor=current())
        return done(ENTERED, address(interview))
    return page("interviews/form.html", form=form, title="补录约谈", past=True, crumbs=crumbs())


@bp.route("/<int:interview_id>/correct", methods=["GET", "POST"])
@allows(Permission.INTERVIEW_RECORD)
@takes_files
def correct(interview_id: int) -> Reply:
    interview = load(interview_id)
    if not history.may_correct(interview, current()):
        raise not_correctable(interview, current())
    if interview.unlooked:
        return _entered_again(interview)
    form = _prepared(CorrectionForm.asking(interview), interview)
    if not _wants_rows(form) and form.validate_on_submit():
        facts, past, why = form.facts(), form.past(), form.why.data or ""
        looking.ENTRY.ask_correction(interview, facts, past, reason=why, actor=current())
        return done(CORRECTED, address(interview))
    trail = crumbs(interview)
    return page("interviews/form.html", form=form, title="更正补录", past=True, crumbs=trail)


def _entered_again(interview: Interview) -> Reply:
    """补录 that came back from its reviewer: the form as it was typed."""
    typed = typed_again(looking.ENTRY.typed(interview)) | held(interview)
    form = _prepared(PastInterviewForm(of=interview, data=typed), interview)
    if not _wants_rows(form) and form.validate_on_submit():
        looking.ENTRY.ask_again(interview, form.facts(), form.past(), actor=current())
        return done(ENTERED, address(interview))
    trail = crumbs(interview)
    return page("interviews/form.html", form=form, title="修改补录", past=True, crumbs=trail)


def _prepared(form: Planned, interview: Interview | None = None) -> Planned:
    """The form with everybody it offers, and five more lines when 再加几行 was pressed."""
    if _wants_rows(form):
        form.add_rows()
    on = form.planned_on.data or clock.today()
    bench = people.supervisors(current().body_id or 0, on)
    if interview is not None:
        keys = {one.key for one in bench}
        bench += [one for one in people.seated_at(interview) if one.key not in keys]
    held_units = people.units_of(interview.interviewees) if interview else []
    past = isinstance(form, PastInterviewForm)
    units = past_units() if past else [*active_units(), *held_units]
    offered = known(people.known_officers(on), units, bench)
    newest = (SupervisionAction.starts_on.desc(), SupervisionAction.id.desc())
    statement = sa.select(SupervisionAction).where(*within(SupervisionAction)).order_by(*newest)
    form.offer_people(offered, session.scalars(statement.limit(200)).all())
    return form


def _wants_rows(form: InterviewForm) -> bool:
    """More lines are asked for, or a pasted list is to be seen in them before it is saved."""
    return form.is_submitted() and (
        "more" in request.form or bool(request.form.get("pasted", "").strip())
    )


@bp.post("/<int:interview_id>/notices")
@allows(Permission.INSTRUMENT_DRAFT)
def draft_notices(interview_id: int) -> Reply:
    interview = load(interview_id)
    drafted = notices.draft(interview, actor=current())
    message = f"已拟制{len(drafted)}份约谈通知书，请预览后提交审核。"
    return done(message, address(interview))


@bp.get("/<int:interview_id>/record.pdf")
@allows(Permission.INTERVIEW_VIEW)
def record_pdf(interview_id: int) -> Download:
    interview: Interview = load(interview_id)
    content = render(documents.record_form(interview)).pdf
    return download(content, "application/pdf", f"约谈记录-{interview.reason}.pdf", inline=True)
