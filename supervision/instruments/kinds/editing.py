"""Editing kinds of paper: what administrators see of them, checks, validity of the basis.

Administrators see no business rows; kinds are settings, so this module looks past their scope.
"""

import re
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.access.writing import crossing
from supervision.core.audit import record
from supervision.core.db import session
from supervision.core.deadlines import checked_term
from supervision.core.errors import DomainError, NotFound, WrongState
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.models import InstrumentKind
from supervision.instruments.states import KindPurpose, Nature
from supervision.instruments.wording.parts import Part

SERIES = re.compile(r"[\u4e00-\u9fff]{2,12}")
CODE = re.compile(r"[a-z][a-z0-9_]{1,39}")
OF_ALL = "kinds are settings of every body, kept by whoever keeps the system's"


@dataclass(frozen=True)
class Catalogue:
    """The kinds one body uses, and those it has put out of use."""

    body: Body
    in_force: list[InstrumentKind]
    retired: list[InstrumentKind]


def catalogues(actor: Principal) -> list[Catalogue]:
    """Newest editions in their customary order: every body's for the 系统管理员, one's own otherwise."""
    own = sa.true() if actor.can(Permission.KIND_EDIT) else Body.id == actor.body_id
    with seeing(EVERYTHING):
        bodies = session.scalars(sa.select(Body).where(own).order_by(Body.path)).all()
        newest = _newest()
    return [
        Catalogue(
            body,
            [kind for kind in newest if kind.body_id == body.id and kind.in_force],
            [kind for kind in newest if kind.body_id == body.id and not kind.in_force],
        )
        for body in bodies
    ]


def _newest() -> list[InstrumentKind]:
    last = (
        sa.select(
            InstrumentKind.body_id,
            InstrumentKind.code,
            sa.func.max(InstrumentKind.edition).label("n"),
        )
        .group_by(InstrumentKind.body_id, InstrumentKind.code)
        .subquery()
    )
    statement = sa.select(InstrumentKind).join(
        last,
        sa.and_(
            last.c.body_id == InstrumentKind.body_id,
            last.c.code == InstrumentKind.code,
            last.c.n == InstrumentKind.edition,
        ),
    )
    return list(session.scalars(statement.order_by(InstrumentKind.id)))


def find(kind_id: int, *, actor: Principal) -> InstrumentKind:
    """One edition of a kind; of one's own body, except for the 系统管理员."""
    with seeing(EVERYTHING):
        kind = session.get(InstrumentKind, kind_id)
    if kind is None or not (actor.can(Permission.KIND_EDIT) or kind.body_id == actor.body_id):
        message = "没有这个文种"
        raise NotFound(message)
    return kind


def find_body(body_id: int) -> Body:
    """The body a further kind is for."""
    body = session.get(Body, body_id)
    if body is None:
        message = "没有这个机关"
        raise NotFound(message)
    return body


def editions(kind: InstrumentKind) -> list[InstrumentKind]:
    """Every edition of the kind, the newest first."""
    same = (InstrumentKind.body_id == kind.body_id, InstrumentKind.code == kind.code)
    with seeing(EVERYTHING):
        statement = sa.select(InstrumentKind).where(*same).order_by(InstrumentKind.edition.desc())
        return list(session.scalars(statement))


def revise(kind: InstrumentKind, facts: KindFacts, *, actor: Principal) -> InstrumentKind:
    """A new edition; papers drafted before keep theirs."""
    _require_newest(kind)
    check(facts)
    with seeing(EVERYTHING), crossing(OF_ALL):
        fresh = kinds.revise(kind, facts, actor=actor)
    record(fresh, action="kind.revise", label=f"{facts.name}改为第{fresh.edition}版", actor=actor)
    return fresh


def add(body: Body, facts: KindFacts, *, actor: Principal) -> InstrumentKind:
    """A further kind with its template text."""
    if not CODE.fullmatch(facts.code):
        message = "代码用小写字母开头，可含小写字母、数字和下划线"
        raise DomainError(message, field="code")
    check(facts)
    with seeing(EVERYTHING), crossing(OF_ALL):
        if any(kind.code == facts.code for kind in _newest() if kind.body_id == body.id):
            message = f"已有代码为“{facts.code}”的文种"
            raise DomainError(message, field="code")
        kind = kinds.add(body.id, facts, actor=actor)
    record(kind, action="kind.add", label=f"增加文种{facts.name}", actor=actor)
    return kind


