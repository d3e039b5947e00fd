"""移交移送 of earlier years by sheet (补录).

Named people only see a referral, and so it is with the sheet: an import is seen by whoever made it and,
once it waits for the reviewer, by those who may see every referral in it (models.ImportViewer); the
sheet that goes out holds what that person may see, and a row changes only a referral of which that
person is the handler.
"""

import re
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from supervision.accounts.models import User
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.deadlines import term_text
from supervision.core.errors import DomainError
from supervision.core.importer import BadCell, as_text
from supervision.core.keys import identifiers
from supervision.imports import fields
from supervision.imports.fields import Cell, Field, Names
from supervision.imports.kinds.base import (
    CORRECTION,
    Kind,
    Values,
    always,
    each,
    let_go,
    need,
)
from supervision.imports.kinds.finding import By, known
from supervision.imports.models import ImportKey
from supervision.problems.models import Problem
from supervision.referrals import history, on_paper
from supervision.referrals.history import Past
from supervision.referrals.models import Referral, ReferralProblem, ReferralViewer
from supervision.referrals.service import ReferralFacts
from supervision.referrals.states import Way

_KEY = re.compile(r"P(\d{1,18})\b")


def _problems(cell: object, names: Names) -> str:
    """Problems, a line each: by their 行键 (ours or the bureau's own) or by their wording."""
    typed = [one.strip() for one in re.split(r"[\n；;]", as_text(cell)) if one.strip()]
    found = {one.id: one for one in (_problem(line, names) for line in typed)}
    return _list_of(found.values())


def _problem(line: str, names: Names) -> Problem:
    own = sa.select(Problem).where(Problem.body_id == names.body_id)
    key = _KEY.match(line)
    theirs = sa.select(ImportKey.record_id).where(
        ImportKey.body_id == names.body_id, ImportKey.kind == "problems", ImportKey.key == line
    )
    for criterion in (
        Problem.id.in_(identifiers([key[1]] if key else [])),
        Problem.id.in_(theirs),
        Problem.title == line,
    ):
        rows = session.scalars(own.where(criterion).limit(2)).all()
        if len(rows) > 1:
            raise BadCell(f"“{line}”有不止一个问题，请写“发现问题”表中的行键")
        if rows:
            return rows[0]
    raise BadCell(f"没有问题“{line}”，请写“发现问题”表中的行键或问题原文")


def _list_of(problems: Any) -> str:
    return "\n".join(f"P{one.id} {one.title}" for one in sorted(problems, key=lambda one: one.id))


FIELDS = (
    Field("way", "方式", fields.one_of(fields.labels(Way)), ("移交或移送",), needed=True, note="移交：按工作机制；移送：依法交纪检监察、公安、检察"),
    Field("recipient", "接收机关", fields.text(200), ("接收单位", "移交单位"), needed=True),
    Field("subject", "事由", fields.text(200), ("移交事由", "移交事项"), needed=True, wide=True),
    Field("sent_on", "发出日期", fields.day, ("移交日期", "移送日期"), needed=True,
          note="移交、移送的真实日期，统计以此为准"),
    Field("letter_number", "函号", fields.text(60), ("文号", "移交函号"),
          note="有函号的按函号识别同一件"),
    Field("basis", "工作机制或法律依据", fields.text(2000), ("依据",), wide=True, note="移送必填"),
    Field("reasons", "情况说明", fields.text(20_000), (), wide=True),
    Field("problems", "问题清单", Cell(_problems), ("移交问题",), wide=True,
          note="一行一个：“发现问题”表中的行键（如 P12），或问题原文"),
    Field("answer_wanted", "要求回告", fields.yes, ("是否回告",)),
    Field("term", "回告期限", fields.term, (), note="如 10个工作日"),
    Field("approver", "审批人", fields.known(lambda names: names.signatories, "审批人"), ()),
    Field("viewers", "知悉人员", fields.several(lambda names: names.colleagues, "本机关人员"), (),
          note="承办人（导入人）、审批人之外可以看到的人，用顿号隔开"),
    Field("approved_on", "批准日期", fields.day, ()),
    Field("received_on", "接收日期", fields.day, ()),
    Field("received_by", "接收人", fields.text(40)),
    Field("answered_on", "回告日期", fields.day, ()),
    Field("answer_number", "回告文号", fields.text(60)),
    Field("result", "处理结果", fields.text(5000), ("办理结果",), wide=True),
    Field("archived_on", "归档日期", fields.day, ()),
)  # fmt: skip
_DAYS_AND_WORDS = (
    "sent_on", "letter_number", "approved_on", "received_on", "received_by", "answered_on",
    "answer_number", "result", "archived_on",
)  # fmt: skip


