"""The product as the walks meet it: one application, and matters that begin again in a moment."""

from copy import deepcopy
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.agencies.service import UnitFacts, add_unit
from supervision.core.access import EVERYTHING, Role, seeing
from supervision.core.db import session, unit_of_work
from tests.law import hands, truth
from tests.law.facts import Problem
from tests.law.model import Matter
from tests.law.shelf import Shelf
from tests.make import people, worded
from tests.make.offices import sign_in
from tests.support.clock import ZONE

SEATS = {"first": Role.HANDLER, "second": Role.HANDLER, "chief": Role.REVIEWER,
         "chief2": Role.REVIEWER, "leader": Role.SIGNATORY}  # fmt: skip
BEGUN = date(2026, 3, 2)  # a Monday
OFF = frozenset({date(2026, 4, 6), date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5),
                 date(2026, 6, 19), date(2026, 9, 25), *(date(2026, 10, n) for n in range(1, 8))})  # fmt: skip
WORKED = frozenset({date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10)})
Steps = list[tuple[str, str, dict[str, Any]]]


def settle(app: Flask) -> int:
    """One bureau with its people, two units with a 联络员 each; the key of the first unit."""
    with app.app_context(), seeing(EVERYTHING), unit_of_work():
        body = people.body()
        worded.of_a_kind(body.id, "decision")
        for name, role in SEATS.items():
            people.user(name, role, body=body)
        by = people.principal("first")
        one = people.unit(by=by)
        other = add_unit(UnitFacts(name="示例市乙局", short_name="乙局"), actor=by)
        people.user("clerk", Role.LIAISON, unit=one)
        people.user("stranger", Role.LIAISON, unit=other)
        return one.id


class Door:
    """Everybody's browser; whoever comes on another day signs in again."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._held: dict[str, FlaskClient] = {}

    def forget(self) -> None:
        self._held = {}

    def of(self, name: str) -> FlaskClient:
        if name not in self._held:
            visitor = self.app.test_client()
            with self.app.app_context(), seeing(EVERYTHING), unit_of_work(write=False):
                user = session.scalars(sa.select(User).filter_by(username=name)).one()
                person = principal_of(user)
            sign_in(visitor, person)
            self._held[name] = visitor
        return self._held[name]


class World:
    """The application, its store, its people; `begin` puts a matter where a walk starts."""

    def __init__(self, app: Flask, shelf: Shelf) -> None:
        self.app, self.shelf = app, shelf
        self.store, self.door = truth.Store(app), Door(app)
        self.clock: Any = None
        self.starts: dict[str, tuple[Matter, hands.Keys, date]] = {}
        self._prepare()

    def _prepare(self) -> None:
        self.on(BEGUN)
        unit = settle(self.app)
        self._record(unit, "问题1", "ordinary")
        self._record(unit, "问题2", "grave")
        matter = Matter(BEGUN, OFF, WORKED, [Problem(grave=False), Problem(grave=True)])
        self._keep("found", matter)
        for n in (0, 1):
            signed: dict[str, Any] = {"item": n, "on": BEGUN}
            self._go(matter, [("explain", "first", {**signed, "text": "属实。"})])
            self._go(matter, [("establish", who, signed) for who in ("first", "second")[: n + 1]])
            self._go(matter, [("confirm", "chief", signed)])
        self._go(matter, [("draft", "first", {}), ("submit", "first", {}), ("pass_review", "chief", {}),
                          ("sign", "leader", {})])  # fmt: skip
        self._keep("signed", matter)
        self._go(
            matter,
            [
                ("send", "first", {}),
                ("receive", "clerk", {}),
                ("reply", "clerk", {"items": [0, 1], "words": "已按要求整改。"}),
            ],
        )
        self._keep("replied", matter)
        self._go(matter, [("revoke", "second", {"reason": "认定有误。"}), ("revoke_submit", "second", {}),
                          ("revoke_review", "chief2", {}), ("revoke_sign", "leader", {})])  # fmt: skip
        self._keep("revoking", matter)
        self.leave()

    def _record(self, unit: int, title: str, severity: str) -> None:
        typed = {"title": title, "unit_id": str(unit), "category": "程序不规范",
                 "found_on": str(BEGUN), "severity": severity}  # fmt: skip
        visitor = self.door.of("first")
        form = hands.filled(visitor, "/problems/new", "/problems/new", typed)
        assert form.send(visitor) == 302

    def _go(self, matter: Matter, steps: Steps) -> None:
        for act, who, how in steps:
            assert not matter.refusals(act, who, **how), f"{who} {act}"
            code = hands.opened(self.door.of(who), self.keys(), act, how).send(self.door.of(who))
            assert code == 302, f"{who} {act}: {code}"
            matter.do(act, who, **how)

    def _keep(self, name: str, matter: Matter) -> None:
        self.starts[name] = deepcopy(matter), self.keys(), matter.today
        self.shelf.keep(name)

    def keys(self) -> hands.Keys:
        def ids(table: str) -> tuple[int, ...]:
            return tuple(row.id for row in self.store.rows(f"SELECT id FROM {table} ORDER BY id"))  # noqa: S608

        papers, extensions, objections = ids("instrument"), ids("extension"), ids("objection")
        return hands.Keys(
            ids("problem"),
            ids("instrument_item"),
            papers[0] if papers else 0,
            *(one[-1] if one else 0 for one in (papers[1:], extensions, objections)),
        )

    def on(self, day: date) -> None:
        """It is ten in the morning of `day`."""
        self.leave()
        moment = datetime(day.year, day.month, day.day, 10, tzinfo=ZONE)
        self.clock = time_machine.travel(moment, tick=False)
        self.clock.start()
        self.door.forget()

    def leave(self) -> None:
        if self.clock is not None:
            self.clock.stop()
            self.clock = None

    def begin(self, name: str) -> tuple[Matter, hands.Keys]:
        """The store as it was when a matter had come this far."""
        matter, keys, day = self.starts[name]
        self.shelf.put_back(name)
        self.on(day)
        return deepcopy(matter), keys
