"""约谈 of earlier years by sheet (补录); the heads of one interview stand in one cell, a line each."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from supervision.agencies.models import Officer, Unit
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.errors import DomainError
from supervision.core.importer import BadCell, as_text
from supervision.core.picking import fold
from supervision.imports import fields
from supervision.imports.fields import Cell, Field, Names
from supervision.imports.kinds import interview_promises as promises
from supervision.imports.kinds.base import CORRECTION, Kind, Values, always, each, let_go
from supervision.imports.kinds.finding import By, known
from supervision.interviews import history, past_promises
from supervision.interviews.history import Past
from supervision.interviews.models import Interview, Interviewee, InterviewSeat
from supervision.interviews.people import IntervieweeFacts, Supervisor, seated_at
from supervision.interviews.service import InterviewFacts, Record
from supervision.interviews.states import Seat, Sharing
from supervision.problems.models import Problem

LEADER = "班子成员"
LONGEST = 40
_LEADERS = (LEADER, "领导班子成员", "部门负责人")
_CERTIFICATE = "证号"
_PARTS = re.compile(r"[，,|｜]")


def _heads(cell: object, names: Names) -> str:
    """The heads in the one form in which records say them; raises BadCell for the first that is not."""
    typed = [one for one in re.split(r"[\n；;]", as_text(cell)) if one.strip()]
    return "\n".join(_head(number, one, names) for number, one in enumerate(typed, start=1))


def _head(number: int, typed: str, names: Names) -> str:
    name, *rest = (part.strip() for part in _PARTS.split(typed))
    if not name or max(map(len, (name, *rest))) > LONGEST:
        raise BadCell(f"第{number}人：请先写姓名，各项不超过{LONGEST}字")
    unit, called = _unit_of(number, rest, names)
    leads = any(part in _LEADERS for part in rest)
    certificates = [part for part in rest if part.startswith(_CERTIFICATE)]
    others = [
        part
        for part in rest
        if part and part != called and part not in _LEADERS and part not in certificates
    ]
    if len(others) > 1:
        raise BadCell(f"第{number}人：认不出“{others[1]}”，执法证号前请写“证号”")
    known = _known(name, unit.id if unit else None, names)
    if unit is None and known is None:
        raise BadCell(f"第{number}人：请写明单位，如 {name or '张某'}，示例市某局，科长")
    if unit is None and known is not None and others and others[0] != known.post:
        raise BadCell(
            f"第{number}人：认不出“{others[0]}”：是职务的请写明单位，是单位的请写全称、简称或曾用名"
        )
    certificate = certificates[0].removeprefix(_CERTIFICATE).strip("：: ") if certificates else ""
    return _line(
        name,
        unit.name if unit else known.unit.name if known else "",
        (others[0] if others else "") or (known.post if known else ""),
        certificate or (known.certificate_no if known else ""),
        leads=leads or bool(known and known.in_leadership),
    )


def _unit_of(number: int, parts: list[str], names: Names) -> tuple[Unit | None, str]:
    """The unit that one of the parts names, and that part; raises BadCell where it may be two."""
    for part in parts:
        meant = names.called.get(fold(part), ()) if part else ()
        if len(meant) > 1:
            raise BadCell(f"第{number}人：“{part}”可以是{'、'.join(meant)}，请写全")
        if meant:
            return names.units[meant[0]], part
    return None, ""


def _known(name: str, unit_id: int | None, names: Names) -> Officer | None:
    """The one officer of this name, in the unit if one is named."""
    found = [one for one in names.officers.get(name, ()) if unit_id in (None, one.unit_id)]
    return found[0] if len(found) == 1 else None


def _line(name: str, unit: str, post: str, certificate: str, *, leads: bool) -> str:
    parts = [
        name,
        unit,
        post.replace("，", "、"),
        f"{_CERTIFICATE}{certificate}" if certificate else "",
    ]
    return "，".join(part for part in [*parts, LEADER if leads else ""] if part)


def _facts_of_head(line: str, names: Names) -> IntervieweeFacts:
    name, unit, *rest = line.split("，")
    certificate = next((one for one in rest if one.startswith(_CERTIFICATE)), "")
    post = next((one for one in rest if one not in (certificate, LEADER)), "")
    return IntervieweeFacts(
        name=name[:40],
        unit=names.units[unit],
        post=post[:60],
        certificate_no=certificate.removeprefix(_CERTIFICATE)[:40],
        in_leadership=LEADER in rest,
    )


def _people(cell: object, _names: Names) -> str:
    return "、".join(fields.split_names(as_text(cell)))


FIELDS = (
    Field("reason", "约谈事由", fields.text(200), ("事由", "约谈原因"), needed=True, wide=True),
    Field("held_on", "实施日期", fields.day, ("约谈日期", "约谈时间"), needed=True,
          note="约谈当天的真实日期，统计以此为准"),
    Field("heads", "约谈对象", Cell(_heads), ("被约谈人", "约谈人员名单"), needed=True, wide=True,
          note="一行一人（单元格内换行或用分号隔开）：姓名，单位，职务，证号某某，班子成员。"
               "在册执法人员只写姓名和单位即可"),
    Field("interviewers", "约谈人", Cell(_people), ("主谈人",), needed=True,
          note="不少于两名，用顿号隔开；须是本机关人员或当时在册的监督人员"),
    Field("recorder", "记录人", fields.text(40, choices=lambda names: list(names.colleagues)), (), needed=True),
    Field("place", "地点", fields.text(200), ("约谈地点",)),
    Field("time", "起止时间", fields.text(20), ("时间",)),
    Field("action", "监督行动", fields.action, ("行动", "行动名称")),
    Field("approved_on", "批准日期", fields.day, ()),
    Field("notified_on", "通知日期", fields.day, ()),
    Field("notice_number", "通知书文号", fields.text(60), ("约谈通知书文号",),
          note="有文号的按文号识别同一次约谈"),
    Field("minutes", "约谈记录", fields.text(20_000), ("约谈情况", "约谈内容"), wide=True),
    Field("promise", "整改承诺", fields.text(5000), (), wide=True),
    Field("promise_due", "承诺期限", fields.day, ()),
    Field(past_promises.FIELD, "分别承诺", Cell(promises.read), ("各人承诺", "本人承诺"), wide=True,
          note="各人承诺不同的填在这里，不填整改承诺和承诺期限。一行一人（单元格内换行）："
               "姓名：承诺｜期限｜落实日期｜落实情况；没有落实的，后两项不写"),
    Field("closed_on", "办结日期", fields.day, ()),
    Field("promise_result", "承诺落实情况", fields.text(5000), ("落实情况",), wide=True),
)  # fmt: skip


def _values(row: Interview) -> Values:
    apart = ("heads", "interviewers", "recorder", past_promises.FIELD)
    own = (one.name for one in FIELDS if one.name not in apart)
    recorders = [one.name for one in row.seated(Seat.RECORDER)]
    return {
        **{name: getattr(row, name, None) for name in own},
        "heads": _heads_of(row),
        "interviewers": "、".join(one.name for one in row.seated(Seat.INTERVIEWER)),
        "recorder": recorders[0] if recorders else "",
        "time": row.held_at,
        "promise_due": None if row.promising_heads else row.promise_due,
        past_promises.FIELD: promises.said(row, _heads_of(row)),
        "action": row.action.title if row.action else "",
    }


def _called(row: Interview, names: Names) -> Values:
    here = names.bench(row.held_on) if row.held_on else None
    seats = {
        place: [here.word(_key(one), one.name) if here else one.name for one in row.seated(place)]
        for place in Seat
    }
    return {
        "action": names.actions.word(row.action),
        "interviewers": "、".join(seats[Seat.INTERVIEWER]),
        "recorder": next(iter(seats[Seat.RECORDER]), ""),
    }


def _key(one: InterviewSeat) -> str:
    return Supervisor(one.name, "", "", one.user_id, one.roster_entry_id).key


def _heads_of(row: Interview) -> str:
    return "\n".join(
        _line(head.name, head.unit.name, head.post, head.certificate_no, leads=head.in_leadership)
        for head in row.interviewees
    )


def _seats(values: Values, names: Names, name: str, row: Interview | None) -> list[Supervisor]:
    """The bureau's people named in a cell, as they could sit there on the day, or do sit there."""
    here = names.bench(values["held_on"])
    seated = {here.word(one.key, one.name): one for one in seated_at(row)} if row else {}
    bench = {**here, **seated}
    for one in fields.split_names(values[name]):
        if one not in bench and one in here.several:
            words = f"有{len(here.several[one])}个名为“{one}”的监督人员，请写明是哪一个：{'、'.join(here.several[one])}"
            raise DomainError(words, field=name)
        if one not in bench:
            raise DomainError(str(fields.unknown_name(one, "监督人员", list(bench))), field=name)
    return [bench[one] for one in fields.split_names(values[name])]


