"""The hand-over of a person's matters in one call: asked for by the head, taken over by another."""

from supervision.accounts import handover
from supervision.accounts.matters import Holder, Holding
from supervision.accounts.models import User
from supervision.core.access import Principal
from tests.make import second_person


def hand_over(person: User, successor: User, *, reason: str, actor: Principal) -> list[Holding]:
    """What was passed on, kind by kind."""
    of = Holder(person, person.body_id or 0)
    asked = handover.ask(of, successor, reason=reason, actor=actor)
    second_person.confirm(asked, person)
    return [Holding(label, count) for label, count, _names in asked.payload["passed"]]
