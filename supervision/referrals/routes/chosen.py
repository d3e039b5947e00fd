"""移交 of chosen problems: the form of a new referral with all of them."""

from flask import redirect, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.problems.bulk import BOTH, BulkAction
from supervision.problems.routes.blueprint import some_chosen
from supervision.referrals.routes.blueprint import bp

REFER = BulkAction(
    "refer", "移交", "referrals.for_problems", Permission.REFERRAL_RECORD, BOTH
)  # fmt: skip


@bp.post("/for-problems")
@allows(Permission.REFERRAL_RECORD)
def for_problems() -> Response:
    ids = ",".join(map(str, some_chosen()))
    return redirect(url_for("referrals.create", problems=ids))
