"""销号 over chosen problems of the ledger: agreeing to it, and the section head's confirmation."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.forms import BaseForm
from supervision.core.web import done, local_target, page
from supervision.instruments.blueprint import bp
from supervision.instruments.models import InstrumentItem
from supervision.instruments.verifying import foreseen
from supervision.instruments.verifying import service as verifying
from supervision.problems.bulk import BulkAction
from supervision.problems.routes.blueprint import chosen

Reply = str | tuple[str, int] | Response


@dataclass(frozen=True)
class Asked:
    """A button over many as the page that asks shows it."""

    button: BulkAction
    hint: str

    @property
    def label(self) -> str:
        return self.button.label


def _button(name: str, label: str, permission: Permission) -> BulkAction:
    endpoint = "instruments.write_off_problems"
    return BulkAction(name, label, endpoint, permission, ("ledger",), verb=name)


AGREE = _button("agree", "同意销号", Permission.INSTRUMENT_VERIFY)
CONFIRM = _button("confirm", "确认销号", Permission.INSTRUMENT_CLOSE)
VERBS = {
    "agree": Asked(AGREE, "已有可以销号的核查结论的，提出“同意销号”；第二名监督人员同意的即销号（严重问题另由审核人确认）。"),
    "confirm": Asked(CONFIRM, "监督人员已经同意销号的，由审核人确认；提出过销号意见的人不能确认。所列问题随之销号。"),
}  # fmt: skip


@bp.route("/write-off/<string:verb>", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_VERIFY, Permission.INSTRUMENT_CLOSE)
def write_off_problems(verb: str) -> Reply:
    """`go` says that the person has seen what is chosen; each problem has its own result."""
    what = VERBS.get(verb) or abort(404)
    current().require(what.button.permission)
    problems = chosen()
    back = local_target(request.values.get("back"), url_for("problems.ledger"))
    form = BaseForm()
    if "go" in request.form and form.validate_on_submit():
        act = verifying.agree_over if what.button is AGREE else verifying.write_off_over
        outcomes = act(problems, actor=current())
        refused = [one for one in outcomes if one.refusal]
        if not refused:
            return done(f"已{what.label}{len(outcomes)}条。", back)
        return page(
            "problems/bulk_result.html", what=what, outcomes=outcomes, refused=refused, back=back
        )
    return page(
        "problems/bulk.html",
        form=form,
        what=what,
        problems=problems,
        back=back,
        skipped=foreseen.hindrances(problems, _check(what)),
    )


def _check(what: Asked) -> Callable[[InstrumentItem], None]:
    actor = current()
    if what.button is AGREE:
        return lambda item: verifying.check_agreeing(item, actor=actor)
    return lambda item: verifying.check_writing_off([item], actor=actor)
