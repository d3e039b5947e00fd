"""Pages of the accounts slice: sign in and out, own password, first visit."""

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from supervision.accounts import (
    braking,
    device_sessions,
    factors,
    first_run,
    half_sessions,
    passwords,
    resets,
    service,
    sessions,
    signin,
)
from supervision.accounts.entry_sessions import enter
from supervision.accounts.forms import (
    ChangePasswordForm,
    FirstAccountForm,
    SignInForm,
)
from supervision.accounts.models import User
from supervision.accounts.service import UserFacts
from supervision.agencies.service import found_body
from supervision.core import clock, settings
from supervision.core.access.guard import public, signed_in
from supervision.core.access.policy import Role
from supervision.core.access.principal import current, current_or_none
from supervision.core.audit import record
from supervision.core.db import after_commit, read_phase, session
from supervision.core.instance import instance_folder
from supervision.core.web import done, local_target, page, say

bp = Blueprint("accounts", __name__, url_prefix="/accounts")
Reply = str | tuple[str, int] | Response


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> Reply:
    if current_or_none() is not None:
        return redirect("/")
    if request.method == "GET" and first_run.is_empty():
        return redirect(url_for("accounts.first_account"))
    form = SignInForm()
    if form.validate_on_submit():
        return _first_step(form)
    device_sessions.introduce()
    return page("accounts/sign_in.html", form=form)


def _first_step(form: SignInForm) -> Response:
    """The password is right: in, or on to the code of the second factor."""
    user_id = signin.authenticate(
        form.username.data,
        form.password.data,
        device=device_sessions.present(),
        address=request.remote_addr or "",
    )
    target = local_target(request.args.get("next"), "/")
    if factors.held_by(user_id) is None:
        failed = braking.failures(session.get_one(User, user_id).username) - 1
        enter(user_id, failed=failed, by="")
        return redirect(target)
    half_sessions.begin(session.get_one(User, user_id))
    return redirect(url_for("factor.sign_in_code", next=target if target != "/" else None))


@bp.post("/sign-out")
@signed_in
def sign_out() -> Response:
    record(session.get_one(User, _own_id()), action="account.sign_out", label="退出登录")
    sessions.end()
    say("已退出登录。")
    return redirect(url_for("accounts.sign_in"))


@bp.post("/sign-out-everywhere")
@signed_in
def sign_out_everywhere() -> Response:
    record(
        session.get_one(User, _own_id()), action="account.sign_out", label="退出其他设备上的登录"
    )
    sessions.end_all(_own_id(), keep_current=True)
    return done("其他设备上的登录已全部退出。", url_for("accounts.profile"))


@bp.get("/me")
@signed_in
def profile() -> Reply:
    return page(
        "accounts/profile.html",
        user=session.get_one(User, _own_id()),
        sessions=sessions.living(_own_id()),
        is_this_browser=sessions.is_this_browser,
        factor=factors.held_by(_own_id()),
        local=clock.local,
    )


@bp.post("/large-type")
@signed_in
def large_type() -> Response:
    user = session.get_one(User, _own_id())
    user.large_type = not user.large_type
    return redirect(local_target(request.form.get("back"), url_for("accounts.profile")))


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def change_password() -> Reply:
    form = ChangePasswordForm()
    if form.validate_on_submit():
        username, address, device = (
            current().username,
            request.remote_addr or "",
            device_sessions.present(),
        )
        braking.attempt(username, device=device, address=address)
        with read_phase():
            held = session.get_one(User, _own_id())
            service.check_new_password(held, old=form.old_password.data, new=form.new_password.data)
        hashed = passwords.hash_password(form.new_password.data)
        service.change_password(
            session.get_one(User, _own_id()), password_hash=hashed, actor=current()
        )
        braking.forgive(username, machine=device.machine(address))
        sessions.end_all(_own_id(), keep_current=True)
        return done("口令已修改，其他设备上的登录已退出。", "/")
    days = settings.get(sessions.PASSWORD_DAYS)
    told = resets.told(session.get_one(User, _own_id()))
    return page("accounts/password.html", form=form, days=days, told=told)


@bp.route("/first", methods=["GET", "POST"])
@public
def first_account() -> Reply:
    with read_phase():
        if not first_run.is_empty():
            abort(404)
    form = FirstAccountForm()
    if form.validate_on_submit():
        user = _make_first(form)
        sessions.begin(user.id)
        return done("初始化完成。请在“账号与角色”中为其他人开设账号。", "/")
    return page("accounts/first.html", form=form)


def _make_first(form: FirstAccountForm) -> User:
    instance = instance_folder()
    first_run.check_token(instance, form.token.data)
    passwords.check_strength(form.new_password.data, username=form.username.data)
    hashed = passwords.hash_password(form.new_password.data)
    found_body(
        name=form.body_name.data,
        short_name=form.body_name.data,
        region=form.region.data,
        code=form.code.data,
        level=form.level.data,
    )
    facts = UserFacts(
        username=form.username.data,
        name=form.name.data,
        roles=frozenset({Role.SECURITY_ADMIN}),
    )
    user = service.create_first(facts, password_hash=hashed)
    after_commit(lambda: first_run.spend_token(instance))
    return user


def _own_id() -> int:
    user_id = current().user_id
    assert user_id is not None  # noqa: S101  (@signed_in admits people only, the system has no browser)
    return user_id
