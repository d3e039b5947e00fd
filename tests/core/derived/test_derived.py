"""Derived columns: declared in order, kept by the flush, compared, made anew, and the night's alarm."""

import json
from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core import bulk, jobs
from supervision.core.audit import AuditEvent, timeline
from supervision.core.db import session
from supervision.core.derived import Derivation, Only, Rows, Touch, commands, rebuild, verify
from supervision.core.derived.applying import differing
from supervision.core.derived.ledger import Ledger
from supervision.core.duedates import DueDate
from supervision.instruments.derivations import PAPER_DAYS
from supervision.instruments.models import Delivery, Instrument, InstrumentItem
from supervision.instruments.standing import STANDING
from supervision.problems.models import Problem, ProblemStatus
from supervision.reminders import ledger as night
from supervision.reminders.models import Notice, NoticeKind
from tests.make import case_files as papers
from tests.make.offices import the_office
from tests.support.clock import Clock
from tests.support.queries import queries
from tests.support.work import Inside

S = ProblemStatus


@pytest.fixture
def problem_id(inside: Inside, clock: Clock) -> int:
    """A problem on a paper delivered on 2 March 2026, due on 1 April."""
    clock("2026-03-02 10:00")
    with inside():
        place = papers.office()
        problem = papers.problem(place)
        papers.delivered(place, over=[problem])
        return problem.id


def _spoil(problem_id: int) -> None:
    """The row as the old, hand-carried mirror left it when a unit had signed for the paper."""
    table = Problem.__table__
    session.execute(
        sa.update(table)
        .where(table.c.id == problem_id)
        .values(status=S.ESTABLISHED, delivered_on=None, due_on=None)
    )


def test_a_derivation_may_rest_on_earlier_ones_only() -> None:
    with pytest.raises(ValueError, match="standing rests upon paper_days"):
        Ledger((STANDING, PAPER_DAYS))


def test_what_watches_other_columns_of_a_table_rests_upon_none_of_its_derivations() -> None:
    titles = Touch(STANDING.model, "id", ("title",))
    Ledger((replace(PAPER_DAYS, touches=(titles,)), STANDING))
    due = Touch(STANDING.model, "id", ("title", "due_on"))
    with pytest.raises(ValueError, match="paper_days rests upon standing"):
        Ledger((replace(PAPER_DAYS, touches=(due,)), STANDING))


def test_what_was_written_past_every_door_is_named_and_put_right(
    inside: Inside, problem_id: int
) -> None:
    with inside() as db:
        assert verify(db) == []
        _spoil(problem_id)
        found = verify(db)
        assert {(one.table, one.key, one.column) for one in found} == {
            ("problem", problem_id, "状态"), ("problem", problem_id, "送达日"),
            ("problem", problem_id, "到期日"),
        }  # fmt: skip
        said = {str(one) for one in found}
        assert "问题随文书：problem 1“以罚代管” 到期日 存 空，应为 2026-04-01" in said
        assert "问题随文书：problem 1“以罚代管” 状态 存 已认定，应为 整改中" in said
        assert rebuild(db)["问题随文书"] == 1
        assert verify(db) == []
    with inside() as db:
        row = db.get_one(Problem, problem_id)
        assert (row.status, row.delivered_on, row.due_on) == (
            S.RECTIFYING, date(2026, 3, 2), date(2026, 4, 1),
        )  # fmt: skip
        assert timeline(row)[0].text == "状态随之变为“整改中”"


def test_a_derived_column_written_by_hand_does_not_stay(inside: Inside, problem_id: int) -> None:
    with inside() as db:
        row = db.get_one(Problem, problem_id)
        row.due_on, row.paper_number = date(2030, 1, 1), "示司监意〔2030〕1号"
        db.flush()
        assert (row.due_on, row.paper_number) == (date(2026, 4, 1), "示司监意〔2026〕1号")


def test_what_a_savepoint_takes_back_is_taken_back_from_the_objects_too(
    inside: Inside, problem_id: int
) -> None:
    with inside() as db:
        row = db.get_one(Problem, problem_id)
        point = db.begin_nested()
        db.scalars(sa.select(DueDate).where(DueDate.kind == "reply")).one().due = date(2026, 5, 6)
        db.flush()
        assert row.due_on == date(2026, 5, 6)
        point.rollback()
        assert row.due_on == date(2026, 4, 1)
    with inside() as db:
        assert verify(db) == []


@pytest.mark.parametrize("loaded", [True, False])
def test_rows_leave_one_record_for_another_and_both_follow(
    inside: Inside, problem_id: int, loaded: bool
) -> None:
    with inside() as db:
        place = the_office()
        other = papers.problem(place, title="别的问题")
        other_id = other.id
    with inside() as db:
        [item] = db.scalars(sa.select(InstrumentItem)).all()
        if not loaded:
            db.expire(item)
        item.problem_id = other_id
        db.flush()
        assert db.get_one(Problem, problem_id).status is S.ESTABLISHED
        assert db.get_one(Problem, other_id).status is S.RECTIFYING


