"""期限计算书 as PDF, for whoever of the bureau sees the due date."""

from flask import Blueprint, Response, abort

from supervision.calendar.sheet import sheet
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.documents.pdf import render
from supervision.core.duedates import DueDate
from supervision.core.web import download

bp = Blueprint("term_sheet", __name__, url_prefix="/due-dates")


@bp.get("/<int:due_date_id>.pdf")
@allows(Permission.CALENDAR_VIEW)
def show(due_date_id: int) -> Response:
    """A working sheet of the bureau's own: the unit reads the reasons on its page."""
    row = session.get(DueDate, due_date_id)
    if row is None or current().is_unit:
        abort(404)
    return download(
        render(sheet(row)).pdf, "application/pdf", f"期限计算书 {row.title}.pdf", inline=True
    )
