"""约谈 over chosen problems: the form of a new interview with all of them."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.interviews.routes.blueprint import bp
from supervision.problems.bulk import BOTH, BulkAction
from supervision.problems.routes.blueprint import some_chosen

INTERVIEW = BulkAction(
    "interview", "约谈", "interviews.for_problems", Permission.INTERVIEW_RECORD, BOTH
)  # fmt: skip


@bp.post("/for-problems")
@allows(Permission.INTERVIEW_RECORD)
def for_problems() -> Response:
    ids = ",".join(map(str, some_chosen()))
    return redirect(url_for("interviews.create", problems=ids))