def _facts(values: Values, names: Names, row: Interview | None) -> InterviewFacts:
    recorders = _seats(values, names, "recorder", row)
    action = names.actions.get(values["action"])
    return InterviewFacts.of(
        values,
        planned_on=values["held_on"],
        planned_at=values["time"],
        content=row.content if row else "",
        action_id=action.id if action else None,
        interviewees=[_facts_of_head(one, names) for one in values["heads"].split("\n")],
        interviewers=_seats(values, names, "interviewers", row),
        recorder=recorders[0] if recorders else None,
        problems=_linked(row) if row else (),
        papers=[link.paper for link in row.paper_links] if row else (),
    )


def _linked(row: Interview) -> list[Problem]:
    return [link.problem for link in row.problem_links]


def _past(values: Values) -> Past:
    own = promises.made(values[past_promises.FIELD], values["heads"])
    promising = Sharing.EACH if own else Sharing.TOGETHER
    record = Record.of(values, held_at=values["time"], promising=promising)
    return Past.of(values, record=record, own=own)


def _numbered(values: Values, _names: Names) -> tuple[object, ...] | None:
    return (values["notice_number"],) if values["notice_number"] else None


def _described(values: Values, _names: Names) -> tuple[object, ...]:
    return values["reason"], values["held_on"]