def retire(kind: InstrumentKind, *, actor: Principal) -> None:
    """停用: no new papers of this kind; those there are go on."""
    actor.require(Permission.KIND_EDIT)
    if not kind.in_force:
        message = "此文种已经停用"
        raise WrongState(message)
    with crossing(OF_ALL):
        kind.in_force = False
    record(kind, action="kind.retire", label=f"停用文种{kind.name}", actor=actor)


def _require_newest(kind: InstrumentKind) -> None:
    if editions(kind)[0].id != kind.id:
        message = "此文种已有更新的版次，请在最新版次上修改"
        raise WrongState(message)


def check(facts: KindFacts) -> None:
    """DomainError with the field to mend, before anything is saved or proposed."""
    if not SERIES.fullmatch(facts.series):
        message = "代字须为2至12个汉字，如“示司监意”"
        raise DomainError(message, field="series")
    for name in ("term", "objection", "decision", "plan", "lead"):
        number, unit = getattr(facts, f"{name}_number"), getattr(facts, f"{name}_unit")
        if number is not None:
            checked_term(number, unit, field=f"{name}_number")
    _check_rules(facts)
    if facts.valid_from and facts.valid_until and facts.valid_until < facts.valid_from:
        message = "有效期止日不得早于起日"
        raise DomainError(message, field="valid_until")
    if facts.counted_as and facts.counted_as not in kinds.FIGURES:
        message = "没有这项指标，请从列表中选择"
        raise DomainError(message, field="counted_as")
    if facts.needs_problems and not facts.natures:
        message = "条目须对应问题的文种，至少选择一种条目类别"
        raise DomainError(message, field="needs_problems")
    if Nature.MATTER in facts.natures and len(facts.natures) > 1:
        message = "转办事项条目不能与其他类别的条目并列"
        raise DomainError(message, field="matter")
    if facts.many_units and (
        facts.reply_wanted
        or facts.natures
        or facts.returnable
        or facts.objection_number is not None
    ):
        message = (
            "发给多个单位的文种不要求反馈，没有条目、退回和异议；要单位逐条答复的，逐个单位制发"
        )
        raise DomainError(message, field="many_units")
    if facts.many_units and facts.purpose is not KindPurpose.ORDINARY:
        message = "发给多个单位的文种，用途须为“一般”"
        raise DomainError(message, field="many_units")
    if facts.objection_number is not None and facts.decision_number is None:
        message = "可以提出异议的文种，须填复查期限"
        raise DomainError(message, field="decision_number")


def _check_rules(facts: KindFacts) -> None:
    """What the reply's rules say is printed in the part of its term; only what has an event comes before it."""
    field = "plan_number" if facts.plan_number is not None else "posted_counts"
    if facts.plan_number is not None or facts.posted_counts:
        if not facts.reply_wanted:
            message = "不要求反馈的文种，不设整改方案期限和邮寄的规则"
            raise DomainError(message, field=field)
        if all(one.part is not Part.TERM for one in facts.parts):
            message = "此规则印在正文的“期限”部分，请先增加这一部分"
            raise DomainError(message, field=field)
    if facts.lead_number is not None and facts.purpose is not KindPurpose.INTERVIEW:
        message = "提前送达只用于约谈通知书，其他文种没有约定的日期"
        raise DomainError(message, field="lead_number")


def basis_warning(kind: InstrumentKind, *, on: date | None = None) -> str | None:
    """What to say while drafting when the legal basis is not in force; nothing is blocked."""
    day = on or clock.today()
    if kind.valid_until is not None and day > kind.valid_until:
        until = clock.chinese_date(kind.valid_until)
        return f"此文种所列法律依据的有效期已于{until}届满，请先由科室负责人核对依据。"
    if kind.valid_from is not None and day < kind.valid_from:
        return f"此文种所列法律依据自{clock.chinese_date(kind.valid_from)}起施行，现在尚未生效。"
    return None
