"""Tables: notices (the inbox), dispatches (the outbox) and tokens of calendar feeds."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.db import Identified, LongText, Model, Stamped
from supervision.core.leases import Leased
from supervision.core.words import Word

NO_DUE_DATE = 0  # a unique key holds no NULLs, so a notice about no due date carries this id


class NoticeKind(Word):
    """Why a person is told."""

    REMINDER = "reminder", "期限提醒"
    MOVED = "moved", "期限变动"
    WEEKLY = "weekly", "每周汇总"
    ALARM = "alarm", "警示"
    PROPOSAL = "proposal", "待确认"
    EVENT = "event", "办理动态"
    OWN_TERM = "own_term", "内部时限"


DATED = (NoticeKind.REMINDER, NoticeKind.MOVED)  # they end when their due date is met or moves


class Notice(Identified, Model):
    """One step of one due date for one person; a later step ends the earlier one's notice.

    `due` is the last day as it was then, so that an extended due date reminds anew.
    """

    __tablename__ = "notice"
    __audited__ = False

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    kind: Mapped[NoticeKind]
    due_date_id: Mapped[int] = mapped_column(default=NO_DUE_DATE)
    due: Mapped[dt.date]
    step: Mapped[str] = mapped_column(sa.String(40))
    step_day: Mapped[dt.date]
    title: Mapped[str]
    text: Mapped[LongText] = mapped_column(default="")
    root_type: Mapped[str] = mapped_column(sa.String(64), default="")
    root_id: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime]
    read_at: Mapped[dt.datetime | None]
    ended_at: Mapped[dt.datetime | None]
    mailed_in: Mapped[int | None]
    posted_in: Mapped[int | None]

    __table_args__ = (
        sa.UniqueConstraint("due_date_id", "due", "step", "user_id"),
        sa.Index("ix_notice_user", "user_id", "ended_at", "read_at"),
        sa.Index("ix_notice_ended", "ended_at", "due_date_id"),
        sa.Index("ix_notice_due_date", "due_date_id", "user_id", "id"),
        sa.Index("ix_notice_root", "root_type", "root_id", "ended_at"),  # what ends with its cause
    )


class Channel(Word):
    """How a digest leaves the machine."""

    MAIL = "mail", "邮件"
    WEBHOOK = "webhook", "机器人"


class DispatchState(Word):
    """State of a digest. FAILED is the dead-letter list; DROPPED had nothing left to say."""

    WAITING = "waiting", "待发", "active"
    SENDING = "sending", "发送中", "active"
    SENT = "sent", "已发", "done"
    FAILED = "failed", "失败", "overdue"
    DROPPED = "dropped", "未发（已无待办）", "draft"


class Dispatch(Identified, Leased, Model):
    """The digest of one person, one channel, one day. `count` is what it said when it was sent.

    `number`: a later one of the same day (an earlier had nothing left to say, or the robot told an
    event at once).
    """

    __tablename__ = "dispatch"
    __audited__ = False

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    channel: Mapped[Channel]
    day: Mapped[dt.date]
    number: Mapped[int] = mapped_column(default=0)
    state: Mapped[DispatchState] = mapped_column(default=DispatchState.WAITING)
    created_at: Mapped[dt.datetime]
    next_at: Mapped[dt.datetime]
    message_id: Mapped[str] = mapped_column(default="")
    count: Mapped[int | None]
    error: Mapped[LongText] = mapped_column(default="")
    sent_at: Mapped[dt.datetime | None]
    sent_day: Mapped[dt.date | None]

    __table_args__ = (
        sa.UniqueConstraint("user_id", "channel", "day", "number"),
        sa.Index("ix_dispatch_state", "state", "next_at"),
        sa.Index("ix_dispatch_sent_day", "user_id", "channel", "sent_day"),
    )


class FeedToken(Identified, Stamped, Model):
    """A person's calendar feed: whoever knows the token reads the days, until it is revoked."""

    __tablename__ = "feed_token"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(
        sa.String(64), unique=True, info={"secret": True}, doc="订阅地址"
    )
    revoked_at: Mapped[dt.datetime | None] = mapped_column(doc="停用时间")
    used_at: Mapped[dt.datetime | None] = mapped_column(doc="最近读取", info={"unaudited": True})
    # What it said when it was last read, and since when: the SEQUENCE of its events counts the changes.
    said: Mapped[str] = mapped_column(sa.String(64), default="", info={"secret": True})
    sequence: Mapped[int] = mapped_column(default=0, info={"unaudited": True})
    changed_at: Mapped[dt.datetime | None] = mapped_column(info={"unaudited": True})
