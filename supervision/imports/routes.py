"""Pages of the import: choose a sheet, look at what it would do, carry it out, take it back."""

from flask import Blueprint, Response, abort, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from supervision.core import clock, pairs
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.audit import timeline
from supervision.core.db import read_phase, session
from supervision.core.errors import DomainError
from supervision.core.export import XLSX
from supervision.core.files.store import content_of
from supervision.core.importer import read_table
from supervision.core.intake import takes_files
from supervision.core.verbs import Button
from supervision.core.web import done, download, page, say
from supervision.imports import looking, outgoing, service, undoing
from supervision.imports.forms import SheetForm, chosen_columns, columns_form
from supervision.imports.kinds import KINDS
from supervision.imports.models import BatchStatus, ImportBatch
from supervision.imports.plan import columns_of, find_headings, lay_out, letter
from supervision.imports.report import SHOWN

bp = Blueprint("imports", __name__, url_prefix="/imports")
KIND = f"<any({', '.join(KINDS)}):name>"


@bp.route("/", methods=["GET", "POST"])
@allows(Permission.IMPORT)
@takes_files
def index() -> ResponseReturnValue:
    form = SheetForm(kind=request.args.get("kind"))
    if form.validate_on_submit():
        if len(form.sheet.data) != 1:
            raise DomainError("一次只能导入一个文件", field="sheet")
        stored = form.sheet.data[0]
        name, content = stored.name, content_of(stored)
        session.rollback()  # nothing stays locked while the sheet is read
        table = read_table(name, content)
        batch = service.receive(KINDS[form.kind.data], stored, table, actor=current())
        return say_outcome(batch)
    return page(
        "imports/index.html",
        form=form,
        kinds=KINDS,
        asked=KINDS.get(request.args.get("kind", "")),
        batches=service.recent(current()),
        local=clock.local,
    )


def say_outcome(batch: ImportBatch) -> ResponseReturnValue:
    """Where a checked sheet is looked at, with a word on what was found."""
    if batch.status is BatchStatus.COLUMNS:
        say("有的必填列没有认出来，请指明表中各列是什么。", "warning")
        return redirect(url_for("imports.columns", batch_id=batch.id))
    if batch.status.running:
        return done("行数较多，在后台检查。", url_for("imports.show", batch_id=batch.id))
    if batch.faults:
        say(f"有{batch.faults}处错误，一行也没有导入。", "warning")
        return redirect(url_for("imports.show", batch_id=batch.id))
    return done("检查无误，尚未导入。", url_for("imports.show", batch_id=batch.id))


@bp.get(f"/template/{KIND}.xlsx")
@allows(Permission.IMPORT)
def template(name: str) -> Response:
    kind = KINDS[name]
    content = outgoing.sheet_of(kind, actor=current(), empty=True)
    return download(content, XLSX, f"{kind.label}导入模板.xlsx")


@bp.get(f"/data/{KIND}.xlsx")
@allows(Permission.IMPORT)
def data(name: str) -> Response:
    kind = KINDS[name]
    content = outgoing.sheet_of(kind, actor=current(), empty=False)
    return download(content, XLSX, f"{kind.label}{clock.today():%Y%m%d}.xlsx")


@bp.get("/<int:batch_id>")
@allows(Permission.IMPORT, Permission.INSTRUMENT_REVIEW)
def show(batch_id: int) -> ResponseReturnValue:
    batch = _load(batch_id)
    waiting = pairs.waiting_on(batch, service.LOOK) or pairs.waiting_on(batch, undoing.UNDO)
    brings = current().can(Permission.IMPORT) and batch.of(
        current().user_id
    )  # else one looks at it
    return page(
        "imports/show.html",
        batch=batch,
        waiting=waiting,
        kind=KINDS[batch.kind],
        report=batch.report,
        shown=SHOWN,
        letter=letter,
        offers=_offers(batch),
        may_apply=brings and _may_apply(batch) and waiting is None,
        undo=_undo_button(batch) if brings and waiting is None else None,
        brings=brings,
        edition=service.edition(batch),
        may_map=brings and waiting is None and batch.status in service.MAPPABLE,
        entries=timeline(batch),
    )


@bp.get("/<int:batch_id>/sheet")
@allows(Permission.IMPORT, Permission.INSTRUMENT_REVIEW)
def sheet(batch_id: int) -> Response:
    """The sheet as it was brought in, every row and column of it: what the reviewer looks at."""
    stored = _load(batch_id).file
    return download(content_of(stored), stored.media_type, stored.name)


