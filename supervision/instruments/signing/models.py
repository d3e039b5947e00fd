"""Table of leaders who sign on paper and have no account."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from supervision.core.access.scope import BodyScoped
from supervision.core.db import Identified, Model, Stamped


class Leader(Identified, Stamped, BodyScoped, Model):
    """A leader of a body who signs on paper and has no account; kept by the system administrator."""

    __tablename__ = "leader"
    __title__ = "签批领导"

    name: Mapped[str] = mapped_column(sa.String(40), doc="姓名")
    post: Mapped[str] = mapped_column(sa.String(60), default="", doc="职务")
    active: Mapped[bool] = mapped_column(default=True, doc="在用")

    __table_args__ = (sa.Index("ix_leader_body", "body_id", "active", "id"),)
