"""Pages for when somebody is away or leaves: one's own deputies, hand-over of open matters."""

from collections.abc import Sequence

from flask import Blueprint, abort, url_for
from werkzeug.wrappers import Response
from wtforms.fields.choices import SelectChoice

from supervision.accounts import deputies, handover
from supervision.accounts.matters import Holding
from supervision.accounts.models import Deputy, User
from supervision.core import clock
from supervision.core.access.guard import allows, signed_in
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.conditions import NeededIf
from supervision.core.db import session
from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    given,
    offer,
    pick,
    pressed,
    several,
    text,
    word,
)
from supervision.core.pending.own_terms import day_light
from supervision.core.web import done, page
from supervision.core.words import Word

bp = Blueprint("absence", __name__, url_prefix="/absence")
Reply = str | tuple[str, int] | Response


class DeputyForm(BaseForm):
    """Who stands in, and for which days."""

    deputy_id = choice("代理人")
    from_on = day("自")
    until_on = day("至", hint="含当日，到期自动结束")
    reason = text("事由", needed=False)


class Scope(Word):
    """How much of a person's open matters passes on."""

    WHOLE = "whole", "全部未结事项"
    UNIT = "unit", "某一单位的事项"
    CHOSEN = "chosen", "逐件选择"


class HandoverForm(BaseForm):
    """Who takes over what."""

    successor_id = choice("接手人")
    scope = word("范围", Scope, default=Scope.WHOLE)
    unit = pick("单位", needed=NeededIf("scope", [Scope.UNIT], said="按单位交接时选"), coerce=str)
    matters = several("事项", needed=False, coerce=str)
    reason = text("原因", hint="例：调离、退休、分工调整")

    def offer_matters(self, held: Sequence[Holding]) -> None:
        """What may be chosen: each matter that can be named, and the units they concern."""
        named = [(kind.label, one) for kind in held for one in kind.matters]
        self.matters.choices = [
            SelectChoice(one.key, " · ".join(filter(None, (label, one.name, one.unit))))
            for label, one in named
        ]
        units = dict.fromkeys(one.unit for _, one in named if one.unit)
        self.unit.choices = [SelectChoice("", "请选择"), *(SelectChoice(x, x) for x in units)]

    def keys(self, held: Sequence[Holding]) -> list[str] | None:
        """The matters asked for; None: all of them."""
        if self.scope.data is Scope.WHOLE:
            return None
        if self.scope.data is Scope.CHOSEN:
            return list(self.matters.data or ())
        matters = (one for kind in held for one in kind.matters)
        return [one.key for one in matters if one.unit == self.unit.data]


@bp.route("/deputies", methods=["GET", "POST"])
@signed_in
def own_deputies() -> Reply:
    person = session.get_one(User, current().user_id)
    form = DeputyForm(data={"from_on": clock.today()})
    others = deputies.colleagues(person)
    offer(form.deputy_id, others, label=_named, blank=True)
    if form.validate_on_submit():
        chosen = session.get(User, form.deputy_id.data) or abort(404)
        deputies.appoint(
            person, chosen, from_on=given(form.from_on), until_on=given(form.until_on),
            reason=form.reason.data or "", actor=current(),
        )  # fmt: skip
        days = {"from_on": given(form.from_on), "until_on": given(form.until_on)}
        alone = "、".join(deputies.left_alone(person, **days))
        more = f"您这几天还在代理{alone}，代理不再转给别人，请告知其另行指定。" if alone else ""
        return done(f"已指定{chosen.name}代理。{more}", url_for("absence.own_deputies"))
    return page(
        "accounts/deputies.html",
        form=form,
        person=person,
        others=others,
        absences=deputies.absences(person.id),
        day=clock.today(),
        lit=day_light,
    )


def _named(user: User) -> str:
    return f"{user.name}（{'、'.join(role.label for role in user.roles)}）"


@bp.post("/deputies/<int:deputy_id>/end")
@signed_in
def end_deputy(deputy_id: int) -> Reply:
    row = session.get(Deputy, deputy_id)
    if row is None or row.person_id != current().user_id:
        abort(404)
    pressed()
    deputies.end(row, actor=current())
    return done("代理已结束。", url_for("absence.own_deputies"))


@bp.get("/handover")
@allows(Permission.HANDOVER)
def handover_from() -> Reply:
    """Whose matters: everybody of the body with what they hold, and who left some behind."""
    me = current()
    people = handover.leavers(me.body_id) if me.body_id else []
    return page(
        "accounts/handover.html", people=people, lists=handover.lists(me), local=clock.local,
        body_id=me.body_id,
    )  # fmt: skip


@bp.get("/handover/lists/<int:proposal_id>")
@allows(Permission.HANDOVER, Permission.HANDOVER_TAKE)
def handover_list(proposal_id: int) -> Reply:
    """交接清单, to be printed and signed by the three."""
    found = {proposal.id: (proposal, person) for proposal, person in handover.lists(current())}
    if proposal_id not in found:
        abort(404)
    proposal, person = found[proposal_id]
    return page("accounts/handover_list.html", proposal=proposal, person=person, local=clock.local)


@bp.route("/handover/<int:user_id>", methods=["GET", "POST"])
@allows(Permission.HANDOVER)
def hand_over(user_id: int) -> Reply:
    of = handover.holder(user_id, current())
    form = HandoverForm()
    offer(form.successor_id, handover.successors(of), label=lambda one: one.name, blank=True)
    held = handover.matters(of)
    form.offer_matters(held)
    if form.validate_on_submit():
        successor = session.get(User, form.successor_id.data) or abort(404)
        keys = form.keys(held)
        chosen = None if keys is None else handover.chosen_of(held, keys)
        handover.ask(of, successor, reason=form.reason.data or "", chosen=chosen, actor=current())
        said = f"已提请交接给{successor.name}，经接交人或者其他负责人确认后生效。"
        return done(said, url_for("absence.handover_from"))
    return page("accounts/hand_over.html", form=form, person=of.person, holdings=held)
