"""`flask documents`: list the papers and their archives; `check` stands in the checker."""

import json

import click
import sqlalchemy as sa
from flask.cli import AppGroup
from sqlalchemy.orm import joinedload

from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.documents.checker.command import GROUP, check_file
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of
from supervision.instruments.models import Instrument

documents_group = AppGroup(GROUP, help="文书：版面检查与清单", commands=[check_file])


@documents_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="以JSON输出")
def list_papers(*, as_json: bool) -> None:
    """列出文书：编号、文种、文号、单位、状态、归档 PDF 所在。"""
    with seeing(EVERYTHING), unit_of_work(write=False):
        papers = list(_papers())
    if as_json:
        click.echo(json.dumps(papers, ensure_ascii=False))
        return
    for paper in papers:
        click.echo("\t".join("" if value is None else str(value) for value in paper.values()))


def _papers() -> list[dict[str, object]]:
    statement = (
        sa.select(Instrument, StoredFile)
        .outerjoin(StoredFile, StoredFile.id == Instrument.archive_id)
        .options(joinedload(Instrument.kind), joinedload(Instrument.unit))
        .order_by(Instrument.id)
    )
    return [
        {
            "id": paper.id,
            "kind": paper.kind.name,
            "number": paper.number,
            "unit": paper.unit.name if paper.unit else paper.addressee,
            "status": paper.status.value,
            "path": str(path_of(stored)) if stored else None,
        }
        for paper, stored in session.execute(statement)
    ]
