"""The year counted in plain Python, from loops over all rows: what figures and their lists are compared with."""

from collections.abc import Callable
from datetime import date
from typing import Any

import sqlalchemy as sa

from supervision.actions.models import ActionForm, ActionStatus, ActionUnit, SupervisionAction
from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus, Finding, Source
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from supervision.interviews.models import Interview
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import Problem, ProblemStatus
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus, Way
from supervision.reports.indicators import INDICATORS
from supervision.reports.periods import Period
from supervision.roster.models import JointDocument, Pool, RosterEntry

HELD = {InterviewStatus.HELD, InterviewStatus.TRACKING, InterviewStatus.CLOSED}
UNSIGNED = {
    InstrumentStatus.DRAFT,
    InstrumentStatus.RETURNED,
    InstrumentStatus.REVIEWING,
    InstrumentStatus.AWAITING_SIGNATURE,
    InstrumentStatus.REGISTERED,  # its number is given, the second person is wanted
    InstrumentStatus.VOID,
    InstrumentStatus.REVOKED,
}
CLOSED = {ClueStatus.CLOSED, ClueStatus.REPORTED}
NOT_ESTABLISHED = (ProblemStatus.PENDING, ProblemStatus.REJECTED)


def naive(period: Period) -> dict[str, set[Any]]:
    """Every figure as a set, from plain loops over all rows."""
    found: dict[str, set[Any]] = {indicator.key: set() for indicator in INDICATORS}

    def within(day: date | None) -> bool:
        return day is not None and period.since <= day <= period.until

    _actions(found, within)
    _interviews(found, within)
    _papers(found, within)
    _clues(found, within)
    _rest(found, within, period)
    return found


def every_row(model: Any) -> list[Any]:
    return list(session.scalars(sa.select(model)))


def _actions(found: dict[str, set[Any]], within: Callable[[Any], bool]) -> None:
    resident = {one.id for one in every_row(SupervisionAction) if one.form is ActionForm.RESIDENT}
    begun = [
        one
        for one in every_row(SupervisionAction)
        if within(one.begun_on) and one.status is not ActionStatus.CANCELLED
    ]
    found["actions_begun"] = {one.id for one in begun}
    begun_ids = {one.id for one in begun} & resident
    found["resident_units"] = {
        one.unit_id for one in every_row(ActionUnit) if one.action_id in begun_ids
    }
    for one in every_row(Problem):
        mended = one.status in (ProblemStatus.CLOSED, ProblemStatus.FIXED_ON_SPOT)
        if mended and within(one.ended_on):
            found["problems_mended"].add(one.id)
        if one.status in NOT_ESTABLISHED or not within(one.found_on):
            continue
        key = "resident_problems_found" if one.action_id in resident else "problems_found"
        found[key].add(one.id)
        if one.earlier_id:
            found["recurrences"].add(one.id)


def _interviews(found: dict[str, set[Any]], within: Callable[[Any], bool]) -> None:
    for one in every_row(Interview):
        if one.status not in HELD or not within(one.held_on):
            continue
        found["interviews_held"].add(one.id)
        for person in one.interviewees:
            if person.absent:
                continue
            who = "heads" if person.in_leadership else "officers"
            found[f"{who}_interviewed_times"].add(person.id)
            found[f"{who}_interviewed"].add((person.name, person.unit_id))


def _papers(found: dict[str, set[Any]], within: Callable[[Any], bool]) -> None:
    keys = {
        "rectification_notice": "rectification_notices",
        "transfer_letter": "transfer_letters",
        "opinion": "opinion_papers",
        "decision": "decisions",
    }
    for one in every_row(Instrument):
        if one.status in UNSIGNED or not within(one.signed_on):
            continue
        found[keys[one.kind.code]].add(one.id)
        if one.kind.code == "opinion":
            found["opinions"] |= {item.id for item in one.items}
            found["opinion_units"].add(one.unit_id)


def _clues(found: dict[str, set[Any]], within: Callable[[Any], bool]) -> None:
    for one in every_row(Clue):
        if within(one.received_on):
            found["clues_received"].add(one.id)
        if one.status not in CLOSED or not within(one.closed_on):
            continue
        if one.source is Source.PROVINCE:
            found["superior_cases_closed"].add(one.id)
        elif one.source is not Source.PROVINCE_SITE:
            found["other_clues_closed"].add(one.id)
        elif one.finding is Finding.TRUE and one.dealt_with:
            found["superior_site_clues"].add(one.id)


def _rest(found: dict[str, set[Any]], within: Callable[[Any], bool], period: Period) -> None:
    for one in every_row(Referral):
        if one.status is ReferralStatus.DRAFT or not within(one.sent_on):
            continue
        if one.way is Way.STATUTORY:
            found["matters_transferred"].add(one.id)
        else:
            found["problems_referred"] |= {link.problem_id for link in one.problem_links}
    names = {
        Pool.CONTACT_POINT: "contact_points",
        Pool.OBSERVER: "observers",
        Pool.INSPECTOR_TALENT: "inspectors",
    }
    for one in every_row(RosterEntry):
        if one.pool not in names:
            continue
        if within(one.appointed_on):
            found[f"{names[one.pool]}_new"].add(one.id)
        if one.in_office(period.until):
            found[f"{names[one.pool]}_held"].add(one.id)
    found["joint_documents"] = {one.id for one in every_row(JointDocument) if within(one.dated_on)}
