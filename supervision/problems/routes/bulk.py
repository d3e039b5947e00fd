"""Verbs over chosen problems: a page that asks what they share, then each with its own result."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import abort, request, url_for
from werkzeug.wrappers import Response

from supervision.accounts.models import User
from supervision.accounts.service import people_of
from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import current
from supervision.core.forms import BaseForm, offer, pressed
from supervision.core.keys import identifier
from supervision.core.verbs import VerbForm
from supervision.core.web import done, local_target, page, say
from supervision.problems import service
from supervision.problems.bulk import (
    CANNOT_FIX,
    CONFIRM,
    ESTABLISH,
    EXPLAIN,
    REASSIGN,
    REFER_AWAY,
    REJECT,
    BulkAction,
)
from supervision.problems.forms import DayForm, EndForm, ExplainForm, ReassignForm
from supervision.problems.guards import look_whether_taken
from supervision.problems.models import Problem
from supervision.problems.routes.blueprint import bp, chosen
from supervision.problems.service import Outcome

Reply = str | tuple[str, int] | Response


@dataclass(frozen=True)
class BulkVerb:
    """What a button over many (bulk.py) asks once, and the service that does it to one problem."""

    button: BulkAction
    hint: str
    form: type[VerbForm]
    act: Callable[..., None]

    @property
    def label(self) -> str:
        """What the button says."""
        return self.button.label


VERBS = {
    "explain": BulkVerb(
        EXPLAIN, "单位对事实的书面说明，登记后才能认定；已有人认定的，改登后须重新认定。", ExplainForm, service.explain
    ),
    "establish": BulkVerb(
        ESTABLISH, "两名不同的人员认定即为已认定，第二人可以是确认的审核人；严重问题须两名监督人员认定、审核人确认。",
        DayForm, service.establish,
    ),
    "confirm": BulkVerb(
        CONFIRM, "承办人认定后由审核人确认；严重问题须先由两名监督人员认定。认定人不能确认自己的认定。", DayForm, service.confirm
    ),
    "reject": BulkVerb(REJECT, "不予认定的，写明理由；不再计入统计。", EndForm, service.reject),
    "cannot_fix": BulkVerb(
        CANNOT_FIX, "确实无法纠正的，写明情况；由审核人办理，不计为已整改。", EndForm, service.cannot_fix
    ),
    "refer_away": BulkVerb(
        REFER_AWAY, "接收机关已经接收或者回告的，写明理由，以移交终结；没有接收的不能办理。", EndForm, service.refer_away
    ),
    "reassign": BulkVerb(REASSIGN, "所选问题改由另一名承办人办理。", ReassignForm, service.reassign),
}  # fmt: skip


@bp.route("/bulk/<string:verb>", methods=["GET", "POST"])
@allows(Permission.PROBLEM_VIEW)
def in_bulk(verb: str) -> Reply:
    """Chosen rows arrive by POST from a list (or by GET for one); `go` says that the form is filled."""
    what = VERBS.get(verb) or abort(404)
    actor = current()
    actor.require(what.button.permission)
    problems = chosen()
    back = local_target(request.values.get("back"), _back(problems))
    form = _form(what)
    if "go" in request.form and _any(form, problems) and form.validate_on_submit():
        told = form.told()
        outcomes = service.in_bulk(problems, lambda one: what.act(one, **told, actor=actor))
        return _result(what, outcomes, back, _undoing(what, outcomes, told))
    return page(
        "problems/bulk.html",
        form=form,
        what=what,
        problems=problems,
        back=back,
        skipped=_skipped(what, problems),
    )


def _skipped(what: BulkVerb, problems: Sequence[Problem]) -> dict[int, str]:
    """The chosen ones that the step will pass over as they stand, by key, with the reason."""
    if what.button is REFER_AWAY:
        look_whether_taken(problems)
    said = {one.id: service.hindrance(one, what.button.name, current()) for one in problems}
    return {key: reason for key, reason in said.items() if reason}


def _form(what: BulkVerb) -> VerbForm:
    today = {"on": clock.today()}
    form = what.form(data=today) if "go" in request.form else what.form(formdata=None, data=today)
    if isinstance(form, ReassignForm):
        people = people_of(current().body_id, Role.HANDLER)
        offer(form.handler_id, people, label=lambda user: user.name, blank=True)
    return form


def _any(form: BaseForm, problems: Sequence[Problem]) -> bool:
    if not problems:
        form.form_errors.append("请先在表中勾选问题")
    return bool(problems)


def _back(problems: Sequence[Problem]) -> str:
    if len(problems) == 1:
        return url_for("problems.show", problem_id=problems[0].id)
    return url_for("problems.index")


def _undoing(what: BulkVerb, outcomes: list[Outcome], told: dict[str, object]) -> str:
    """Where it is taken back at once: only what has a counterpart and was told to nobody outside (转给)."""
    handler = told.get("handler")
    if what.button is not REASSIGN or not isinstance(handler, User):
        return ""
    passed_on = sum(not one.refusal for one in outcomes)
    return url_for("problems.take_back", count=passed_on, to=handler.id)


@bp.post("/bulk/take-back")
@allows(Permission.PROBLEM_RECORD)
def take_back() -> Reply:
    """撤回 of the 转给 a moment ago: each problem is again with whom it was."""
    pressed()
    count, to = (request.args.get(name, 0, type=identifier) for name in ("count", "to"))
    back = local_target(request.values.get("back"), url_for("problems.index"))
    outcomes = service.take_back(count or 0, to=to or 0, actor=current())
    kept = [one for one in outcomes if one.refusal]
    if kept:
        say(f"{len(kept)}条没有撤回：{kept[0].refusal}", "warning")
    return done(f"已撤回{len(outcomes) - len(kept)}条，仍由原来的承办人办理。", back)


def _result(what: BulkVerb, outcomes: list[Outcome], back: str, undo: str) -> Reply:
    refused = [one for one in outcomes if one.refusal]
    if not refused:
        return done(f"已{what.label}{len(outcomes)}条。", back, undo=undo)
    return page(
        "problems/bulk_result.html", what=what, outcomes=outcomes, refused=refused, back=back
    )
