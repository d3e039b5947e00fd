"""What is found of the rolls and of joint documents."""

from collections.abc import Iterable

from supervision.core.access.policy import Permission
from supervision.core.search import Source
from supervision.roster.models import JointDocument, RosterEntry


def _entry(row: RosterEntry) -> Iterable[str]:
    return row.pool.label, row.organisation, row.post, row.certificate_no, row.initials


SOURCES = (
    Source(
        kind="roster",
        label="名册",
        model=RosterEntry,
        title=lambda row: row.name,
        texts=_entry,
        permissions=(Permission.ROSTER_VIEW,),
        rank=80,
        unit_id=lambda _row: None,
    ),
    Source(
        kind="joint",
        label="协作文件",
        model=JointDocument,
        title=lambda row: row.title,
        texts=lambda row: (row.number, row.partner, row.note),
        permissions=(Permission.ROSTER_VIEW,),
        rank=90,
        unit_id=lambda _row: None,
    ),
)
