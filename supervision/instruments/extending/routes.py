"""Pages of 延期: asking (or registering), deciding, withdrawing."""

from typing import NoReturn

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.duedates import remark_on
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.files.store import attachments_of
from supervision.core.forms import BaseForm, given, pressed
from supervision.core.intake import takes_files
from supervision.core.pairs.shown import awaited_on
from supervision.core.web import done, page
from supervision.instruments import views
from supervision.instruments.blueprint import bp, load
from supervision.instruments.extending import asking, registering
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.flow import EXTENSION_FLOW
from supervision.instruments.extending.forms import (
    DecideExtensionForm,
    ExtensionForm,
    PaperDecisionForm,
    RegisteredExtensionForm,
)
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.states import PENDING_EXTENSION
from supervision.instruments.flow import FLOW

Reply = str | tuple[str, int] | Response
ON_PAPER = {"register_granted", "register_refused"}


@bp.route("/<int:paper_id>/extension", methods=["GET", "POST"])
@allows(Permission.EXTENSION_ASK, Permission.INSTRUMENT_REGISTER)
@takes_files
def ask_extension(paper_id: int) -> Reply:
    paper = load(paper_id)
    actor = current()
    registered = actor.can(Permission.INSTRUMENT_REGISTER)
    form = RegisteredExtensionForm() if registered else ExtensionForm()
    if form.validate_on_submit():
        verb = extending.register if registered else extending.ask
        verb(paper, form.facts(), actor=actor)
        return done("已提交延期申请，等待批准。", url_for("instruments.show", paper_id=paper_id))
    return page(
        "instruments/extension_ask.html",
        form=form,
        paper=paper,
        due=views.due_of(paper),
        refusal=FLOW.why_not(paper, "register_extension" if registered else "ask_extension", actor),
        held=asking.extensions_of(paper),
    )


@bp.route("/<int:paper_id>/extensions/<int:extension_id>", methods=["GET", "POST"])
@allows(
    Permission.EXTENSION_GRANT, Permission.EXTENSION_GRANT_FURTHER, Permission.INSTRUMENT_REGISTER
)
@takes_files
def decide_extension(paper_id: int, extension_id: int) -> Reply:
    extension = _extension(paper_id, extension_id)
    steps = {step.name for step in EXTENSION_FLOW.available(extension, current())}
    if not steps and request.method == "GET":
        _refuse(extension)
    if steps and steps <= ON_PAPER:
        return _register_decision(extension)
    form = DecideExtensionForm(data={"new_due": extension.asked_due})
    if form.validate_on_submit():
        said = _decide(extension, form)
        return done(said, url_for("instruments.show", paper_id=paper_id))
    submit = "同意，报签发人" if "forward_extension" in steps else "批准延期"
    return _decision_page(extension, form, submit=submit, also=[("refuse", "不批准")])


def _refuse(extension: Extension) -> NoReturn:
    if extension.status not in PENDING_EXTENSION:
        raise WrongState(f"{extension.name}{extension.status.label}，不能再办理")
    raise Forbidden("此申请现在不由您办理")


def _register_decision(extension: Extension) -> Reply:
    """What a leader decided on paper: one registers it, another confirms."""
    form = PaperDecisionForm.about(extension)
    if form.validate_on_submit():
        registering.ask(extension, form.facts(), actor=current())
        back = url_for("instruments.show", paper_id=extension.instrument_id)
        return done("线下延期决定已登记，经另一人确认后生效。", back)
    return _decision_page(extension, form, submit="登记线下决定", also=[])


def _decision_page(
    extension: Extension, form: BaseForm, *, submit: str, also: list[tuple[str, str]]
) -> str | tuple[str, int]:
    return page(
        "instruments/extension_decide.html",
        due=views.due_of(extension.instrument),
        remark=remark_on(extension.asked_due),
        form=form,
        extension=extension,
        paper=extension.instrument,
        submit=submit,
        also=also,
        scans=attachments_of(extension),
        awaited=awaited_on(extension, current()),
    )


def _decide(extension: Extension, form: DecideExtensionForm) -> str:
    actor, note = current(), form.note.data or ""
    if "refuse" in request.form:
        if not note:
            raise DomainError("不批准的须写明理由", field="note")
        extending.refuse(extension, reason=note, actor=actor)
        return "已决定不批准，到期日不变。"
    if EXTENSION_FLOW.may(extension, "forward_extension", actor):
        extending.forward(extension, note=note, actor=actor)
        return "已报签发人批准。"
    new_due = given(form.new_due)
    extending.grant(extension, new_due=new_due, note=note, actor=actor)
    return f"已批准，到期日改为{clock.chinese_date(new_due)}。"


@bp.post("/<int:paper_id>/extensions/<int:extension_id>/withdraw")
@allows(Permission.EXTENSION_ASK)
def withdraw_extension(paper_id: int, extension_id: int) -> Reply:
    extension = _extension(paper_id, extension_id)
    pressed()
    extending.withdraw(extension, actor=current())
    return done("已撤回延期申请。", url_for("instruments.show", paper_id=paper_id))


def _extension(paper_id: int, extension_id: int) -> Extension:
    load(paper_id)
    found = session.get(Extension, extension_id)
    return found if found and found.instrument_id == paper_id else abort(404)
