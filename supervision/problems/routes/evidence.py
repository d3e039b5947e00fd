"""Evidence and working material of a problem."""

from flask import url_for
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.files import attachments_of
from supervision.core.files.models import Purpose
from supervision.core.intake import takes_files
from supervision.core.web import done, page
from supervision.problems import service
from supervision.problems.forms import EvidenceForm, MaterialForm
from supervision.problems.models import Problem
from supervision.problems.routes.blueprint import bp, load
from supervision.problems.service.evidence import same_elsewhere, unpaired

Reply = str | tuple[str, int] | Response


@bp.route("/<int:problem_id>/evidence", methods=["GET", "POST"])
@allows(Permission.PROBLEM_RECORD, Permission.PROBLEM_CONFIRM)
@takes_files
def add_evidence(problem_id: int) -> Reply:
    problem = load(problem_id)
    form = EvidenceForm(data={"event_date": problem.found_on})
    form.offer_pairs(unpaired(attachments_of(problem)))
    if form.validate_on_submit():
        return _add(problem, form)
    return page("problems/evidence_form.html", form=form, problem=problem)


def _add(problem: Problem, form: EvidenceForm) -> Response:
    added = service.add_evidence(
        problem,
        form.files.data,
        purpose=form.purpose.data,
        shows=form.shows.data or "",
        event_date=form.day(),
        actor=current(),
    )
    if form.pair_id.data and form.purpose.data is Purpose.AFTER:
        earlier = attachments_of(problem, Purpose.BEFORE)
        before = next(one for one in earlier if one.id == form.pair_id.data)
        service.pair(before, added[0], problem=problem, actor=current())
    said = "已上传。"
    if same_elsewhere(added):
        said = "已上传。其中有文件与已有佐证内容完全相同，已标出，请核对。"
    return done(said, url_for("problems.show", problem_id=problem.id))


@bp.route("/<int:problem_id>/material", methods=["GET", "POST"])
@allows(Permission.PROBLEM_RECORD, Permission.PROBLEM_CONFIRM)
@takes_files
def add_material(problem_id: int) -> Reply:
    problem = load(problem_id)
    form = MaterialForm(data={"made_on": clock.today()})
    if form.validate_on_submit():
        service.add_material(
            problem,
            form.kind.data,
            made_on=form.day(),
            content=form.content.data or "",
            score=form.score.data,
            stored=form.files.data,
            actor=current(),
        )
        return done("已添加工作材料。", url_for("problems.show", problem_id=problem.id))
    return page("problems/material_form.html", form=form, problem=problem)
