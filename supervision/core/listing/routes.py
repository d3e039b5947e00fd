"""Saving the present state of a list under a name, and taking names away."""

from urllib.parse import urlencode

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import BooleanField

from supervision.core.access.guard import signed_in
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.forms import BaseForm, text
from supervision.core.listing import saved
from supervision.core.listing.saved import SavedView
from supervision.core.web import done, local_target, page

bp = Blueprint("views", __name__, url_prefix="/views")


class ViewForm(BaseForm):
    """The name of a view."""

    keeps_drafts = False
    label = text("视图名称", most=30, hint="例：市场监管局逾期")
    shared = BooleanField("与本机关同事共享")


@bp.route("/save", methods=["GET", "POST"])
@signed_in
def save() -> ResponseReturnValue:
    path = local_target(request.args.get("list"), "/")
    query = {k: v for k, v in request.args.items() if k != "list"}
    form = ViewForm()
    if form.validate_on_submit():
        view = saved.save(
            form.label.data or "",
            path=path,
            query=urlencode(query),
            shared=form.shared.data,
            actor=current(),
        )
        return done(f"已保存视图“{view.label}”。", view.url)
    return page(
        "views/save.html",
        form=form,
        back=f"{path}?{urlencode(query)}",
        views=saved.of_list(path, actor=current()),
    )


@bp.post("/<int:view_id>/discard")
@signed_in
def discard(view_id: int) -> ResponseReturnValue:
    view = session.get(SavedView, view_id) or abort(404)
    path = view.path
    saved.discard(view, actor=current())
    return done("已删除视图。", url_for("views.save", list=path))