def _values(row: Referral) -> Values:
    plain = ("recipient", "subject", "basis", "reasons", *_DAYS_AND_WORDS)
    return {
        **{name: getattr(row, name) for name in plain},
        "way": row.way.label,
        "problems": _list_of(link.problem for link in row.problem_links),
        "answer_wanted": "是" if row.answer_wanted else "否",
        "term": term_text(row.term_number, row.term_unit),
        "approver": row.approver.name if row.approver else "",
        "viewers": "、".join(one.user.name for one in row.viewers),
    }


def _called(row: Referral, names: Names) -> Values:
    approver = row.approver
    return {
        "approver": names.signatories.word(approver.id, approver.name, approver.username)
        if approver
        else "",
        "viewers": "、".join(_viewer(one.user, names) for one in row.viewers),
    }


def _viewer(user: User, names: Names) -> str:
    return names.colleagues.word(user.id, user.name, user.username)


def _facts(values: Values, names: Names, row: Referral | None) -> ReferralFacts:
    number, unit = fields.term_parts(values["term"])
    if number is not None and values["answer_wanted"] == "否":
        raise DomainError("不要求回告的，不填回告期限", field="term")
    known = {_viewer(one.user, names): one.user for one in row.viewers} if row else {}
    keys = [int(found[1]) for found in map(_KEY.match, values["problems"].split("\n")) if found]
    return ReferralFacts.of(
        values,
        way=Way.called(values["way"]),
        answer_wanted=values["answer_wanted"] == "是",
        term_number=number,
        term_unit=unit or "工作日",
        problems=session.scalars(
            sa.select(Problem).where(Problem.id.in_(keys)).order_by(Problem.id)
        ).all(),
        approver=_approver(values, names, row),
        viewers=[
            {**names.colleagues, **known}[one] for one in fields.split_names(values["viewers"])
        ],
    )


def _approver(values: Values, names: Names, row: Referral | None) -> User | None:
    """Who is named; of a referral that is there also somebody who has left since."""
    held = row.approver if row is not None else None
    if (
        held is not None
        and row is not None
        and _called(row, names)["approver"] == values["approver"]
    ):
        return held
    return names.signatories.get(values["approver"])


def _past(values: Values) -> Past:
    need(values, "received_on", "接收日期", "received_by")
    need(values, "answered_on", "回告日期", "answer_number", "result")
    return Past.of(values)


def _numbered(values: Values, _names: Names) -> tuple[object, ...] | None:
    return (values["letter_number"],) if values["letter_number"] else None


def _described(values: Values, _names: Names) -> tuple[object, ...]:
    way = Way.called(values["way"])
    return way, values["recipient"], values["subject"], values["sent_on"]


def _sent_here(referral: Referral) -> DomainError | None:
    return (
        None if referral.back_entered else DomainError("这件移交、移送是在系统内办理的，不用补录")
    )


def _of_body(actor: Principal) -> sa.Select[Referral]:
    """What was entered late before what was sent in the system."""
    own = sa.select(Referral).where(Referral.body_id == actor.body_id)
    return own.order_by(Referral.back_entered.desc(), Referral.id)


def _create(values: Values, names: Names, actor: Principal) -> Referral:
    return history.back_enter(_facts(values, names, None), _past(values), actor=actor)


def _update(row: Referral, values: Values, names: Names, actor: Principal) -> None:
    facts = _facts(values, names, row)
    history.correct(row, facts, _past(values), reason=CORRECTION, actor=actor)


def _rows(actor: Principal) -> sa.Select[Referral]:
    """What was entered late; the row scope leaves those the actor may know of."""
    own = sa.select(Referral).where(
        Referral.body_id == actor.body_id, Referral.back_entered.is_(True)
    )
    return own.options(
        joinedload(Referral.approver),
        selectinload(Referral.problem_links).joinedload(ReferralProblem.problem),
        selectinload(Referral.viewers).joinedload(ReferralViewer.user),
    ).order_by(Referral.id)


_find = known(
    _of_body,
    By((Referral.letter_number,), _numbered),
    By((Referral.way, Referral.recipient, Referral.subject, Referral.sent_on), _described),
    refuse=_sent_here,
)
REFERRALS = Kind(
    name="referrals",
    label="补录移交移送",
    letter="J",
    permission=Permission.REFERRAL_RECORD,
    model=Referral,
    fields=FIELDS,
    defaults={"answer_wanted": "是"},
    values=_values,
    called=_called,
    find=_find,
    create=each(_create),
    update=_update,
    rows=_rows,
    title=lambda values: f"{values['way']}{values['recipient']}：{values['subject']}",
    service_fields={"approver_id": "approver"},
    identity=lambda values: (
        values["way"],
        values["recipient"],
        values["subject"],
        values["sent_on"],
    ),
    numbered=lambda values: values["letter_number"] and (values["letter_number"],),
    release=let_go,
    past=always,
    circle=on_paper.circle,
    at_once=600,
    together=100,
)
