"""The world of the tests: a fictional bureau, a person in each seat, one or two supervised units."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from flask import session as cookie
from flask.testing import FlaskClient

from supervision.accounts import sessions
from supervision.accounts.principals import principal_of
from supervision.agencies.models import Body, Management, Unit
from supervision.agencies.service import UnitFacts, add_unit
from supervision.core import clock
from supervision.core.access import Principal, Role
from supervision.core.access.principal import acting
from supervision.core.db import session, unit_of_work
from tests.make import people
from tests.make.repeated import repeated

SEATS = {
    "handler": Role.HANDLER,
    "second": Role.HANDLER,
    "reviewer": Role.REVIEWER,
    "reviewer2": Role.REVIEWER,
    "signatory": Role.SIGNATORY,
    "signatory2": Role.SIGNATORY,
    "sysadmin": Role.SYSTEM_ADMIN,
    "secadmin": Role.SECURITY_ADMIN,
    "auditor": Role.AUDITOR,
    "liaison": Role.LIAISON,
    "head": Role.UNIT_HEAD,
    "liaison2": Role.LIAISON,
}
OF_THE_UNIT = ("liaison", "head")
OF_THE_OTHER = ("liaison2",)
SMALL = ("handler", "second", "reviewer", "signatory", "liaison", "head")
USUAL = ("handler", "second", "reviewer", "signatory", "sysadmin", "secadmin", "auditor", "liaison")


@dataclass(frozen=True)
class Office:
    """A bureau and its people by seat; it outlives the unit of work that founded it."""

    region: str
    body_id: int
    unit_id: int
    other_unit_id: int  # 0: there is one unit only
    seats: Mapping[str, Principal]

    @property
    def handler(self) -> Principal:
        return self.seats["handler"]

    @property
    def second(self) -> Principal:
        return self.seats["second"]

    @property
    def reviewer(self) -> Principal:
        return self.seats["reviewer"]

    @property
    def signatory(self) -> Principal:
        return self.seats["signatory"]

    @property
    def liaison(self) -> Principal:
        return self.seats["liaison"]

    @property
    def head(self) -> Principal:
        return self.seats["head"]

    @property
    def everyone(self) -> tuple[Principal, ...]:
        return tuple(self.seats.values())

    @property
    def body(self) -> Body:
        """The bureau as the present unit of work holds it."""
        return session.get_one(Body, self.body_id)

    @property
    def unit(self) -> Unit:
        """The unit as the present unit of work holds it."""
        return session.get_one(Unit, self.unit_id)

    def id_of(self, seat: str) -> int:
        """The key of the account of whoever has a seat."""
        return self.seats[seat].user_id or 0


def found_office(
    region: str = "示例市", *, seats: Collection[str] = USUAL, prefix: str | None = None
) -> Office:
    """<region>司法局 with <region>甲局 and the seats asked for (see SEATS).

    An account is named after its seat, outside 示例市 with the region before it, or with `prefix`.
    A seat at the other unit founds 示例市乙局, which a province leads.
    """
    before = ("" if region == "示例市" else region) if prefix is None else prefix
    return repeated((region, *seats, before), lambda: _founded(region, seats, before))


def _founded(region: str, seats: Collection[str], before: str) -> Office:
    body = people.body(region)

    def sit(seat: str, unit: Unit | None = None) -> Principal:
        return principal_of(people.user(f"{before}{seat}", SEATS[seat], body=body, unit=unit))

    taken = {seat: sit(seat) for seat in seats if seat not in (*OF_THE_UNIT, *OF_THE_OTHER)}
    founder = next(iter(taken.values()))
    unit = people.unit(f"{region}甲局", by=founder)
    taken |= {seat: sit(seat, unit) for seat in seats if seat in OF_THE_UNIT}
    other = _other(founder) if set(seats) & set(OF_THE_OTHER) else None
    taken |= {seat: sit(seat, other) for seat in seats if seat in OF_THE_OTHER}
    return Office(region, body.id, unit.id, other.id if other else 0, taken)


def the_office(*, seats: Collection[str] = USUAL) -> Office:
    """The one of 示例市, found again by the names of its people."""
    taken = {seat: people.principal(seat) for seat in seats}
    body_id = next(one.body_id for one in taken.values() if one.body_id)
    unit_id = next(one.unit_id for one in taken.values() if one.unit_id)
    return Office("示例市", body_id, unit_id, 0, taken)


def _other(founder: Principal) -> Unit:
    facts = UnitFacts(
        name="示例市乙局", short_name="乙局", management=Management.VERTICAL,
        superior_name="示例省乙局",
    )  # fmt: skip
    return add_unit(facts, actor=founder)


@contextmanager
def on(day: date, username: str, *, hour: int = 10) -> Iterator[Principal]:
    """`username` acts on `day`."""
    with clock.reliving(day, hour):
        person = people.principal(username)
        with acting(person):
            yield person


def sign_in(client: FlaskClient, person: Principal) -> None:
    """Let the visitor be `person`, without the form (whose password check is slow on purpose)."""
    with client.application.test_request_context():
        with unit_of_work():
            sessions.begin(person.user_id or 0)
        held = dict(cookie)
    with client.session_transaction() as kept:
        kept.update(held)
