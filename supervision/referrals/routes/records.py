"""The list of referrals with its counts, one referral, drafting, 补录, its letter, its circle."""

from datetime import date
from types import SimpleNamespace
from typing import TypeVar

from flask import request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from supervision.accounts.looking import CORRECTED, ENTERED
from supervision.accounts.models import User
from supervision.accounts.service import colleagues, people_of
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import current
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.errors import Forbidden
from supervision.core.files.store import attachments_of
from supervision.core.forms import offer
from supervision.core.intake import takes_files
from supervision.core.listing import Page
from supervision.core.listing.files import KIND, list_files
from supervision.core.pairs.shown import all_awaited_on
from supervision.core.tasks.making import answer
from supervision.core.too_late import not_amendable, not_correctable
from supervision.core.verbs import buttons
from supervision.core.web import done, page
from supervision.referrals import counting, history, letters, lists, looking, service, views
from supervision.referrals.forms import (
    CorrectionForm,
    PastReferralForm,
    ReferralForm,
    ViewersForm,
    held,
    people,
)
from supervision.referrals.models import FLOW, Referral
from supervision.referrals.on_paper import REGISTERED_BY
from supervision.referrals.routes.blueprint import address, bp, crumbs, load
from supervision.referrals.states import shown

Reply = str | tuple[str, int] | Response
Drafted = TypeVar("Drafted", bound=ReferralForm)


@bp.get("/")
@allows(Permission.REFERRAL_VIEW)
def index() -> Reply:
    listed = Page(lists.REFERRALS, request.args, request.path)
    year = request.args.get("year", default=clock.today().year, type=int)
    year = year if 1949 <= year <= 2100 else clock.today().year
    return page(
        "referrals/index.html",
        listed=listed,
        shown=shown,
        year=year,
        lines=counting.lines(
            date(year, 1, 1), date(year, 12, 31), body_ids=current().readable_body_ids
        ),
    )


FILES = list_files("referrals", "移交移送", lists.REFERRALS)


@bp.route(f"/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(kind: str) -> ResponseReturnValue:
    return answer(FILES[kind], request.args)


@bp.get("/<int:referral_id>")
@allows(Permission.REFERRAL_VIEW)
def show(referral_id: int) -> Reply:
    referral, actor = load(referral_id), current()
    entries = timeline(referral)
    waiting = all_awaited_on(referral, actor) if _may_wait(referral) else []
    offered = buttons(
        FLOW,
        referral,
        actor,
        address=lambda verb: url_for("referrals.step", referral_id=referral.id, verb=verb),
        apart_from={REGISTERED_BY[one.act] for one in waiting if one.act in REGISTERED_BY},
    )
    return page(
        "referrals/show.html",
        referral=referral,
        crumbs=crumbs(),
        waiting=waiting,
        buttons=offered,
        turn=views.turn_of(referral, actor, offered),
        steps=views.steps(referral),
        due=views.due_of(referral),
        files=attachments_of(referral),
        amendable=service.may_amend(referral, actor),
        correctable=history.may_correct(referral, actor) and not waiting,
        may_write=letters.may_draft(referral, actor),
        is_handler=referral.handler_id == actor.user_id,
        sent_back=views.sent_back(referral, entries),
        entries=entries,
    )


def _may_wait(referral: Referral) -> bool:
    """Whether something of it may wait for a second person: a decision on paper, or 补录."""
    return referral.approved_on is None or referral.back_entered


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.REFERRAL_RECORD)
@takes_files
def create() -> Reply:
    asked = {"problems": request.args.get("problems", ""), "answer_wanted": True}
    form = _prepared(ReferralForm(data={**asked, "term_number": 10}))
    if form.validate_on_submit():
        referral = service.draft(form.facts(), actor=current())
        return done("已拟稿，可报批。", address(referral))
    return page("referrals/form.html", form=form, title="拟制移交移送", past=False, crumbs=crumbs())


