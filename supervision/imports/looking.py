"""The reviewer's look at a sheet of 补录: once for the whole sheet, and only then it is carried out."""

from supervision.accounts.principals import acting_for
from supervision.core import pairs
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import NotFound, WrongState
from supervision.core.pairs import Act, Confirmation, Payload, Proposal
from supervision.imports import service
from supervision.imports.kinds import KINDS
from supervision.imports.models import ImportBatch
from supervision.imports.service import LOOK

SHOWN = 20  # rows shown of a sheet; all of them stand on its page


def ask(batch: ImportBatch, *, actor: Principal) -> Proposal:
    """The registrar's half: the sheet was checked and waits."""
    service.check_ready(batch)
    return pairs.propose(LOOK, batch, actor=actor)


def apply_sheet(batch: ImportBatch, confirmation: Confirmation) -> None:
    """The reviewer's half: the sheet is carried out in the registrar's name."""
    confirmation.require(LOOK, batch)
    actor = acting_for(confirmation.proposal.proposed_by_id)
    if actor is None:
        message = "提请人的账号已停用，请由他人重新上传"
        raise WrongState(message)
    service.apply(batch, service.table_of(batch), actor=actor, confirmation=confirmation)


def _load(batch_id: int) -> ImportBatch:
    batch = session.get(ImportBatch, batch_id)
    if batch is None:
        message = "没有这次导入"
        raise NotFound(message)
    return batch


def _told(row: dict[str, str]) -> str:
    about = row.get("about", "")
    return f"{row['title']}（{about}）" if about else row["title"]


def _lines(batch: ImportBatch, _payload: Payload) -> list[tuple[str, str]]:
    rows = batch.report["changes"][:SHOWN]
    more = f"，以下列前{SHOWN}行" if len(batch.report["changes"]) > SHOWN else ""
    counted = f"新增{batch.created}条，更新{batch.updated}条{more}"
    return [
        ("表格", f"{KINDS[batch.kind].label} {batch.file.name}"), ("内容", counted),
        *((f"第{row['row']}行", _told(row)) for row in rows),
    ]  # fmt: skip


LOOKED_AT = Act(
    name=LOOK,
    title="补录表",
    proposes=(Permission.IMPORT,),
    confirms=Permission.INSTRUMENT_REVIEW,
    load=_load,
    lines=_lines,
    apply=apply_sheet,
    called=lambda batch: batch.file.name,
    edition=lambda batch: f"{batch.status}-{batch.file.sha256}-{batch.created}-{batch.updated}",
    refusal="不同意或撤回的，写明理由；表格不导入，可以改后重新上传。",
)
