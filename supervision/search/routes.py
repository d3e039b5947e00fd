"""The page of the search box: a few hits of every kind, or one kind from page to page."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from supervision.agencies.models import Unit
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.addresses import url_with
from supervision.core.db import session
from supervision.core.files import Attachment
from supervision.core.keys import identifier
from supervision.core.places import page_of
from supervision.core.search import Hit, Question, ask, found, read, show
from supervision.core.search.query import CAP
from supervision.core.web import page

bp = Blueprint("search", __name__, url_prefix="/search")
FEW = 5
PAGE = 30


@bp.get("/")
@allows(Permission.SEARCH, Permission.INSTRUMENT_VIEW)
def index() -> ResponseReturnValue:
    query = request.args.get("q", "").strip()
    unit_id = request.args.get("unit", type=identifier)
    question = read(query, actor=current(), unit_id=unit_id)
    keys = found(question)
    numbers = {kind: len(some) for kind, some in keys.items()}
    labels = {source.kind: source.label for source in question.sources}
    kind = request.args.get("kind", "")
    chosen = kind if kind in labels else ""
    hits = _hits(question, keys, chosen)
    following = _following(hits.get(chosen, []), query, chosen)
    units = _unit_names(hits, unit_id)
    return page(
        "search/index.html",
        query=query,
        asked=bool(question.words),
        tabs=_tabs(query, chosen, labels, numbers),
        groups=[(one, labels[one], hits[one][: PAGE if chosen else FEW]) for one in hits],
        numbers={one: _shown(number) for one, number in numbers.items()},
        total=_shown(sum(numbers.values())),
        chosen=chosen,
        next_url=following,
        units=units,
        unit_id=unit_id,
        unit_name=units.get(unit_id or 0),
        addresses=_addresses(question, hits),
        few=FEW,
    )


def _hits(
    question: Question, keys: Mapping[str, Sequence[int]], chosen: str
) -> Mapping[str, list[Hit]]:
    """A few of every kind, or a page of the chosen one; further pages ask again."""
    before = request.args.get("before", type=identifier) if chosen else None
    if before is not None:
        return {
            kind: hits
            for kind, hits in ask(question, [chosen], most=PAGE + 1, before=before).items()
            if hits
        }
    shown = (
        {chosen: keys[chosen][: PAGE + 1]}
        if chosen
        else {kind: some[:FEW] for kind, some in keys.items()}
    )
    return {kind: hits for kind, hits in show(question, shown).items() if hits}


def _following(hits: Sequence[Hit], query: str, chosen: str) -> str | None:
    """The address of the next page of one kind."""
    if len(hits) <= PAGE:
        return None
    return _address(q=query, kind=chosen, before=hits[PAGE - 1].id)


def _address(**values: object) -> str:
    """An address of this page that keeps the unit people narrowed it to."""
    return url_with("search.index", values, unit=request.args.get("unit", type=identifier))


def _shown(number: int) -> str:
    return f"{CAP}+" if number > CAP else str(number)


def _tabs(
    query: str, chosen: str, labels: Mapping[str, str], numbers: Mapping[str, int]
) -> list[dict[str, object]]:
    names = {"": "全部", **{kind: label for kind, label in labels.items() if numbers[kind]}}
    return [
        {
            "label": label,
            "count": _shown(numbers[kind] if kind else sum(numbers.values())),
            "tone": None,
            "active": kind == chosen,
            "url": _address(q=query, kind=kind or None),
        }
        for kind, label in names.items()
    ]


def _unit_names(hits: Mapping[str, list[Hit]], chosen: int | None) -> dict[int, str]:
    """Names of the units the hits belong to (and of the one chosen), in one query."""
    keys = {hit.unit_id for kind, some in hits.items() if kind != "unit" for hit in some}
    keys = (keys | {chosen}) - {None}
    if not keys:
        return {}
    found = session.execute(sa.select(Unit.id, Unit.name).where(Unit.id.in_(keys)))
    return {row.id: row.name for row in found}


def _addresses(question: Question, hits: Mapping[str, list[Hit]]) -> dict[int, str]:
    """Where each hit leads: an officer to the unit, an attachment to the record it hangs on."""
    roots = _roots([hit.record_id for hit in hits.get("attachment", ())])
    tables = {source.kind: source.model.__tablename__ for source in question.sources}
    found: dict[int, str] = {}
    for kind, some in hits.items():
        for hit in some:
            table, key = tables[kind], hit.record_id
            if kind == "officer" and hit.unit_id is not None:
                table, key = "unit", hit.unit_id
            elif kind == "attachment":
                table, key = roots[hit.record_id]
            found[hit.id] = page_of(table, key) or ""
    return found


def _roots(attachment_ids: Sequence[int]) -> dict[int, tuple[str, int]]:
    if not attachment_ids:
        return {}
    statement = sa.select(Attachment.id, Attachment.root_type, Attachment.root_id)
    rows = session.execute(statement.where(Attachment.id.in_(attachment_ids)))
    return {key: (kind, root) for key, kind, root in rows}
