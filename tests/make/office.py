"""A fictional bureau with its people and units, and signing in as one of them."""

from dataclasses import dataclass

from flask import session as cookie
from flask.testing import FlaskClient

from supervision.accounts import passwords, service, sessions
from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.accounts.service import UserFacts
from supervision.agencies.models import Body, Level, Unit
from supervision.agencies.service import UnitFacts, add_unit, found_body
from supervision.core.access.policy import Role
from supervision.core.access.principal import Principal
from supervision.core.db import session, unit_of_work

PASSWORD = "Example-Passphrase-1"


def body(name: str = "示例市司法局") -> Body:
    """A supervising body."""
    return found_body(name=name, short_name=name, region="示例市", code="示司", level=Level.CITY)


@dataclass
class Office:
    """A bureau with one person of each role and two units with a 联络员 each."""

    body: Body
    units: list[Unit]
    people: dict[str, User]
    principals: dict[str, Principal]

    def principal(self, name: str) -> Principal:
        return self.principals[name]


def person(
    username: str, role: Role, *, body: Body | None = None, unit: Unit | None = None,
    hashed: str = "!", telephone: str = "",
) -> User:  # fmt: skip
    """An account; `hashed` "!" cannot sign in."""
    facts = UserFacts(
        username=username,
        name=f"示例{role.label}",
        roles=frozenset({role}),
        body=body,
        unit=unit,
        email=f"{username}@example.test",
        telephone=telephone,
    )
    return service.seed(facts, password_hash=hashed)


def office(*, hashed: str = "!") -> Office:
    """The whole office, in the present unit of work."""
    home = body()
    people = {
        role.value: person(role.value, role, body=home, hashed=hashed)
        for role in (Role.HANDLER, Role.REVIEWER, Role.SIGNATORY)
    }
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR):
        people[role.value] = person(role.value, role, hashed=hashed)
    actor = principal_of(people["handler"])
    units = []
    for number, name in enumerate(("示例市城市管理局", "示例市交通运输局"), start=1):
        unit = add_unit(UnitFacts(name=name, short_name=name[3:]), actor=actor)
        people[f"liaison{number}"] = person(
            f"liaison{number}", Role.LIAISON, unit=unit, hashed=hashed
        )
        units.append(unit)
    session.flush()
    principals = {name: principal_of(user) for name, user in people.items()}
    return Office(home, units, people, principals)


def sign_in(client: FlaskClient, user: User) -> None:
    """Sign `user` in without the form (whose password check is slow on purpose)."""
    with client.application.test_request_context():
        with unit_of_work():
            sessions.begin(user.id)
        values = dict(cookie)
    with client.session_transaction() as held:
        held.update(values)


def hashed() -> str:
    """The hash of PASSWORD."""
    return passwords.hash_password(PASSWORD)
