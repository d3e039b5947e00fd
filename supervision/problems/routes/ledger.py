"""The 整改台账 and the list of all problems; print and export with exactly the same filter."""

from itertools import islice

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.errors import DomainError
from supervision.core.listing import Listing
from supervision.core.listing.files import KIND, list_file
from supervision.core.web import page
from supervision.problems.bulk import BulkAction, actions_for
from supervision.problems.lines import (
    EXPORT_HEADINGS,
    chased,
    export_rows,
    short,
    standings,
)
from supervision.problems.lists import LEDGER, PROBLEMS
from supervision.problems.routes.blueprint import bp, chosen_ids

Reply = str | tuple[str, int] | Response
LISTS: dict[str, tuple[Listing, str]] = {
    "ledger": (LEDGER, "整改台账"),
    "problems": (PROBLEMS, "发现问题"),
}
MOST_PRINTED = 2000


@bp.get("/ledger")
@allows(Permission.PROBLEM_VIEW)
def ledger() -> Reply:
    shown = LEDGER.open(request.args, request.path)
    return page("problems/ledger.html", list=shown, **_context(shown.rows, "ledger"))


@bp.get("/")
@allows(Permission.PROBLEM_VIEW)
def index() -> Reply:
    shown = PROBLEMS.open(request.args, request.path)
    return page("problems/index.html", list=shown, **_context(shown.rows, "problems"))


def _context(rows: list[object], which: str) -> dict[str, object]:
    actions = actions_for(which, current())
    return {
        "standings": standings(rows),
        "short": short,
        "chased": chased,
        "bulk": [_button(one) for one in actions],
        "in_row": [one for one in actions if one.row],
        "paper_endpoint": paper_endpoint(),
    }


def _button(action: BulkAction) -> dict[str, object]:
    url = url_for(action.endpoint, verb=action.verb) if action.verb else url_for(action.endpoint)
    return {
        "label": action.label,
        "url": url,
        "dangerous": action.dangerous,
        "download": action.download,
    }


def paper_endpoint() -> str | None:
    """Where a paper is shown, if papers are installed: problems do not know them."""
    return "instruments.show" if "instruments.show" in current_app.view_functions else None


@bp.get("/ledger/print")
@allows(Permission.EXPORT)
def print_ledger() -> Reply:
    shown = LEDGER.open(request.args, request.path)
    rows = list(islice(LEDGER.rows(request.args), MOST_PRINTED))
    return page(
        "problems/print.html",
        list=shown,
        rows=rows,
        standings=standings(rows),
        short=short,
        chased=chased,
        most=MOST_PRINTED,
    )


@bp.get(f"/<any(ledger, problems):which>/export.{KIND}")
@allows(Permission.EXPORT)
def export(which: str, kind: str) -> Response:
    listing, title = LISTS[which]
    return list_file(title, EXPORT_HEADINGS, export_rows(listing.rows(request.args)), kind)


@bp.post("/export-chosen")
@allows(Permission.EXPORT)
def export_chosen() -> Response:
    ids = chosen_ids()
    if not ids:
        raise DomainError("请先在表中勾选问题")
    return list_file("所选问题", EXPORT_HEADINGS, export_rows(PROBLEMS.chosen(ids)), "xlsx")
