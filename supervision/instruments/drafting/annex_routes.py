"""The originals of the files that are bound behind a paper."""

from flask import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.web import download
from supervision.instruments.blueprint import bp, load
from supervision.instruments.drafting import annexes


@bp.get("/<int:paper_id>/annexes/<int:number>")
@allows(Permission.INSTRUMENT_VIEW)
def annex_original(paper_id: int, number: int) -> Response:
    """As it was uploaded; the unit gets it once the paper is theirs."""
    found, content = annexes.original(load(paper_id), number)
    return download(content, found.file.media_type, found.file.name, inline=True)
