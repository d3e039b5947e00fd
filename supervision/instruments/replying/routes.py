"""The unit's pages: the reply item by item with evidence on one page, plan, sending."""

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from supervision.core import settings
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.files.models import Purpose
from supervision.core.files.store import attachments_by_owner
from supervision.core.intake import takes_files
from supervision.core.web import done, page
from supervision.instruments import views
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.replying import confirming, overall
from supervision.instruments.replying import service as replying
from supervision.instruments.replying.forms import (
    AnswersForm,
    PlanForm,
    SendForm,
    answers_form,
    send_form,
)
from supervision.instruments.replying.service import PlanFacts, is_open

Reply = str | tuple[str, int] | Response


@bp.route("/<int:paper_id>/answers", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REPLY, Permission.INSTRUMENT_CONFIRM_REPLY)
@takes_files
def answers(paper_id: int) -> Reply:
    """The whole reply on one page: answers and evidence item by item, saved, or saved and sent."""
    paper, actor = load(paper_id), current()
    if not FLOW.may(paper, "answer", actor):
        if request.method == "POST":
            FLOW.check(paper, "answer", actor=actor)
        return _read(paper, _send_form(paper))
    items = [item for item in paper.items if is_open(item)]
    form = answers_form(paper, items)
    if form.validate_on_submit():
        for item in items:
            _save(item, form)
        return _saved(paper, form)
    return page(
        "instruments/answers.html",
        form=form,
        open_items=[item.id for item in items],
        asks_head=_asks_head(),
        confirms=FLOW.may(paper, "confirm_reply", actor),
        refused=_refused(paper),
        **_shown(paper),
    )


def _save(item: InstrumentItem, form: AnswersForm) -> None:
    """What was typed of one item and its evidence; what stands as it stood is left alone.

    Last round's words are this round's answer when they are changed, taken over by a tick, or
    supplemented by new evidence; standing in their box they are not.
    """
    words = (form[f"measures_{item.id}"].data or "").strip()
    given = form[f"evidence_{item.id}"].data
    again = bool(given) or (f"again_{item.id}" in form and form[f"again_{item.id}"].data)
    if words != item.measures or (words and again and not item.answered):
        replying.answer(item, words, actor=current())
    for stored in given:
        replying.add_evidence(
            item, stored, actor=current(), purpose=Purpose.EVIDENCE,
            shows=form[f"shows_{item.id}"].data or "", event_date=form[f"event_{item.id}"].data,
        )  # fmt: skip


def _saved(paper: Instrument, form: AnswersForm) -> Response:
    if "send" in request.form:
        replying.send(paper, actor=current(), summary=form.summary.data or "")
        return done("反馈已报送，等待核查。", url_for("instruments.show", paper_id=paper.id))
    overall.keep(paper, form.summary.data or "", actor=current())
    here = url_for("instruments.answers", paper_id=paper.id)
    if "offer" in request.form:
        replying.offer(paper, actor=current())
        return done("已提交单位负责人确认。", here)
    return done("答复已保存。", here)


def _asks_head() -> bool:
    """Whether what this person answers has to be confirmed by somebody else of the unit."""
    return bool(settings.get("head_confirms_reply")) and not confirming.is_alone(current())


def _never_sends(paper: Instrument) -> bool:
    """Whether sending this reply is somebody else's."""
    may = current().can(Permission.INSTRUMENT_CONFIRM_REPLY)
    asked = bool(settings.get("head_confirms_reply"))
    return asked and (not may or _refused(paper) is not None)


def _refused(paper: Instrument) -> str | None:
    """Why somebody else of the unit is to confirm it, and who, where that is asked for."""
    asked = settings.get("head_confirms_reply")
    return confirming.why_not(paper, current()) if asked else None


def _shown(paper: Instrument) -> dict[str, object]:
    return {
        "paper": paper,
        "due": views.due_of(paper),
        "evidence": attachments_by_owner(paper.items),
    }


def _send_form(paper: Instrument) -> SendForm:
    found = attachments_by_owner(paper.items)
    return send_form(paper, [one.id for item in paper.items for one in found[item.id]])


def _read(paper: Instrument, form: SendForm) -> Reply:
    """The answers to be read, and sent by the 单位负责人."""
    actor = current()
    may_send = FLOW.may(paper, "reply", actor) or FLOW.may(paper, "confirm_reply", actor)
    return page(
        "instruments/answers_read.html",
        form=form,
        may_send=may_send,
        refused=_refused(paper),
        **_shown(paper),
    )


@bp.route("/<int:paper_id>/plan/<int:item_id>", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REPLY)
def plan(paper_id: int, item_id: int) -> Reply:
    item = _item(paper_id, item_id)
    form = PlanForm(obj=item)
    if form.validate_on_submit():
        facts = PlanFacts(form.plan.data or "", form.plan_by.data or "", form.plan_until.data)
        replying.save_plan(item, facts, actor=current())
        return done(
            f"第{item.seq}条整改方案已保存。", url_for("instruments.answers", paper_id=paper_id)
        )
    return page("instruments/plan.html", form=form, item=item, paper=item.instrument)


@bp.post("/<int:paper_id>/send-reply")
@allows(Permission.INSTRUMENT_REPLY, Permission.INSTRUMENT_CONFIRM_REPLY)
def send_reply(paper_id: int) -> Reply:
    paper = load(paper_id)
    if _never_sends(paper):  # whoever may never send it is not told that their page is old
        replying.check_sending(paper, actor=current())
    form = _send_form(paper)
    if not form.validate_on_submit():
        return _read(paper, form)
    replying.send(paper, actor=current(), summary=form.summary.data or "")
    return done("反馈已报送，等待核查。", url_for("instruments.show", paper_id=paper_id))


def _item(paper_id: int, item_id: int) -> InstrumentItem:
    return next((item for item in load(paper_id).items if item.id == item_id), None) or abort(404)
