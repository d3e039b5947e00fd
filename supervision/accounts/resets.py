"""Who reset a password and when: told to its owner before it is changed."""

from datetime import timedelta

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.rights import RESET
from supervision.core import clock
from supervision.core.audit import AuditEvent
from supervision.core.db import session
from supervision.core.pairs import Outcome, Proposal

TOGETHER = timedelta(seconds=5)  # an act and what it wrote bear nearly the same time


def told(user: User) -> str:
    """One sentence about the last reset; empty where the password is the person's own."""
    if not user.must_change_password:
        return ""
    own = (AuditEvent.root_type == "user", AuditEvent.root_id == user.id)
    reset = AuditEvent.action.in_(("account.reset", "account.recover"))
    latest = (AuditEvent.at.desc(), AuditEvent.seq.desc())
    last = sa.select(AuditEvent).where(*own, reset).order_by(*latest).limit(1)
    event = session.scalars(last).one_or_none()
    if event is None:
        return ""
    when = clock.local(event.at).strftime("%Y-%m-%d %H:%M")
    return f"您的口令已于{when}由{_by(user, event)}重置"


def _by(user: User, event: AuditEvent) -> str:
    asked = sa.select(Proposal).where(
        Proposal.subject_type == "user", Proposal.subject_id == user.id, Proposal.act == RESET,
        Proposal.outcome == Outcome.CONFIRMED, Proposal.decided_at > event.at - TOGETHER,
    )  # fmt: skip
    found = session.scalars(asked.order_by(Proposal.id.desc()).limit(1)).one_or_none()
    return f"{found.proposer}提请、{found.decider}确认" if found else event.actor_name
