"""Pages of receipts: a unit's inbox of papers to many, the bureau's table; 签收 on screen and on paper."""

from flask import Response, abort, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response as BaseResponse

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.duedates.shown import running, shown_all
from supervision.core.forms import BaseForm
from supervision.core.listing import Page
from supervision.core.web import done, download, page
from supervision.instruments.blueprint import bp
from supervision.instruments.drafting import annexes
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing
from supervision.instruments.receipts import lists, service
from supervision.instruments.receipts.forms import RegisterReceiptForm
from supervision.instruments.receipts.models import Receipt

Reply = str | tuple[str, int] | BaseResponse
PDF = "application/pdf"


def _load(receipt_id: int) -> Receipt:
    """The receipt, where it is one's own to see; anybody else's is a 404."""
    found = session.get(Receipt, receipt_id, options=[joinedload(Receipt.unit)])
    return found or abort(404)


@bp.get("/received/")
@allows(Permission.INSTRUMENT_VIEW)
def received() -> Reply:
    unit = current().is_unit
    listed = Page(lists.OF_UNIT if unit else lists.RECEIPTS, request.args, request.path)
    heading = "通知、通报" if unit else "多家签收"
    return page("instruments/received.html", heading=heading, listed=listed)


@bp.route("/received/<int:receipt_id>", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_VIEW)
def receipt(receipt_id: int) -> Reply:
    found = _load(receipt_id)
    form = BaseForm()
    if form.validate_on_submit():
        service.sign(found, actor=current())
        return done("已签收。", url_for("instruments.receipt", receipt_id=found.id))
    terms = running(shown_all(found), DueKind.RECEIPT)
    with seeing(EVERYTHING):
        files = annexes.originals_of(session.get_one(Instrument, found.instrument_id))
    return page(
        "instruments/receipt.html", receipt=found, form=form, terms=terms, annex_files=files
    )


@bp.get("/received/<int:receipt_id>/paper.pdf")
@allows(Permission.INSTRUMENT_VIEW)
def received_pdf(receipt_id: int) -> Response:
    """The paper itself: whoever sees the receipt was sent it."""
    found = _load(receipt_id)
    with seeing(EVERYTHING):
        paper = session.get_one(Instrument, found.instrument_id)
        content = printing.archived(paper) or printing.drawn(printing.as_it_stands(paper))
    return download(content, PDF, f"{found.number}.pdf", inline=True)


@bp.get("/received/<int:receipt_id>/annexes/<int:number>")
@allows(Permission.INSTRUMENT_VIEW)
def received_annex(receipt_id: int, number: int) -> Response:
    """The original of a file bound behind it."""
    found = _load(receipt_id)
    with seeing(EVERYTHING):
        paper = session.get_one(Instrument, found.instrument_id)
        one, content = annexes.original(paper, number)
    return download(content, one.file.media_type, one.file.name, inline=True)


@bp.route("/received/<int:receipt_id>/register", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DELIVER)
def register_receipt(receipt_id: int) -> Reply:
    found = _load(receipt_id)
    form = RegisterReceiptForm()
    back = url_for("instruments.show", paper_id=found.instrument_id)
    if form.validate_on_submit():
        day, who = form.received_on.data, form.recipient.data or ""
        service.register(found, on=day or clock.today(), recipient=who, actor=current())
        return done(f"已登记{found.name}签收。", back)
    return page("instruments/register_receipt.html", receipt=found, form=form, back=back)
