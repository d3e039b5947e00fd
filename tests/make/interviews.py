"""Interviews in any state of their life, made through the services by the `bureau` fixture's people."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from supervision.core import clock
from supervision.interviews import people as table
from supervision.interviews import service
from supervision.interviews.models import Interview
from supervision.interviews.people import IntervieweeFacts
from supervision.interviews.service import InterviewFacts, Record
from supervision.interviews.states import InterviewStatus
from tests.make import people
from tests.make.clues import the_unit

S = InterviewStatus
_WAY = {
    S.DRAFTED: (),
    S.APPROVED: ("approve",),
    S.NOTIFIED: ("approve", "notify"),
    S.ABSENT: ("approve", "notify", "miss"),
    S.HELD: ("approve", "notify", "hold"),
    S.TRACKING: ("approve", "notify", "promise"),
    S.CLOSED: ("approve", "notify", "hold", "close"),
    S.CANCELLED: ("cancel",),
}


def heads(leaders: int = 1, officers: int = 1) -> list[IntervieweeFacts]:
    """Typed heads of 示例市甲局 with names of their own."""
    unit = the_unit()
    chiefs = [
        IntervieweeFacts(f"示例负责人{number}", unit, post="副局长", in_leadership=True)
        for number in range(leaders)
    ]
    return chiefs + [IntervieweeFacts(f"示例执法员{number}", unit) for number in range(officers)]


def facts(interviewees: Sequence[IntervieweeFacts] | None = None, **changed: Any) -> InterviewFacts:
    """An interview today by two handlers, recorded by the signatory's seat."""
    today = clock.today()
    bench = {
        one.name: one for one in table.supervisors(people.principal("handler").body_id or 0, today)
    }
    given: dict[str, Any] = {
        "reason": "整改事项逾期未完成",
        "planned_on": today,
        "planned_at": "9时30分",
        "place": "示例市司法局会议室",
        "interviewees": interviewees if interviewees is not None else heads(),
        "interviewers": [bench["示例handler"], bench["示例second"]],
        "recorder": bench["示例reviewer"],
    }
    return InterviewFacts(**{**given, **changed})


def interview(
    state: InterviewStatus = S.DRAFTED,
    *,
    on: date | None = None,
    interviewees: Sequence[IntervieweeFacts] | None = None,
    **changed: Any,
) -> Interview:
    """An interview planned by `handler` in `state`, every step taken on `on` (default: today)."""
    day = on or clock.today()
    made = service.plan(facts(interviewees, **changed), actor=people.principal("handler"))
    for verb in _WAY[state]:
        _take(made, verb, day)
    return made


def _take(made: Interview, verb: str, day: date) -> None:
    handler, reviewer = people.principal("handler"), people.principal("reviewer")
    promised = Record("谈话要点。", promise="限期整改", promise_due=day)
    if verb == "approve":
        leader = people.principal("signatory")
        service.approve(made, on=day, actor=leader if made.of_heads else reviewer)
    elif verb == "cancel":
        service.cancel(made, on=day, reason="已整改到位", actor=reviewer)
    elif verb == "miss":
        service.miss(made, on=day, reason="全体缺席", actor=handler)
    elif verb in ("hold", "promise"):
        held = promised if verb == "promise" else Record("谈话要点。")
        service.hold(made, held, on=day, actor=handler)
    else:
        getattr(service, verb)(made, on=day, actor=handler)