def test_the_door_for_many_rows_moves_what_follows_and_leaves_a_trail(
    inside: Inside, problem_id: int
) -> None:
    with inside() as db:
        row = db.get_one(Problem, problem_id)
        bulk.update(Delivery, Delivery.id > 0, values={"received_on": date(2026, 3, 1)})
        assert row.delivered_on == date(2026, 3, 1)
        assert db.get_one(Instrument, row.paper_id).delivered_on == date(2026, 3, 1)
    with inside() as db:
        told = timeline(db.get_one(Instrument, db.get_one(Problem, problem_id).paper_id))
        followed = [entry for entry in told if entry.text == "随来源变动"]
        assert ("送达日期", "2026-03-02", "2026-03-01") in followed[0].changes
        written = sa.select(AuditEvent).where(
            AuditEvent.subject_type == "delivery", AuditEvent.action == "change"
        )
        assert db.scalars(written).one().fields == ["received_on"]
    with inside() as db:
        bulk.delete(InstrumentItem, InstrumentItem.problem_id == problem_id)
        row = db.get_one(Problem, problem_id)
        assert (row.status, row.paper_id, row.paper_number) == (S.ESTABLISHED, None, "")
        assert verify(db) == []


def test_a_flush_that_touches_nothing_relevant_asks_nothing(
    app: Flask, inside: Inside, problem_id: int
) -> None:
    with inside() as db:
        row = db.get_one(Problem, problem_id)
        row.facts = "另有事实。"
        paper = db.get_one(Instrument, row.paper_id)
        paper.note = "附注"
        with queries(app) as sent:
            db.flush()
        assert sent == []


def test_at_a_shell(
    app: Flask, inside: Inside, problem_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell = app.test_cli_runner()
    clean = shell.invoke(args=["ledger", "verify"])
    assert (clean.exit_code, "与来源一致" in clean.output) == (0, True)
    with inside():
        _spoil(problem_id)
    told = shell.invoke(args=["ledger", "verify"])
    assert told.exit_code == 1
    assert f"问题随文书：problem {problem_id}“以罚代管” 状态" in told.output
    as_json = shell.invoke(args=["ledger", "verify", "--json"])
    body = json.loads(as_json.output)
    assert (as_json.exit_code, body["passed"], len(body["differences"])) == (1, False, 3)
    assert "另有" not in told.output, "three are all shown"
    monkeypatch.setattr(commands, "SHOWN", 1)
    assert "另有2处不符" in shell.invoke(args=["ledger", "verify"]).output
    assert "问题随文书1条" in shell.invoke(args=["ledger", "rebuild"]).output
    assert shell.invoke(args=["ledger", "verify"]).exit_code == 0


def test_the_night_tells_both_administrators_once(
    inside: Inside, problem_id: int, clock: Clock
) -> None:
    with inside() as db:
        assert "ledger-verify" in {job.name for job in jobs.table()}
        assert night.compare() == "与来源一致"
        assert db.scalars(sa.select(Notice)).all() == []
        _spoil(problem_id)
        night.compare()
        night.compare()
        told = db.scalars(sa.select(Notice)).all()
        assert [(one.kind, one.title) for one in told] == [
            (NoticeKind.ALARM, "台账有3处与来源不符")
        ] * 2


def test_no_row_scope_hides_what_follows(inside: Inside, problem_id: int) -> None:
    from supervision.core.access import NOTHING  # noqa: PLC0415

    with inside() as db:
        paper_id = db.get_one(Problem, problem_id).paper_id
        _spoil(problem_id)
    with inside(NOTHING) as db:
        assert len(verify(db)) == 3
        assert db.scalars(sa.select(Problem)).all() == []
        table = Instrument.__table__
        db.execute(sa.update(table).where(table.c.id == paper_id).values(note="未触及"))
        assert rebuild(db)["问题随文书"] == 1


def test_a_touch_names_rows_by_one_or_several_values() -> None:
    touch = Touch(DueDate, "owner_id", ("due",), where={"owner_type": "a", "kind": ("x", "y")})
    assert touch.concerns({"owner_type": "a", "kind": "y"})
    assert not touch.concerns({"owner_type": "b", "kind": "y"})
    assert isinstance(PAPER_DAYS, Derivation)


def test_a_statement_is_built_once_a_process(inside: Inside, problem_id: int) -> None:
    asked: list[object] = []

    def computed(only: Only) -> Rows:
        asked.append(only)
        return STANDING.computed(only)

    derivation = replace(STANDING, computed=computed)
    with inside() as db:
        _spoil(problem_id)
        found = [
            list(differing(db, derivation, keys)) for keys in ([], [problem_id], [problem_id], None)
        ]
    assert [len(rows) for rows in found] == [0, 1, 1, 1]
    assert len(asked) == 2, "once for some rows, once for all"