@bp.route("/<int:batch_id>/columns", methods=["GET", "POST"])
@allows(Permission.IMPORT)
def columns(batch_id: int) -> ResponseReturnValue:
    """What each column of the sheet is."""
    with read_phase():
        batch = _load(batch_id)
        service.check_mappable(batch)
        kind, mapping, table = KINDS[batch.kind], batch.mapping, service.table_of(batch)
    layout = find_headings(table, kind)
    if mapping is not None:
        layout = lay_out(table, kind, mapping)
    found = columns_of(table, layout)
    form = columns_form(kind, found, layout)
    if form.validate_on_submit():
        batch = _load(batch_id)
        service.assign_columns(batch, table, chosen_columns(form, found), actor=current())
        return say_outcome(batch)
    return page("imports/columns.html", batch=_load(batch_id), kind=kind, form=form, columns=found)


@bp.post("/<int:batch_id>/answer")
@allows(Permission.IMPORT)
def answer(batch_id: int) -> ResponseReturnValue:
    """是否为…？ Yes: every cell of that column that says so."""
    with read_phase():
        table = service.table_of(_load(batch_id))
    batch = _load(batch_id)
    name, said, meant = (request.form.get(key, "") for key in ("field", "said", "meant"))
    if not meant:
        abort(400)
    service.answer(batch, table, name, said, meant, actor=current())
    return say_outcome(batch)


@bp.get("/<int:batch_id>/progress")
@allows(Permission.IMPORT)
def progress(batch_id: int) -> Response:
    """How far the background has come, for the bar."""
    batch = _load(batch_id)
    return jsonify(
        percent=batch.percent,
        step=batch.step,
        state=batch.status.label,
        over=not batch.status.running,
    )


@bp.get("/<int:batch_id>/marked.xlsx")
@allows(Permission.IMPORT)
def marked(batch_id: int) -> Response:
    batch = _load(batch_id)
    stem = batch.file.name.rpartition(".")[0]
    return download(outgoing.marked_sheet(batch), XLSX, f"{stem}（已标错误）.xlsx")


@bp.post("/<int:batch_id>/apply")
@allows(Permission.IMPORT)
def apply(batch_id: int) -> ResponseReturnValue:
    with read_phase():
        table = service.table_of(_load(batch_id))
    batch = _load(batch_id)
    service.check_seen(batch, request.form.get("version"))
    if batch.past:
        looking.ask(batch, actor=current())
        said = "已提请，经审核人核对后导入。"
        return done(said, url_for("imports.show", batch_id=batch_id))
    service.apply(batch, table, actor=current())
    message = f"已导入：新增{batch.created}条，更新{batch.updated}条。"
    if batch.status.running:
        message = "行数较多，在后台导入。"
    return done(message, url_for("imports.show", batch_id=batch_id))


@bp.post("/<int:batch_id>/undo")
@allows(Permission.IMPORT)
def undo(batch_id: int) -> ResponseReturnValue:
    batch = _load(batch_id)
    if batch.past:
        looking.ask_undo(batch, actor=current())
        said = "已提请，经审核人核对后撤销。"
        return done(said, url_for("imports.show", batch_id=batch_id))
    undoing.undo(batch, actor=current())
    said = "行数较多，在后台撤销。" if batch.status.running else "已撤销此次导入。"
    return done(said, url_for("imports.show", batch_id=batch_id))


def _offers(batch: ImportBatch) -> list[dict[str, object]]:
    """Cells that may have been meant otherwise, each with what it may be."""
    labels = {one.name: one.label for one in KINDS[batch.kind].fields}
    return [
        {"field": name, "label": labels.get(name, name), "said": said, "meant": meant}
        for name, said, meant in batch.report.get("offers", [])
    ]


def _undo_button(batch: ImportBatch) -> Button | None:
    if batch.status is not BatchStatus.APPLIED:
        return None
    asks = "有补录，经审核人核对后撤销：" if batch.past else ""
    return Button(
        "undo", "提请撤销" if batch.past else "撤销导入", url_for("imports.undo", batch_id=batch.id),
        method="POST", dangerous=True,
        consequence=f"{asks}新增的记录将删除，更新的记录恢复原值。导入之后已有改动、佐证或被引用的，不能撤销。",
    )  # fmt: skip


def _may_apply(batch: ImportBatch) -> bool:
    return batch.status is BatchStatus.CHECKED and batch.created + batch.updated > 0


def _load(batch_id: int) -> ImportBatch:
    return session.get(ImportBatch, batch_id) or abort(404)
