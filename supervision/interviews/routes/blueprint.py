"""The blueprint of interviews and the scoped load its views start with."""

from flask import Blueprint, abort, url_for
from sqlalchemy.orm import joinedload, selectinload

from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.interviews.models import (
    Interview,
    Interviewee,
    InterviewPaper,
    InterviewProblem,
)

bp = Blueprint("interviews", __name__, url_prefix="/interviews")


def load(interview_id: int) -> Interview:
    """The interview with its people and links in a fixed number of queries; a foreign one is a 404."""
    papers = joinedload(Interview.paper_links).joinedload(InterviewPaper.paper)
    options = [
        joinedload(Interview.handler),
        joinedload(Interview.action),
        selectinload(Interview.interviewees).joinedload(Interviewee.unit),
        selectinload(Interview.seats),
        selectinload(Interview.problem_links).joinedload(InterviewProblem.problem),
        papers.joinedload(Instrument.kind),
    ]
    return session.get(Interview, interview_id, options=options) or abort(404)


def address(interview: Interview) -> str:
    """The interview's own page."""
    return url_for("interviews.show", interview_id=interview.id)


def crumbs(interview: Interview | None = None) -> list[tuple[str, str | None]]:
    """Where a page of interviews stands."""
    trail: list[tuple[str, str | None]] = [("约谈", url_for("interviews.index"))]
    return [*trail, (interview.reason, address(interview))] if interview else trail
