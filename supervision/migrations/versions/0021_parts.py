"""Papers in parts: what a kind says stands part by part, what a paper says instead stands beside it,
and an item carries the provision that its fact is against.

The texts of the kinds stay what they were, cut into parts; the built-in texts of this version are taken over
by a person (文种设置), for they speak in the office's name. A text that was changed by hand is cut likewise;
where it says of an item something else than the item does, a draft's item takes the words that would have
been printed, and the paper shows both until its drafter has looked (`superseded_text`). What is under review
keeps text and items and is refused until it has been sent back. What is signed stays as it was archived.

Revision ID: 0021
Revises: 0020
"""

import logging
import re
from typing import Any

import sqlalchemy as sa
from alembic import op

from supervision.migrations.tables import NewColumn, alter

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

log = logging.getLogger("alembic.runtime.migration")
DIGITS = "零一二三四五六七八九"
LED = "整改要求："
UNSIGNED = ("draft", "returned", "reviewing", "awaiting_signature")
KIND = sa.table(
    "instrument_kind",
    *map(sa.column, ("id", "name", "legal_basis", "opening_template", "closing_template")),
    sa.column("natures", sa.JSON), sa.column("parts", sa.JSON),
)  # fmt: skip
PAPER = sa.table(
    "instrument",
    *map(sa.column, (
        "id", "kind_id", "body_id", "action_id", "text", "text_edited", "status", "title",
        "addressee", "term_number", "term_unit",
    )),
    sa.column("wording", sa.JSON), sa.column("superseded_text"),
)  # fmt: skip
ITEM = sa.table(
    "instrument_item",
    *map(sa.column, (
        "id", "instrument_id", "seq", "nature", "heading", "statement", "demand", "provision",
        "problem_id",
    )),
)  # fmt: skip
BODY = sa.table("body", sa.column("id"), sa.column("name"))
ACTION = sa.table("supervision_action", sa.column("id"), sa.column("title"))
PROBLEM = sa.table("problem", sa.column("id"), sa.column("rule_breached"))
# What the ledger shows of a problem's item, as supervision/instruments/standing.py says it.
DEMANDS = """
    UPDATE problem SET demand = COALESCE((
        SELECT item.demand FROM instrument_item item
        JOIN instrument paper ON paper.id = item.instrument_id
        JOIN instrument_kind kind ON kind.id = paper.kind_id
        WHERE item.problem_id = problem.id AND kind.reply_wanted AND (
            paper.status NOT IN ('void', 'revoked')
            OR (paper.status = 'revoked' AND item.written_off_on IS NOT NULL))
        ORDER BY CASE WHEN paper.delivered_on IS NOT NULL THEN 1 ELSE 0 END DESC,
            CASE WHEN item.nature = 'corrective' THEN 1 ELSE 0 END DESC, paper.id DESC, item.id
        LIMIT 1), '')
"""


def upgrade() -> None:
    alter(
        "instrument_kind",
        columns=(
            NewColumn("parts", "JSON", "'[]'", nullable=False),
            NewColumn("objection_to", "VARCHAR(200)", "''", nullable=False),
            NewColumn("objection_basis", "TEXT", "''", nullable=False),
            NewColumn("consequence_basis", "TEXT", "''", nullable=False),
        ),
    )
    alter(
        "instrument",
        columns=(
            NewColumn("wording", "JSON", "'[]'", nullable=False),
            NewColumn("superseded_text", "TEXT", "''", nullable=False),
        ),
    )
    alter("instrument_item", columns=(NewColumn("provision", "TEXT", "''", nullable=False),))
    alter("problem", columns=(NewColumn("demand", "TEXT", "''", nullable=False),))
    _kinds_in_parts()
    _papers_in_parts()
    _provisions()
    op.execute(DEMANDS)
    alter("instrument_kind", gone=("opening_template", "closing_template"))
    alter("instrument", gone=("text_edited",))


def _kinds_in_parts() -> None:
    bind = op.get_bind()
    for kind in bind.execute(sa.select(KIND)).all():
        parts = [
            _part("cause", f"〔根据{{依据}}，〕{_optional(kind.opening_template)}"),
            _part("matters", "", need="optional", listing="together" if kind.natures else "none"),
            _part("term", _term(kind.closing_template), need="optional"),
        ]
        bind.execute(sa.update(KIND).where(KIND.c.id == kind.id).values(parts=parts))


