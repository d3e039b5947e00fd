"""Ends beside 销号: 立行立改 with proof, 无法纠正, 移交终结."""

from collections.abc import Sequence
from datetime import date

from supervision.core import clock
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile, attachments_of
from supervision.core.files.models import Purpose
from supervision.problems.models import FLOW, Problem
from supervision.problems.service.establishing import check_confirming_day, check_day
from supervision.problems.service.evidence import add_evidence


def fix_on_spot(
    problem: Problem,
    *,
    on: date,
    reason: str,
    actor: Principal,
    proof: Sequence[StoredFile] = (),
) -> None:
    """立行立改: mended on the spot. Needs proof: pictures or papers of the state afterwards."""
    FLOW.check(problem, "fix_on_spot", actor=actor)
    check_day(problem, on)
    if not proof and not attachments_of(problem, Purpose.AFTER):
        raise DomainError("立行立改须有整改后的佐证，请上传", field="proof")
    confirming = problem.confirmed_on is None  # found and mended in one: this confirms it, too
    if confirming:
        check_confirming_day(problem, on)
    _end(problem, "fix_on_spot", on, reason, actor, confirming=confirming)
    if proof:
        add_evidence(
            problem, proof, purpose=Purpose.AFTER, shows="立行立改佐证", event_date=on, actor=actor
        )


def cannot_fix(problem: Problem, *, on: date, reason: str, actor: Principal) -> None:
    """无法纠正, with the explanation."""
    _end(problem, "cannot_fix", on, reason, actor)


def refer_away(problem: Problem, *, on: date, reason: str, actor: Principal) -> None:
    """移交终结: what remains is the recipient's. A mere referral is a link and no end."""
    _end(problem, "refer_away", on, reason, actor)


def _end(
    problem: Problem,
    name: str,
    on: date,
    reason: str,
    actor: Principal,
    *,
    confirming: bool = False,
) -> None:
    FLOW.check(problem, name, actor=actor)
    check_day(problem, on)
    note = f"{FLOW.transitions[name].label}（{clock.chinese_date(on)}）"
    FLOW.fire(problem, name, actor=actor, reason=reason, note=note)
    if confirming:
        problem.confirmed_by_id, problem.confirmed_on = actor.user_id, on
    problem.ended_on, problem.end_note = on, reason.strip()
    session.flush()
