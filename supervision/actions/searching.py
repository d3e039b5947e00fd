"""What is found of actions."""

from supervision.actions.models import SupervisionAction
from supervision.core.access.policy import Permission
from supervision.core.search import Source

SOURCES = (
    Source(
        kind="action",
        label="监督行动",
        model=SupervisionAction,
        title=lambda row: row.title,
        texts=lambda row: (row.content, row.subjects, row.extent, row.partner),
        permissions=(Permission.ACTION_VIEW,),
        rank=30,
        unit_id=lambda _row: None,
    ),
)
