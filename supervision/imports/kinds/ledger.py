"""往年台账: one row is a problem of an earlier year with the paper it stood on and its end (补录).

Rows of one 文号 are the items of one paper. What the ledger shows of a problem follows from them.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from supervision.core import duedates
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.corrections import entered, followed
from supervision.core.db import session
from supervision.core.deadlines import term_text
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError
from supervision.core.importer import as_text
from supervision.core.numbering import normalise
from supervision.imports.fields import Names
from supervision.imports.kinds.base import Kind, Values, let_go
from supervision.imports.kinds.ledger_columns import ALONE, FIELDS, ON_PAPER
from supervision.imports.kinds.ledger_rows import (
    Group,
    complete,
    faults,
    groups,
    term_as_said,
    term_of_whole,
    told,
)
from supervision.imports.kinds.papers import PAPERS
from supervision.imports.kinds.problems import PROBLEMS, called, facts_of
from supervision.instruments import item_terms
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.back_entry.service import UNTOLD, PastItem, PastPaper
from supervision.instruments.drafting.service import ItemFacts, PaperFacts
from supervision.instruments.item_terms import ItemTerm
from supervision.instruments.models import Instrument, InstrumentItem
from supervision.problems import service as problems
from supervision.problems.models import Problem

_BOTH = re.compile(r"(.*)（整改要求：(.*)）", re.DOTALL)  # of one that ended without a paper
_ENDED = {status: label for label, status in ALONE.items()}


def _values(row: Problem) -> Values:
    end = _ENDED.get(row.status, "")
    demand, reply = _parted(row.end_note) if end else ("", "")
    said = {
        **dict.fromkeys((one.name for one in FIELDS), ""),
        **PROBLEMS.values(row),
        "established_on": row.confirmed_on,
        "demand": demand,
        "reply": reply,
        "conclusion": end,
        "ended_on": row.ended_on,
        **dict.fromkeys(("signed_on", "delivered_on", "posted_on", "replied_on")),
    }
    item = session.scalars(_items_of(row).where(Instrument.id == row.paper_id)).first()
    return said if item is None else {**said, **_of_paper(item, end)}


def _items_of(problem: Problem) -> sa.Select[InstrumentItem]:
    own = sa.select(InstrumentItem).join(InstrumentItem.instrument)
    return own.where(InstrumentItem.problem_id == problem.id).order_by(InstrumentItem.id)


def _of_paper(item: InstrumentItem, end: str) -> dict[str, Any]:
    paper = item.instrument
    replied = paper.rounds[0] if paper.rounds else None
    own = item_terms.of_paper(paper).get(item.id)
    return {
        "number": paper.number or "",
        "kind": paper.kind.name,
        "signed_on": paper.signed_on,
        "signatory_name": paper.signatory_name,
        "demand": item.demand,
        "term": str(item_terms.said_of(own) if own else paper.fixed_due or _term(paper)),
        "delivered_on": paper.delivered_on,
        "posted_on": replied.posted_on if replied else None,
        "replied_on": replied.received_on if replied else None,
        "reply_number": replied.letter_number if replied else "",
        "reply": item.measures,
        "conclusion": end or (item.conclusion.label if item.conclusion else ""),
    }


def _term(paper: Instrument) -> str:
    return term_text(paper.term_number, paper.term_unit)


def _parted(note: str) -> tuple[str, str]:
    found = _BOTH.fullmatch(note)
    return (found[2], found[1]) if found else ("", note)


def _end_note(values: Values) -> str:
    demand, reply = values["demand"], values["reply"]
    return f"{reply}（整改要求：{demand}）" if demand else reply


def _find(
    given: Sequence[Values], names: Names, actor: Principal
) -> list[Problem | DomainError | None]:
    words = "此问题是在系统内办理的，不用补录"
    return [
        DomainError(words, field="title")
        if isinstance(row, Problem) and not row.back_entered
        else row
        for row in PROBLEMS.find(given, names, actor)
    ]


def _create(given: Sequence[Values], names: Names, actor: Principal) -> list[Problem | DomainError]:
    return [answer for group in groups(given) for answer in _entered(group, names, actor)]


def _entered(group: Group, names: Names, actor: Principal) -> list[Problem | DomainError]:
    """The problems of one paper, and the paper; where a row is at fault, no paper."""
    wrong = faults(group, names)
    answers = [
        fault or _problem(row, names, actor) for fault, row in zip(wrong, group, strict=True)
    ]
    made = [one for one in answers if isinstance(one, Problem)]
    if len(made) < len(group):
        return answers
    try:
        if group[0]["number"]:
            back_entry.enter(_past(group, made, names), actor=actor)
        for row, problem in zip(group, made, strict=True):
            _end(problem, row, actor)
    except DomainError as refusal:
        return [refusal, *answers[1:]]
    return answers


def _problem(row: Values, names: Names, actor: Principal) -> Problem | DomainError:
    try:
        facts = facts_of(row, names, None)
        return problems.back_enter(facts, established_on=row["established_on"], actor=actor)
    except DomainError as refusal:
        return refusal


def _end(problem: Problem, row: Values, actor: Principal) -> None:
    end = ALONE.get(row["conclusion"])
    if end is not None:
        note = row["reply"] if row["number"] else _end_note(row)
        problems.back_end(problem, end, on=row["ended_on"], note=note, actor=actor)
        for item in session.scalars(_items_of(problem)):
            duedates.end(item, DueKind.REPLY, on=row["ended_on"])
    entered(problem, actor=actor)


def _past(group: Group, made: Sequence[Problem], names: Names) -> PastPaper:
    first = group[0]
    _refuse_held(first["number"], made[0])
    whole = term_of_whole(group, names)
    actions = {one.action_id for one in made}
    ends = [row["ended_on"] for row in group]
    return PastPaper(
        paper=PaperFacts(
            kind=names.papers[first["kind"]],
            unit=names.units[first["unit"]],
            items=[_item(row, problem) for row, problem in zip(group, made, strict=True)],
            action_id=actions.pop() if len(actions) == 1 else None,
            term_number=whole.number,
            term_unit=whole.unit,
            fixed_due=whole.fixed_due,
        ),
        number=first["number"],
        signed_on=first["signed_on"],
        signatory_name=first["signatory_name"],
        delivered_on=first["delivered_on"],
        reply_number=first["reply_number"],
        posted_on=first["posted_on"],
        replied_on=first["replied_on"],
        closed_on=max(ends) if all(ends) else None,
        outcomes=[_outcome(row, whole) for row in group],
    )


def _refuse_held(number: str, problem: Problem) -> None:
    """Nothing is added to a paper that stands: its items are those it was entered, or signed, with."""
    with seeing(EVERYTHING):
        held = sa.select(Instrument.back_entered).where(
            Instrument.body_id == problem.body_id, Instrument.number == number
        )
        late = session.scalar(held.limit(1))
    if late is not None:
        again = "已补录，不能再加条目：撤销原来的补录，再一并导入"
        words = again if late else "是在系统内办理的文书，不用补录"
        raise DomainError(f"{number}{words}", field="number")


def _item(row: Values, problem: Problem) -> ItemFacts:
    return ItemFacts(
        heading=problem.title,
        statement=problem.facts,
        provision=problem.rule_breached,
        demand=row["demand"],
        problem=problem,
    )


def _outcome(row: Values, whole: ItemTerm) -> PastItem:
    apart = row["conclusion"] in ALONE
    answered = row["ended_on"] is not None
    return PastItem(
        answer=row["reply"] or (UNTOLD if answered else ""),
        conclusion=ON_PAPER.get(row["conclusion"]),
        ended_on=None if apart else row["ended_on"],
        term=own if (own := term_as_said(row["term"])) != whole else None,
    )


def _update(_row: Problem, values: Values, _names: Names, _actor: Principal) -> None:
    words = "已补录，内容与此行不同：要改的，撤销那次导入、改好表格重新导入，或者在所列文书的页面更正补录"
    raise DomainError(words)


def _release(problem: Problem) -> None:
    """Its items go from their papers; with the last a paper goes, and its number's place."""
    let_go(problem)
    for item in session.scalars(_items_of(problem)).all():
        paper = item.instrument
        if followed(paper):
            raise DomainError(f"{paper.name}补录之后已在系统内办理，不能撤销此次导入")
        paper.items.remove(item)
        session.flush()
        if not paper.items:
            PAPERS.release(paper)
            session.delete(paper)
            session.flush()


