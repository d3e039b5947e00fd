"""Values go after their time: first the chain says which, then the store lets them go."""

from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.audit.chain import RETENTION, destroyed_until
from supervision.core.audit.models import AuditEvent, AuditValue
from supervision.core.audit.pending import Mark, Pending, pending_of
from supervision.core.db import unit_of_work
from supervision.core.errors import DomainError

LEAST = timedelta(days=184)  # 网络安全法: logs are kept for six months


def destroy_values(before: date, *, reason: str, actor: Principal) -> tuple[int, int]:
    """Destroy the values of events before a day; up to which event, and how many values.

    Killed in between it is simply run again: what the chain has announced may go at any time.
    """
    if before > clock.today() - LEAST:
        raise DomainError(f"审计字段值至少保存{LEAST.days}天")
    if sum(character.isalnum() for character in reason) < 4:
        raise DomainError("请写明销毁的理由和依据")
    event, value = AuditEvent.__table__, AuditValue.__table__
    with unit_of_work() as own:
        moment = datetime.combine(before, time(), clock.ZONE)
        last = own.scalar(sa.select(sa.func.max(event.c.seq)).where(event.c.at < moment)) or 0
        if last > destroyed_until(own.connection()):
            label = f"按保存期限销毁第{last}条及以前的字段值"
            mark = Mark(AuditEvent.__tablename__, last)
            pending_of(own).append(Pending(mark, actor, RETENTION, label, reason))
    with unit_of_work() as own:
        until = destroyed_until(own.connection())
        gone = own.connection().execute(sa.delete(value).where(value.c.seq <= until))
    return until, max(0, gone.rowcount)
