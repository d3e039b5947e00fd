"""粘贴导入: rows copied in Excel or WPS, through the importer's columns, checks and preview."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from supervision.actions.models import SupervisionAction
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import read_phase, session
from supervision.core.files.store import save_bytes
from supervision.core.keys import identifier
from supervision.core.web import page
from supervision.imports import service
from supervision.imports.forms import PasteForm
from supervision.imports.kinds import KINDS
from supervision.imports.pasting import NAME, sheet_of_rows
from supervision.imports.routes import bp, say_outcome

blueprint = bp  # with the page below


@bp.route("/paste", methods=["GET", "POST"])
@allows(Permission.IMPORT)
def paste() -> ResponseReturnValue:
    with read_phase():
        action = _action()
        title = action.title if action else ""
        back = (
            url_for("problems.entry", action_id=action.id) if action else url_for("imports.index")
        )
    form = PasteForm()
    if form.validate_on_submit():
        kind = KINDS["problems"]
        content, table = sheet_of_rows(form.rows.data, kind, {"action": title} if title else {})
        stored = save_bytes(NAME, "text/csv", content, actor=current())
        return say_outcome(service.receive(kind, stored, table, actor=current()))
    return page("imports/paste.html", form=form, title=title, back=back)


def _action() -> SupervisionAction | None:
    key = request.args.get("action", type=identifier)
    return session.get(SupervisionAction, key) if key else None
