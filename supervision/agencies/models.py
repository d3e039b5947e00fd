"""Tables: bodies, supervised units and their names over time, officers, dictionary entries."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.core.access.scope import BodyScoped
from supervision.core.db import KEYS_ONCE, Identified, Model, Stamped, Versioned
from supervision.core.words import Word


class Level(Word):
    """Administrative level of a supervising body."""

    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县区"


class Body(Identified, Stamped, Model):
    """行政执法监督机构: a justice bureau acting for its government; bodies form a tree by `path`."""

    __tablename__ = "body"

    name: Mapped[str] = mapped_column(doc="名称")
    short_name: Mapped[str] = mapped_column(sa.String(40), doc="简称")
    region: Mapped[str] = mapped_column(sa.String(40), doc="行政区划名")
    code: Mapped[str] = mapped_column(sa.String(12), doc="机关代字")
    level: Mapped[Level] = mapped_column(doc="层级")
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("body.id"), doc="上级机关")
    path: Mapped[str] = mapped_column(sa.String(200), default="", index=True)
    created_by_id: Mapped[int | None] = mapped_column(doc="录入人")  # no key: users name their body
    address: Mapped[str] = mapped_column(default="", doc="地址")
    telephone: Mapped[str] = mapped_column(sa.String(40), default="", doc="电话")

    parent: Mapped["Body | None"] = relationship(remote_side="Body.id")


class Management(Word):
    """Who manages a supervised unit: decides whether 告知上一级主管部门 is offered first."""

    LOCAL = "local", "本级政府管理"
    VERTICAL = "vertical", "垂直管理"
    DUAL = "dual", "双重管理"


class Unit(Identified, Stamped, Versioned, BodyScoped, Model):
    """被监督单位: a department with law-enforcement duties, supervised by one body."""

    __tablename__ = "unit"

    name: Mapped[str] = mapped_column(doc="单位全称")
    short_name: Mapped[str] = mapped_column(sa.String(60), doc="简称")
    also_called: Mapped[str] = mapped_column(sa.String(400), default="", doc="其他简称")
    created_by_id: Mapped[int | None] = mapped_column(doc="录入人")  # no key: users name their unit
    initials: Mapped[str] = mapped_column(sa.String(60), default="", doc="拼音首字母")
    management: Mapped[Management] = mapped_column(default=Management.LOCAL, doc="管理体制")
    superior_name: Mapped[str] = mapped_column(default="", doc="上一级主管部门")
    field: Mapped[str] = mapped_column(sa.String(60), default="", doc="执法领域")
    address: Mapped[str] = mapped_column(default="", doc="地址")
    telephone: Mapped[str] = mapped_column(sa.String(40), default="", doc="电话")
    ended_on: Mapped[date | None] = mapped_column(doc="撤并日期")
    successor_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), doc="承继单位")

    successor: Mapped["Unit | None"] = relationship(remote_side="Unit.id")
    officers: Mapped[list["Officer"]] = relationship(back_populates="unit", viewonly=True)
    former: Mapped[list["UnitName"]] = relationship(viewonly=True, order_by="UnitName.id")

    __table_args__ = (sa.UniqueConstraint("body_id", "name"), KEYS_ONCE)

    @property
    def active(self) -> bool:
        return self.ended_on is None

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        return cls.id.in_(unit_ids)


class UnitName(Identified, Stamped, BodyScoped, Model):
    """A former name of a unit (机构改革): papers keep it, search finds it."""

    __tablename__ = "unit_name"

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(doc="曾用名")
    until: Mapped[date] = mapped_column(doc="使用至")


class Officer(Identified, Stamped, Versioned, BodyScoped, Model):
    """执法人员 of a supervised unit; `in_leadership`: member of its 领导班子 (部门负责人)."""

    __tablename__ = "officer"

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"), index=True, doc="单位")
    name: Mapped[str] = mapped_column(sa.String(40), doc="姓名")
    initials: Mapped[str] = mapped_column(sa.String(40), default="", doc="拼音首字母")
    post: Mapped[str] = mapped_column(sa.String(60), default="", doc="职务")
    certificate_no: Mapped[str] = mapped_column(sa.String(40), default="", doc="执法证号")
    in_leadership: Mapped[bool] = mapped_column(default=False, doc="领导班子成员")
    active: Mapped[bool] = mapped_column(default=True, doc="在岗")

    unit: Mapped[Unit] = relationship(back_populates="officers")

    __table_args__ = KEYS_ONCE


class Dictionary(Word):
    """Which editable word list an entry belongs to."""

    CATEGORY = "category", "问题类别"
    FIELD = "field", "执法领域"


class DictionaryEntry(Identified, Stamped, BodyScoped, Model):
    """One word of an editable list; retired words stay on old records."""

    __tablename__ = "dictionary_entry"

    dictionary: Mapped[Dictionary] = mapped_column(doc="词表")
    label: Mapped[str] = mapped_column(sa.String(60), doc="词条")
    initials: Mapped[str] = mapped_column(sa.String(60), default="")
    position: Mapped[int] = mapped_column(default=0, doc="次序")
    active: Mapped[bool] = mapped_column(default=True, doc="启用")

    __table_args__ = (sa.UniqueConstraint("body_id", "dictionary", "label"),)
