"""Pages of 异议 and 复查: raising (or registering), deciding, not accepting, the paper drafted from it."""

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.duedates import DueKind, why
from supervision.core.duedates.shown import shown_due
from supervision.core.errors import DomainError, Forbidden
from supervision.core.files.store import attachments_of
from supervision.core.forms import pressed
from supervision.core.intake import takes_files
from supervision.core.web import done, page
from supervision.instruments import views
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.objecting import raising, registering
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.flow import OBJECTION_FLOW
from supervision.instruments.objecting.forms import (
    DecisionForm,
    ObjectionForm,
    RegisteredDecisionForm,
    RegisteredObjectionForm,
)
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.states import Effect
from supervision.instruments.onward import service as following

Reply = str | tuple[str, int] | Response


@bp.route("/<int:paper_id>/objection", methods=["GET", "POST"])
@allows(Permission.OBJECTION_RAISE, Permission.INSTRUMENT_REGISTER)
@takes_files
def raise_objection(paper_id: int) -> Reply:
    paper = load(paper_id)
    actor = current()
    registered = actor.can(Permission.INSTRUMENT_REGISTER)
    form = RegisteredObjectionForm() if registered else ObjectionForm()
    if form.validate_on_submit():
        verb = objecting.register if registered else objecting.raise_
        verb(paper, form.facts(), actor=actor)
        return done(
            "异议已提出，复查期间期限照常计算。", url_for("instruments.show", paper_id=paper_id)
        )
    term = raising.window(paper)
    return page(
        "instruments/objection_raise.html",
        form=form,
        paper=paper,
        until=why(term, basis=f"{paper.kind.name}的异议期限") if term else None,
        refusal=FLOW.why_not(paper, "register_objection" if registered else "object", actor),
    )


@bp.route("/<int:paper_id>/objections/<int:objection_id>", methods=["GET", "POST"])
@allows(Permission.OBJECTION_DECIDE, Permission.INSTRUMENT_REGISTER)
@takes_files
def decide_objection(paper_id: int, objection_id: int) -> Reply:
    objection = _objection(paper_id, objection_id)
    actor = current()
    decides = OBJECTION_FLOW.may(objection, "decide_objection", actor)
    registers = OBJECTION_FLOW.may(objection, "register_decision", actor)
    if request.method == "GET" and not (decides or registers):
        OBJECTION_FLOW.check(objection, "decide_objection", actor=actor)
        raise Forbidden("此异议不由您复查")
    as_set = {"effect": Effect.RUNS_ON}
    form = (
        DecisionForm(data=as_set)
        if decides
        else RegisteredDecisionForm.about(objection.instrument, data=as_set)
    )
    if "refuse" in request.form and decides:
        return _not_accept(objection, form)
    if form.validate_on_submit():
        back = url_for("instruments.show", paper_id=paper_id)
        if decides:
            objecting.decide(objection, form.facts(), actor=actor)
            return done("复查决定已登记。", back)
        registering.ask(objection, form.facts(), actor=actor)
        return done("复查决定已登记，经另一人确认后生效。", back)
    return page(
        "instruments/objection_decide.html",
        form=form,
        objection=objection,
        paper=objection.instrument,
        decides=decides,
        due=shown_due(objection, DueKind.OBJECTION),
        reply_due=views.due_of(objection.instrument),
        scans=attachments_of(objection),
    )


def _not_accept(objection: Objection, form: DecisionForm) -> Response:
    reason = form.wording.data or ""
    if not reason:
        raise DomainError("不予受理的，须在“决定内容和理由”中写明理由", field="wording")
    objecting.not_accept(objection, reason=reason, actor=current())
    return done("已决定不予受理。", url_for("instruments.show", paper_id=objection.instrument_id))


@bp.post("/<int:paper_id>/objections/<int:objection_id>/withdraw")
@allows(Permission.OBJECTION_RAISE)
def withdraw_objection(paper_id: int, objection_id: int) -> Reply:
    objection = _objection(paper_id, objection_id)
    pressed()
    objecting.withdraw(objection, actor=current())
    return done("已撤回异议。", url_for("instruments.show", paper_id=paper_id))


@bp.post("/<int:paper_id>/objections/<int:objection_id>/paper")
@allows(Permission.INSTRUMENT_DRAFT)
def draft_decision(paper_id: int, objection_id: int) -> Reply:
    objection = _objection(paper_id, objection_id)
    pressed()
    drafted = following.review_decision(objection, actor=current())
    return done(
        "复查决定书已拟制，请核对正文后提交审核。", url_for("instruments.edit", paper_id=drafted.id)
    )


def _objection(paper_id: int, objection_id: int) -> Objection:
    load(paper_id)
    found = session.get(Objection, objection_id)
    return found if found and found.instrument_id == paper_id else abort(404)
