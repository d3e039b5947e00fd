"""The page of 补录: one past paper after another."""

from flask import request, url_for
from werkzeug.wrappers import Response

from supervision.agencies.service import active_units
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.forms import offer
from supervision.core.web import done, page
from supervision.instruments import back_entry, kinds
from supervision.instruments.back_entry_forms import BackEntryForm
from supervision.instruments.blueprint import bp
from supervision.instruments.drafting_routes import recent_actions

Reply = str | tuple[str, int] | Response


@bp.route("/back-entry", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
def enter_past() -> Reply:
    form = BackEntryForm(data=request.args.to_dict())
    in_force = [kind for kind in kinds.all_in_force() if kind.body_id == current().body_id]
    offer(form.kind_id, in_force, label=lambda kind: kind.name, blank=True)
    offer(form.unit_id, active_units(), label=lambda unit: unit.name, blank=True)
    offer(form.action_id, recent_actions(), label=lambda action: action.title, blank=True)
    if form.validate_on_submit():
        paper = back_entry.enter(form.facts(), actor=current())
        if "another" in request.form:
            again = url_for(
                "instruments.enter_past", kind_id=paper.kind_id, action_id=paper.action_id
            )
            return done(f"已补录{paper.number}，可继续补录下一件。", again)
        return done(f"已补录{paper.number}。", url_for("instruments.show", paper_id=paper.id))
    return page("instruments/back_entry.html", form=form)