def _rows(actor: Principal) -> sa.Select[Problem]:
    return PROBLEMS.rows(actor).where(Problem.back_entered.is_(True))


def _paper_of(cells: Mapping[str, object]) -> str:
    return normalise(as_text(cells.get("number")))


LEDGER = Kind(
    name="ledger",
    label="往年台账",
    says="往年的问题，连同所列文书和了结情况；同一文号的各行合为一件文书，审核人整表核对后导入",
    letter="T",
    permission=Permission.INSTRUMENT_REGISTER,
    model=Problem,
    fields=FIELDS,
    defaults=PROBLEMS.defaults,
    values=_values,
    called=called,
    find=_find,
    create=_create,
    update=_update,
    rows=_rows,
    title=PROBLEMS.title,
    about=told,
    service_fields={
        **PROBLEMS.service_fields, "kind_id": "kind", "received_on": "delivered_on", "letter_date": "replied_on",
        "on": "signed_on", "term_number": "term", "closed_on": "ended_on", "items": "title",
    },
    identity=PROBLEMS.identity,
    numbered=PROBLEMS.numbered,
    release=_release,
    past=PAPERS.past,
    at_once=300,
    together=50,
    in_bulk=True,
    whole=_paper_of,
    complete=complete,
)  # fmt: skip
