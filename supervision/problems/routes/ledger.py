"""The 整改台账 and the list of all problems; print and export with exactly the same filter."""

from itertools import islice

from flask import current_app, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.errors import DomainError
from supervision.core.listing import Listing, Page
from supervision.core.listing.files import KIND, chosen_file, list_files, rows_of
from supervision.core.listing.reading import chosen
from supervision.core.tasks.making import answer
from supervision.core.web import page
from supervision.problems.bulk import BulkAction, actions_for
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
    shown = Page(LEDGER, request.args, request.path)
    return page("problems/ledger.html", list=shown, **_context("ledger"))


@bp.get("/")
@allows(Permission.PROBLEM_VIEW)
def index() -> Reply:
    shown = Page(PROBLEMS, request.args, request.path)
    return page("problems/index.html", list=shown, **_context("problems"))


def _context(which: str) -> dict[str, object]:
    actions = actions_for(which, current())
    return {
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
    shown = Page(LEDGER, request.args, request.path)
    rows = list(islice(rows_of(shown.asked), MOST_PRINTED))
    return page("problems/print.html", list=shown, rows=rows, most=MOST_PRINTED)


FILES = {name: list_files(name, title, listing) for name, (listing, title) in LISTS.items()}


@bp.route(f"/<any(ledger, problems):which>/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(which: str, kind: str) -> ResponseReturnValue:
    return answer(FILES[which][kind], request.args)


@bp.post("/export-chosen")
@allows(Permission.EXPORT)
def export_chosen() -> Response:
    ids = chosen_ids()
    if not ids:
        raise DomainError("请先在表中勾选问题")
    return chosen_file("所选问题", LEDGER, chosen(LEDGER, ids))
