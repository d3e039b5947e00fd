"""Pages of the register of classified papers."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from supervision.classified import service
from supervision.classified.forms import RegisterForm, StrikeOutForm
from supervision.classified.lists import REGISTER
from supervision.classified.models import ClassifiedPaper
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.forms import given
from supervision.core.listing import Page
from supervision.core.listing.files import KIND, list_files
from supervision.core.tasks.making import answer
from supervision.core.web import done, page

bp = Blueprint("classified", __name__, url_prefix="/classified")
Reply = str | tuple[str, int] | BaseResponse


@bp.get("/")
@allows(Permission.CLASSIFIED_VIEW)
def index() -> Reply:
    return page("classified/index.html", listed=Page(REGISTER, request.args, request.path))


FILES = list_files("classified", "涉密文件登记", REGISTER, Permission.CLASSIFIED_VIEW)


@bp.route(f"/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.CLASSIFIED_VIEW)
def export(kind: str) -> ResponseReturnValue:
    """Exactly the filtered list."""
    return answer(FILES[kind], request.args)


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.CLASSIFIED_RECORD)
def register() -> Reply:
    form = RegisterForm()
    if form.validate_on_submit():
        facts = given(form.number), given(form.copies), given(form.dated_on)
        entry = service.register(*facts, actor=current())
        return done(f"已登记{entry.number}。", url_for("classified.index"))
    return page("classified/form.html", form=form)


@bp.route("/<int:classified_id>/strike-out", methods=["GET", "POST"])
@allows(Permission.CLASSIFIED_RECORD)
def strike_out(classified_id: int) -> Reply:
    entry = session.get(ClassifiedPaper, classified_id) or abort(404)
    form = StrikeOutForm(of=entry)
    if form.validate_on_submit():
        service.strike_out(entry, given(form.because), actor=current())
        return done(f"已作废{entry.number}的登记。", url_for("classified.index", tab="void"))
    return page("classified/strike_out.html", form=form, entry=entry)
