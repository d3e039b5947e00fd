"""Scenes of what a leader decided on paper of an action, as they wait for a second person."""

from typing import Any

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.signing.approving import PaperApproval
from supervision.accounts.signing.deciding import PaperDecision
from supervision.accounts.signing.on_paper import PaperSignature
from supervision.actions import on_paper as decided
from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.agencies.models import Unit
from supervision.core import clock
from supervision.core.db import session
from supervision.core.pairs import Proposal
from tests.make import actions, on_paper, people
from tests.make.offices import Office
from tests.make.problems import picture
from tests.rules.past_scenes import waiting


def signed(record: Any, approval: PaperApproval) -> Proposal:
    """Approved on paper by a leader of the list."""
    head = session.scalars(sa.select(User).where(User.username == "reviewer2")).one()
    leader, today = on_paper.leader(record.body_id), clock.today()
    signature = PaperSignature(leader, today, head, today)
    approval.register(record, signature=signature, actor=people.principal("handler"))
    return waiting(record, approval.act)


def approved(office: Office) -> Proposal:
    return signed(_action(office, ActionStatus.PREPARING), decided.APPROVAL)


def _suspended(office: Office) -> Proposal:
    return _halted(office, decided.SUSPENSION, ActionStatus.ONGOING, reason="并入其他行动")


def _resumed(office: Office) -> Proposal:
    return _halted(office, decided.RESUMPTION, ActionStatus.SUSPENDED)


def _cancelled(office: Office) -> Proposal:
    return _halted(office, decided.CANCELLATION, ActionStatus.PREPARING, reason="并入其他行动")


HALTED = {
    "action.suspension": _suspended,
    "action.resumption": _resumed,
    "action.cancellation": _cancelled,
}


def _halted(
    office: Office, halt: PaperDecision, status: ActionStatus, *, reason: str = ""
) -> Proposal:
    """A leader of the list decided; the handler, whose action it is, registers."""
    made = _action(office, status)
    signature = PaperSignature(on_paper.leader(made.body_id), clock.today(), scans=(picture(),))
    halt.register(made, signature=signature, reason=reason, actor=people.principal("handler"))
    return waiting(made, halt.act)


def _action(office: Office, status: ActionStatus) -> SupervisionAction:
    """With a team of its own: several scenes stand in one office."""
    by, leader = people.principal("handler"), people.principal("signatory")
    units = [session.get_one(Unit, office.unit_id)]
    nth = session.scalar(sa.select(sa.func.count(SupervisionAction.id)))
    two = (
        actions.supervisor(f"示例{nth}号{which}", by=by, number=f"示监{nth}{which}")
        for which in "甲乙"
    )
    team = [actions.member(one) for one in two]
    return actions.action(status, by=by, leader=leader, units=units, team=team)
