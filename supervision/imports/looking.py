"""The reviewer's look at a sheet with 补录: once for the whole sheet, and only then it is carried out.

One row of 补录 is enough for the sheet to wait, the current ones with it. A sheet of what is for named
people is looked at by a reviewer who is named in every row of it. Taken back it is the same way.
"""

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from supervision.accounts.principals import proposer
from supervision.accounts.service import people_of
from supervision.core import bulk, pairs
from supervision.core.access.policy import Permission, Role
from supervision.core.access.principal import Principal
from supervision.core.access.scope import scope_of, seeing, within
from supervision.core.db import session
from supervision.core.errors import NotFound, WrongState
from supervision.core.pairs import Act, Confirmation, Payload, Proposal
from supervision.imports import service, undoing
from supervision.imports.kinds import KINDS
from supervision.imports.models import ImportBatch, ImportViewer
from supervision.imports.report import circle_of
from supervision.imports.service import LOOK
from supervision.imports.undoing import UNDO

SHOWN = 20  # rows shown of a sheet; all of them stand on its page
NOBODY = "没有一名审核人在每一行的知悉人员中，请在每一行都列入同一名审核人，再重新上传"
NOBODY_LEFT = "每一行的知悉人员中已没有审核人可以核对，不能撤销"


def ask(batch: ImportBatch, *, actor: Principal) -> Proposal:
    """The registrar's half: the sheet was checked and waits; who is to look at it may see it now."""
    service.check_own(batch, actor)
    service.check_ready(batch)
    circle = circle_of(batch.report)
    if circle is not None:
        if not _reviewers(batch) - {actor.user_id}:
            raise WrongState(NOBODY)
        _let_see(batch, circle)
    return pairs.propose(LOOK, batch, actor=actor)


def ask_undo(batch: ImportBatch, *, actor: Principal) -> Proposal:
    """To take back what the reviewer looked at is the reviewer's too; refused at once where it can't be."""
    undoing.try_undo(batch, actor=actor)
    circle = undoing.circle_now(batch)  # they may be others than when it came in
    if circle is not None:
        batch.report = {**batch.report, "circle": sorted(circle)}
        _let_see(batch, circle)
    if not _reviewers(batch) - {actor.user_id, batch.created_by_id}:
        raise WrongState(NOBODY_LEFT)
    return pairs.propose(UNDO, batch, actor=actor)


def _let_see(batch: ImportBatch, people: Iterable[int]) -> None:
    bulk.delete(ImportViewer, ImportViewer.batch_id == batch.id)
    rows = [{"body_id": batch.body_id, "batch_id": batch.id, "user_id": one} for one in people]
    bulk.insert(ImportViewer, rows)


def _reviewers(batch: ImportBatch) -> set[int]:
    """Who may look at it."""
    found = {one.id for one in people_of(batch.body_id, Role.REVIEWER)}
    circle = circle_of(batch.report)
    return found if circle is None else found & circle


def apply_sheet(batch: ImportBatch, confirmation: Confirmation) -> None:
    """The reviewer's half: the sheet is carried out in the registrar's name, with what they may see."""
    confirmation.require(LOOK, batch)
    actor, table = _proposer(confirmation, "请由他人重新上传"), service.table_of(batch)
    with seeing(scope_of(actor)):
        service.apply(batch, table, actor=actor, confirmation=confirmation)


def undo_sheet(batch: ImportBatch, confirmation: Confirmation) -> None:
    """The reviewer's half of taking it back."""
    confirmation.require(UNDO, batch)
    actor = _proposer(confirmation, "请由他人重新提请")
    with seeing(scope_of(actor)):
        undoing.undo(batch, actor=actor, confirmation=confirmation)


def _proposer(confirmation: Confirmation, otherwise: str) -> Principal:
    return proposer(confirmation.proposal.proposed_by_id, otherwise=otherwise)


def _load(batch_id: int) -> ImportBatch:
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        message = "没有这次导入，或者您不是知悉人员"
        raise NotFound(message)
    return batch


def _told(row: dict[str, str]) -> str:
    about = row.get("about", "")
    return f"{row['title']}（{about}）" if about else row["title"]


def _lines(batch: ImportBatch, _payload: Payload) -> list[tuple[str, str]]:
    return _shown(batch, f"新增{batch.created}条，更新{batch.updated}条")


def _lines_of_undo(batch: ImportBatch, _payload: Payload) -> list[tuple[str, str]]:
    return _shown(batch, f"删除导入的{batch.created}条，更新的{batch.updated}条恢复原值")


def _shown(batch: ImportBatch, counted: str) -> list[tuple[str, str]]:
    rows = batch.report["changes"][:SHOWN]
    changed = batch.created + batch.updated
    more = f"，以下列前{SHOWN}行" if changed > SHOWN else ""
    mixed = f"，其中补录{batch.past}条" if batch.past < changed else ""
    return [
        ("表格", f"{KINDS[batch.kind].label} {batch.file.name}"), ("内容", f"{counted}{mixed}{more}"),
        *((f"第{row['row']}行", _told(row)) for row in rows),
    ]  # fmt: skip


def _edition(batch: ImportBatch) -> str:
    """The sheet, and how it is read."""
    counts = f"{batch.created}-{batch.updated}-{batch.past}"
    read = f"{batch.mapping or ''}-{batch.answers or ''}"
    return f"{batch.status}-{batch.file.sha256}-{counts}-{read}"


def _objection(batch: ImportBatch, actor: Principal, _proposal: Proposal) -> str | None:
    """Whoever brought it in does not look at it, whoever asked."""
    return "导入人不能核对自己导入的表" if batch.created_by_id == actor.user_id else None


def _open_to(me: Principal) -> sa.ColumnElement[bool]:
    of = ImportBatch
    others = sa.func.coalesce(of.created_by_id, 0) != me.user_id
    seen = of.staff_criteria(me.user_id or 0)
    rows = (of.id == Proposal.subject_id, others, *within(of), *(() if seen is None else (seen,)))
    return sa.exists().where(*rows).correlate_except(of)


LOOKED_AT = Act(
    name=LOOK,
    title="补录表",
    proposes=(Permission.IMPORT,),
    confirms=Permission.INSTRUMENT_REVIEW,
    load=_load,
    lines=_lines,
    apply=apply_sheet,
    called=lambda batch: batch.file.name,
    told=lambda batch, _proposal: sorted(_reviewers(batch)),
    objection=_objection,
    open_to=_open_to,
    edition=_edition,
    refusal="不同意或撤回的，写明理由；表格不导入，可以改后重新上传。",
)
TAKEN_BACK = replace(
    LOOKED_AT,
    name=UNDO,
    title="撤销补录表",
    lines=_lines_of_undo,
    apply=undo_sheet,
    refusal="不同意或撤回的，写明理由；已导入的记录不变。",
)
