"""The lists of problems: all of them, and the 整改台账; declared once for page, print and export."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from supervision.accounts.models import User
from supervision.accounts.service import people_of
from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Dictionary, DictionaryEntry, Unit
from supervision.agencies.picking import unit_name, unit_options
from supervision.agencies.succession import held_by
from supervision.core import clock
from supervision.core.access.policy import Role
from supervision.core.access.principal import current
from supervision.core.access.scope import within
from supervision.core.db import session
from supervision.core.duedates import LIGHT_COLUMNS, UNIT_KINDS, light_joins
from supervision.core.keys import identifier
from supervision.core.listing import (
    Choice,
    Column,
    DateRange,
    Filter,
    Join,
    Listing,
    Option,
    Sort,
    Tab,
    Text,
    any_word,
    options_of,
)
from supervision.problems import lights, lines
from supervision.problems.lights import IN_HAND
from supervision.problems.models import Problem, ProblemStatus, Recurrence, Severity

RECENT_ACTIONS = 100
FIRST_YEAR = 2019
BRACKETS = str.maketrans({"[": "〔", "]": "〕", "(": "〔", ")": "〕", "【": "〔", "】": "〕",
                          "（": "〔", "）": "〕", " ": None})  # fmt: skip


def action_options() -> list[Option]:
    """The newest actions; older ones stay reachable by their address."""
    rows = session.execute(
        sa.select(SupervisionAction.id, SupervisionAction.title)
        .where(*within(SupervisionAction))
        .order_by(SupervisionAction.starts_on.desc(), SupervisionAction.id.desc())
        .limit(RECENT_ACTIONS)
    )
    return [Option(str(row.id), row.title) for row in rows]


def _action_title(action_id: int) -> str | None:
    return session.scalar(
        sa.select(SupervisionAction.title).where(SupervisionAction.id == action_id)
    )


def all_words() -> dict[Dictionary, list[Option]]:
    """Active words of both dictionaries, in one query."""
    statement = sa.select(DictionaryEntry).where(DictionaryEntry.active)
    found: dict[Dictionary, list[Option]] = {which: [] for which in Dictionary}
    for entry in session.scalars(statement.order_by(DictionaryEntry.position)):
        found[entry.dictionary].append(Option(entry.label, entry.label))
    return found


def handler_options() -> list[Option]:
    """承办人 of one's own body."""
    people = people_of(current().body_id, Role.HANDLER)
    return [Option(str(user.id), user.name) for user in people]


def _user_name(user_id: int) -> str | None:
    bodies = current().readable_body_ids
    return session.scalar(sa.select(User.name).where(User.id == user_id, User.body_id.in_(bodies)))


def _years() -> list[Option]:
    years = range(clock.today().year, FIRST_YEAR - 1, -1)
    return [Option(str(year), f"{year}年") for year in years]


def _in_year(year: int) -> sa.ColumnElement[bool]:
    return Problem.found_on.between(date(year, 1, 1), date(year, 12, 31))


def _year(text: str) -> int:
    year = identifier(text)
    if not FIRST_YEAR <= year <= clock.today().year:
        raise ValueError(text)
    return year


def _on_paper(number: str) -> sa.ColumnElement[bool]:
    """By key: a number names few problems, so it must lead whatever else is asked for."""
    other = aliased(Problem)
    named = sa.select(other.id).where(other.paper_number == number.translate(BRACKETS))
    return Problem.id.in_(named)


FILTERS: tuple[Filter, ...] = (
    Choice("unit", "单位", where=lambda v: held_by(Problem.unit_id, v), options=unit_options,
           coerce=identifier, find=unit_name, typed=True, by_key=True),
    Choice("action", "监督行动", where=lambda v: Problem.action_id == v, options=action_options,
           coerce=identifier, find=_action_title, typed=True, by_key=True),
    Choice("category", "问题类别", where=lambda v: Problem.category == v,
           options=all_words, pick=Dictionary.CATEGORY, find=any_word, typed=True),
    Choice("handler", "承办人", where=lambda v: Problem.handler_id == v, options=handler_options,
           coerce=identifier, find=_user_name, typed=True, by_key=True),
    Choice("status", "状态", where=lambda v: Problem.status == ProblemStatus(v),
           options=lambda: options_of(ProblemStatus)),
    Choice("field", "执法领域", where=lambda v: Problem.field == v,
           options=all_words, pick=Dictionary.FIELD, find=any_word, typed=True),
    Choice("severity", "严重程度", where=lambda v: Problem.severity == Severity(v),
           options=lambda: options_of(Severity)),
    Choice("year", "年度", where=_in_year, options=_years, coerce=_year),
    Text("paper", "文号", where=_on_paper, by_key=True),
    DateRange("found", "发现日期", Problem.found_on),
)  # fmt: skip
SORTS = (
    Sort("found", Problem.found_on, descending=True),
    Sort("due", Problem.due_on, nullable=True),
    Sort("latest", Problem.due_on, descending=True, nullable=True),
)
FIELDS = (
    Problem.title, Problem.category, Problem.field, Problem.severity, Problem.measure,
    Problem.case_number, Problem.case_cause, Problem.found_on, Problem.status, Problem.ended_on,
    Problem.recurrence, Problem.first_by_id, Problem.second_by_id, Problem.explained_on,
    Problem.confirmed_on, Problem.back_entered,
    Problem.paper_id, Problem.paper_number, Problem.demand, Problem.delivered_on, Problem.due_on,
    Problem.chased_on, Problem.chased_how, Problem.reply_state, Problem.conclusion,
    Unit.name.label("unit"), Unit.short_name.label("unit_short"),
    User.name.label("handler"), SupervisionAction.title.label("action"),
    *LIGHT_COLUMNS,
)  # fmt: skip
JOINS = (
    Join(Unit, Unit.id == Problem.unit_id),
    Join(User, User.id == Problem.handler_id),
    Join(SupervisionAction, SupervisionAction.id == Problem.action_id, outer=True),
    *(
        Join(table, on, outer=True)
        for table, on in light_joins("instrument", Problem.paper_id, UNIT_KINDS)
    ),
)

