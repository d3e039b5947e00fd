"""The desks of the other two administrators: accounts for the one, the audit trail for the other."""

from datetime import timedelta

import sqlalchemy as sa
from flask import url_for

from supervision.accounts.lists import PEOPLE
from supervision.accounts.models import FailedSignIn, User, UserSession
from supervision.auditing import service as auditing
from supervision.core import clock
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session
from supervision.home.figure_views import Figure, Figures, Tabs, counted

NEWEST, NAMES = 8, 6
A_DAY = timedelta(days=1)
VERIFY_EVERY = 7  # days; the first steps tell the auditor so
PEOPLE_TONES = {"first": "near", "locked": "overdue"}


def accounts() -> dict[str, object]:
    """New accounts, and who could not sign in."""
    (people,) = counted(Tabs(User, PEOPLE.tabs, PEOPLE_TONES, "people.users"))
    return {
        "figures": [Figures("账号", people)],
        "newest": _newest(),
        "failures": _failures(),
    }


def _newest() -> list[tuple[User, object]]:
    seen = sa.select(sa.func.max(UserSession.seen_at)).where(UserSession.user_id == User.id)
    statement = sa.select(User, seen.scalar_subquery())
    loading = (sa.orm.selectinload(User.role_rows), sa.orm.joinedload(User.unit),
               sa.orm.joinedload(User.body))  # fmt: skip
    ordered = statement.options(*loading).order_by(User.created_at.desc(), User.id.desc())
    with seeing(EVERYTHING):  # an administrator sees no units, but whose account it is
        return [(row[0], row[1]) for row in session.execute(ordered.limit(NEWEST))]


def _failures() -> list[object]:
    """User names tried in vain since yesterday, the most often tried first."""
    tries = sa.func.count().label("tries")
    statement = sa.select(FailedSignIn.username, tries, sa.func.max(FailedSignIn.at).label("at"))
    recent = statement.where(
        FailedSignIn.at > clock.now() - A_DAY, FailedSignIn.forgiven.is_(False)
    ).group_by(FailedSignIn.username)
    return list(session.execute(recent.order_by(tries.desc()).limit(NAMES)))


def trail() -> dict[str, object]:
    """The state of the chain, the latest verification, the latest events."""
    head, verified = auditing.count(), auditing.verifications()
    latest = auditing.leaf(auditing.Wanted()).lines[:NEWEST]
    last = verified[0] if verified else None
    since = head - last.seq if last else head
    figures = [
        Figure("审计记录", head, url_for("audit.index")),
        Figure("上次核验以来", since, url_for("audit.index", after=last.seq if last else None)),
    ]
    return {
        "figures": [Figures("审计链", figures)],
        "last": last,
        "stale": last is None or (clock.today() - last.at.date()).days >= VERIFY_EVERY,
        "verified": verified[1:5],
        "latest": latest,
    }