def _held_here(interview: Interview) -> DomainError | None:
    return None if interview.back_entered else DomainError("这次约谈是在系统内办理的，不用补录")


def _of_body(actor: Principal) -> sa.Select[Interview]:
    """What was entered late before what was held in the system."""
    own = sa.select(Interview).where(Interview.body_id == actor.body_id)
    return own.order_by(Interview.back_entered.desc(), Interview.id)


def _create(values: Values, names: Names, actor: Principal) -> Interview:
    return history.back_enter(_facts(values, names, None), _past(values), actor=actor)


def _update(row: Interview, values: Values, names: Names, actor: Principal) -> None:
    facts = _facts(values, names, row)
    history.correct(row, facts, _past(values), reason=CORRECTION, actor=actor)


def _rows(actor: Principal) -> sa.Select[Interview]:
    own = sa.select(Interview).where(
        Interview.body_id == actor.body_id, Interview.back_entered.is_(True)
    )
    return own.options(
        joinedload(Interview.action),
        selectinload(Interview.interviewees).joinedload(Interviewee.unit),
        selectinload(Interview.seats),
    ).order_by(Interview.id)


_find = known(
    _of_body,
    By((Interview.notice_number,), _numbered),
    By((Interview.reason, Interview.held_on), _described),
    refuse=_held_here,
)
INTERVIEWS = Kind(
    name="interviews",
    label="补录约谈",
    letter="Y",
    permission=Permission.INTERVIEW_RECORD,
    model=Interview,
    fields=FIELDS,
    defaults={},
    values=_values,
    called=_called,
    find=_find,
    create=each(_create),
    update=_update,
    rows=_rows,
    title=lambda values: f"{values['reason']}（{values['held_on']}）",
    service_fields={"interviewees": "heads"},
    identity=lambda values: (values["reason"], values["held_on"]),
    numbered=lambda values: values["notice_number"] and (values["notice_number"],),
    release=let_go,
    past=always,
    at_once=600,
    together=100,
)
