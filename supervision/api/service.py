"""Tokens: issue, stop, recognise, and hold to a rate."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from supervision.agencies.models import Body
from supervision.api.models import ApiToken, Reading
from supervision.core import clock, pairs
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import separate_unit_of_work, session
from supervision.core.errors import DomainError, NotFound, WrongState
from supervision.core.pairs import Act, Confirmation, Outcome, Payload, Proposal, Slip

ISSUE = "api.token"
PREFIX = "mingdu_"
LONGEST = timedelta(days=366)
CALLS_A_MINUTE = 120
MINUTE = timedelta(minutes=1)


class Unrecognised(DomainError):
    """No token, a wrong one, one that has expired or was stopped."""

    status = 401


class TooMany(DomainError):
    """More calls than the rate allows; `retry_after` in seconds."""

    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"每分钟最多{CALLS_A_MINUTE}次，请{retry_after}秒后再试")
        self.retry_after = retry_after


@dataclass(frozen=True)
class Text:
    """The text of a token, made for it when the body approves; shown once and never kept."""

    text: str

    @classmethod
    def make(cls) -> "Text":
        return cls(PREFIX + secrets.token_urlsafe(32))


def ask(
    name: str, *, body: Body, readings: Sequence[Reading], expires_on: date, actor: Principal
) -> Proposal:
    """A token asked for: nobody knows its text, and it reads nothing, before the body approves."""
    actor.require(Permission.ACCOUNT_MANAGE)
    today = clock.today()
    if not today <= expires_on <= today + LONGEST:
        raise DomainError("有效期须在今天起一年之内", field="expires_on")
    if not readings:
        raise DomainError("请至少选择一项可读内容", field="readings")
    token = ApiToken(
        body_id=body.id,
        name=name,
        token_hash=_hash(secrets.token_urlsafe(32)),
        readings=[one.value for one in readings],
        expires_on=expires_on,
        created_by_id=actor.user_id,
    )
    session.add(token)
    session.flush()
    return pairs.propose(ISSUE, token, actor=actor)


def issue(token: ApiToken, confirmation: Confirmation) -> None:
    """The body whose data it reads approves: from now on the text that was made for it reads."""
    confirmation.require(ISSUE, token)
    if token.revoked_at is not None or token.expires_on < clock.today():
        raise WrongState("此令牌已停用或已过期，请重新申请")
    token.token_hash = _hash(_made(confirmation.ready).text)
    session.flush()


def _made(ready: object) -> Text:
    if not isinstance(ready, Text):
        message = "a token needs the text that was made for it"
        raise TypeError(message)
    return ready


def _slip(token: ApiToken, ready: object) -> Slip:
    lines = (
        ("用途", token.name),
        ("可读", token.reading_labels),
        ("有效期至", str(token.expires_on)),
    )
    return Slip("接口令牌", lines, _made(ready).text, "请交给对接的平台。")


def _load(token_id: int) -> ApiToken:
    token = session.get(ApiToken, token_id)
    if token is None:
        raise NotFound("没有这个令牌")
    return token


def _lines(token: ApiToken, _payload: Payload) -> list[tuple[str, str]]:
    return [
        ("用途", token.name), ("读取机关", token.body.name), ("可读内容", token.reading_labels),
        ("有效期至", token.expires_on.isoformat()),
    ]  # fmt: skip


def _undo(token: ApiToken, _outcome: Outcome, _reason: str, _actor: Principal) -> None:
    token.revoked_at = clock.now()
    session.flush()


ISSUED = Act(
    name=ISSUE,
    title="接口令牌",
    proposes=(Permission.ACCOUNT_MANAGE,),
    confirms=Permission.INTERFACE_APPROVE,
    load=_load,
    lines=_lines,
    apply=issue,
    undo=_undo,
    edition=lambda token: f"{token.name}-{token.readings}-{token.expires_on}-{token.revoked_at}",
    body=lambda token, _payload: int(token.body_id),
    prepare=Text.make,
    slip=_slip,
    refusal="不同意或撤回的，写明理由；令牌停用。",
)


def stop(token: ApiToken, *, actor: Principal) -> None:
    """The token is refused from now on."""
    actor.require(Permission.ACCOUNT_MANAGE)
    if token.revoked_at is not None:
        raise WrongState("此令牌已停用")
    token.revoked_at = clock.now()
    session.flush()


def tokens() -> Sequence[ApiToken]:
    """Every token, the latest first."""
    statement = sa.select(ApiToken).options(joinedload(ApiToken.body))
    return session.scalars(statement.order_by(ApiToken.id.desc())).all()


def asked() -> set[int]:
    """Tokens that the body has not approved yet."""
    waiting = (Proposal.act == ISSUE, Proposal.outcome == Outcome.WAITING)
    return set(session.scalars(sa.select(Proposal.subject_id).where(*waiting)))


@dataclass(frozen=True)
class Caller:
    """On whose behalf a request reads, and what its token was given."""

    principal: Principal
    readings: frozenset[Reading]


def recognise(header: str | None) -> Caller:
    """On whose behalf a request with this Authorization header reads; counts the call.

    Raises Unrecognised or TooMany.
    """
    scheme, _, text = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not text.startswith(PREFIX):
        raise Unrecognised("请在 Authorization 头中给出 Bearer 令牌")
    with separate_unit_of_work() as own:
        held = own.scalar(
            sa.select(ApiToken)
            .where(ApiToken.token_hash == _hash(text.strip()))
            .options(joinedload(ApiToken.body))
            .with_for_update(of=ApiToken)
        )
        if held is None or held.revoked_at is not None or held.expires_on < clock.today():
            raise Unrecognised("令牌无效、已过期或已停用")
        _count(held)
        principal = Principal(
            user_id=None,
            name=f"接口：{held.name}",
            body_id=held.body_id,
            body_name=held.body.name,
            readable_body_ids=(held.body_id,),
        )
        return Caller(principal, frozenset(Reading(one) for one in held.readings))


def _count(held: ApiToken) -> None:
    """A window of one minute a token. A refused call is not counted, so that waiting helps."""
    moment = clock.now()
    if held.minute is None or moment - held.minute >= MINUTE:
        held.minute, held.calls = moment, 0
    if held.calls >= CALLS_A_MINUTE:
        raise TooMany(max(1, int((held.minute + MINUTE - moment).total_seconds())))
    held.calls += 1
    held.used_at = moment


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
