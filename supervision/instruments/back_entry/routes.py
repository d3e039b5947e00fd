"""The page of 补录: one past paper after another."""

from typing import TypeVar

from flask import request, url_for
from werkzeug.wrappers import Response

from supervision.agencies.picking import bodies_called, offer_units
from supervision.agencies.service import past_units
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.forms import offer
from supervision.core.intake import takes_files
from supervision.core.too_late import not_correctable
from supervision.core.web import done, page
from supervision.instruments.back_entry import correcting, looking
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.back_entry.forms import BackEntryForm, CorrectionForm, held
from supervision.instruments.blueprint import bp, load
from supervision.instruments.drafting.routes import recent_actions
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument

Reply = str | tuple[str, int] | Response
Entry = TypeVar("Entry", bound=BackEntryForm)
ANOTHER_ROUND = "another_round"


def _prepared(form: Entry, paper: Instrument | None = None) -> Entry:
    """The form with the kinds, units and actions it offers, those of `paper` among them."""
    held = kinds.all_in_force() + ([paper.kind] if paper and not paper.kind.in_force else [])
    own = [
        kind
        for kind in held
        if kind.body_id == current().body_id and kind.purpose not in back_entry.ELSEWHERE
    ]
    offer(form.kind_id, own, label=lambda kind: kind.name, blank=True)
    offer_units(form.unit_id, past_units)
    form.recipients.offered = bodies_called(current().body_id)
    offer(form.action_id, recent_actions(paper), label=lambda action: action.title, blank=True)
    if _wants_round(form):
        form.add_round()
    form.follow_kind(own)
    return form


def _wants_round(form: BackEntryForm) -> bool:
    return form.is_submitted() and ANOTHER_ROUND in request.form


@bp.route("/back-entry", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
@takes_files
def enter_past() -> Reply:
    form = _prepared(BackEntryForm(data=request.args.to_dict()))
    if not _wants_round(form) and form.validate_on_submit():
        facts = form.facts()
        paper = looking.ask(facts, actor=current())
        said = f"已提交{facts.number}（{paper.addressee}），经审核人核对后生效"
        if "another" in request.form:
            again = url_for(
                "instruments.enter_past", kind_id=paper.kind_id, action_id=paper.action_id
            )
            return done(f"{said}；可继续补录下一件。", again)
        return done(f"{said}。", url_for("instruments.show", paper_id=paper.id))
    return page("instruments/back_entry.html", form=form, paper=None)


@bp.route("/<int:paper_id>/correct", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
@takes_files
def correct_past(paper_id: int) -> Reply:
    paper = load(paper_id)
    if not correcting.may_correct(paper, current()):
        raise not_correctable(paper, current())
    form = _prepared(CorrectionForm(obj=paper, data=held(paper)), paper)
    if not _wants_round(form) and form.validate_on_submit():
        why = form.why.data or ""
        looking.ask_correction(paper, form.facts(), reason=why, actor=current())
        return done(
            "已提请更正，经审核人核对后生效。", url_for("instruments.show", paper_id=paper.id)
        )
    return page("instruments/back_entry.html", form=form, paper=paper)
