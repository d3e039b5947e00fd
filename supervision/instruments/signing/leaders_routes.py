"""The page of leaders who sign on paper and have no account."""

import sqlalchemy as sa
from flask import url_for
from werkzeug.wrappers import Response

from supervision.accounts.signing import leaders as service
from supervision.agencies.models import Body
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.forms import BaseForm, choice, given, offer, pressed, text
from supervision.core.web import done, page
from supervision.instruments.blueprint import bp

Reply = str | tuple[str, int] | Response


class LeaderForm(BaseForm):
    """One more leader."""

    body_id = choice("监督机构")
    name = text("姓名", most=40)
    post = text("职务", most=60, needed=False)


@bp.route("/leaders", methods=["GET", "POST"])
@allows(Permission.KIND_EDIT)
def leaders() -> Reply:
    form = LeaderForm()
    bodies = session.scalars(sa.select(Body).order_by(Body.path)).all()
    offer(form.body_id, bodies, label=lambda body: body.name, blank=True)
    if form.validate_on_submit():
        leader = service.add(
            given(form.body_id), name=given(form.name), post=form.post.data or "", actor=current()
        )
        return done(f"已列入{leader.name}。", url_for("instruments.leaders"))
    return page("instruments/leaders.html", form=form, listed=service.everybodys(current()))


@bp.post("/leaders/<int:leader_id>/switch")
@allows(Permission.KIND_EDIT)
def leader_switch(leader_id: int) -> Reply:
    pressed()
    leader = service.switch(leader_id, actor=current())
    said = "恢复" if leader.active else "停用"
    return done(f"已{said}{leader.name}。", url_for("instruments.leaders"))
