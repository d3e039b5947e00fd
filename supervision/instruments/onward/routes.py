"""Pages of what comes of a paper: drafting the next one, 改派."""

from flask import abort, redirect, url_for
from werkzeug.wrappers import Response

from supervision.agencies.models import Unit
from supervision.agencies.picking import offer_units
from supervision.agencies.service import active_units
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.forms import BaseForm, choice, pressed
from supervision.core.web import done, page
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.onward import service as following
from supervision.instruments.states import KindPurpose
from supervision.problems.bulk import BulkAction
from supervision.problems.routes.blueprint import some_chosen

Reply = str | tuple[str, int] | Response
DRAFT = BulkAction(
    "draft", "拟制文书", "instruments.for_problems", Permission.INSTRUMENT_DRAFT,
    ("problems", "ledger"),
)  # fmt: skip


class ReassignForm(BaseForm):
    """改派."""

    unit_id = choice("改派给")


@bp.post("/<int:paper_id>/follow-up/<string:purpose>")
@allows(Permission.INSTRUMENT_DRAFT)
def follow_up(paper_id: int, purpose: str) -> Reply:
    paper = load(paper_id)
    if purpose not in following.FOLLOWING:
        abort(404)
    pressed()
    drafted = following.follow(paper, KindPurpose(purpose), actor=current())
    return done(
        f"{drafted.kind.name}已拟制，条目已带入，请核对后提交审核。",
        url_for("instruments.show", paper_id=drafted.id),
    )


@bp.route("/<int:paper_id>/reassign", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DRAFT)
def reassign(paper_id: int) -> Reply:
    paper = load(paper_id)
    FLOW.check(paper, "reassign", actor=current())
    form = ReassignForm(of=paper)
    others = [unit for unit in active_units() if unit.id != paper.unit_id]
    offer_units(form.unit_id, others)
    if form.validate_on_submit():
        unit = session.get(Unit, form.unit_id.data) or abort(404)
        drafted = following.reassign(paper, unit=unit, actor=current())
        return done(
            f"已改派{unit.name}，新的{drafted.kind.name}已拟制。",
            url_for("instruments.show", paper_id=drafted.id),
        )
    return page("instruments/reassign.html", form=form, paper=paper)


@bp.post("/for-problems")
@allows(Permission.INSTRUMENT_DRAFT)
def for_problems() -> Response:
    """From chosen problems to a new paper over them."""
    ids = ",".join(map(str, some_chosen()))
    return redirect(url_for("instruments.create", problems=ids))
