"""Pages of 更正登记: of a delivery, a reply on paper, the signature of one of many units, a request, an objection."""

from flask import abort, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.pairs.shown import all_awaited_on
from supervision.core.web import done, page
from supervision.instruments import views
from supervision.instruments.blueprint import bp, load
from supervision.instruments.models import Instrument
from supervision.instruments.receipts.models import Receipt
from supervision.instruments.redating import asking
from supervision.instruments.redating.forms import redating_form

Reply = str | tuple[str, int] | Response


@bp.route("/<int:paper_id>/delivery/day", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DELIVER)
def redate_delivery(paper_id: int) -> Reply:
    return _corrected(load(paper_id), "delivery", 0)


@bp.route("/<int:paper_id>/replies/<int:number>/day", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
def redate_reply(paper_id: int, number: int) -> Reply:
    return _corrected(load(paper_id), "reply", number)


@bp.route("/received/<int:receipt_id>/day", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DELIVER)
def redate_receipt(receipt_id: int) -> Reply:
    receipt = session.get(Receipt, receipt_id) or abort(404)
    return _corrected(load(receipt.instrument_id), "receipt", receipt.id)


@bp.route("/<int:paper_id>/extensions/<int:extension_id>/day", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
def redate_extension(paper_id: int, extension_id: int) -> Reply:
    return _corrected(load(paper_id), "extension", extension_id)


@bp.route("/<int:paper_id>/objections/<int:objection_id>/day", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
def redate_objection(paper_id: int, objection_id: int) -> Reply:
    return _corrected(load(paper_id), "objection", objection_id)


def _corrected(paper: Instrument, what: str, key: int) -> Reply:
    correction = asking.sought(paper, what, key, actor=current())
    form = redating_form(correction)
    if form.validate_on_submit():
        why = form.why.data or ""
        asking.ask(paper, correction, form.values(correction), reason=why, actor=current())
        back = url_for("instruments.show", paper_id=paper.id)
        return done("已提请更正，经另一人确认后生效；确认之前登记和期限不变。", back)
    waiting = [one for one in all_awaited_on(paper, current()) if one.act == asking.ACT]
    return page(
        "instruments/redate.html",
        form=form,
        paper=paper,
        correction=correction,
        awaited=waiting[0] if waiting else None,
        due=views.due_of(paper),
    )
