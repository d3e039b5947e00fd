"""The list of people with accounts, declared for core/listing."""

import sqlalchemy as sa

from supervision.accounts.braking import often_refused
from supervision.accounts.factors import with_factor
from supervision.accounts.models import SecondFactor, User, UserRole
from supervision.accounts.service import roles_of
from supervision.agencies.models import Body, Unit
from supervision.core.access.policy import Role
from supervision.core.listing import Choice, Column, Join, Listing, Sort, Tab, Text, options_of
from supervision.core.words import Word


def _named(words: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        User.name.contains(words, autoescape=True),
        User.username.contains(words.lower(), autoescape=True),
        User.initials.contains(words.lower(), autoescape=True),
    )


def _holds(role: Role) -> sa.ColumnElement[bool]:
    return sa.exists().where(UserRole.user_id == User.id, UserRole.role == role)


class Factor(Word):
    """Whether somebody has a second factor."""

    SET_UP = "set_up", "已启用"
    NONE = "none", "未启用"


def _with_factor(said: Factor) -> sa.ColumnElement[bool]:
    has = sa.exists().where(SecondFactor.user_id == User.id)
    return has if said is Factor.SET_UP else ~has


def _often_refused() -> sa.ColumnElement[bool]:
    """Tried in vain so often that the next attempt has to wait."""
    return User.username.in_(often_refused())


PEOPLE = Listing(
    model=User,
    fields=(
        User.name,
        User.username,
        User.post,
        User.active,
        Body.name.label("body_name"),
        Unit.name.label("unit_name"),
    ),
    joins=(
        Join(Body, Body.id == User.body_id, outer=True),
        Join(Unit, Unit.id == User.unit_id, outer=True),
    ),
    columns=(
        Column("name", "姓名", cell="lead", sort="name", look="cell-lead"),
        Column("username", "用户名", sort="username"),
        Column("roles", "角色", lambda row: "、".join(role.label for role in row.roles or ())),
        Column("place", "机构或单位", lambda row: row.unit_name or row.body_name),
        Column("post", "职务", look="wide"),
        Column(
            "factor", "两因子认证", lambda row: (Factor.SET_UP if row.factor else Factor.NONE).label
        ),
        Column("status", "状态", "active", cell="state", look="cell-mark"),
    ),
    beside={
        "roles": lambda rows: roles_of(row.id for row in rows),
        "factor": lambda rows: with_factor(row.id for row in rows),
    },
    sorts=(Sort("name", User.initials), Sort("username", User.username)),
    filters=(
        Text("q", "姓名、用户名或拼音", _named),
        Choice("role", "角色", _holds, lambda: options_of(Role), coerce=Role),
        Choice("factor", "两因子认证", _with_factor, lambda: options_of(Factor), coerce=Factor),
    ),
    tabs=(
        Tab("", "启用", (User.active.is_(True),)),
        Tab(
            "first",
            "未改初始口令",
            (User.active.is_(True), User.must_change_password.is_(True)),
        ),
        Tab(
            "locked",
            "多次登录失败",
            lambda: (User.active.is_(True), _often_refused()),
            tone="overdue",
        ),
        Tab("off", "停用", (User.active.is_(False),)),
    ),
)
