"""A token of the interface, asked for by the 安全管理员 and approved by the body it reads."""

from collections.abc import Sequence
from datetime import date

from supervision.agencies.models import Body
from supervision.api import service
from supervision.api.models import ApiToken, Reading
from supervision.core.access import Principal
from supervision.core.db import session
from tests.make import second_person


def issued(
    name: str, *, body: Body, readings: Sequence[Reading], expires_on: date, actor: Principal
) -> str:
    """Its text."""
    asked = service.ask(name, body=body, readings=readings, expires_on=expires_on, actor=actor)
    slip = second_person.confirm(asked, session.get_one(ApiToken, asked.subject_id))
    assert slip is not None
    return slip.secret