def _part(part: str, text: str, *, need: str = "required", listing: str = "none") -> dict[str, Any]:
    return {"part": part, "text": text, "need": need, "listing": listing, "level": 1, "label": LED}


def _optional(text: str) -> str:
    """An action that a paper has not falls away, as its name did not matter before."""
    return re.sub(r"在\{行动名称\}中，?", r"〔\g<0>〕", text)


def _term(text: str) -> str:
    """Both forms of a term, where only a number of days was thought of."""
    return re.sub(r"于收到本(?:\{文种\}|函)之日起\{期限\}内，?", "{期限语}", text)


def _papers_in_parts() -> None:
    bind = op.get_bind()
    kinds = {kind.id: kind for kind in bind.execute(sa.select(KIND)).all()}
    edited = sa.select(PAPER).where(PAPER.c.text_edited, PAPER.c.status.in_(UNSIGNED))
    for paper in bind.execute(edited.order_by(PAPER.c.id)).all():
        own = sa.select(ITEM).where(ITEM.c.instrument_id == paper.id).order_by(ITEM.c.seq)
        items = bind.execute(own).all()
        lines = [line for line in paper.text.split("\n") if line.strip()]
        kind = kinds[paper.kind_id]
        tail = len([line for line in kind.closing_template.split("\n") if line.strip()])
        found, made = _cut(lines, items, tail), _made(paper, kind)
        differs = found is None or any(
            _words(item) != words for item, words in zip(items, found[1], strict=True)
        )
        said = [one for one in found[0] if one["text"] not in made] if found else []
        values: dict[str, Any] = {"wording": said}
        if differs:
            values["superseded_text"] = paper.text
            log.warning("文书 %s《%s》的正文与条目不一致，待拟稿人核对", paper.id, paper.title)
        bind.execute(sa.update(PAPER).where(PAPER.c.id == paper.id).values(values))
        if differs and found and paper.status in ("draft", "returned"):
            for item, (heading, statement, demand) in zip(items, found[1], strict=True):
                words = {"heading": heading, "statement": statement, "demand": demand}
                bind.execute(sa.update(ITEM).where(ITEM.c.id == item.id).values(words))


def _made(paper: Any, kind: Any) -> tuple[str, str]:
    """Opening and closing as they were composed; what still reads so follows the record."""
    bind = op.get_bind()
    action = sa.select(ACTION.c.title).where(ACTION.c.id == paper.action_id)
    title = bind.scalar(action) if paper.action_id else None
    measure = "" if paper.term_unit == "日" else "个"
    values = {
        "发文机关": bind.scalar(sa.select(BODY.c.name).where(BODY.c.id == paper.body_id)),
        "被监督单位": paper.addressee,
        "文种": kind.name,
        "行动名称": f"“{title}”" if title else "行政执法监督",
        "期限": f"{paper.term_number}{measure}{paper.term_unit}" if paper.term_number else None,
    }
    basis, opening = kind.legal_basis.strip(), _filled(kind.opening_template, values)
    return f"根据{basis}，{opening}" if basis else opening, _filled(kind.closing_template, values)


def _filled(template: str, values: dict[str, Any]) -> str:
    """The template with what is known; what is not stays a slot, and so equals nothing."""
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", str(value)) if value is not None else template
    return template.strip()


Words = tuple[str, str, str]  # heading, statement, demand


def _words(item: Any) -> Words:
    return item.heading.strip().rstrip("。"), item.statement.strip(), item.demand.strip()


