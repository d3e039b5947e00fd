"""Two pages for observers and contact points: send a clue from a phone, see what became of it."""

from flask import abort, url_for
from werkzeug.wrappers import Response

from supervision.agencies.picking import offer_units
from supervision.clues import submissions
from supervision.clues.forms import SubmissionForm
from supervision.clues.routes.blueprint import bp
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.intake import takes_files
from supervision.core.web import done, page

Reply = str | tuple[str, int] | Response


@bp.route("/submit", methods=["GET", "POST"])
@allows(Permission.CLUE_SUBMIT)
@takes_files
def submit() -> Reply:
    actor = current()
    if not submissions.open_to(actor):
        abort(404)
    form = SubmissionForm()
    offer_units(form.unit_id, submissions.units(actor))
    form.photos.render_kw = {"accept": "image/*"}
    if form.validate_on_submit():
        submissions.submit(
            form.words.data or "",
            unit=submissions.find_unit(form.unit_id.data, actor),
            place=form.place.data or "",
            photos=tuple(form.photos.data),
            actor=actor,
        )
        return done("已提交，谢谢。办理情况可在这里查看。", url_for("clues.mine"))
    return page("clues/submit.html", form=form)


@bp.get("/mine")
@allows(Permission.CLUE_SUBMIT)
def mine() -> Reply:
    if not submissions.open_to(current()):
        abort(404)
    return page("clues/mine.html", sent=submissions.sent_by(current()))