@bp.route("/<int:referral_id>/amend", methods=["GET", "POST"])
@allows(Permission.REFERRAL_RECORD)
@takes_files
def amend(referral_id: int) -> Reply:
    referral = load(referral_id)
    _by_handler(referral)
    if not service.may_amend(referral, current()):
        raise not_amendable(referral, current())
    form = _prepared(ReferralForm(obj=referral, data=held(referral)))
    if form.validate_on_submit():
        service.amend(referral, form.facts(), actor=current())
        return done("已保存。", address(referral))
    trail = crumbs(referral)
    back = views.sent_back(referral, timeline(referral, with_changes=False))
    return page(
        "referrals/form.html", form=form, title="修改", past=False, crumbs=trail, sent_back=back
    )


@bp.route("/back-entry", methods=["GET", "POST"])
@allows(Permission.REFERRAL_RECORD)
@takes_files
def back_entry() -> Reply:
    asked = {"problems": request.args.get("problems", "")}
    form = _prepared(PastReferralForm(data=asked))
    if form.validate_on_submit():
        referral = looking.ENTRY.ask(form.facts(), form.past(), actor=current())
        return done(ENTERED, address(referral))
    return page("referrals/form.html", form=form, title="补录移交移送", past=True, crumbs=crumbs())


@bp.route("/<int:referral_id>/correct", methods=["GET", "POST"])
@allows(Permission.REFERRAL_RECORD)
@takes_files
def correct(referral_id: int) -> Reply:
    referral = load(referral_id)
    _by_handler(referral)
    if not history.may_correct(referral, current()):
        raise not_correctable(referral, current())
    if referral.unlooked:
        return _entered_again(referral)
    form = _prepared(CorrectionForm(obj=referral, data=held(referral)))
    if form.validate_on_submit():
        facts, past, why = form.facts(), form.past(), form.why.data or ""
        looking.ENTRY.ask_correction(referral, facts, past, reason=why, actor=current())
        return done(CORRECTED, address(referral))
    trail = crumbs(referral)
    return page("referrals/form.html", form=form, title="更正补录", past=True, crumbs=trail)


def _by_handler(referral: Referral) -> None:
    if referral.handler_id != current().user_id:
        raise Forbidden("这件移交移送由它的承办人修改")


def _entered_again(referral: Referral) -> Reply:
    """补录 that came back from its reviewer: the form as it was typed."""
    own = {"approver_id": referral.approver_id}
    typed = looking.ENTRY.typed(referral) | held(referral) | own
    form = _prepared(PastReferralForm(of=referral, data=typed))
    if form.validate_on_submit():
        looking.ENTRY.ask_again(referral, form.facts(), form.past(), actor=current())
        return done(ENTERED, address(referral))
    trail = crumbs(referral)
    return page("referrals/form.html", form=form, title="修改补录", past=True, crumbs=trail)


def _prepared(form: Drafted) -> Drafted:
    form.offer_people(_approvers(), colleagues(current().body_id))
    return form


def _approvers() -> list[User]:
    actor = current()
    return [one for one in people_of(actor.body_id, Role.SIGNATORY) if one.id != actor.user_id]


@bp.post("/<int:referral_id>/letter")
@allows(Permission.INSTRUMENT_DRAFT)
def draft_letter(referral_id: int) -> Reply:
    letter = letters.draft(load(referral_id), actor=current())
    return done("函已拟制，可预览后提交审核。", url_for("instruments.show", paper_id=letter.id))


@bp.route("/<int:referral_id>/viewers", methods=["GET", "POST"])
@allows(Permission.REFERRAL_RECORD)
def viewers(referral_id: int) -> Reply:
    referral = load(referral_id)
    _by_handler(referral)
    form = ViewersForm(obj=SimpleNamespace(**held(referral)))
    offer(form.viewers, colleagues(referral.body_id), label=lambda user: user.name)
    if service.awaits_approval(referral):
        offer(form.approver_id, _approvers(), label=lambda user: user.name, blank=True)
    else:
        del form.approver_id
    if form.validate_on_submit():
        why = form.reason.data or ""
        service.change_viewers(referral, people(form.viewers.data), reason=why, actor=current())
        if form.approver_id is not None:
            approver = session.get_one(User, form.approver_id.data)
            service.name_approver(referral, approver, reason=why, actor=current())
        return done("知悉人员已更新。", address(referral))
    consequence = "不在其中的人看不到这件移交、移送，也看不到它的函和材料。"
    return page(
        "records/step.html",
        form=form,
        title="知悉人员",
        submit="保存",
        consequence=consequence,
        crumbs=crumbs(referral),
    )
