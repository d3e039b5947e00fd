"""A simulated year: due dates open and close, processes and mail servers fail, time passes.

`Year.live()` returns what happened beside what a plain model of the rules expects.
"""

import datetime as dt
import random
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

from flask import Flask

from supervision.core import duedates, pending
from supervision.core.access import EVERYTHING, seeing
from supervision.core.access.scope import scope_of
from supervision.core.clock import ZONE
from supervision.core.db import session, unit_of_work
from supervision.core.deadlines import Unit, ladder, seed_calendar
from supervision.core.duedates import DueDate, DueKind
from supervision.core.outgoing import Letter, Undelivered
from supervision.reminders import sending
from supervision.reminders.models import Dispatch, DispatchState
from supervision.reminders.sweep import sweep
from tests.make import people
from tests.make.dues import due
from tests.make.offices import Office

CALENDAR = seed_calendar()
FIRST, LAST = dt.date(2025, 1, 2), dt.date(2025, 12, 31)
SMALL = 500  # matters: above, every letter's N is asked of the queue as well
ONE_DAY = dt.timedelta(days=1)
AT_WORK, AT_HOME = (dt.time(9, 0), dt.time(15, 40)), (dt.time(7, 0), dt.time(12, 0), dt.time(20, 0))
KINDS = (DueKind.REPLY, DueKind.SUPPLEMENT, DueKind.CLUE, DueKind.PROMISE, DueKind.REFERRAL)


class Killed(BaseException):
    """The process dies on the spot."""


@dataclass
class Matter:
    """The model of one due date: when it was open, and the steps its ladder has."""

    id: int
    unit: int
    begun: dt.date
    ends: dt.date
    people: tuple[int, ...]
    steps: list[tuple[str, dt.date]]
    days: list[dt.date]
    closed: bool = False


