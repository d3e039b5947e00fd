"""Pages of the second factor: asked at sign-in, set up, its recovery codes, switched off."""

from flask import Blueprint, redirect, request, url_for
from werkzeug.wrappers import Response

from supervision.accounts import braking, code_sessions, factors, half_sessions, sessions
from supervision.accounts.entry_sessions import enter
from supervision.accounts.forms import CodeForm, FactorForm
from supervision.accounts.models import User
from supervision.core import clock
from supervision.core.access.guard import public, signed_in
from supervision.core.access.principal import current, current_or_none
from supervision.core.db import read_phase, session
from supervision.core.errors import DomainError
from supervision.core.web import done, local_target, page, say, shown_once

bp = Blueprint("factor", __name__, url_prefix="/accounts")
Reply = str | tuple[str, int] | Response


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def sign_in_code() -> Reply:
    """The second step of signing in."""
    if current_or_none() is not None:
        return redirect("/")
    with read_phase():
        half = half_sessions.present()
        failed = braking.failures(half.username) - 1 if half else 0  # its password was right
    if half is None:
        say("请先输入用户名和口令（验证码须在5分钟内输入）。", "warning")
        return redirect(url_for("accounts.sign_in", next=request.args.get("next")))
    form = CodeForm()
    if form.validate_on_submit():
        proof = code_sessions.prove(half.user_id, half.username, form.otp.data, at="登录")
        enter(half.user_id, failed=failed, by=f"口令和{proof.word}")
        if proof.recovery:
            say("恢复码已使用一个。手机丢失或者换新的，请关闭后重新启用两因子认证。", "warning")
            return redirect(url_for("factor.second_factor"))
        return redirect(local_target(request.args.get("next"), "/"))
    return page("accounts/sign_in_code.html", form=form, moment=_server_time())


@bp.route("/second-factor", methods=["GET", "POST"])
@signed_in
def second_factor() -> Reply:
    """What it is, and setting it up with the first code."""
    form = FactorForm()
    with read_phase():
        user = _own()
        held, required = factors.held_by(user.id), factors.required_of(user.roles)
        offer = _offered(user, form)
    if held is not None:
        return page("accounts/factor.html", held=held, required=required, local=clock.local)
    if form.validate_on_submit():
        code_sessions.prove_password(current(), form.password.data)
        user = _own()
        codes = factors.set_up(user, sealed=offer.sealed, typed=form.otp.data, actor=current())
        sessions.end_all(user.id, keep_current=True)
        return _codes(codes, "两因子认证已启用")
    return page(
        "accounts/factor_set_up.html",
        form=form,
        offer=offer,
        required=required,
        moment=_server_time(),
    )


@bp.route("/second-factor/recovery", methods=["GET", "POST"])
@signed_in
def recovery_codes() -> Reply:
    """New recovery codes in place of those there were."""
    form = CodeForm()
    if form.validate_on_submit():
        code_sessions.prove(_own_id(), current().username, form.otp.data, at="重新生成恢复码")
        return _codes(factors.renew_codes(_own(), actor=current()), "新的恢复码")
    return _step(form, "重新生成恢复码", "原来的恢复码全部作废。")


@bp.route("/second-factor/remove", methods=["GET", "POST"])
@signed_in
def remove_factor() -> Reply:
    """Only the password from now on."""
    form = CodeForm()
    if form.validate_on_submit():
        with read_phase():
            if factors.required_of(_own().roles):
                said = "按等保三级管理，三员不能关闭；手机换新的，登录后重新启用"
                form.form_errors.append(said)
        if not form.form_errors:
            code_sessions.prove(_own_id(), current().username, form.otp.data, at="关闭两因子认证")
            factors.remove(_own(), label="关闭两因子认证", actor=current())
            return done("两因子认证已关闭，以后只凭口令登录。", url_for("accounts.profile"))
    return _step(form, "关闭两因子认证", "以后登录和签发不再要求验证码，原来的恢复码全部作废。")


def _step(form: CodeForm, title: str, consequence: str) -> Reply:
    with read_phase():
        held = factors.held_by(_own_id())
    if held is None:
        return redirect(url_for("factor.second_factor"))
    return page(
        "accounts/factor_step.html",
        form=form,
        title=title,
        consequence=consequence,
        moment=_server_time(),
    )


def _codes(codes: list[str], title: str) -> Reply:
    shown_once(url_for("factor.second_factor"))
    return page("accounts/recovery_codes.html", codes=codes, title=title)


def _offered(user: User, form: FactorForm) -> factors.Offer:
    """The secret the form was opened with, or a new one; one that is not ours is replaced."""
    try:
        offer = factors.offer(user, sealed=form.sealed.data or "")
    except DomainError:
        offer = factors.offer(user)
    form.sealed.data = offer.sealed
    return offer


def _server_time() -> str:
    return clock.local(clock.now()).strftime("%Y-%m-%d %H:%M:%S")


def _own() -> User:
    return session.get_one(User, _own_id())


def _own_id() -> int:
    user_id = current().user_id
    assert user_id is not None  # noqa: S101  (@signed_in admits people only)
    return user_id
