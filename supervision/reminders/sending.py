"""The sender: takes dispatches one by one in working hours, looks again, sends, settles."""

from dataclasses import dataclass

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.core import clock
from supervision.core.access.policy import Role
from supervision.core.access.scope import scope_of, seeing
from supervision.core.audit import AuditHead
from supervision.core.db import session, unit_of_work
from supervision.core.leases import Lease
from supervision.core.outgoing import Letter, Undelivered, post_webhook, send_mail
from supervision.reminders import digest, outbox
from supervision.reminders.counting import Counts, counts_of
from supervision.reminders.inbox import live
from supervision.reminders.models import Channel, Dispatch, DispatchState, Notice

MOST_AT_ONCE = 200


@dataclass(frozen=True)
class Errand:
    """All that is needed to send, read before anything is locked or waited for."""

    lease: Lease
    channel: Channel
    letter: Letter | None
    line: str
    mobile: str
    message_id: str
    count: int
    seen_until: int


def send_waiting() -> str:
    """Send what waits; opens its own units of work, so nothing is locked while a server is slow."""
    sent = failed = 0
    silent: set[Channel] = set()
    for _ in range(MOST_AT_ONCE):
        errand = _next(silent)
        if errand is None:
            break
        try:
            _deliver(errand)
        except Undelivered as failure:
            failed += 1
            _settle(errand, failure)
            if failure.unreachable:
                silent.add(errand.channel)  # the others need not wait for a dead server too
        else:
            sent += 1
            _settle(errand, None)
    return f"发出{sent}件，未成{failed}件"


def _next(silent: set[Channel]) -> Errand | None:
    """Claim until something is left to say; None at the end of the queue or of the working day."""
    while True:
        with unit_of_work():
            claimed = outbox.claim(clock.now(), skip=silent)
        if claimed is None:
            return None
        with unit_of_work():
            errand = _looked_at_again(claimed)
        if errand is not None:
            return errand


def _looked_at_again(claimed: Lease) -> Errand | None:
    """What there is to say now; nothing any more (or nobody) drops the dispatch."""
    row = outbox.held(claimed)
    if row is None:
        return None
    newest = session.scalar(
        sa.select(sa.func.max(Notice.id)).where(Notice.user_id == row.user_id, live())
    )
    user = session.get_one(User, row.user_id)
    address = user.email if row.channel is Channel.MAIL else user.telephone
    counts = waiting_of(user, row.channel) if newest else None
    if not newest or not counts or not counts.total or not user.active or not address:
        row.state, row.lease_until = DispatchState.DROPPED, None
        return None
    row.message_id = outbox.message_id(row)
    return Errand(
        lease=claimed,
        channel=row.channel,
        letter=_letter(user, row, counts) if row.channel is Channel.MAIL else None,
        line=digest.robot_text(counts, row.message_id, at_once=row.number > 0),
        mobile=user.telephone,
        message_id=row.message_id,
        count=counts.total,
        seen_until=newest,
    )


def waiting_of(user: User, channel: Channel) -> Counts:
    """How many matters wait for this person, in what they may see: the number of their 待办."""
    principal = principal_of(user)
    with seeing(scope_of(principal)):
        return counts_of(principal, channel)


def _letter(user: User, row: Dispatch, counts: Counts) -> Letter:
    return digest.letter(
        to=user.email,
        name=user.name,
        counts=counts,
        message_id=row.message_id,
        more=_anchor() if Role.AUDITOR in user.roles else "",
    )


def _anchor() -> str:
    """Count and head of the audit trail, which auditors thereby keep outside the system."""
    head = session.get(AuditHead, 1)
    return f"审计记录{head.count}条，链头{head.mac}" if head else ""


def _deliver(errand: Errand) -> None:
    if errand.letter is not None:
        send_mail(errand.letter)
    else:
        post_webhook(errand.line, mobile=errand.mobile, message_id=errand.message_id)


def _settle(errand: Errand, failure: Undelivered | None) -> None:
    with unit_of_work():
        row = outbox.held(errand.lease)
        if row is None:
            return
        if failure is None:
            outbox.settle_sent(row, count=errand.count, seen_until=errand.seen_until)
        else:
            outbox.settle_failed(row, failure, seen_until=errand.seen_until)
