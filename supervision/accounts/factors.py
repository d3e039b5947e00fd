"""The second factor: six digits of an authenticator (TOTP, RFC 6238) or a recovery code, each good once.

The secret lies sealed with the installation's key, recovery codes (120 bits each) as hashes. No network:
phone and server agree by their clocks alone, so a wrong code is looked for some minutes off as well.
"""

import hashlib
import hmac
import secrets
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import pyotp
import sqlalchemy as sa
from markupsafe import Markup
from sqlalchemy.orm import Session

from supervision.accounts.models import SecondFactor, User
from supervision.core import audit, clock, settings
from supervision.core.access.policy import ADMIN_ROLES
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.sealing import seal, unseal

LEVEL_THREE = "level_three"
ISSUER = "明督"
STEP = 30  # seconds a code stands
TOLERATED = 1  # steps a phone may be off
LOOKED_AT = 20  # steps in which a wrong code is looked for: ten minutes
CODES, GROUPS = 8, 6  # recovery codes, each of six groups of four characters
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32 that nobody takes for another


@dataclass(frozen=True)
class Offer:
    """A secret not yet in use: sealed for the form, and in the two ways an authenticator takes it."""

    sealed: str
    secret: str
    uri: str

    @property
    def groups(self) -> str:
        """The secret as it is typed where no camera is at hand."""
        return " ".join(self.secret[at : at + 4] for at in range(0, len(self.secret), 4))

    @property
    def picture(self) -> Markup:
        """The QR code, drawn in the page itself."""
        import segno

        code = segno.make(self.uri, error="m", micro=False)
        return Markup(code.svg_inline(scale=4, border=2, omitsize=True, svgclass=None))  # noqa: S704  (of our own)


@dataclass(frozen=True)
class Proof:
    """What was typed and is right: the step of its code, or the hash of a recovery code."""

    step: int = 0
    recovery: str = ""

    @property
    def word(self) -> str:
        return "恢复码" if self.recovery else "验证码"


class ClocksDiffer(DomainError):
    """The code is one of another time; `step` is spent, so that whoever guessed it learns nothing to use."""

    def __init__(self, message: str, step: int) -> None:
        super().__init__(message, field="otp")
        self.step = step


class CodeNeeded(DomainError):
    """A code is asked of this person before this is done."""

    def __init__(self) -> None:
        message = "您启用了两因子认证，签发前请输入验证码（每半天一次）"
        super().__init__(message, field="otp")


def require_code(actor: Principal) -> None:
    """CodeNeeded where one is due: what signs refuses without it, whatever the page forgot."""
    if actor.owes_code:
        raise CodeNeeded


def held_by(user_id: int) -> SecondFactor | None:
    """The second factor of a person."""
    return session.scalar(sa.select(SecondFactor).where(SecondFactor.user_id == user_id))


def with_factor(user_ids: Iterable[int]) -> dict[int, bool]:
    """Whether each of these people has one; one query."""
    wanted = list(user_ids)
    held = set(
        session.scalars(sa.select(SecondFactor.user_id).where(SecondFactor.user_id.in_(wanted)))
    )
    return {user_id: user_id in held for user_id in wanted}


def required_of(roles: frozenset[object]) -> bool:
    """Whether people with these roles may not do without."""
    return bool(roles & ADMIN_ROLES) and bool(settings.get(LEVEL_THREE))


def offer(user: User, *, sealed: str = "") -> Offer:
    """A new secret for this person, or the one their form was opened with."""
    secret = unseal(sealed, SecondFactor.sealed, of=user.id) if sealed else pyotp.random_base32()
    uri = pyotp.TOTP(secret).provisioning_uri(name=user.username, issuer_name=ISSUER)
    return Offer(sealed or seal(secret, SecondFactor.sealed, of=user.id), secret, uri)


def set_up(user: User, *, sealed: str, typed: str, actor: Principal) -> list[str]:
    """From now on this authenticator is asked for; its recovery codes, which are not kept."""
    if held_by(user.id) is not None:
        message = "已经启用两因子认证；要换认证器，请先关闭"
        raise DomainError(message)
    step = _step_of(unseal(sealed, SecondFactor.sealed, of=user.id), _plain(typed), last=0)
    codes = _fresh_codes()
    factor = SecondFactor(
        user_id=user.id,
        sealed=sealed,
        recovery=[_hash(code) for code in codes],
        last_step=step,
        created_by_id=actor.user_id,
    )
    session.add(factor)
    session.flush()
    audit.record(factor, action="account.factor", label="启用两因子认证", actor=actor)
    return codes


