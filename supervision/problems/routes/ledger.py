"""The 整改台账 and the list of all problems; print and export with exactly the same filter."""

from collections.abc import Mapping
from itertools import islice
from urllib.parse import urlencode

from flask import current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.addresses import place, url_with
from supervision.core.listing import Listing, Page
from supervision.core.listing.files import KIND, chosen_file, list_files, rows_of
from supervision.core.listing.lists import HIDE
from supervision.core.listing.reading import chosen
from supervision.core.tasks.making import answer
from supervision.core.web import page
from supervision.problems.bulk import BulkAction, actions_for
from supervision.problems.lists import LEDGER, PROBLEMS
from supervision.problems.routes.blueprint import CHOSEN_FROM, bp, some_chosen

Reply = str | tuple[str, int] | Response
LISTS: dict[str, tuple[Listing, str]] = {
    name: (listing, {"ledger": "整改台账", "problems": "发现问题"}[name])
    for name, listing in CHOSEN_FROM.items()
}
MOST_PRINTED = 2000


@bp.get("/ledger")
@allows(Permission.PROBLEM_VIEW)
def ledger() -> Reply:
    shown = Page(LEDGER, request.args, request.path)
    return page("problems/ledger.html", list=shown, **_context("ledger", shown))


@bp.get("/")
@allows(Permission.PROBLEM_VIEW)
def index() -> Reply:
    shown = Page(PROBLEMS, request.args, request.path)
    return page("problems/index.html", list=shown, **_context("problems", shown))


def _context(which: str, shown: Page) -> dict[str, object]:
    actions = actions_for(which, current())
    seen = {"of": which, **({HIDE: shown.query[HIDE]} if HIDE in shown.query else {})}
    beyond = shown.prev_url or shown.next_url
    return {
        "bulk": [_button(one, seen) for one in actions],
        "every": f"{which}?{urlencode(shown.query)}" if beyond else None,
        "in_row": [
            {"label": one.label, "url": place(one.endpoint), "form": f"row{number}"}
            for number, one in enumerate(one for one in actions if one.row)
        ],
        "paper_endpoint": paper_endpoint(),
    }


def _button(action: BulkAction, seen: Mapping[str, str]) -> dict[str, object]:
    """`seen`: the list and what of it is hidden, by which a file of chosen rows goes."""
    url = place(action.endpoint, **({"verb": action.verb} if action.verb else {}))
    url = url_with(action.endpoint, seen) if action.download else url
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
    rows = list(islice(rows_of(shown.asked), MOST_PRINTED + 1))
    more = len(rows) > MOST_PRINTED
    return page("problems/print.html", list=shown, rows=rows[:MOST_PRINTED], more=more)


FILES = {name: list_files(name, title, listing) for name, (listing, title) in LISTS.items()}


@bp.route(f"/<any(ledger, problems):which>/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(which: str, kind: str) -> ResponseReturnValue:
    return answer(FILES[which][kind], request.args)


@bp.post("/export-chosen")
@allows(Permission.EXPORT)
def export_chosen() -> Response:
    listing = CHOSEN_FROM.get(request.args.get("of", ""), LEDGER)
    return chosen_file("所选问题", listing, chosen(listing, some_chosen()), request.args)