@dataclass
class Year:
    """One run; `move_to` sets the frozen clock."""

    app: Flask
    office: Office
    move_to: Callable[[str], None]
    count: int
    seed: int
    expected: set[tuple[int, str, int]] = field(default_factory=set)
    letters: list[tuple[dt.datetime, str, str]] = field(default_factory=list)
    killed: list[str] = field(default_factory=list)
    compared: int = 0

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311  (no secret)
        self.now = dt.datetime.combine(FIRST, dt.time(0), tzinfo=ZONE)
        self.waiting = sorted(
            FIRST + ONE_DAY * self.random.randrange(330) for _ in range(self.count)
        )
        self.matters: list[Matter] = []
        self.asleep_until = self.no_mail_until = self.now

    def live(self) -> None:
        """Every tick of every day."""
        day = FIRST
        while day <= LAST:
            self._people_work(day)
            ticks = [self.random.choice(AT_WORK)] if CALENDAR.is_workday(day) else []
            if ticks and self.random.random() < 0.3:
                ticks = list(AT_WORK)
            if self.random.random() < 0.2:  # now and then out of hours: nothing may happen then
                ticks.append(self.random.choice(AT_HOME))
            for tick in sorted(ticks):
                self._tick(dt.datetime.combine(day, tick, tzinfo=ZONE))
            day += ONE_DAY

    def _people_work(self, day: dt.date) -> None:
        """New matters begin and old ones are done, while people are at work."""
        ending = [each for each in self.matters if not each.closed and each.ends <= day]
        if not ending and not (self.waiting and self.waiting[0] <= day):
            return
        self.now = dt.datetime.combine(day, dt.time(8, 0), tzinfo=ZONE)
        self.move_to(f"{self.now:%Y-%m-%d %H:%M}")
        with self.app.app_context(), unit_of_work(), seeing(EVERYTHING):
            while self.waiting and self.waiting[0] <= day:
                self.waiting.pop(0)
                self.matters.append(self._begin(day))
            for matter in ending:
                matter.closed = True
                duedates.close(session.get_one(DueDate, matter.id), on=day)

    def _begin(self, day: dt.date) -> Matter:
        unit, kind = self.random.randrange(2), self.random.choice(KINDS)
        measure = self.random.choice([Unit.DAY, Unit.WORKDAY])
        row = due(
            self.office, day, days=self.random.randint(2, 30), measure=measure, kind=kind, unit=unit
        )
        people = [self.office.id_of("handler")]
        if kind in duedates.UNIT_KINDS:
            people.append(self.office.id_of(("liaison", "liaison2")[unit]))
        steps = ladder(row.due, CALENDAR, start=row.start, until=LAST)
        ends = row.due + ONE_DAY * self.random.randint(-12, 40)
        return Matter(
            row.id, unit, day, max(ends, day + ONE_DAY), tuple(people), steps, [d for _, d in steps]
        )

    def _tick(self, moment: dt.datetime) -> None:
        self.now = moment
        if self.random.random() < 0.04:
            self.asleep_until = moment + dt.timedelta(hours=self.random.randint(2, 150))
        if self.random.random() < 0.04:
            self.no_mail_until = moment + dt.timedelta(hours=self.random.randint(2, 60))
        if moment < self.asleep_until:
            return
        self.move_to(f"{moment:%Y-%m-%d %H:%M}")
        if self._open():
            self._expect(moment.date())
        with self.app.app_context(), seeing(EVERYTHING):
            with unit_of_work():
                sweep()
            try:
                sending.send_waiting()
            except Killed:
                self.asleep_until = moment + dt.timedelta(hours=1)

    def _open(self) -> bool:
        hours = dt.time(8, 30) <= self.now.time() < dt.time(17, 30)
        return hours and CALENDAR.is_workday(self.now.date())

    def _expect(self, today: dt.date) -> None:
        """The model: of each open matter the latest step reached, for each of its people, once."""
        for matter in self.matters:
            reached = 0 if matter.closed else bisect_right(matter.days, today)
            if reached:
                step = matter.steps[reached - 1][0]
                self.expected |= {(matter.id, step, person) for person in self._told(matter, step)}

    def _told(self, matter: Matter, step: str) -> tuple[int, ...]:
        """From the third working day late on the section head too."""
        word, _, number = step.partition("-")
        late = word == "repeat" or (word == "after" and int(number) >= 3)
        return (*matter.people, self.office.id_of("reviewer")) if late else matter.people

    def deliver(self, letter: Letter) -> None:
        """The mail server: down now and then; now and then the process dies after its 250."""
        if self.now < self.no_mail_until:
            raise Undelivered("邮件服务器无法连接", unreachable=True)
        self.letters.append((self.now, letter.to, letter.message_id))
        self._compare(letter)
        if self.random.random() < 0.02:
            self.killed.append(letter.message_id)
            raise Killed

    def _compare(self, letter: Letter) -> None:
        """N as the letter says it, as the queue counts it, and as the model knows it: the units of which
        something open was told to this person (all matters of a unit hang on the one record)."""
        person = letter.to.partition("@")[0]
        told = {
            matter.unit
            for matter in self.matters
            if not matter.closed
            and any(
                (matter.id, step, self.office.id_of(person)) in self.expected
                for step, _ in matter.steps
            )
        }
        found = re.search(r"您有(\d+)件待办", letter.subject)
        assert found, letter.subject
        said = int(found[1])
        assert said == len(told), (self.now, letter.to)
        if self.count > SMALL or self.now.date() < FIRST + ONE_DAY * 60:
            with self.app.app_context(), unit_of_work(write=False):
                me = people.principal(person)
                with seeing(scope_of(me)):
                    assert said == pending.number(me), (self.now, letter.to)
        self.compared += 1

    def lost(self) -> list[Dispatch]:
        """Dead letters after which nothing more was said to that person."""
        with self.app.app_context(), unit_of_work(write=False):
            rows = session.query(Dispatch).order_by(Dispatch.id).all()
            sent = {row.user_id: row.id for row in rows if row.state is DispatchState.SENT}
            dead = [row for row in rows if row.state is DispatchState.FAILED]
            return [row for row in dead if sent.get(row.user_id, 0) < row.id]
