"""Pages of a paper: lists, the paper itself, its plain transitions, conclusions in bulk."""

from typing import Any

from flask import abort, redirect, request, url_for
from werkzeug.wrappers import Response

from supervision.accounts import code_sessions
from supervision.accounts.forms import CodeForm
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal, current
from supervision.core.audit import timeline
from supervision.core.db import read_phase
from supervision.core.duedates import DueKind, remark_on
from supervision.core.duedates.shown import newest, running, shown_all
from supervision.core.errors import Overtaken, VersionConflict
from supervision.core.files.models import Purpose
from supervision.core.files.store import attachments_apart
from supervision.core.forms import BaseForm, ReasonForm
from supervision.core.listing import Page
from supervision.core.pending.own_terms import running as own_running
from supervision.core.staying import said
from supervision.core.verbs import verb_of
from supervision.core.web import done, page
from supervision.instruments import item_terms, lists, request_views, staying, views
from supervision.instruments.back_entry import correcting
from supervision.instruments.blueprint import bp, load
from supervision.instruments.chasing import service as chasing
from supervision.instruments.chasing.forms import ChaseForm
from supervision.instruments.checking import service as checking
from supervision.instruments.delivering import leading
from supervision.instruments.drafting import annexes, origins, versions
from supervision.instruments.drafting.layout_facts import countersigned_of
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.onward import returning
from supervision.instruments.onward import views as onward
from supervision.instruments.printing import files as printing
from supervision.instruments.printing import paperwork
from supervision.instruments.receipts import lists as receipts
from supervision.instruments.redating import asking as redating
from supervision.instruments.reviewing import remarks
from supervision.instruments.revoking import bonds
from supervision.instruments.states import EDITABLE
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verbs import VERBS
from supervision.instruments.verifying import agreement
from supervision.instruments.verifying import service as verifying
from supervision.instruments.verifying.forms import ConcludeForm, OpineForm
from supervision.instruments.wording import blocks, completeness

Reply = str | tuple[str, int] | Response
BEFORE_SIGNATURE = (S.REVIEWING, S.AWAITING_SIGNATURE, S.RETURNED)
BY_STATE = frozenset(
    {"send"}
)  # what was signed is what is sent; its archive, made meanwhile, changes the edition
MEASURED = {"submit": checking.require_printable, "sign": checking.require_signable}


@bp.get("/")
@allows(Permission.INSTRUMENT_VIEW)
def index() -> Reply:
    actor = current()
    which = lists.ADDRESSED if actor.is_unit else lists.PAPERS
    listed = Page(which, request.args, request.path)
    return page(
        "instruments/index.html",
        heading="发给本单位的文书" if actor.is_unit else "文书",
        listed=listed,
    )


@bp.get("/to-sign")
@allows(Permission.INSTRUMENT_SIGN)
def to_sign() -> Response:
    return redirect(url_for("instruments.index", tab="sign"))


@bp.get("/<int:paper_id>")
@allows(Permission.INSTRUMENT_VIEW)
def show(paper_id: int) -> Reply:
    return _show(load(paper_id, page=True))


def _show(paper: Instrument, *, form: BaseForm | None = None) -> Reply:
    actor = current()
    if actor.is_unit:
        shared = _shared_context(paper, form, actor)
        return page("instruments/show_unit.html", **shared, back=returning.told(paper))
    shared = _shared_context(paper, form, actor)
    return page(
        "instruments/show.html",
        **shared,
        **remarks.of_page(paper, actor, shared["entries"]),
        own_terms=own_running(paper),
        conclude_form=_fitting(_sent_or_fresh(form, ConcludeForm, "conclude-"), paper),
        opine_form=_fitting(_sent_or_fresh(form, OpineForm, "opine-"), paper),
        chase_form=_sent_or_fresh(form, ChaseForm, "chase-"),
        chosen={item.id for item in _chosen(paper)},
        mended=agreement.mended(paper),
        pointer=views.pointer(paper, actor),
        outruns=origins.outruns(paper),
        countersigned="；".join(one.words for one in countersigned_of(paper)),
        exchange=printing.has_exchange(paper, for_bureau=actor.is_bureau),
        without=blocks.waivers(paper),
        lacks=completeness.lacks(paper) if paper.status in EDITABLE else [],
        superseded=_superseded(paper),
        many=receipts.rows(paper),
        redates=redating.offered(paper, actor),
        lead_warning=leading.warning(paper, shared["lead_due"]),
        **_ladder(paper),
    )


