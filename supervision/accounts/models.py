"""Tables: users and their roles, second factors, deputies, sessions, failed sign-ins."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.agencies.models import Body, Unit
from supervision.core.access.policy import Role
from supervision.core.db import Identified, LongText, Model, Stamped, Versioned
from supervision.core.parts import Whole
from supervision.core.sealing import sealed_as

_BROWSERS = (
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("MicroMessenger", "微信"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


class User(Identified, Stamped, Whole, Model):
    """A person with an account. Accounts are switched off, never deleted: the trail names them."""

    __tablename__ = "user"
    __parts__ = ("role_rows",)

    username: Mapped[str] = mapped_column(sa.String(40), unique=True, doc="用户名")
    name: Mapped[str] = mapped_column(sa.String(40), doc="姓名")
    initials: Mapped[str] = mapped_column(sa.String(40), default="")
    password_hash: Mapped[str] = mapped_column(doc="口令", info={"secret": True})
    password_set_at: Mapped[datetime] = mapped_column(doc="口令设置时间")
    must_change_password: Mapped[bool] = mapped_column(default=True, doc="须修改口令")
    active: Mapped[bool] = mapped_column(default=True, doc="启用")
    post: Mapped[str] = mapped_column(sa.String(60), default="", doc="职务")
    certificate_no: Mapped[str] = mapped_column(sa.String(40), default="", doc="监督证件号")
    telephone: Mapped[str] = mapped_column(sa.String(40), default="", doc="电话")
    email: Mapped[str] = mapped_column(sa.String(120), default="", doc="电子邮箱")
    large_type: Mapped[bool] = mapped_column(default=False, doc="大字显示")
    body_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("body.id"), index=True, doc="监督机构"
    )
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), index=True, doc="单位")

    body: Mapped[Body | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    role_rows: Mapped[list["UserRole"]] = relationship(
        cascade="all, delete-orphan", back_populates="user", order_by="UserRole.id"
    )

    standing_in: Mapped[list["Deputy"]] = relationship(
        foreign_keys="Deputy.deputy_id", back_populates="deputy", viewonly=True
    )

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(row.role for row in self.role_rows)


class UserRole(Identified, Model):
    """One role held by one user."""

    __tablename__ = "user_role"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    role: Mapped[Role] = mapped_column(doc="角色")

    user: Mapped[User] = relationship(back_populates="role_rows")
    __table_args__ = (sa.UniqueConstraint("user_id", "role"),)

    @property
    def audit_root(self) -> tuple[str, int]:
        return "user", self.user_id


class SecondFactor(Identified, Stamped, Versioned, Model):
    """The authenticator of a person: its secret sealed, its recovery codes hashed; each code good once."""

    __tablename__ = "second_factor"
    __title__ = "两因子认证"

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), unique=True)
    sealed: Mapped[LongText] = mapped_column(
        info=sealed_as("second_factor", of="user_id"), doc="认证器密钥"
    )
    recovery: Mapped[list[str]] = mapped_column(info={"secret": True}, doc="恢复码")
    last_step: Mapped[int] = mapped_column(sa.BigInteger, info={"unaudited": True})
    early_step: Mapped[int | None] = mapped_column(sa.BigInteger, info={"unaudited": True})

    @property
    def audit_root(self) -> tuple[str, int]:
        return "user", self.user_id


class FormerPassword(Identified, Model):
    """A password somebody had before: its hash, so that it is not taken again."""

    __tablename__ = "former_password"
    __audited__ = False

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    password_hash: Mapped[str]


class Deputy(Identified, Stamped, Model):
    """One absence: `deputy` holds the business roles of `person` from the first to the last day."""

    __tablename__ = "deputy"
    __title__ = "代理"

    person_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    from_on: Mapped[date] = mapped_column(doc="代理自")
    until_on: Mapped[date] = mapped_column(doc="代理至")
    reason: Mapped[str] = mapped_column(default="", doc="事由")

    person: Mapped[User] = relationship(foreign_keys=person_id)
    deputy: Mapped[User] = relationship(foreign_keys=deputy_id, back_populates="standing_in")

    __table_args__ = (
        sa.CheckConstraint("until_on >= from_on", name="ends_after_it_begins"),
        sa.CheckConstraint("person_id <> deputy_id", name="somebody_else"),
    )

    @property
    def audit_root(self) -> tuple[str, int]:
        return "user", self.person_id


class UserSession(Identified, Model):
    """A signed-in browser; the cookie carries the token whose hash is kept here."""

    __tablename__ = "user_session"
    __audited__ = False

    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), index=True)
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    address: Mapped[str] = mapped_column(sa.String(45), default="")
    agent: Mapped[str] = mapped_column(default="")
    code_given_at: Mapped[datetime | None]  # when signing asked for a code last

    @property
    def device(self) -> str:
        """Browser and system in short, as far as the browser tells."""
        browser = next((name for sign, name in _BROWSERS if sign in self.agent), "浏览器")
        system = next((name for sign, name in _SYSTEMS if sign in self.agent), "")
        return f"{browser} · {system}" if system else browser


class FailedSignIn(Identified, Model):
    """An attempt to sign in that failed, or has not succeeded yet; kept, whatever came after."""

    __tablename__ = "failed_sign_in"
    __audited__ = False

    username: Mapped[str] = mapped_column(sa.String(40))
    address: Mapped[str] = mapped_column(sa.String(45))
    machine: Mapped[str] = mapped_column(sa.String(64), default="")
    at: Mapped[datetime]
    forgiven: Mapped[bool] = mapped_column(default=False)  # the person came in after it
    held_up: Mapped[bool] = mapped_column(default=False)  # a later attempt had to wait for it

    __table_args__ = (
        sa.Index("ix_failed_sign_in_username", "username", "at"),
        sa.Index("ix_failed_sign_in_address", "address", "at"),
        sa.Index("ix_failed_sign_in_machine", "machine", "at"),
    )
