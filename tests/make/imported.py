"""Sheets that came in: checked, carried out, taken back, by whoever the rules ask for."""

import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.export import XLSX
from supervision.core.files.store import save_bytes
from supervision.core.importer import read_table
from supervision.imports import looking, service, undoing
from supervision.imports.kinds import KINDS
from supervision.imports.models import ImportBatch
from tests.make import second_person
from tests.make.offices import Office


def checked(
    town: Office, content: bytes, kind: str = "problems", name: str = "台账.xlsx"
) -> ImportBatch:
    """The batch of a sheet after its check."""
    stored = save_bytes(name, XLSX, content, actor=town.handler)
    return service.check(KINDS[kind], stored, read_table(name, content), actor=town.handler)


def applied(
    town: Office, content: bytes, kind: str = "problems", name: str = "台账.xlsx"
) -> ImportBatch:
    """Check and carry out."""
    batch = checked(town, content, kind, name)
    assert batch.faults == 0, batch.report["marks"]
    if batch.past:
        second_person.confirm(looking.ask(batch, actor=town.handler), batch)
    else:
        service.apply(batch, read_table(name, content), actor=town.handler)
    return batch


def undone(batch: ImportBatch, town: Office) -> None:
    """Take it back, as two persons where it has 补录."""
    if batch.past:
        second_person.confirm(looking.ask_undo(batch, actor=town.handler), batch)
    else:
        undoing.undo(batch, actor=town.handler)


def count(model: type) -> int:
    return session.scalar(sa.select(sa.func.count(model.id))) or 0  # type: ignore[attr-defined]
