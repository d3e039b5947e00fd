"""What is found of problems."""

from collections.abc import Iterable

from supervision.core.access.policy import Permission
from supervision.core.search import Source
from supervision.problems.models import Problem


def _texts(row: Problem) -> Iterable[str]:
    return (row.case_number, row.case_cause, row.paper_number, row.category, row.officers,
            row.facts, row.rule_breached, row.explanation)  # fmt: skip


SOURCES = (
    Source(
        kind="problem",
        label="发现问题",
        model=Problem,
        title=lambda row: row.title,
        texts=_texts,
        permissions=(Permission.PROBLEM_VIEW,),
        rank=20,
    ),
)