def _cut(
    lines: list[str], items: Any, tail: int
) -> tuple[list[dict[str, Any]], list[Words]] | None:
    """Own words of the parts and the words of each item; None where the items can't be told in the text."""
    last = len(lines) - tail if len(lines) > tail else len(lines)
    if not items:
        return [*_own("cause", lines[:1]), *_own("matters", lines[1:last]),
                *_own("term", lines[max(last, 1):])], []  # fmt: skip
    starts = _starts(lines, len(items))
    if starts is None or starts[0] >= last:
        return None
    ends = [*starts[1:], last]
    found = []
    for item, start, end in zip(items, starts, ends, strict=True):
        mark = f"{_number(item.seq)}、" if len(items) > 1 else ""
        segment = lines[start:end]
        words = (
            _item([segment[0].strip().removeprefix(mark), *segment[1:]], item) if segment else None
        )
        if words is None:
            return None
        found.append(words)
    return [*_own("cause", lines[: starts[0]]), *_own("term", lines[last:])], found


def _starts(lines: list[str], count: int) -> list[int] | None:
    if count == 1:
        return [1] if len(lines) > 1 else None
    found: list[int] = []
    for seq in range(1, count + 1):
        after = found[-1] + 1 if found else 1
        mark = f"{_number(seq)}、"
        at = next((n for n in range(after, len(lines)) if lines[n].strip().startswith(mark)), None)
        if at is None:
            return None
        found.append(at)
    return found


def _item(lines: list[str], item: Any) -> Words | None:
    """The item's words in its lines, in the order they were composed."""
    rest = [line.strip() for line in lines]
    heading = rest.pop(0).rstrip("。") if item.heading.strip() else ""
    statement: list[str] = []
    if item.statement.strip():
        led = next((n for n, line in enumerate(rest) if line.startswith(LED)), None)
        if led is None and item.nature == "corrective":
            return None
        cut = 1 if led is None else led
        statement, rest = rest[:cut], rest[cut:]
    demand = "\n".join(rest).removeprefix(LED)
    return (heading, "\n".join(statement), demand) if demand else None


def _own(part: str, lines: list[str]) -> list[dict[str, Any]]:
    text = "\n".join(lines)
    return [{"part": part, "text": text, "left_out": False, "reason": ""}] if text else []


def _number(number: int) -> str:
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return f"{'' if tens == 1 else DIGITS[tens]}十{DIGITS[ones] if ones else ''}"


def _provisions() -> None:
    """What a problem is against prints from now on; nothing is added to what was submitted."""
    drafts = sa.select(PAPER.c.id).where(PAPER.c.status.in_(("draft", "returned")))
    rule = (
        sa.select(PROBLEM.c.rule_breached)
        .where(PROBLEM.c.id == ITEM.c.problem_id)
        .scalar_subquery()
    )
    held = sa.and_(ITEM.c.problem_id.is_not(None), ITEM.c.instrument_id.in_(drafts))
    op.get_bind().execute(sa.update(ITEM).where(held).values(provision=rule))


def downgrade() -> None:
    """Opening and closing again; own words of a part are no more than a text changed by hand."""
    alter(
        "instrument",
        columns=(NewColumn("text_edited", "BOOLEAN", "false", nullable=False),),
    )
    alter(
        "instrument_kind",
        columns=(
            NewColumn("opening_template", "TEXT", "''", nullable=False),
            NewColumn("closing_template", "TEXT", "''", nullable=False),
        ),
    )
    bind = op.get_bind()
    for kind in bind.execute(sa.select(KIND)).all():
        texts = {part["part"]: part["text"] for part in kind.parts}
        opening = _plain(texts.pop("cause", ""))
        closing = "\n".join(_plain(text) for text in texts.values() if text.strip())
        values = {"opening_template": opening, "closing_template": closing}
        bind.execute(sa.update(KIND).where(KIND.c.id == kind.id).values(values))
    for paper in bind.execute(sa.select(PAPER.c.id, PAPER.c.wording)).all():
        if paper.wording:
            bind.execute(sa.update(PAPER).where(PAPER.c.id == paper.id).values(text_edited=True))
    alter("instrument", gone=("wording", "superseded_text"))
    alter("instrument_kind", gone=("parts", "objection_to", "objection_basis", "consequence_basis"))
    alter("instrument_item", gone=("provision",))
    alter("problem", gone=("demand",))


def _plain(text: str) -> str:
    """Without the phrases that fall away and the slots that only this version knows."""
    text = text.replace("〔根据{依据}，〕", "").replace(
        "{期限语}", "于收到本{文种}之日起{期限}内，"
    )
    return re.sub(r"[〔〕]", "", text)
