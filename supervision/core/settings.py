"""Settings of the installation that an administrator may change, each with its meaning in words."""

import json
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from supervision.core.db import Identified, Model, Stamped, session


@dataclass(frozen=True)
class Definition:
    """One setting: its key, Chinese name, what it does, and its default (bool, int or str)."""

    key: str
    label: str
    hint: str
    default: bool | int | str
    most: int = 99  # of a number


DEFINITIONS = (
    Definition(
        "join_admins", "小型机构可由一人兼任系统管理员和安全管理员", "审计员始终单设", default=False
    ),
    Definition(
        "head_confirms_reply",
        "反馈须经单位负责人确认",
        "默认以加盖公章的反馈公文为确认",
        default=False,
    ),
    Definition("extension_cap", "每件文书最多延期次数", "到达次数后不能再申请延期", default=2),
    Definition(
        "delivered_on_sending",
        "电子送达以发送之日为送达之日",
        "默认以签收之日为送达之日",
        default=False,
    ),
    Definition(
        "superior_reads_records",
        "上级机关可查看下级机关的业务记录",
        "关闭时只能查看汇总数据",
        default=False,
    ),
    Definition(
        "observer_accounts", "开放监督员账号", "监督员、联系点可登录提交线索", default=False
    ),
    Definition(
        "recurrence_months",
        "整改后又发生的认定期间（月）",
        "同一单位同类问题销号后在此期间内再次发现的，提示疑似整改后又发生，由监督人员确认",
        default=12,
    ),
    Definition(
        "level_three",
        "按等保三级管理：三员登录须用两因子认证",
        "不勾选为二级：两因子认证人人可以自愿启用；启用的，签发时再验证一次",
        default=False,
    ),
    Definition(
        "password_days",
        "口令更换周期（天）",
        "满此天数登录后须先改口令；等保要求定期更换，0为不要求",
        default=90,
        most=730,
    ),
    Definition(
        "events_at_once",
        "办理动态即时经机器人告知",
        "默认并入每人每天一封的汇总；开启后机器人即时告知“您有N件待办”，邮件仍每人每天一封",
        default=False,
    ),
    Definition(
        "leader_told_after",
        "逾期几个工作日起自动告知签发人",
        "0为不自动告知：由承办人、审核人在文书上拟签报",
        default=0,
        most=250,
    ),
    Definition(
        "unit_head_told_after",
        "逾期几个工作日起自动告知单位负责人",
        "0为不自动告知：由承办人在文书上拟督办函",
        default=0,
        most=250,
    ),
    Definition("duplex", "文书按双面印刷排版", "版记置于偶数页", default=True),
    Definition(
        "ofd_copy",
        "提供OFD副本（试验）",
        "签发后的文书可下载OFD（GB/T 33190），供公文交换试用；归档原件仍是PDF，交换前请用对方的阅读器看过",
        default=False,
    ),
)
_HELD = "settings"  # where a session keeps the values it has asked for
_BY_KEY = {definition.key: definition for definition in DEFINITIONS}


class Setting(Identified, Stamped, Model):
    """A setting that differs from its default."""

    __tablename__ = "setting"

    key: Mapped[str] = mapped_column(sa.String(64), unique=True, doc="设置项")
    value: Mapped[dict[str, Any]] = mapped_column(doc="设置值")


def get(key: str) -> Any:
    """The value in force for `key`; asked of the store once a transaction."""
    held: dict[str, Any] = session().info.setdefault(_HELD, {})  # type: ignore[operator]
    if key not in held:
        held[key] = value_of(key, session.scalar(sa.select(kept(key))))
    return held[key]


def _ask_anew(store: Session, *_rest: object) -> None:
    store.info.pop(_HELD, None)


HEARS = (
    ("after_begin", _ask_anew),
    ("after_flush", _ask_anew),
    ("after_soft_rollback", _ask_anew),
)


def kept(key: str) -> sa.ScalarSelect[Any]:
    """What the store holds of a setting, as text, to be asked together with something else."""
    return sa.select(sa.cast(Setting.value, sa.Text)).where(Setting.key == key).scalar_subquery()


def value_of(key: str, held: str | None) -> Any:
    """The value in force where what the store holds was asked by `kept`."""
    return _BY_KEY[key].default if held is None else json.loads(held)["value"]


def row_of(key: str) -> Setting | None:
    """The row of a setting that differs from its default."""
    return session.scalar(sa.select(Setting).where(Setting.key == key))


def labelled(key: str) -> str:
    """The setting's name in words."""
    return _BY_KEY[key].label


def put(key: str, value: object) -> None:
    """Change a setting; its type must be that of the default."""
    if type(value) is not type(_BY_KEY[key].default):
        message = f"{key} wants {type(_BY_KEY[key].default).__name__}"
        raise TypeError(message)
    row = row_of(key)
    if row is None:
        session.add(Setting(key=key, value={"value": value}, created_by_id=None))
    else:
        row.value = {"value": value}
    session.flush()
