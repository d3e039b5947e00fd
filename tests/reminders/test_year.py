"""A year of outages and pauses over many due dates: every step queued exactly once, nothing out of hours."""

import datetime as dt
from collections import Counter

import pytest
import sqlalchemy as sa

from supervision.core.clock import local
from supervision.core.db import session
from supervision.core.deadlines import seed_calendar
from supervision.reminders import sending
from supervision.reminders.models import Notice
from tests.reminders.year import Year

FEW, DAYS = 200, 364
ASKED = [(FEW, 4), *((2_000, seed) for seed in (5, 6, 7))]


@pytest.mark.battery
@pytest.mark.parametrize(("matters", "seed"), ASKED)
def test_a_year_of_outages(make_app, work, made, clock, monkeypatch, matters, seed) -> None:
    app = make_app(SMTP_HOST="127.0.0.1", SMTP_FROM="mingdu@example.test")
    year = Year(app, made, clock, matters, seed=seed, everybody=matters > FEW)
    monkeypatch.setattr(sending, "send_mail", year.deliver)  # the edge of the machine
    year.live()
    with work():
        notices = session.execute(
            sa.select(
                Notice.due_date_id, Notice.due, Notice.step, Notice.user_id, Notice.created_at
            )
        ).all()
    queued = [tuple(row[:4]) for row in notices]
    assert len(queued) == len(set(queued)), "a step was queued twice"
    assert set(queued) == year.expected
    assert len(queued) > 2 * matters
    for moment in [local(at) for *_, at in notices] + [at for at, *_ in year.letters]:
        assert seed_calendar().is_workday(moment.date()), moment
        assert dt.time(8, 30) <= moment.time() < dt.time(17, 30), moment
    copies = Counter(message_id for *_, message_id in year.letters)
    assert {one for one, count in copies.items() if count > 1} <= set(year.killed)
    assert max(copies.values()) <= 1 + max(Counter(year.killed).values())
    firsts: dict[str, tuple[dt.date, str]] = {}
    for at, to, message_id in year.letters:
        firsts.setdefault(message_id, (at.date(), to))
    daily = Counter(firsts.values())
    assert max(daily.values()) == 1, "one digest a person a day"
    assert len(year.killed) >= 18, "the simulation killed too seldom: it proves too little"
    assert year.stops > matters / 10, "and terms stood still"
    assert year.lost() == []
    looks = DAYS * len(made.seats) if matters > FEW else DAYS // 3 + 1
    assert year.looked == looks, "N of everybody, on every day"
    assert year.highest > matters / 25, "and it was a number"
    least = min(matters / 4, DAYS)  # one digest a person a day: they grow with people, not matters
    assert year.compared == len(year.letters) > least, "N was compared in every letter"
