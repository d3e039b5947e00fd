"""更正补录 of a problem."""

from flask import url_for
from werkzeug.wrappers import Response

from supervision.accounts.looking import CORRECTED
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.too_late import not_correctable
from supervision.core.web import done, page
from supervision.problems import looking
from supervision.problems.forms import CorrectionForm
from supervision.problems.routes.blueprint import bp, load
from supervision.problems.routes.records import prepared
from supervision.problems.service import correcting

Reply = str | tuple[str, int] | Response


@bp.route("/<int:problem_id>/correct", methods=["GET", "POST"])
@allows(Permission.PROBLEM_RECORD)
def correct(problem_id: int) -> Reply:
    problem = load(problem_id)
    if not correcting.may_correct(problem, current()):
        raise not_correctable(problem, current())
    back = url_for("problems.show", problem_id=problem.id)
    form = prepared(CorrectionForm(obj=problem, data=vars(correcting.past_of(problem))), problem)
    form.follow(problem)
    if form.validate_on_submit():
        looking.ask(
            problem, form.content(), form.past(), reason=form.why.data or "",
            actor=current(),
        )  # fmt: skip
        return done(CORRECTED, back)
    return page("problems/form.html", form=form, problem=problem, back=back)
