"""Rows straight into the tables, for tests of counting where walking every service would be too slow."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import count

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.accounts.principals import principal_of
from supervision.actions.models import (
    ActionForm,
    ActionStatus,
    ActionUnit,
    ProblemMeasure,
    SupervisionAction,
)
from supervision.agencies.models import Body, Unit
from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus, Finding, Source
from supervision.core import duedates
from supervision.core.access import Role
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.instruments.chasing.models import ChaseEvent
from supervision.instruments.flow import FLOW
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Delivery, Instrument, InstrumentItem
from supervision.instruments.states import (
    WITH_UNIT,
    Conclusion,
    DeliveryMethod,
    InstrumentStatus,
)
from supervision.interviews.models import Interview, Interviewee
from supervision.interviews.states import InterviewStatus
from supervision.problems.models import Problem, ProblemStatus, Recurrence
from supervision.referrals.models import Referral, ReferralProblem
from supervision.referrals.states import ReferralStatus, Way
from supervision.roster.models import JointDocument, Pool, RosterEntry
from tests.make import people

SOON = date(2030, 1, 1)
LONG_AGO = date(1999, 1, 4)
_numbers = count(1)


@dataclass
class Ground:
    """A body with its units and somebody who handles everything; keys of kinds of paper."""

    body: Body
    user: User
    units: list[Unit]
    kind_ids: dict[str, int] = field(default_factory=dict)
    head: User = field(init=False)

    def __post_init__(self) -> None:
        """Also the section head, who is the second person to establish what was found."""
        name = f"head{self.body.id}"
        known = session.scalars(sa.select(User).where(User.username == name)).one_or_none()
        self.head = known or people.user(name, Role.REVIEWER, body=self.body)
        if not self.kind_ids:
            session.flush()
            for code in ("rectification_notice", "transfer_letter", "opinion", "decision"):
                kind = kinds.in_force(self.body.id, code)
                assert kind is not None
                self.kind_ids[code] = kind.id

    def action(
        self,
        on: date | None = date(2023, 3, 1),
        *,
        form: ActionForm = ActionForm.SPECIAL,
        units: Sequence[int] = (),
        status: ActionStatus = ActionStatus.ONGOING,
        measure: ProblemMeasure = ProblemMeasure.GE,
    ) -> SupervisionAction:
        """An action; `units` are indexes of this ground's units."""
        day = on or date(2023, 1, 1)
        row = SupervisionAction(
            body_id=self.body.id, title=f"示例{form.label}", form=form, measure=measure,
            starts_on=day, ends_on=SOON, handler_id=self.user.id, approved_on=day,
            approved_by_id=self.user.id, begun_on=on, status=status,
        )  # fmt: skip
        session.add(row)
        session.flush()
        for index in dict.fromkeys(units):
            session.add(
                ActionUnit(body_id=self.body.id, action_id=row.id, unit_id=self.units[index].id)
            )
        session.flush()
        return row

    def problem(
        self,
        on: date,
        *,
        status: ProblemStatus = ProblemStatus.ESTABLISHED,
        action: SupervisionAction | None = None,
        unit: int = 0,
        ended: date | None = None,
        earlier: Problem | None = None,
    ) -> Problem:
        """A problem in any state; where a state follows from a paper, on one of long ago."""
        ended_on = ended or (SOON if status in _NEED_END else None)
        carried = status in _BY_PAPER
        row = Problem(
            body_id=self.body.id, unit_id=self.units[unit].id, title="示例问题",
            category="程序不规范", found_on=on, handler_id=self.user.id,
            status=ProblemStatus.ESTABLISHED if carried else status,
            action_id=action.id if action else None, ended_on=None if carried else ended_on,
            measure=action.measure if action else ProblemMeasure.GE,
            first_by_id=self.user.id, confirmed_by_id=self.head.id, confirmed_on=on,
            earlier_id=earlier and earlier.id,
            recurrence=Recurrence.CONFIRMED if earlier else Recurrence.NONE,
            recurrence_by_id=self.user.id if earlier else None,
            recurrence_on=on if earlier else None,
        )  # fmt: skip
        _kept(row)
        if carried:
            self.carry(row, status, ended=ended_on)
        return row

    def carry(
        self,
        row: Problem,
        status: ProblemStatus,
        *,
        delivered: date = LONG_AGO,
        due: date | None = None,
        ended: date | None = None,
    ) -> Instrument:
        """A paper that leaves the problem in `status`; no year of a test counts it."""
        paper = self.paper("opinion", LONG_AGO, status=_BY_PAPER[status], problems=[row],
                           delivered=delivered)  # fmt: skip
        if due is not None:
            duedates.start_fixed(
                paper, DueKind.REPLY, due, title="示例", basis="示例", actor=principal_of(self.user)
            )
        if ended is not None:
            [item] = paper.items
            item.conclusion, item.written_off_on = Conclusion.MENDED, ended
            session.flush()
        return paper

    def paper(
        self,
        code: str,
        on: date | None,
        *,
        status: InstrumentStatus = InstrumentStatus.CLOSED,
        action: SupervisionAction | None = None,
        unit: int = 0,
        items: int = 1,
        problems: Sequence[Problem] = (),
        delivered: date | None = None,
    ) -> Instrument:
        """A paper of a kind, signed on a day."""
        day = on or date(2023, 1, 1)
        reached = status in WITH_UNIT or status in _ENDED
        row = Instrument(
            body_id=self.body.id, kind_id=self.kind_ids[code], unit_id=self.units[unit].id,
            addressee="示例市甲局", title="示例文书", handler_id=self.user.id,
            drafted_by_id=self.user.id, signed_on=on, closed_on=day,
            status=InstrumentStatus.SIGNED if reached else status,
            action_id=action.id if action else None,
            number=f"示司〔{day.year}〕{next(_numbers)}号",
        )  # fmt: skip
        _kept(row)
        for seq in range(max(items, len(problems))):
            about = problems[seq].id if seq < len(problems) else None
            session.add(
                InstrumentItem(
                    body_id=self.body.id, instrument_id=row.id, seq=seq + 1, demand="整改",
                    problem_id=about,
                )
            )  # fmt: skip
        if reached:
            self._deliver(row, delivered or day, status)
        session.flush()
        return row

    def _deliver(self, paper: Instrument, day: date, status: InstrumentStatus) -> None:
        _kept(
            Delivery(
                body_id=self.body.id, instrument_id=paper.id, method=DeliveryMethod.DIRECT,
                sent_on=day, received_on=day,
            )
        )  # fmt: skip
        FLOW.settle(paper, status, actor=principal_of(self.user), because="示例")

    def chased(self, paper: Instrument, rung: str, on: date) -> None:
        """A rung of the ladder climbed on a paper."""
        _kept(
            ChaseEvent(body_id=self.body.id, instrument_id=paper.id, rung=rung, how="电话", on=on)
        )

    def interview(
        self,
        on: date | None,
        people: Sequence[tuple[str, bool, bool]],
        *,
        status: InterviewStatus = InterviewStatus.HELD,
        action: SupervisionAction | None = None,
        unit: int = 0,
    ) -> Interview:
        """An interview; people are (name, in the 领导班子, absent)."""
        row = Interview(
            body_id=self.body.id, reason="示例事由", planned_on=on or date(2023, 1, 1),
            held_on=on, closed_on=on, cancelled_on=on, handler_id=self.user.id, status=status,
            action_id=action.id if action else None, minutes="记录", promise="示例", promise_due=SOON,
        )  # fmt: skip
        row.interviewees = [
            Interviewee(
                body_id=self.body.id, seq=seq, unit_id=self.units[unit].id, name=name,
                in_leadership=leader, absent=absent,
            )
            for seq, (name, leader, absent) in enumerate(people, start=1)
        ]  # fmt: skip
        return _kept(row)

    def clue(
        self,
        source: Source,
        *,
        received: date,
        closed: date | None,
        status: ClueStatus = ClueStatus.REPORTED,
        finding: Finding = Finding.TRUE,
        dealt_with: bool = True,
    ) -> Clue:
        """A clue; its days of closing and entry are whatever a test wants."""
        row = Clue(
            body_id=self.body.id, source=source, received_on=received, subject="示例线索",
            unit_id=self.units[0].id, handler_id=self.user.id, closed_on=closed, finding=finding,
            dealt_with=dealt_with, handling="已处理", reported_on=closed, status=status,
        )  # fmt: skip
        return _kept(row)

    def referral(
        self,
        on: date | None,
        problems: Sequence[Problem],
        *,
        way: Way = Way.MECHANISM,
        status: ReferralStatus = ReferralStatus.SENT,
    ) -> Referral:
        """A referral of problems, sent on a day."""
        row = Referral(
            body_id=self.body.id, way=way, recipient="示例市委巡察办", subject="示例移交",
            basis="机制", handler_id=self.user.id, sent_on=on, status=status,
        )  # fmt: skip
        row.problem_links = [
            ReferralProblem(body_id=self.body.id, problem_id=one.id) for one in problems
        ]
        return _kept(row)

    def entry(self, pool: Pool, on: date, *, left: date | None = None) -> RosterEntry:
        """Somebody on a roster."""
        return _kept(
            RosterEntry(
                body_id=self.body.id, pool=pool, name="示例某", appointed_on=on, left_on=left
            )
        )

    def agreed(self, on: date) -> JointDocument:
        """A joint document."""
        return _kept(
            JointDocument(
                body_id=self.body.id, title="示例意见", partner="示例市工商联", dated_on=on
            )
        )


_BY_PAPER = {
    ProblemStatus.RECTIFYING: InstrumentStatus.DELIVERED,
    ProblemStatus.TO_VERIFY: InstrumentStatus.REPLIED,
    ProblemStatus.CLOSED: InstrumentStatus.VERIFIED,
}
_ENDED = (InstrumentStatus.CLOSED, InstrumentStatus.ARCHIVED, InstrumentStatus.REVOKED)
_NEED_END = (
    ProblemStatus.CLOSED,
    ProblemStatus.FIXED_ON_SPOT,
    ProblemStatus.UNFIXABLE,
    ProblemStatus.REFERRED_AWAY,
)


def _kept(row):  # type: ignore[no-untyped-def]
    session.add(row)
    session.flush()
    return row