def _superseded(paper: Instrument) -> list[versions.Line]:
    """Where an upgrade found text and items apart: the one beside the other, until it is settled."""
    old = paper.superseded_text if paper.status in (S.DRAFT, *BEFORE_SIGNATURE) else ""
    return versions.changes(old, blocks.compose(paper)) if old else []


def _sent_or_fresh(sent: BaseForm | None, kind: type[BaseForm], prefix: str) -> BaseForm:
    """The form that was just refused, with what was typed, or an empty one of its kind."""
    return sent if isinstance(sent, kind) else kind(formdata=None, prefix=prefix)


def _fitting(form: BaseForm, paper: Instrument) -> BaseForm:
    """The form with the words that fit the items of this paper."""
    if isinstance(form, ConcludeForm | OpineForm):
        form.offer_for({item.nature for item in paper.items})
    return form


def _ladder(paper: Instrument) -> dict[str, object]:
    """The ladder climbed so far, the rung and the papers offered next."""
    climbed = chasing.events_of(paper)
    overdue = chasing.is_overdue(paper)
    return {
        "climbed": climbed,
        "next_rung": chasing.next_rung(paper, climbed),
        "follow_ups": onward.follow_ups(paper, overdue=overdue),
    }


def _shared_context(paper: Instrument, form: BaseForm | None, actor: Principal) -> dict[str, Any]:
    """What the bureau's and the unit's page of a paper have in common."""
    entries, family = timeline(paper), onward.family(paper)
    pages, unprintable = printing.pages_or_refusal(paper)
    offered = [*views.buttons(paper, actor, refused=form), *request_views.links(paper, actor)]
    terms = shown_all(paper)
    evidence, scans, round_scans, receipts = attachments_apart(
        paper.items, [paper], paper.rounds, paper.deliveries
    )
    return {
        "paper": paper,
        "correctable": correcting.may_correct(paper, actor),
        "family": family,
        "bonds": bonds.lines(paper, family.children),
        "taken_over_by": views.taken_over_by(paper),
        "form": form,
        "buttons": offered,
        "turn": said(
            views.turn_of(paper, actor, offered), paper, actor, since=staying.since(paper, entries)
        ),
        "requests": request_views.of(paper, actor),
        "printable": paperwork.forms_for(paper),
        "steps": views.steps(paper),
        "due": newest(terms, *views.REPLY_TERMS),
        "remark": remark_on(paper.fixed_due),
        "unsigned": running(terms, DueKind.RECEIPT),
        "plans_due": newest(terms, DueKind.PLAN),
        "lead_due": newest(terms, DueKind.LEAD),
        "item_terms": item_terms.shown(paper),
        "entries": views.for_unit(entries) if actor.is_unit else entries,
        "progress": views.progress(paper),
        "pages": pages,
        "unprintable": unprintable,
        "evidence": evidence,
        "scans": [one for one in scans[paper.id] if one.purpose is not Purpose.OTHER],
        "annex_files": annexes.originals_of(paper),
        "round_scans": round_scans,
        "receipts": receipts,
    }


@bp.post("/<int:paper_id>/do/<string:verb>")
@allows(Permission.INSTRUMENT_VIEW)
def do(paper_id: int, verb: str) -> Reply:
    """A step that needs nothing, or only a reason; the workflow checks the permission."""
    what = verb_of(VERBS, verb)
    act = what.act or abort(404)
    if verb in views.ASKS_CODE and (asked := _asked_for_code(paper_id, verb)):
        return asked
    if verb in MEASURED:
        with read_phase():
            MEASURED[verb](load(paper_id))
    if verb == "pass_review" and _fails_check(paper_id):
        return redirect(url_for("instruments.layout_check", paper_id=paper_id))
    paper = load(paper_id)
    if verb not in BY_STATE:
        _refuse_if_changed(paper)
    step, told = FLOW.transitions.get(verb), {}
    if step is not None and step.needs_reason:
        form = ReasonForm.of(verb)
        if not form.validate_on_submit():
            return _show(paper, form=form)
        told = {"reason": form.reason.data or ""}
    made = act(paper, **told, actor=current())
    next_one = made if isinstance(made, Instrument) else paper
    return done(what.said, url_for("instruments.show", paper_id=next_one.id))


