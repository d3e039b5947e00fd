"""The blueprint of referrals and the scoped load its views start with."""

from flask import Blueprint, abort, url_for
from sqlalchemy.orm import joinedload, selectinload

from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.problems.models import Problem
from supervision.referrals.models import Referral, ReferralProblem, ReferralViewer

bp = Blueprint("referrals", __name__, url_prefix="/referrals")


def load(referral_id: int) -> Referral:
    """The referral with its parts in a fixed number of queries; for whoever is not named a 404."""
    problems = selectinload(Referral.problem_links).joinedload(ReferralProblem.problem)
    options = [
        joinedload(Referral.handler),
        joinedload(Referral.approver),
        joinedload(Referral.letter).joinedload(Instrument.kind),
        problems.joinedload(Problem.unit),
        selectinload(Referral.viewers).joinedload(ReferralViewer.user),
    ]
    return session.get(Referral, referral_id, options=options) or abort(404)


def address(referral: Referral) -> str:
    """The referral's own page."""
    return url_for("referrals.show", referral_id=referral.id)


def crumbs(referral: Referral | None = None) -> list[tuple[str, str | None]]:
    """Where a page of referrals stands."""
    trail: list[tuple[str, str | None]] = [("移交移送", url_for("referrals.index"))]
    return [*trail, (referral.subject, address(referral))] if referral else trail
