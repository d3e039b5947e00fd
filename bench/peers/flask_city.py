"""The city under Flask-Admin: fifty rows, related names by one join, no count. Only the peers have it."""

import os

import sqlalchemy as sa
from flask import Flask
from flask_admin import Admin
from flask_admin.contrib.sqla import ModelView
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    mapped_column,
    relationship,
    scoped_session,
    sessionmaker,
)


class Base(DeclarativeBase):
    pass


class Unit(Base):
    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

    def __str__(self):
        return self.name


class Person(Base):
    __tablename__ = "user"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]

    def __str__(self):
        return self.name


class Problem(Base):
    __tablename__ = "problem"
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    category: Mapped[str]
    severity: Mapped[str]
    status: Mapped[str]
    found_on: Mapped[str]
    due_on: Mapped[str | None]
    paper_number: Mapped[str]
    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("unit.id"))
    handler_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    unit: Mapped[Unit] = relationship()
    handler: Mapped[Person] = relationship()


class ProblemView(ModelView):
    column_list = ("title", "unit", "category", "severity", "status", "found_on", "due_on",
                   "paper_number", "handler")  # fmt: skip
    column_default_sort = ("id", True)
    column_auto_select_related = True
    page_size = 50
    simple_list_pager = True
    can_create = can_edit = can_delete = False


app = Flask(__name__)
app.secret_key = "bench"
session = scoped_session(sessionmaker(sa.create_engine(f"sqlite:///{os.environ['CITY']}")))
Admin(app).add_view(ProblemView(Problem, session))


@app.teardown_appcontext
def _close(_error):
    session.remove()