UNIT = Column("unit", "单位", cell="unit", look="cell-unit")
CASE = (
    Column("case_number", "所涉案件文号", shown=False),
    Column("case_cause", "案由", shown=False),
)
PROBLEMS = Listing(
    model=Problem,
    fields=FIELDS,
    columns=(
        Column("title", "问题 / 所涉案件", cell="found", sheet="问题", width=40, look="cell-lead"),
        *CASE,
        UNIT,
        Column("category", "类别", cell="category", sheet="问题类别", look="nowrap"),
        Column("severity", "严重程度", shown=False),
        Column("field", "执法领域", shown=False),
        Column("action", "监督行动", look="wide"),
        Column("found", "发现日期", "found_on", sort="found", look="nowrap", phone="发现"),
        Column("established", "认定", lines.established, look="nowrap wide"),
        Column("handler", "承办人", look="nowrap wide"),
        Column("status", "状态", cell="state", look="cell-mark"),
        Column("paper", "文号", "paper_number", shown=False),
        Column("delivered", "送达日", "delivered_on", shown=False),
        Column("due", "到期日", "due_on", shown=False),
        Column("light", "期限", lines.light_words, shown=False),
        Column("chased", "最近催办", lines.chased, shown=False),
        Column("reply", "反馈", "reply_state", shown=False),
        Column("conclusion", "结论", shown=False),
        Column("ended", "了结日期", "ended_on", shown=False),
    ),
    beside={"light": lines.standings},
    joins=JOINS,
    sorts=SORTS,
    filters=FILTERS,
    tabs=(
        Tab("all", "全部"),
        Tab("pending", "待核实", where=(Problem.status == ProblemStatus.PENDING,)),
        Tab("established", "待列入文书", where=(
            IN_HAND, Problem.status == ProblemStatus.ESTABLISHED, sa.func.coalesce(Problem.paper_id, 0) == 0)),
        Tab("again", "整改后又发生", where=(
            Problem.earlier_id > 0, Problem.recurrence != Recurrence.DENIED), by_key=True),
        Tab("rejected", "不予认定", where=(Problem.status == ProblemStatus.REJECTED,)),
    ),
)  # fmt: skip


# Issued (it has its number) and not yet signed for.
_UNSIGNED = (
    IN_HAND,
    Problem.status == ProblemStatus.ESTABLISHED,
    Problem.due_on.is_(None),  # nothing is due before delivery
    Problem.paper_number != "",
    Problem.delivered_on.is_(None),
)


LEDGER = Listing(
    model=Problem,
    behind="status",
    fields=FIELDS,
    columns=(
        UNIT,
        Column("title", "问题 / 所涉案件", cell="lead", printed="lead_printed", sheet="问题", width=40,
               look="cell-lead"),
        *CASE,
        Column("paper", "文号", "paper_number", cell="paper", look="nowrap"),
        Column("delivered", "送达", "delivered_on", cell=lines.short, sheet="送达日", look="nowrap wide"),
        Column("due", "到期", "due_on", cell=lines.short, sheet="到期日", sort="due", look="nowrap",
               phone="到期"),
        Column("light", "期限", lines.light_words, cell="lamp", printed="lamp", look="cell-mark"),
        Column("chased", "最近催办", lines.chased, look="nowrap wide soft"),
        Column("reply", "反馈", "reply_state", look="nowrap"),
        Column("conclusion", "结论", look="nowrap wide"),
        Column("handler", "承办人", look="nowrap wide"),
        Column("demand", "整改要求", shown=False, width=40),
        Column("status", "状态", shown=False),
        Column("category", "问题类别", shown=False),
        Column("field", "执法领域", shown=False),
        Column("severity", "严重程度", shown=False),
        Column("found", "发现日期", "found_on", shown=False),
        Column("ended", "了结日期", "ended_on", shown=False),
        Column("action", "监督行动", shown=False),
        Column("steps", "操作", cell="steps", sheet=None, look="row-end", quiet=True),
    ),
    beside={"light": lines.standings},
    joins=JOINS,
    sorts=SORTS,
    filters=FILTERS,
    tabs=(
        Tab("open", "在办", where=lights.open_now, sort="due"),
        Tab("week", "本周到期", where=lights.due_this_week, sort="due"),
        Tab("overdue", "逾期", where=lights.overdue, sort="due", tone="overdue"),
        Tab("unsigned", "未签收", where=_UNSIGNED, sort="due"),
        Tab("verify", "待核查", where=lights.to_verify, sort="due"),
        Tab("closed", "已销号", sort="latest",
            where=(Problem.in_hand == sa.false(), Problem.status == ProblemStatus.CLOSED)),
        Tab("all", "全部", where=(Problem.status != ProblemStatus.REJECTED,)),
    ),
)  # fmt: skip
