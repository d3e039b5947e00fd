"""Pages of the tree of supervising bodies."""

from flask import abort, url_for

from supervision.agencies import bodies
from supervision.agencies.forms import BodyForm
from supervision.agencies.models import Body
from supervision.agencies.routes.blueprint import Reply, bp
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.forms import offer
from supervision.core.web import done, page


@bp.get("/bodies")
@allows(Permission.AGENCY_VIEW, Permission.SETTINGS_EDIT, Permission.ACCOUNT_MANAGE)
def body_tree() -> Reply:
    return page("agencies/bodies.html", bodies=bodies.tree())


@bp.route("/bodies/new", methods=["GET", "POST"])
@allows(Permission.SETTINGS_EDIT)
def add_body() -> Reply:
    form = BodyForm()
    offer(form.parent_id, bodies.tree(), label=lambda body: body.name, blank=True)
    if form.validate_on_submit():
        added = bodies.add_body(
            form.facts(), parent=form.parent(), level=form.level.data, actor=current()
        )
        return done(
            f"已设立{added.name}，请安全管理员为其开设账号。", url_for("agencies.body_tree")
        )
    return page("agencies/body_form.html", form=form, body=None, entries=[])


@bp.route("/bodies/<int:body_id>", methods=["GET", "POST"])
@allows(Permission.SETTINGS_EDIT)
def amend_body(body_id: int) -> Reply:
    body = session.get(Body, body_id) or abort(404)
    form = BodyForm(obj=body)
    del form.parent_id, form.level
    if form.validate_on_submit():
        bodies.amend_body(body, form.facts(), actor=current())
        return done(f"已更新{body.name}。", url_for("agencies.body_tree"))
    return page("agencies/body_form.html", form=form, body=body, entries=timeline(body))
