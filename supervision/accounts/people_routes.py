"""Pages of people with accounts: opening one, particulars, and asking for what two persons decide."""

import sqlalchemy as sa
from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from supervision.accounts import rights, service, setup
from supervision.accounts.forms import NewAccountForm, ParticularsForm, RightsForm
from supervision.accounts.lists import PEOPLE
from supervision.accounts.models import User
from supervision.accounts.permission_names import by_record
from supervision.accounts.rights import OneTime
from supervision.agencies.models import Body, Unit
from supervision.agencies.picking import offer_units
from supervision.core.access.guard import allows
from supervision.core.access.policy import GRANTS, Permission, Role
from supervision.core.access.principal import current
from supervision.core.access.records import RECORDS
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.forms import offer, pressed
from supervision.core.listing import Page
from supervision.core.pairs import Outcome, Proposal
from supervision.core.verbs import Button
from supervision.core.web import done, page, shown_once

people = Blueprint("people", __name__, url_prefix="/accounts")
PAGES = {"reset": "people.reset_password", "on": "people.switch_on", "off": "people.switch_off"}
Reply = str | tuple[str, int] | Response


@people.get("/")
@allows(Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_OPEN)
def users() -> Reply:
    with seeing(EVERYTHING):  # accounts name the units they belong to; nothing else is read
        listed = Page(PEOPLE, request.args, request.path)
        alone = setup.alone(current())
        return page("accounts/users.html", listed=listed, alone=alone, opens=_opens(alone=alone))


def _opens(*, alone: bool) -> bool:
    return alone or current().can(Permission.ACCOUNT_OPEN)


@people.route("/new", methods=["GET", "POST"])
@allows(Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_OPEN)
def create_user() -> Reply:
    made = OneTime.make() if request.method == "POST" else None  # before any lock
    alone = setup.alone(current())
    if not _opens(alone=alone):
        abort(403)
    with seeing(EVERYTHING):
        form = _placed(NewAccountForm())
        if form.validate_on_submit() and made is not None:
            user = service.open_account(
                form.username.data or "", form.particulars(), password_hash=made.hashed,
                alone=alone, actor=current(),
            )  # fmt: skip
            asked = rights.propose_roles(user, form.rights(), actor=current())
            return _slip(user, made, "" if _done(asked) else "角色已提请，经另一人确认后生效。")
        return page("accounts/user_new.html", form=form, alone=alone)


@people.route("/<int:user_id>", methods=["GET", "POST"])
@allows(Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_OPEN)
def amend_user(user_id: int) -> Reply:
    with seeing(EVERYTHING):
        user = session.get(User, user_id) or abort(404)
        alone = setup.alone(current())
        form = ParticularsForm(obj=user) if _opens(alone=alone) else None
        if form is not None and form.validate_on_submit():
            service.amend(user, form.particulars(), alone=alone, actor=current())
            return done(f"{user.name}的账号已更新。", url_for("people.users"))
        if form is None and request.method == "POST":
            abort(403)
        return page("accounts/user_form.html", form=form, user=user, buttons=_buttons(user),
                    held=service.Rights.of(user), entries=timeline(user))  # fmt: skip


@people.route("/<int:user_id>/roles", methods=["GET", "POST"])
@allows(Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_OPEN)
def user_roles(user_id: int) -> Reply:
    with seeing(EVERYTHING):
        user = session.get(User, user_id) or abort(404)
        form = _placed(RightsForm(obj=user, data={"roles": list(user.roles)}))
        if form.validate_on_submit():
            asked = rights.propose_roles(user, form.rights(), actor=current())
            return _asked(asked, user)
        return page("accounts/user_roles.html", form=form, user=user)


@people.post("/<int:user_id>/reset")
@allows(Permission.ACCOUNT_MANAGE)
def reset_password(user_id: int) -> Reply:
    made = OneTime.make()
    user = session.get(User, user_id) or abort(404)
    pressed()
    if rights.is_guarded(user):
        asked = rights.propose_reset(user, made, actor=current())
        return _slip(user, made) if _done(asked) else _asked(asked, user)
    rights.reset(user, made, actor=current())
    return _slip(user, made)


@people.post("/<int:user_id>/off")
@allows(Permission.ACCOUNT_MANAGE)
def switch_off(user_id: int) -> Reply:
    user = session.get(User, user_id) or abort(404)
    pressed()
    if service.is_administrator(user):
        return _asked(rights.propose_off(user, actor=current()), user)
    rights.switch_off(user, actor=current())
    return done(f"{user.name}的账号已停用。", url_for("people.users"))


@people.post("/<int:user_id>/on")
@allows(Permission.ACCOUNT_MANAGE)
def switch_on(user_id: int) -> Reply:
    user = session.get(User, user_id) or abort(404)
    pressed()
    return _asked(rights.propose_on(user, actor=current()), user)


@people.get("/grants")
@allows(Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_OPEN, Permission.AUDIT_READ)
def grants() -> Reply:
    return page(
        "accounts/grants.html", roles=list(Role), groups=by_record(RECORDS.whole()), grants=GRANTS
    )


def _done(asked: Proposal) -> bool:
    return asked.outcome is Outcome.SETUP


def _asked(asked: Proposal, user: User) -> Response:
    back = url_for("people.amend_user", user_id=user.id)
    if _done(asked):
        return done("已办理（初始化期间由一人办理，已记入审计）。", back)
    return done("已提请，经另一人确认后生效。", back)


def _slip(user: User, made: OneTime, more: str = "") -> Reply:
    shown_once(url_for("people.amend_user", user_id=user.id))
    back = url_for("people.users")
    return page("pairs/slip.html", slip=rights.slip(user, made), back=back, more=more)


def _buttons(user: User) -> list[Button]:
    """What may be asked for, by whoever manages rights."""
    if not current().can(Permission.ACCOUNT_MANAGE):
        return []
    two = "须经另一人确认。"
    again = two if rights.is_guarded(user) else ""
    buttons = [_button("reset", "重置口令", user,
                       f"{again}将生成一次性口令，其所有登录立即退出。")]  # fmt: skip
    if not user.active:
        return [*buttons, _button("on", "恢复账号", user, f"{two}恢复后可以原有角色登录。")]
    if user.id == current().user_id:
        return buttons
    leaves = two if service.is_administrator(user) else ""
    return [*buttons, _button("off", "停用账号", user, f"{leaves}停用后其所有登录立即退出。")]


def _button(name: str, label: str, user: User, consequence: str) -> Button:
    url = url_for(PAGES[name], user_id=user.id)
    return Button(name, label, url, method="POST", dangerous=True, consequence=consequence)


def _placed(form: RightsForm) -> RightsForm:
    bodies = session.scalars(sa.select(Body).order_by(Body.path)).all()
    offer(form.body_id, bodies, label=lambda body: body.name, blank=True)
    units = session.scalars(sa.select(Unit).where(Unit.ended_on.is_(None)).order_by(Unit.initials))
    offer_units(form.unit_id, units.all())
    return form