def _asked_for_code(paper_id: int, verb: str) -> Reply | None:
    """The paper with the code's field open, where one is due and was not given; before anything is locked."""
    if not current().owes_code:
        return None
    form = CodeForm.of(verb)
    if not form.validate_on_submit():
        return _show(load(paper_id), form=form)
    code_sessions.give(current(), form.otp.data)
    return None


def _fails_check(paper_id: int) -> bool:
    """Measured without a lock; what fails is shown on its own page, where a reason may be given."""
    with read_phase():
        try:
            return not checking.examine(load(paper_id)).passed
        except checking.NotMeasured:
            return True


def _refuse_if_changed(paper: Instrument) -> None:
    """A step is taken on what the person was looking at."""
    seen = request.form.get("version")
    if seen and seen != str(paper.version):
        message = "您打开此页面之后，文书又有改动，请看过最新内容再办理"
        raise VersionConflict(message)


def _chosen(paper: Instrument) -> list[InstrumentItem]:
    wanted = set(request.form.getlist("ids"))
    return [item for item in paper.items if str(item.id) in wanted]


@bp.post("/<int:paper_id>/conclude")
@allows(Permission.INSTRUMENT_VERIFY)
def conclude(paper_id: int) -> Reply:
    paper = load(paper_id)
    form = ConcludeForm(prefix="conclude-")
    chosen = _chosen(paper)
    if form.validate_on_submit() and _any(chosen, form):
        _refuse_if_concluded(chosen)
        verifying.conclude(chosen, form.conclusion.data, note=form.note.data or "", actor=current())
        return done(
            f"已填写{len(chosen)}条核查结论。", url_for("instruments.show", paper_id=paper.id)
        )
    return _show(paper, form=form)


@bp.post("/<int:paper_id>/opine")
@allows(Permission.INSTRUMENT_VERIFY)
def opine(paper_id: int) -> Reply:
    paper = load(paper_id)
    form = OpineForm(prefix="opine-")
    chosen = _chosen(paper)
    if form.validate_on_submit() and _any(chosen, form):
        verifying.opine(chosen, form.opinion.data, note=form.note.data or "", actor=current())
        return done(
            f"已提出{len(chosen)}条销号意见。", url_for("instruments.show", paper_id=paper.id)
        )
    return _show(paper, form=form)


@bp.post("/<int:paper_id>/write-off")
@allows(Permission.INSTRUMENT_CLOSE)
def write_off(paper_id: int) -> Reply:
    paper = load(paper_id)
    form = BaseForm()
    chosen = _chosen(paper)
    if form.validate_on_submit() and _any(chosen, form):
        verifying.write_off(chosen, actor=current())
        return done(f"已确认{len(chosen)}条销号。", url_for("instruments.show", paper_id=paper.id))
    return _show(paper, form=form)


def _refuse_if_concluded(chosen: list[InstrumentItem]) -> None:
    """A conclusion somebody else entered meanwhile is not written over unseen."""
    seen = request.form.getlist("seen")
    for item in chosen:
        if seen and f"{item.id}-{item.edition}" not in seen:
            label = item.conclusion.label if item.conclusion else "空"
            raise Overtaken(
                f"您打开此页面之后，第{item.seq}条的核查结论已由他人改为“{label}”。看过后仍要改的，请再提交"
            )


def _any(chosen: list[InstrumentItem], form: BaseForm) -> bool:
    if not chosen:
        form.form_errors.append("请先在表中勾选条目")
    return bool(chosen)


@bp.post("/<int:paper_id>/chase")
@allows(Permission.INSTRUMENT_DELIVER)
def chase(paper_id: int) -> Reply:
    paper = load(paper_id)
    form = ChaseForm(prefix="chase-")
    if form.validate_on_submit():
        chasing.chase(paper, form.facts(), actor=current())
        return done("已记入催办。", url_for("instruments.show", paper_id=paper.id))
    return _show(paper, form=form)
