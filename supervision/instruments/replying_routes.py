"""The unit's pages: inbox, answers item by item with evidence, plan, sending."""

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from supervision.core import settings
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.files.models import Purpose
from supervision.core.files.store import attachments_by_owner
from supervision.core.web import done, page
from supervision.instruments import replying, views
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.forms import AnswerForm, PlanForm, SendForm
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.instruments.replying import PlanFacts, is_open

Reply = str | tuple[str, int] | Response


@bp.get("/<int:paper_id>/answers")
@allows(Permission.INSTRUMENT_REPLY, Permission.INSTRUMENT_CONFIRM_REPLY)
def answers(paper_id: int) -> Reply:
    return _answers(load(paper_id), SendForm())


def _answers(paper: Instrument, form: SendForm) -> Reply:
    actor = current()
    return page(
        "instruments/answers.html",
        paper=paper,
        due=views.due_of(paper),
        evidence=attachments_by_owner(paper.items),
        open_items=[item.id for item in paper.items if is_open(item)],
        may_send=FLOW.may(paper, "reply", actor) or FLOW.may(paper, "confirm_reply", actor),
        asks_head=bool(settings.get("head_confirms_reply"))
        and not actor.can(Permission.INSTRUMENT_CONFIRM_REPLY),
        form=form,
    )


@bp.route("/<int:paper_id>/answers/<int:item_id>", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REPLY)
def answer(paper_id: int, item_id: int) -> Reply:
    item = _item(paper_id, item_id)
    replying.require_answerable(item.instrument)
    form = AnswerForm(obj=item)
    if form.validate_on_submit():
        replying.answer(item, form.measures.data or "", actor=current())
        for stored in form.evidence.data:
            replying.add_evidence(
                item, stored, actor=current(), purpose=Purpose.EVIDENCE, shows=form.shows.data or "",
                event_date=form.event_date.data,
            )  # fmt: skip
        return done(f"第{item.seq}条答复已保存。", _after(item))
    held = attachments_by_owner([item])[item.id]
    return page("instruments/answer.html", form=form, item=item, paper=item.instrument, held=held)


def _after(item: InstrumentItem) -> str:
    """To the next unanswered item, so that a paper is answered in one go."""
    waiting = [one for one in item.instrument.items if not one.answered and is_open(one)]
    if waiting and "next" in request.form:
        return url_for("instruments.answer", paper_id=item.instrument_id, item_id=waiting[0].id)
    return url_for("instruments.answers", paper_id=item.instrument_id)


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
    form = SendForm()
    if not form.validate_on_submit():
        return _answers(paper, form)
    replying.send(paper, actor=current(), summary=form.summary.data or "")
    return done("反馈已报送，等待核查。", url_for("instruments.show", paper_id=paper_id))


def _item(paper_id: int, item_id: int) -> InstrumentItem:
    return next((item for item in load(paper_id).items if item.id == item_id), None) or abort(404)
