"""Rows of a 往年台账 beside one another: what one leaves to another or to what is usual, and what cannot be."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from supervision.core import clock
from supervision.core.deadlines import term_text
from supervision.core.errors import DomainError
from supervision.core.numbering import parse
from supervision.imports import fields
from supervision.imports.fields import Names
from supervision.imports.kinds.base import ROW, Values
from supervision.imports.kinds.ledger_columns import (
    ALONE,
    DAYS,
    LABELS,
    MENDED,
    NOT_MENDED,
    OF_WHOLE,
    ON_SPOT,
    PARTLY,
    UNFIXABLE,
)
from supervision.instruments.item_terms import ItemTerm
from supervision.instruments.models import InstrumentKind
from supervision.instruments.replying.service import NOT_BY_POST
from supervision.instruments.states import Nature

FILLED = "filled"  # beside the fields: what was left out and is taken for it, in words
ORIGINAL = "见原件"
OF_ROUND = ("posted_on", "replied_on", "reply_number")
IN_ROUNDS = "。几轮反馈的，表中只填第一轮，其余各轮导入后在文书页面更正补录"
Group = Sequence[Values]


def groups(given: Sequence[Values]) -> list[Group]:
    """The rows of each paper together; a row without one by itself. They stand beside each other already."""
    found: dict[object, list[Values]] = {}
    for row in given:
        found.setdefault(row["number"] or row[ROW], []).append(row)
    return list(found.values())


def complete(given: Sequence[Values], names: Names) -> list[Values]:
    """What the rows leave out, from the other rows of their paper or as the headings say."""
    return [row for group in groups(given) for row in _completed(group, names)]


def _completed(group: Group, names: Names) -> Iterator[Values]:
    told = [{**row, **_shared(row, group)} for row in group] if group[0]["number"] else [*group]
    for row in told:
        usual = _usual(row, told, names)
        filled = "、".join(f"{LABELS[name]}{value}" for name, value in usual.items())
        yield {**row, **usual, FILLED: filled}


def _shared(row: Values, group: Group) -> dict[str, Any]:
    """What one row only says of the paper holds for all (merged cells, or written once)."""
    found = {}
    for name in OF_WHOLE:
        said = {other[name] for other in group if other[name]}
        if not row[name] and len(said) == 1:
            found[name] = said.pop()
    return found


def _usual(row: Values, group: Group, names: Names) -> dict[str, Any]:
    """What is taken for what is not said."""
    usual: dict[str, Any] = {"established_on": row["found_on"]}
    if row["number"]:
        ends = [one["ended_on"] for one in group]
        answered = any(one["replied_on"] for one in group)
        mended = MENDED.label if row["ended_on"] else ""
        usual |= {
            "kind": _kind_of(row["number"], names),
            "signatory_name": ORIGINAL,
            "demand": ORIGINAL,
            "delivered_on": row["signed_on"],
            "replied_on": min(ends) if all(ends) and not answered else None,
            "conclusion": mended,
        }
        kind = names.papers.get(row["kind"] or usual["kind"])
        of_kind = term_text(kind.term_number, kind.term_unit) if kind else ""
        usual["term"] = str(term_of_whole(group, names)) or of_kind
    return {name: value for name, value in usual.items() if value and not row[name]}


def term_as_said(said: str) -> ItemTerm:
    """The term of a row: so many days, or a last day."""
    number, unit = fields.term_parts(said)
    return ItemTerm(number, unit, date.fromisoformat(said) if said and not number else None)


def term_of_whole(group: Group, names: Names) -> ItemTerm:
    """The term of a paper whose rows may say several: the one that ends last, for then all is due."""
    said = dict.fromkeys(row["term"] for row in group if row["term"])
    found = [term_as_said(one) for one in said]
    days = ("delivered_on", "signed_on")
    known = (row[day] for day in days for row in group if row[day])
    on = next(known, None)
    if on is None or len(found) < 2:
        return found[0] if found else ItemTerm()
    return max(found, key=lambda one: one.last_day(on, body_id=names.body_id) or on)


def _kind_of(number: str, names: Names) -> str:
    """The kind whose 代字 it is, where that is one."""
    series = parse(number)[0]
    found = [one.name for one in names.papers.values() if one.series == series]
    return found[0] if len(found) == 1 else ""


def faults(group: Group, names: Names) -> list[DomainError | None]:
    """For each row of a paper why it cannot be, by itself or beside the others; or None."""
    return [_fault(row, group, names) or _otherwise(row, group) for row in group]


def _fault(row: Values, group: Group, names: Names) -> DomainError | None:
    found = _on_paper(row, group, names) if row["number"] else _alone(row)
    return next(found, None) or _days(row)


def _alone(row: Values) -> Iterator[DomainError]:
    """A row without a paper: it ended by itself, or waits for one."""
    said = row["conclusion"]
    apart = said in ALONE
    if apart and not row["ended_on"]:
        yield DomainError(f"结论为“{said}”的，请填写销号日期", field="ended_on")
    if said and not apart:
        words = "没有文号的，结论只能是立行立改、无法纠正；列入文书的请填写文号"
        yield DomainError(words, field="number")
    if row["ended_on"] and not said:
        words = "有销号日期而没有文号：请填写文号；当场改正的，结论填立行立改，改不了的填无法纠正"
        yield DomainError(words, field="number")
    for name in (*OF_WHOLE, *(() if apart else ("demand", "reply"))):
        if row[name]:
            words = f"填写了{LABELS[name]}，请填写文号；没有下发文书的，不填{LABELS[name]}"
            yield DomainError(words, field="number")


def _on_paper(row: Values, group: Group, names: Names) -> Iterator[DomainError]:
    kind = names.papers.get(row["kind"])
    if kind is None:
        series = parse(row["number"])[0]
        words = f"代字“{series}”对应的文种没有或者不止一个，请填写文种"
        yield DomainError(words, field="kind")
    elif not _carries(kind):
        words = f"{kind.name}不逐条要求整改和反馈，问题不能列入其中，请核对文号和文种"
        yield DomainError(words, field="kind")
    if not any(one["signed_on"] for one in group):
        yield DomainError("有文号的，请填写成文日期", field="signed_on")
    yield from _ended(row)
    for name in ("reply_number", "posted_on"):
        if row[name] and not row["replied_on"]:
            yield DomainError(f"填写了{LABELS[name]}，请填写反馈日期", field="replied_on")
    if row["posted_on"] and kind is not None and not kind.posted_counts:
        yield DomainError(NOT_BY_POST, field="posted_on")


def _ended(row: Values) -> Iterator[DomainError]:
    """Whether the conclusion and the end of an item of a paper go together."""
    said, ended = row["conclusion"], row["ended_on"] is not None
    if said == ON_SPOT.label:
        words = f"列入文书的，结论填{MENDED.label}；当场改正、没有列入文书的，不填文号"
        yield DomainError(words, field="conclusion")
    if said in (PARTLY.label, NOT_MENDED.label) and ended:
        words = f"结论为“{said}”的不能销号：整改到位的，结论填{MENDED.label}；没有的，不填销号日期"
        yield DomainError(words, field="conclusion")
    if said == UNFIXABLE.label and not ended:
        yield DomainError(f"结论为“{said}”的，请填写销号日期", field="ended_on")
    if said == MENDED.label and not ended and not row["replied_on"]:
        words = f"结论为“{said}”的，请填写销号日期；还没有销号的，请填写反馈日期"
        yield DomainError(words, field="ended_on")


def _carries(kind: InstrumentKind) -> bool:
    return kind.reply_wanted and Nature.CORRECTIVE.value in kind.natures


def _days(row: Values) -> DomainError | None:
    """Events follow one another, and none is to come."""
    before = ""
    for name in DAYS:
        day = row[name]
        if day is None:
            continue
        if day > clock.today():
            return DomainError(f"{LABELS[name]}不得晚于今天", field=name)
        if before and day < row[before]:
            words = f"{LABELS[name]}{day}不得早于{LABELS[before]}{row[before]}"
            return DomainError(words, field=name)
        before = name
    return None


def _otherwise(row: Values, group: Group) -> DomainError | None:
    """What it says of its paper otherwise than the first row that says it."""
    for name in ("unit", *(one for one in OF_WHOLE if one != "term")):
        first = next((other for other in group if other[name]), row)
        if row[name] and row[name] != first[name]:
            words = (
                f"第{first[ROW]}行和第{row[ROW]}行同为{row['number']}，{LABELS[name]}却不同："
                f"{first[name]}、{row[name]}{IN_ROUNDS if name in OF_ROUND else ''}"
            )
            return DomainError(words, field=name)
    return None


def told(values: Mapping[str, Any]) -> str:
    """What the preview says beside a new row: whose it is, its paper, its end, and what was taken as usual."""
    end = f"{values['ended_on']}{values['conclusion']}" if values["ended_on"] else "未销号"
    left_out = f"未填的按：{values[FILLED]}" if values.get(FILLED) else ""
    parts = (values["unit"], values["number"] or "没有文书", end, left_out)
    return "；".join(part for part in parts if part)
