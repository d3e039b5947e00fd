"""Notices not read yet as part of 待办: a reminder of a paper that waits anyway is the same matter."""

import sqlalchemy as sa

from supervision.core.access.policy import ADMIN_ROLES
from supervision.core.access.principal import Principal
from supervision.core.pending import Duty, Rows, row
from supervision.reminders.inbox import live
from supervision.reminders.models import Notice, NoticeKind


def _told(me: Principal) -> list[Rows]:
    """All but 待确认, for which the proposal itself waits (core/pairs)."""
    of = Notice
    bare = of.root_type == ""
    about = (
        sa.case((bare, Notice.__tablename__), else_=of.root_type),
        sa.case((bare, of.id), else_=of.root_id),
    )
    rows = row(of, of.title, whom=of.text, since=of.step_day, page=about)
    kinds = [NoticeKind.PROPOSAL]
    if not me.roles & ADMIN_ROLES:  # a summary of matters is none itself
        kinds.append(NoticeKind.WEEKLY)
    own = (of.user_id == me.user_id, live(), of.kind.not_in(kinds))
    return [rows.where(*own).order_by(of.id.desc())]


DUTIES = (Duty("提醒", "期限临近、届满或变动，办理动态", 90, None, _told, "reminders.index"),)
