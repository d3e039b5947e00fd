"""The paper as a file: draft preview, editable copy, archived original, many at once."""

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.keys import identifiers
from supervision.core.listing.files import KIND, list_files
from supervision.core.tasks.making import Making, answer
from supervision.core.tasks.routes import address
from supervision.core.web import download, page
from supervision.instruments import lists
from supervision.instruments.blueprint import bp, load
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing
from supervision.instruments.printing import making
from supervision.instruments.printing import many as printing_many
from supervision.instruments.printing.making import PDF
from supervision.instruments.printing.many import Bound


@bp.get("/<int:paper_id>/paper.pdf")
@allows(Permission.INSTRUMENT_VIEW)
def pdf(paper_id: int) -> Response | BaseResponse:
    """The archived original once signed (re-served, never re-rendered), before that a 草稿."""
    paper = load(paper_id)
    content = printing.archived(paper)
    if content is None:
        draft = printing.as_it_stands(paper)
        if printing.is_long(draft):
            return redirect(url_for("instruments.print_long", paper_id=paper.id))
        content = printing.drawn(draft)
    return download(content, PDF, f"{paper.name}.pdf", inline=True)


@bp.route("/<int:paper_id>/print", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_VIEW)
def print_long(paper_id: int) -> str | tuple[str, int] | BaseResponse:
    """A long draft is drawn in the background."""
    paper = load(paper_id)
    if request.method == "POST":
        return redirect(address(printing_many.order([paper.id], Bound.PDF, actor=current())))
    return page("instruments/print_long.html", paper=paper, count=printing.pages(paper))


@bp.post("/print-many/<string:how>")
@allows(Permission.INSTRUMENT_VIEW)
def print_many(how: str) -> BaseResponse:
    """The chosen papers as one PDF or as a ZIP, made in the background."""
    if how not in list(Bound):
        abort(404)
    chosen = identifiers(request.form.getlist("ids"))
    return redirect(address(printing_many.order(chosen, Bound(how), actor=current())))


@bp.get("/<int:paper_id>/pages/<int:number>.png")
@allows(Permission.INSTRUMENT_VIEW)
def picture(paper_id: int, number: int) -> Response:
    """One page of the paper as a picture, for the preview in place."""
    content = printing.picture(load(paper_id), number)
    return download(content, "image/png", f"{number}.png", inline=True)


@bp.route("/<int:paper_id>/paper.docx", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_VIEW)
def docx(paper_id: int) -> ResponseReturnValue:
    """The editable copy of the same text; the unit gets it once the paper is theirs."""
    return made(making.COPY, load(paper_id))


@bp.route("/<int:paper_id>/paper.ofd", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_VIEW)
def ofd(paper_id: int) -> ResponseReturnValue:
    """The OFD copy on trial, where the setting offers it."""
    return made(making.EXCHANGE, load(paper_id))


def made(kind: Making, paper: Instrument) -> ResponseReturnValue:
    """A file of the paper: at once, or in the background where it is long."""
    back = url_for("instruments.show", paper_id=paper.id)
    return answer(kind, {making.PAPER: str(paper.id)}, back=back)


FILES = list_files("papers", "文书", lists.PAPERS)


@bp.route(f"/export.{KIND}", methods=["GET", "POST"])
@allows(Permission.EXPORT)
def export(kind: str) -> ResponseReturnValue:
    """Exactly the filtered list."""
    return answer(FILES[kind], request.args)
