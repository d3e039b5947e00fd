"""The page of 登记送达."""

from flask import url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.intake import takes_files
from supervision.core.web import done, page
from supervision.instruments.blueprint import bp, load
from supervision.instruments.delivering import service as delivery
from supervision.instruments.delivering.forms import DeliveryForm
from supervision.instruments.flow import FLOW

Reply = str | tuple[str, int] | Response


@bp.route("/<int:paper_id>/delivery", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DELIVER)
@takes_files
def register_delivery(paper_id: int) -> Reply:
    paper = load(paper_id)
    FLOW.check(paper, "register_delivery", actor=current())
    form = DeliveryForm()
    if form.validate_on_submit():
        delivery.register_delivery(paper, form.facts(), actor=current())
        return done("已登记送达，期限从次日起算。", url_for("instruments.show", paper_id=paper_id))
    return page("instruments/register_delivery.html", form=form, paper=paper)
