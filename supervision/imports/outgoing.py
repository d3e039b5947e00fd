"""Sheets that go out: the template, the records of a kind, the user's own with its faults marked."""

from collections.abc import Sequence

from supervision.core.access.principal import Principal
from supervision.core.db import Identified, session
from supervision.core.files.store import content_of
from supervision.core.importer import Heading, Mark, mark, workbook
from supervision.imports.fields import Names
from supervision.imports.kinds import Kind
from supervision.imports.models import ImportBatch
from supervision.imports.plan import KEY


def marked_sheet(batch: ImportBatch) -> bytes:
    """The user's own sheet with the faults marked, to mend and send again."""
    marks = [Mark(row, column, reason) for row, column, reason in batch.report["marks"]]
    content = content_of(batch.file)
    return mark(batch.file.name, content, marks, heading_row=batch.report["heading_row"])


def sheet_of(kind: Kind, *, actor: Principal, empty: bool) -> bytes:
    """The sheet of a kind: empty (the template), or with every record of the actor's body."""
    names = Names.of(actor)
    records: Sequence[Identified] = (
        () if empty else session.scalars(kind.rows(actor)).unique().all()
    )
    headings = [Heading(KEY, "请勿修改；新增的行不填，或填本单位自编的编号")]
    headings += [
        Heading(
            one.label, one.note, one.needed, one.cell.choices(names), one.cell.is_date, one.wide
        )
        for one in kind.fields
    ]
    rows = (
        [kind.key_of(record), *(values[one.name] for one in kind.fields)]
        for record in records
        for values in [kind.said(record, names)]
    )
    return workbook(kind.label, headings, rows)