def renew_codes(user: User, *, actor: Principal) -> list[str]:
    """New recovery codes; the ones before open nothing any more."""
    factor = _needed(user.id)
    codes = _fresh_codes()
    factor.recovery = [_hash(code) for code in codes]
    audit.record(factor, action="account.factor", label="重新生成恢复码", actor=actor)
    session.flush()
    return codes


def remove(user: User, *, label: str, actor: Principal, reason: str = "") -> None:
    """Only the password is asked from now on."""
    factor = _needed(user.id)
    session.delete(factor)
    session.flush()
    audit.record(user, action="account.factor", label=label, reason=reason, actor=actor)


def judge(user_id: int, typed: str) -> Proof:
    """Whether what was typed is a code of this person, not yet used; reads only, DomainError says why not."""
    factor, plain = _needed(user_id), _plain(typed)
    if len(plain) == GROUPS * 4:
        recovery = _hash(plain)
        if recovery in factor.recovery:
            return Proof(recovery=recovery)
        message = "恢复码不对，或者已经用过"
        raise DomainError(message, field="otp")
    secret = unseal(factor.sealed, SecondFactor.sealed, of=user_id)
    step = _step_of(secret, plain, last=factor.last_step)
    if step == factor.early_step:
        raise DomainError(_USED, field="otp")
    return Proof(step=step)


def refuse_later(own: Session, user_id: int, step: int) -> None:
    """A code typed before its time is no longer good when its time comes."""
    mine = sa.select(SecondFactor).where(SecondFactor.user_id == user_id)
    own.scalars(mine).one().early_step = step


def spend(own: Session, user_id: int, proof: Proof) -> None:
    """The code has done its work, once, in the unit of work `own`: also where what follows is refused."""
    row = sa.select(SecondFactor).where(SecondFactor.user_id == user_id).with_for_update()
    factor = own.scalars(row).one()
    if proof.recovery:
        left = [one for one in factor.recovery if one != proof.recovery]
        if len(left) == len(factor.recovery):
            raise DomainError(_USED, field="otp")
        factor.recovery = left
        label = f"使用恢复码，还剩{len(left)}个"
        audit.record(factor, action="account.factor", label=label, session=own)
    elif proof.step <= factor.last_step:
        raise DomainError(_USED, field="otp")
    else:
        factor.last_step = proof.step


_USED = "这个验证码刚才已经用过，请等认证器显示下一个（最多30秒）"


def _step_of(secret: str, plain: str, *, last: int) -> int:
    """The step whose code this is, near enough to now and after `last`."""
    codes = pyotp.TOTP(secret)
    now = int(clock.now().timestamp()) // STEP
    near = sorted(range(-LOOKED_AT, LOOKED_AT + 1), key=abs)
    off = next((one for one in near if _same(codes.generate_otp(now + one), plain)), None)
    if off is None:
        message = "验证码不对，请核对认证器里“明督”一项现在显示的六位数字"
        raise DomainError(message, field="otp")
    if abs(off) > TOLERATED:
        raise ClocksDiffer(_clocks_differ(off), now + off)
    if now + off <= last:
        raise DomainError(_USED, field="otp")
    return now + off


def _clocks_differ(off: int) -> str:
    seconds = abs(off) * STEP
    by = f"{round(seconds / 60)}分钟" if seconds >= 60 else f"{seconds}秒"
    which = "快" if off > 0 else "慢"
    moment = clock.local(clock.now()).strftime("%H:%M:%S")
    return (
        f"手机时间比服务器{which}约{by}，验证码对不上。服务器时间是{moment}，"
        "请把手机时间设为自动校准后再输；服务器时间不对的，请告知系统管理员"
    )


def _plain(typed: str) -> str:
    """Digits and letters only, of usual width, in capitals."""
    text = unicodedata.normalize("NFKC", typed).upper()
    return "".join(char for char in text if char.isalnum())


def _same(made: str, typed: str) -> bool:
    return hmac.compare_digest(made.encode(), typed.encode())


def _fresh_codes() -> list[str]:
    def group() -> str:
        return "".join(secrets.choice(_LETTERS) for _ in range(4))

    return ["-".join(group() for _ in range(GROUPS)) for _ in range(CODES)]


def _hash(code: str) -> str:
    return hashlib.sha256(_plain(code).encode()).hexdigest()


def _needed(user_id: int) -> SecondFactor:
    factor = held_by(user_id)
    if factor is None:
        message = "没有启用两因子认证"
        raise DomainError(message)
    return factor
