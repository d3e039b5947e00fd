"""催办 over chosen problems of the 整改台账."""

from flask import request, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.duedates import UNIT_KINDS
from supervision.core.duedates.shown import tentative
from supervision.core.web import done, local_target, page
from supervision.instruments.blueprint import bp
from supervision.instruments.chasing import service as chasing
from supervision.instruments.chasing.forms import ChaseForm
from supervision.instruments.chasing.service import Channel, Rung
from supervision.problems.bulk import BOTH, BulkAction
from supervision.problems.routes.blueprint import chosen

Reply = str | tuple[str, int] | Response
CHASE = BulkAction(
    "chase",
    "催办",
    "instruments.chase_problems",
    Permission.INSTRUMENT_DELIVER,
    BOTH,
    row=True,
)
USUAL = {"rung": Rung.URGE, "how": Channel.TELEPHONE}


@bp.route("/chase", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DELIVER)
def chase_problems() -> Reply:
    """催办 over chosen problems: `go` says that the form is filled; each row has its own result."""
    problems = chosen()
    back = local_target(request.values.get("back"), url_for("problems.ledger"))
    form = ChaseForm() if "go" in request.form else ChaseForm(formdata=None, data=USUAL)
    if "go" in request.form and form.validate_on_submit():
        outcomes = chasing.chase_problems(problems, form.facts(), actor=current())
        refused = [one for one in outcomes if one.refusal]
        if not refused:
            return done(f"已催办{len(outcomes)}条。", back)
        return page(
            "problems/bulk_result.html", what=CHASE, outcomes=outcomes, refused=refused, back=back
        )
    papers = [problem.paper_id for problem in problems if problem.paper_id]
    unsure = tentative("instrument", papers, UNIT_KINDS)
    return page(
        "instruments/chase.html",
        form=form,
        problems=problems,
        back=back,
        unsure=unsure,
        skipped=chasing.hindrances(problems),
    )
