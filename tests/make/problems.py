"""Problems in any state, built through the services, where a paper decides with a paper."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Unit
from supervision.core.db import session
from supervision.core.files import StoredFile, save_bytes
from supervision.instruments.back_entry import service as back_entry
from supervision.instruments.back_entry.service import PastPaper
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.service import PaperFacts
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.problems import service
from supervision.problems.models import Problem, ProblemStatus
from supervision.problems.service import ProblemFacts
from supervision.referrals.states import ReferralStatus
from tests.make import people, referrals

FOUND = date(2023, 3, 6)
EXPLAINED = date(2023, 3, 7)
SIGNED = date(2023, 3, 8)
CONFIRMED = date(2023, 3, 9)
ENDED = date(2023, 4, 10)
S = ProblemStatus


def facts(unit: Unit, action: SupervisionAction | None = None, **changes: Any) -> ProblemFacts:
    """A plain problem, changed as said."""
    plain: dict[str, Any] = {
        "unit": unit,
        "action": action,
        "title": "案卷缺少听证告知程序材料",
        "category": "程序不规范",
        "found_on": FOUND,
        "facts": "调阅案卷发现。",
        "case_number": "示城罚〔2023〕118号",
    }
    return ProblemFacts(**{**plain, **changes})


def problem(
    status: ProblemStatus = S.PENDING,
    *,
    unit: Unit,
    action: SupervisionAction | None = None,
    **changes: Any,
) -> Problem:
    """A problem of the bureau fixture's handler that has come as far as `status`."""
    made = service.record(facts(unit, action, **changes), actor=people.principal("handler"))
    if status is S.PENDING:
        return made
    if status is S.REJECTED:
        service.reject(made, on=CONFIRMED, reason="不属实", actor=people.principal("reviewer"))
        return made
    sign(made)
    _end(made, status)
    return made


def explained(made: Problem) -> Problem:
    """With the unit's explanation."""
    handler = people.principal("handler")
    service.explain(made, text="无异议", on=EXPLAINED, actor=handler)
    return made


def sign(made: Problem) -> Problem:
    """Signed by the handler of the bureau fixture: a second person is wanted."""
    explained(made)
    service.establish(made, on=SIGNED, actor=people.principal("handler"))
    return made


def _end(made: Problem, status: ProblemStatus) -> None:
    reviewer = people.principal("reviewer")
    if status is S.FIXED_ON_SPOT:
        service.fix_on_spot(made, on=ENDED, reason="当场改正", proof=[picture()], actor=reviewer)
        return
    service.confirm(made, on=CONFIRMED, actor=reviewer)
    if status is S.UNFIXABLE:
        service.cannot_fix(made, on=ENDED, reason="案卷已灭失", actor=reviewer)
    elif status is S.REFERRED_AWAY:
        referrals.referral(ReferralStatus.RECEIVED, problems=[made], on=ENDED)
        service.refer_away(made, on=ENDED, reason="移交示例市委巡察办", actor=reviewer)
    elif status is not S.ESTABLISHED:
        follow_paper(made, status)


def on_draft(made: Problem) -> Instrument:
    """A drafted 意见书 over the problem."""
    [item] = drafting.items_from_problems([made])
    facts = PaperFacts(kind=_kind(made), unit=made.unit, items=[item])
    return drafting.draft(facts, actor=people.principal("handler"))


def follow_paper(made: Problem, status: ProblemStatus, *, due: date | None = None) -> Problem:
    """A paper of its own carries the problem as far as `status`: entered late, with its true days."""
    [item] = drafting.items_from_problems([made])
    kind, replied, closed = _kind(made), status in (S.TO_VERIFY, S.CLOSED), status is S.CLOSED
    serial = session.scalar(sa.select(sa.func.count(Instrument.number))) or 0
    past = PastPaper(
        paper=PaperFacts(kind=kind, unit=made.unit, items=[item], fixed_due=due or ENDED),
        number=f"示司监意〔2023〕{serial + 1}号",
        signed_on=CONFIRMED,
        signatory_name="示例局长",
        delivered_on=None if status is S.ESTABLISHED else CONFIRMED,
        replied_on=ENDED if replied else None,
        closed_on=ENDED if closed else None,
    )
    back_entry.enter(past, actor=people.principal("handler"))
    return made


def _kind(made: Problem) -> InstrumentKind:
    kind = kinds.in_force(made.body_id, "opinion")
    assert kind is not None
    return kind


def picture(name: str = "现场.jpg", content: bytes = b"picture") -> StoredFile:
    """A kept file."""
    return save_bytes(name, "image/jpeg", content, actor=people.principal("handler"))
