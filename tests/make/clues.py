"""Clues in any state of their life, made through the services by the people of the `bureau` fixture."""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.clues import service
from supervision.clues.models import Clue
from supervision.clues.service import ClueFacts, Outcome
from supervision.clues.states import ClueStatus, Finding, Source
from supervision.core import clock
from supervision.core.db import session
from tests.make import people

S = ClueStatus
_WAY = {
    S.REGISTERED: (),
    S.ACCEPTED: ("accept",),
    S.DECLINED: ("decline",),
    S.CHECKING: ("accept", "check"),
    S.PASSED_ON: ("accept", "pass_on"),
    S.CLOSED: ("accept", "check", "close"),
    S.REPORTED: ("accept", "check", "close", "report"),
}


def the_unit() -> Unit:
    """示例市甲局."""
    return session.scalars(sa.select(Unit).order_by(Unit.id)).first() or people.unit(
        by=people.principal("reviewer")
    )


def facts(**changed: Any) -> ClueFacts:
    """What a 转办件 of the province says, received today, due in 30 days."""
    today = clock.today()
    given: dict[str, Any] = {
        "source": Source.PROVINCE,
        "source_organ": "示例省司法厅",
        "source_number": "示例转〔2026〕8号",
        "subject": "反映示例市甲局检查时不出示执法证件",
        "content": "来信反映示例市甲局人员检查时不出示执法证件，也不告知权利。",
        "received_on": today,
        "due_on": today + timedelta(days=30),
        "unit": the_unit(),
    }
    return ClueFacts(**{**given, **changed})


def clue(
    state: ClueStatus = S.REGISTERED,
    *,
    on: date | None = None,
    outcome: Outcome | None = None,
    **changed: Any,
) -> Clue:
    """A clue of `handler` in `state`, every step taken on `on` (default: today)."""
    handler, reviewer = people.principal("handler"), people.principal("reviewer")
    day = on or clock.today()
    made = service.register(facts(**changed), actor=handler)
    ended = outcome or Outcome(Finding.TRUE, "属实。", dealt_with=True, handling="已纠正。")
    for verb in _WAY[state]:
        if verb == "accept":
            service.accept(made, on=day, actor=reviewer)
        elif verb == "decline":
            service.decline(made, on=day, reason="不属于行政执法监督范围", actor=reviewer)
        elif verb == "close":
            service.close(made, ended, on=day, actor=handler)
        else:
            getattr(service, verb)(made, on=day, actor=handler)
    return made
