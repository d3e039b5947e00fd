"""单位账号表: rows of people pasted from Excel or WPS become accounts, each with its slip."""

import hashlib
from collections.abc import Iterable
from itertools import repeat

import sqlalchemy as sa
from flask import abort, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from supervision.accounts import rights, setup
from supervision.accounts.rights import OneTime
from supervision.agencies.models import Body
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.forms import BaseForm, choice, offer, paragraph
from supervision.core.importer import Table
from supervision.core.pairs import Outcome as Decided
from supervision.core.web import page, shown_once
from supervision.imports import paste_routes
from supervision.imports.openings import FIELDS, MOST, Opening, shape
from supervision.imports.pasting import sheet_of_rows
from supervision.imports.run import Outcome

bp = paste_routes.blueprint
SAID = 20  # faults told at once
NOBODYS = OneTime("", "!")  # no password has this hash: for looking a sheet over


class AccountSheetForm(BaseForm):
    """Whose units, the rows, and what was looked over of them."""

    keeps_drafts = False
    takes_rows = True
    body_id = choice("监督机构", hint="表中各单位由它监督")
    rows = paragraph(
        "复制的行",
        most=100_000,
        hint=f"在Excel或WPS中选中后复制，在这里粘贴，一次最多{MOST}人",
        render_kw={"data-pasted-rows": "true"},
    )
    seen = HiddenField()

    def digest(self) -> str:
        """Changes with what is pasted, so that nothing is opened that was not shown before."""
        return hashlib.sha256(f"{self.body_id.data}\n{self.rows.data}".encode()).hexdigest()


@bp.route("/accounts", methods=["GET", "POST"])
@allows(Permission.ACCOUNT_MANAGE, Permission.ACCOUNT_OPEN)
def accounts() -> ResponseReturnValue:
    alone = setup.alone(current())
    if not (alone or current().can(Permission.ACCOUNT_OPEN)):
        abort(403)
    bodies = session.scalars(sa.select(Body).order_by(Body.path)).all()
    form = AccountSheetForm(body_id=bodies[0].id if len(bodies) == 1 else None)
    offer(form.body_id, bodies, label=lambda body: body.name, blank=True)
    found: Outcome | None = None
    if form.validate_on_submit():
        opening = _opening(form, alone=alone, made=repeat(NOBODYS))
        table = sheet_of_rows(form.rows.data, shape(), {})[1]
        found = _looked_over(opening, table)
        if form.seen.data == form.digest() and not found.marks:
            return _opened(form, table, len(found.changes), alone=alone)
        form.rows.errors = [f"第{one.row}行：{one.reason}" for one in found.marks[:SAID]]
        form.seen.data = "" if found.marks else form.digest()
    return page("imports/accounts.html", form=form, fields=FIELDS, found=found)


def _opening(form: AccountSheetForm, *, alone: bool, made: Iterable[OneTime]) -> Opening:
    body = session.get(Body, form.body_id.data) or abort(404)
    return Opening(body, current(), alone, iter(made))


def _looked_over(opening: Opening, table: Table) -> Outcome:
    """What the sheet would do; nothing of it stays."""
    try:
        found = opening.over(table)
        for change, one in zip(found.changes, opening.opened, strict=True):
            change.about = f"{one.user.username} · {one.role.label}"
    finally:
        session.rollback()
    if len(found.changes) > MOST:
        message = f"一次最多开设{MOST}个账号，请分几次"
        raise DomainError(message, field="rows")
    return found


def _opened(
    form: AccountSheetForm, table: Table, number: int, *, alone: bool
) -> ResponseReturnValue:
    made = [OneTime.make() for _ in range(number)]  # before any lock
    opening = _opening(form, alone=alone, made=made)
    if opening.over(table).marks:
        message = "表中有的账号刚被别人开设，请重新检查"
        raise DomainError(message, field="rows")
    asked = opening.grant()
    slips = [rights.slip(one.user, its) for one, its in zip(opening.opened, made, strict=True)]
    shown_once(url_for("people.users"))
    granted = asked.outcome is Decided.SETUP
    return page("imports/account_slips.html", slips=slips, opened=opening.opened, granted=granted)
