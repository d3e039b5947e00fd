"""Business verbs on supervision actions, in the order of their life."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.actions import attached, phases
from supervision.actions.models import (
    FLOW,
    KINDS_SINCE,
    ActionForm,
    ActionKind,
    ActionStatus,
    ActionUnit,
    ProblemMeasure,
    SupervisionAction,
    TeamMember,
)
from supervision.agencies import succession
from supervision.agencies.models import Unit
from supervision.core import bulk, clock
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.audit import record as note
from supervision.core.db import session
from supervision.core.errors import DomainError, WrongState, answer
from supervision.core.facts import Facts
from supervision.roster.models import Pool, RosterEntry

CLOSED_TO_CHANGE = (ActionStatus.ARCHIVED, ActionStatus.CANCELLED)
SMALLEST_TEAM = 2


@dataclass(frozen=True)
class MemberFacts(Facts[TeamMember]):
    """A 监督人员 on the team, and the recusal check (回避) made for this action."""

    entry: RosterEntry
    leader: bool = False
    recusal_checked: bool = False
    recusal_note: str = ""


@dataclass(frozen=True)
class ActionFacts(Facts[SupervisionAction]):
    """What is recorded of an action; `handler` None: whoever records it, then unchanged."""

    title: str
    form: ActionForm
    starts_on: date
    ends_on: date
    team: Sequence[MemberFacts]
    units: Sequence[Unit] = ()
    kind: ActionKind | None = None
    measure: ProblemMeasure = ProblemMeasure.GE
    partner: str = ""
    content: str = ""
    subjects: str = ""
    extent: str = ""
    stationed_on: date | None = None
    withdrawn_on: date | None = None
    handler: User | None = None


def record(facts: ActionFacts, *, actor: Principal) -> SupervisionAction:
    """Enter an action, to be approved before it may begin."""
    actor.require(Permission.ACTION_RECORD)
    action = SupervisionAction(
        body_id=actor.body_id, handler_id=actor.user_id, created_by_id=actor.user_id
    )
    _apply(action, facts, actor)
    session.add(action)
    note(action, action="record", label="录入监督行动", actor=actor)
    session.flush()
    phases.follow(action, actor=actor)
    return action


def record_many(
    given: Sequence[ActionFacts], *, actor: Principal
) -> list[SupervisionAction | DomainError]:
    """As `record` for many, by few statements; for each the action, which is not the session's, or the
    refusal."""
    actor.require(Permission.ACTION_RECORD)

    def made(facts: ActionFacts) -> SupervisionAction:
        action = SupervisionAction(
            body_id=actor.body_id, handler_id=actor.user_id, created_by_id=actor.user_id,
            status=ActionStatus.PREPARING,
        )  # fmt: skip
        _apply(action, facts, actor)
        note(action, action="record", label="录入监督行动", actor=actor)
        return action

    answers = bulk.enter(SupervisionAction, [answer(made, facts) for facts in given])
    entered = [one for one in answers if isinstance(one, SupervisionAction)]
    for action in entered:
        for member in action.team:
            member.action_id = action.id
        for link in action.unit_links:
            link.action_id, link.unit_id = action.id, link.unit.id
    bulk.insert(TeamMember, [bulk.values_of(one) for action in entered for one in action.team])
    bulk.insert(
        ActionUnit, [bulk.values_of(one) for action in entered for one in action.unit_links]
    )
    phases.begin(entered, actor=actor)
    return answers


def amend(action: SupervisionAction, facts: ActionFacts, *, actor: Principal) -> None:
    """Change plan, period, team or units of an action that is not over."""
    _require_open(action, actor)
    units = frozenset(unit.id for unit in facts.units)
    attached.replan(action, attached.Planned(facts.starts_on, facts.measure, units))
    _apply(action, facts, actor)
    session.flush()
    phases.follow(action, actor=actor)


def set_team(action: SupervisionAction, team: Sequence[MemberFacts], *, actor: Principal) -> None:
    """Name the team anew: two or more certified 监督人员, each checked for recusal."""
    _require_open(action, actor)
    _check_team(action, team, on=action.starts_on)
    _apply_team(action, team, actor)
    session.flush()


def set_units(action: SupervisionAction, units: Sequence[Unit], *, actor: Principal) -> None:
    """Name the supervised units anew."""
    _require_open(action, actor)
    _check_units(action, units, on=action.starts_on)
    attached.replan(action, attached.Planned(unit_ids=frozenset(unit.id for unit in units)))
    _apply_units(action, units, actor)
    session.flush()


def _require_open(action: SupervisionAction, actor: Principal) -> None:
    actor.require(Permission.ACTION_RECORD)
    if action.status in CLOSED_TO_CHANGE:
        message = f"行动已“{action.status.label}”，不能再修改"
        raise WrongState(message)


def _apply(action: SupervisionAction, facts: ActionFacts, actor: Principal) -> None:
    _check_period(facts)
    _check_team(action, facts.team, on=facts.starts_on)
    _check_units(action, facts.units, on=facts.starts_on)
    if facts.handler is not None:
        _check_handler(action, facts.handler)
        action.handler_id = facts.handler.id
    facts.into(action)
    _apply_team(action, facts.team, actor)
    _apply_units(action, facts.units, actor)


def _check_period(facts: ActionFacts) -> None:
    if facts.ends_on < facts.starts_on:
        raise DomainError("结束日期不得早于开始日期", field="ends_on")
    if facts.kind is not None and facts.starts_on < KINDS_SINCE:
        raise DomainError(
            f"监督类别自{clock.chinese_date(KINDS_SINCE)}起才有，此前开始的行动请留空", field="kind"
        )
    stationed = facts.stationed_on or facts.withdrawn_on
    if stationed and facts.form is not ActionForm.RESIDENT:
        raise DomainError("只有驻在式监督填写进驻、撤点日期", field="stationed_on")
    if facts.withdrawn_on and not facts.stationed_on:
        raise DomainError("填写撤点日期须先填写进驻日期", field="stationed_on")
    if facts.stationed_on and facts.stationed_on < facts.starts_on:
        raise DomainError("进驻日期不得早于行动开始日期", field="stationed_on")
    if facts.stationed_on and facts.withdrawn_on and facts.withdrawn_on < facts.stationed_on:
        raise DomainError("撤点日期不得早于进驻日期", field="withdrawn_on")


def _check_handler(action: SupervisionAction, handler: User) -> None:
    fit = handler.active and Role.HANDLER in handler.roles and handler.body_id == action.body_id
    if not fit:
        raise DomainError("承办人须是本机关在用账号的承办人", field="handler_id")


def _check_team(action: SupervisionAction, team: Sequence[MemberFacts], *, on: date) -> None:
    if len({member.entry.id for member in team}) != len(team):
        raise DomainError("同一名监督人员填写了两次", field="members")
    if len(team) < SMALLEST_TEAM:
        raise DomainError("监督人员不得少于两名", field="members")
    if sum(member.leader for member in team) > 1:
        raise DomainError("组长只能有一名", field="members")
    for member in team:
        _check_entry(action, member.entry, on)
        if not member.recusal_checked:
            raise DomainError(f"请核对{member.entry.name}有无应当回避的情形并勾选", field="members")


def _check_entry(action: SupervisionAction, entry: RosterEntry, day: date) -> None:
    """On the roster of 监督人员 in office, with a certificate valid when the action begins."""
    if entry.pool is not Pool.SUPERVISOR or entry.body_id != action.body_id:
        raise DomainError(f"{entry.name}不在本机关监督人员名册中", field="members")
    if entry.appointed_on > day or (entry.left_on is not None and entry.left_on <= day):
        raise DomainError(
            f"{entry.name}在{clock.chinese_date(day)}不是在任监督人员", field="members"
        )
    if not entry.certificate_no:
        raise DomainError(f"{entry.name}没有登记监督证件号", field="members")
    if entry.certificate_until is not None and entry.certificate_until < day:
        expired = clock.chinese_date(entry.certificate_until)
        raise DomainError(f"{entry.name}的监督证件已于{expired}到期", field="members")


def _apply_team(action: SupervisionAction, team: Sequence[MemberFacts], actor: Principal) -> None:
    before = "、".join(one.described for one in action.team)
    kept = {one.roster_entry_id: one for one in action.team}
    action.team = [_member(action, kept.get(member.entry.id), member) for member in team]
    after = "、".join(one.described for one in action.team)
    if after != before:
        note(action, action="team", label=f"监督人员：{after}", actor=actor)


def _member(action: SupervisionAction, held: TeamMember | None, facts: MemberFacts) -> TeamMember:
    """The member with the certificate number of then: a later renewal does not rewrite it."""
    member = held or TeamMember(
        body_id=action.body_id,
        roster_entry_id=facts.entry.id,
        name=facts.entry.name,
        certificate_no=facts.entry.certificate_no,
    )
    facts.into(member)
    return member


def _check_units(action: SupervisionAction, units: Sequence[Unit], *, on: date) -> None:
    if any(unit.body_id != action.body_id for unit in units):
        raise DomainError("被监督单位须是本机关监督的单位", field="unit_ids")
    held = {link.unit_id for link in action.unit_links}
    for unit in units:
        if unit.id not in held:
            succession.refuse_gone(unit, on, field="unit_ids")


def _apply_units(action: SupervisionAction, units: Sequence[Unit], actor: Principal) -> None:
    held = {link.unit_id: link for link in action.unit_links}
    wanted = list(dict.fromkeys(units))
    if {unit.id for unit in wanted} == set(held):
        return
    action.unit_links = [
        held.get(unit.id) or ActionUnit(body_id=action.body_id, unit=unit) for unit in wanted
    ]
    names = "、".join(unit.name for unit in wanted) or "未定"
    note(action, action="units", label=f"被监督单位：{names}", actor=actor)


def approve(action: SupervisionAction, *, on: date, actor: Principal) -> None:
    """The bureau leader approves on `on`."""
    take_step(action, "approve", on, actor)
    action.approved_on, action.approved_by_id = on, actor.user_id
    session.flush()


def begin(action: SupervisionAction, *, on: date, actor: Principal) -> None:
    """Implementation begins."""
    take_step(action, "begin", on, actor)
    action.begun_on = on
    session.flush()
    phases.end(action, on=on, actor=actor)


def feed_back(action: SupervisionAction, *, on: date, actor: Principal) -> None:
    """The problems found are fed back to the units."""
    take_step(action, "feed_back", on, actor)
    action.fed_back_on = on
    session.flush()
    phases.end(action, on=on, actor=actor)


def track(action: SupervisionAction, *, on: date, actor: Principal) -> None:
    """From now on the fixes are followed."""
    take_step(action, "track", on, actor)
    action.tracked_on = on
    session.flush()


def archive(action: SupervisionAction, *, on: date, summary: str, actor: Principal) -> None:
    """Sum up and archive; refused while any problem of the action is open."""
    FLOW.check(action, "archive", actor=actor)
    if not summary.strip():
        raise DomainError("请填写工作总结", field="summary")
    take_step(action, "archive", on, actor)
    action.archived_on, action.summary = on, summary.strip()
    session.flush()


def take_step(
    action: SupervisionAction, name: str, on: date, actor: Principal, *, reason: str = "",
    by: str = "",
) -> None:  # fmt: skip
    """The workflow's step, once its day is plausible; the day, and by whom it was decided on paper, stand on the
    timeline."""
    FLOW.check(action, name, actor=actor)
    check_day(action, on)
    whose = f"{by}，" if by else ""
    said = f"{FLOW.transitions[name].label}（{whose}{clock.chinese_date(on)}）"
    FLOW.fire(action, name, actor=actor, reason=reason, note=said)


def check_day(action: SupervisionAction, on: date) -> None:
    """The day of a step is not in the future and not before the step that came before it."""
    if on > clock.today():
        raise DomainError("办理日期不得晚于今天", field="on")
    days = (
        action.approved_on,
        action.begun_on,
        action.fed_back_on,
        action.tracked_on,
        action.suspended_on,
        action.resumed_on,
    )
    latest = max((day for day in days if day is not None), default=None)
    if latest is not None and on < latest:
        raise DomainError(f"办理日期不得早于上一步的{clock.chinese_date(latest)}", field="on")


def supervisors_in_office(on: date) -> list[RosterEntry]:
    """监督人员 of the present scope who were in office on `on`: whom a team is chosen from."""
    statement = sa.select(RosterEntry).where(
        RosterEntry.pool == Pool.SUPERVISOR,
        RosterEntry.appointed_on <= on,
        sa.or_(RosterEntry.left_on.is_(None), RosterEntry.left_on > on),
    )
    return list(session.scalars(statement.order_by(RosterEntry.initials, RosterEntry.id)))
