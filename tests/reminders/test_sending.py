"""A real mail server: one digest a person a day, retried, never twice by intent."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa

from supervision.core import duedates
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import session
from supervision.reminders import outbox, sending
from supervision.reminders.models import Dispatch, DispatchState
from supervision.reminders.sweep import sweep
from tests.make.dues import due_on
from tests.reminders.post import Post, certificate, free_port, served, tls

FRIDAY = dt.date(2026, 3, 13)


@pytest.fixture
def post() -> Iterator[Post]:
    with served() as server:
        yield server


@pytest.fixture
def app(make_app, post):
    return make_app(
        SMTP_HOST="127.0.0.1",
        SMTP_PORT=post.port,
        SMTP_TLS="none",
        SMTP_FROM="mingdu@example.test",
        PUBLIC_URL="https://mingdu.example.test",
    )


@pytest.fixture
def due_today(work, made, clock) -> None:
    clock("2026-03-13 09:00")
    with work():
        due_on(made, FRIDAY, title="示司意见〔2026〕9号")
        due_on(made, FRIDAY, title="示司意见〔2026〕10号", unit=1)
        sweep()


def _send(app) -> str:
    with app.app_context(), seeing(EVERYTHING):
        return sending.send_waiting()


def _dispatches(work) -> list[Dispatch]:
    with work():
        rows = list(session.scalars(sa.select(Dispatch).order_by(Dispatch.id)))
        session.expunge_all()
    return rows


def test_the_digest_says_how_many_and_where_and_nothing_else(app, work, due_today, post) -> None:
    assert _send(app) == "发出3件，未成0件"
    assert _send(app) == "发出0件，未成0件"
    letter = next(one for one in post.letters if one["To"] == "handler@example.test")
    assert letter["Subject"] == "【明督】您有2件待办"
    assert letter["Message-ID"].endswith("@example.test>")
    plain, html = (part.get_content() for part in letter.iter_parts())
    for text in (plain, html):
        assert "您有2件待办" in text
        assert "https://mingdu.example.test/reminders/" in text
        assert "示司意见" not in text
    assert {row.state for row in _dispatches(work)} == {DispatchState.SENT}


def test_one_a_day_though_more_comes_later(app, work, made, due_today, post, clock) -> None:
    _send(app)
    clock("2026-03-13 14:00")
    with work():
        due_on(made, FRIDAY)
        assert "待发0件" in sweep()
    assert _send(app) == "发出0件，未成0件"
    clock("2026-03-16 09:00")
    with work():
        sweep()
    _send(app)
    said = [one["Subject"] for one in post.letters if one["To"] == "handler@example.test"]
    assert said == ["【明督】您有2件待办"] * 2  # the third day is another of the same matter


def test_a_digest_of_a_clock_that_ran_ahead_is_not_the_one_of_its_day(
    app, work, made, post, clock
) -> None:
    """For a morning it was Monday: what it said then is said again on Monday."""
    for moment in ("2026-03-16 09:00", "2026-03-13 10:00", "2026-03-16 09:30"):
        clock(moment)
        with work():
            if not post.letters:
                due_on(made, FRIDAY)
            sweep()
        assert _send(app) == "发出2件，未成0件", moment


def test_what_was_done_before_sending_is_not_sent(app, work, due_today, post) -> None:
    with work():
        for row in session.scalars(sa.select(duedates.DueDate)):
            duedates.close(row, on=FRIDAY)
    assert _send(app) == "发出0件，未成0件"
    assert post.letters == []
    assert {row.state for row in _dispatches(work)} == {DispatchState.DROPPED}


@pytest.mark.parametrize("moment", ["2026-03-13 17:30", "2026-03-14 10:00", "2026-03-16 08:29"])
def test_nothing_leaves_out_of_hours(app, work, due_today, post, clock, moment) -> None:
    clock(moment)
    assert _send(app) == "发出0件，未成0件"
    assert post.letters == []


def test_a_dead_server_is_tried_again_later_and_nothing_is_lost(
    make_app, app, work, due_today, post, clock
) -> None:
    broken = make_app(
        SMTP_HOST="127.0.0.1", SMTP_PORT=free_port(), SMTP_TLS="none", SMTP_FROM="m@example.test"
    )
    for minute in (0, 5, 10, 30, 45):
        clock(f"2026-03-13 09:{minute:02}")
        assert _send(broken).endswith("未成1件"), "the others do not wait for a dead server too"
    failed = [row for row in _dispatches(work) if row.error]
    assert failed
    assert "无法连接" in failed[0].error
    clock("2026-03-16 10:00")
    with work():
        sweep()
    assert _send(app) == "发出3件，未成0件"
    assert len(post.letters) == 3


def test_a_refused_address_goes_to_the_dead_letters_and_holds_nobody_up(
    app, work, made, due_today, post
) -> None:
    post.answers["handler@example.test"] = "550 no such user"
    assert _send(app) == "发出2件，未成1件"
    (dead,) = [row for row in _dispatches(work) if row.state is DispatchState.FAILED]
    assert "550" in dead.error
    post.answers.clear()
    with work():
        outbox.retry(session.get(Dispatch, dead.id), actor=made.seats["sysadmin"])
    assert _send(app) == "发出1件，未成0件"


def test_killed_between_250_and_commit_the_copy_has_the_same_message_id(
    app, work, due_today, post, clock, monkeypatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_arguments: Any) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(sending, "_settle", die)
        with pytest.raises(Killed):
            _send(app)
    first = post.letters[0]
    clock("2026-03-13 09:03")
    _send(app)
    assert len(post.letters) == 3, "its lease still runs"
    clock("2026-03-13 09:06")
    _send(app)
    assert len(post.letters) == 4
    assert post.letters[3]["Message-ID"] == first["Message-ID"]
    assert len({one["Message-ID"] for one in post.letters}) == 3


def test_a_server_down_for_a_day_loses_nothing_and_says_it_once(
    make_app, app, work, due_today, post, clock
) -> None:
    broken = make_app(
        SMTP_HOST="127.0.0.1", SMTP_PORT=free_port(), SMTP_TLS="none", SMTP_FROM="m@example.test"
    )
    tried = 0
    for minute in range(0, 8 * 60, 5):  # the job runs every five minutes of a working day
        clock(f"2026-03-13 {9 + minute // 60:02}:{minute % 60:02}")
        tried += _send(broken).endswith("未成1件")
    assert 10 < tried < 40, "with back-off, not every five minutes for each of three"
    assert {row.state for row in _dispatches(work)} == {DispatchState.WAITING}
    clock("2026-03-16 09:00")
    with work():
        sweep()
    assert _send(app) == "发出3件，未成0件"
    assert len(post.letters) == 3


def test_after_a_week_it_is_a_dead_letter_and_the_next_digest_says_it_again(
    make_app, app, work, due_today, post, clock
) -> None:
    broken = make_app(
        SMTP_HOST="127.0.0.1", SMTP_PORT=free_port(), SMTP_TLS="none", SMTP_FROM="m@example.test"
    )
    for hour in ("13 09", "23 09", "23 10", "23 11"):
        clock(f"2026-03-{hour}:00")
        _send(broken)
    assert {row.state for row in _dispatches(work)} == {DispatchState.FAILED}
    clock("2026-03-24 09:00")
    with work():
        assert "待发4件" in sweep(), "the section head too by now"
    assert _send(app) == "发出4件，未成0件"


@pytest.mark.parametrize("mode", ["starttls", "tls"])
def test_mail_goes_by_tls_to_a_server_that_proves_itself_and_to_no_other(
    make_app, work, due_today, tmp_path, mode, clock
) -> None:
    certified = certificate(tmp_path)
    context = tls(certified)
    options = {"tls_context": context, "require_starttls": True}
    if mode == "tls":
        options = {"ssl_context": context}
    with served(**options) as encrypted:
        settings = {"SMTP_HOST": "127.0.0.1", "SMTP_PORT": encrypted.port, "SMTP_TLS": mode,
                    "SMTP_FROM": "m@example.test"}  # fmt: skip
        assert _send(make_app(**settings)) == "发出0件，未成1件", "nobody vouches for it"
        assert encrypted.letters == []
        clock("2026-03-13 10:00")
        trusting = make_app(**settings, SMTP_CA_FILE=str(certified))
        assert _send(trusting) == "发出3件，未成0件", [row.error for row in _dispatches(work)]
    assert encrypted.encrypted == [True] * 3
