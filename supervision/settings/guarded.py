"""Settings that give access: asked for by the 系统管理员, in force once another person confirms."""

import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.core import audit, pairs, settings
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.audit.pending import Mark
from supervision.core.db import session
from supervision.core.errors import NotFound
from supervision.core.pairs import Act, Confirmation, Payload, Proposal
from supervision.settings.values import Value, check, in_words

ACT = "settings.access"
NUMBERS = {"superior_reads_records": 1, "join_admins": 2}  # a proposal names its record by number
_BY_NUMBER = {number: key for key, number in NUMBERS.items()}


def ask(key: str, *, value: Value, actor: Principal) -> Proposal:
    """The first person's half: the setting stays as it is."""
    return pairs.propose(ACT, Mark("setting", NUMBERS[key]), payload={"value": value}, actor=actor)


def apply_setting(mark: Mark, confirmation: Confirmation) -> None:
    """The second person's half."""
    confirmation.require(ACT, mark)
    key, value = _BY_NUMBER[mark.id], confirmation.proposal.payload["value"]
    before = settings.get(key)
    check(key, value=value)
    settings.put(key, value)
    label = f"{settings.labelled(key)}：{in_words(before)} → {in_words(value)}"
    row = settings.row_of(key)
    audit.record(row, action="setting.change", label=label, actor=confirmation.actor)


def _load(number: int) -> Mark:
    if number not in _BY_NUMBER:
        message = "没有这项设置"
        raise NotFound(message)
    return Mark("setting", number)


def _lines(mark: Mark, payload: Payload) -> list[tuple[str, str]]:
    key = _BY_NUMBER[mark.id]
    now, then = in_words(settings.get(key)), in_words(payload["value"])
    return [("设置项", settings.labelled(key)), ("现在", now), ("改为", then)]


def _objection(_mark: Mark, actor: Principal, _proposal: Proposal) -> str | None:
    return None if _may(actor) else "此事项由安全管理员或者审核人确认"


def _may(actor: Principal) -> bool:
    return bool(actor.roles & {Role.SECURITY_ADMIN, Role.REVIEWER})


def _topmost(_mark: Mark, _payload: Payload) -> int | None:
    return session.scalar(sa.select(Body.id).order_by(Body.path).limit(1))


ACCESS = Act(
    name=ACT,
    title="查看权限的设置",
    proposes=(Permission.SETTINGS_EDIT,),
    confirms=Permission.ACCOUNT_CONFIRM,
    load=_load,
    lines=_lines,
    apply=apply_setting,
    called=lambda mark: settings.labelled(_BY_NUMBER[mark.id]),
    edition=lambda mark: in_words(settings.get(_BY_NUMBER[mark.id])),
    objection=_objection,
    open_to=lambda me: sa.true() if _may(me) else sa.false(),
    body=_topmost,
    refusal="不同意或撤回的，写明理由；设置不变。",
)
