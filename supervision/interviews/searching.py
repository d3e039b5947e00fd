"""What is found of interviews."""

from collections.abc import Iterable

from sqlalchemy.orm import selectinload

from supervision.core.access.policy import Permission
from supervision.core.search import Source
from supervision.interviews.models import Interview, Interviewee


def _texts(row: Interview) -> Iterable[str]:
    yield from (f"{one.name} {one.post} {one.certificate_no}" for one in row.interviewees)
    yield from (row.notice_number, row.place, row.content, row.promise)


SOURCES = (
    Source(
        kind="interview",
        label="约谈",
        model=Interview,
        title=lambda row: row.reason,
        texts=_texts,
        permissions=(Permission.INTERVIEW_VIEW,),
        rank=50,
        unit_id=lambda _row: None,
        parts={Interviewee: lambda row: row.interview_id},
        options=(selectinload(Interview.interviewees),),
    ),
)
