"""Papers in any state of their life, made through the services."""

from collections.abc import Callable

from supervision.core import clock
from supervision.core.access.principal import acting
from supervision.core.db import session
from supervision.core.deadlines import Term
from supervision.core.deadlines import Unit as TermUnit
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.onward import service as following
from supervision.instruments.replying import service as replying
from supervision.instruments.revoking import service as revoking
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Conclusion, InstrumentStatus, Nature, Opinion
from supervision.instruments.verifying import service as verifying
from supervision.problems import service as problems
from supervision.problems.models import Problem
from tests.make import on_paper, worded
from tests.make.offices import Office

S = InstrumentStatus


def problem(
    desk: Office, title: str = "案卷缺少听证告知程序材料", *, established: bool = True
) -> Problem:
    """A problem of the bureau's unit, established and confirmed unless told otherwise."""
    today = clock.today()
    facts = problems.ProblemFacts(
        unit=desk.unit, title=title, category="程序不规范", found_on=today
    )
    found = problems.record(facts, actor=desk.handler)
    if established:
        problems.explain(found, text="情况属实。", on=today, actor=desk.handler)
        problems.establish(found, on=today, actor=desk.handler)
        problems.confirm(found, on=today, actor=desk.reviewer)
    return found


def opinion(desk: Office, *demands: str) -> Instrument:
    """A drafted 意见书, the first item 纠正类 over a problem, the others 建议类."""
    wanted = demands or ("依法纠正。", "完善制度。")
    items = [
        drafting.ItemFacts(
            heading=f"事项{number}",
            demand=demand,
            nature=Nature.ADVISORY if number else Nature.CORRECTIVE,
            problem=None if number else problem(desk),
        )
        for number, demand in enumerate(wanted)
    ]
    kind = kinds.in_force(desk.body_id, "opinion")
    assert kind is not None
    return drafting.draft(
        drafting.PaperFacts(kind=kind, unit=desk.unit, items=items), actor=desk.handler
    )


def submitted(paper: Instrument, desk: Office) -> None:
    worded.by_hand(paper, actor=desk.handler)
    drafting.submit(paper, actor=desk.handler)


def reviewed(paper: Instrument, desk: Office) -> None:
    drafting.pass_review(paper, actor=desk.reviewer)


def returned(paper: Instrument, desk: Office) -> None:
    drafting.send_back(paper, reason="请补充依据", actor=desk.reviewer)


def signed(paper: Instrument, desk: Office) -> None:
    signing.sign(paper, actor=desk.signatory)


def registered(paper: Instrument, desk: Office) -> None:
    on_paper.register(paper, by=desk.handler)


def delivered(paper: Instrument, desk: Office) -> None:
    delivery.send(paper, actor=desk.handler)
    delivery.receive(paper, actor=desk.liaison)


def replied(paper: Instrument, desk: Office) -> None:
    for item in paper.items:
        if replying.is_open(item):
            replying.answer(item, "已整改。", actor=desk.liaison)
    replying.send(paper, actor=desk.liaison)


def sent_back_to_unit(paper: Instrument, desk: Office) -> None:
    term = Term(10, TermUnit.DAY)
    verifying.return_reply(paper, reason="佐证不足", term=term, actor=desk.handler)


def handed_back(paper: Instrument, desk: Office) -> None:
    paper.kind.returnable = True
    following.hand_back(paper, reason="不属本单位职责", actor=desk.liaison)


def verified(paper: Instrument, desk: Office) -> None:
    for item in paper.items:
        good = Conclusion.MENDED if item.nature is Nature.CORRECTIVE else Conclusion.ADOPTED
        verifying.conclude([item], good, note="已核对整改材料。", actor=desk.handler)
    verifying.opine(paper.items, Opinion.AGREE, actor=desk.handler)
    verifying.pass_verification(paper, actor=desk.handler)


def closed(paper: Instrument, desk: Office) -> None:
    verifying.close(paper, actor=desk.reviewer)


def archived(paper: Instrument, desk: Office) -> None:
    verifying.archive(paper, actor=desk.handler)


def voided(paper: Instrument, desk: Office) -> None:
    revoking.void(paper, reason="内容有误", actor=desk.reviewer)


def revoked(paper: Instrument, desk: Office) -> None:
    made = revoking.draft_revocation(paper, reason="认定有误。", actor=desk.handler)
    walk(made, desk, submitted, reviewed, signed, delivered)


Step = Callable[[Instrument, Office], None]
ROADS: dict[InstrumentStatus, tuple[Step, ...]] = {
    S.DRAFT: (),
    S.REVIEWING: (submitted,),
    S.RETURNED: (submitted, returned),
    S.AWAITING_SIGNATURE: (submitted, reviewed),
    S.REGISTERED: (submitted, reviewed, registered),
    S.SIGNED: (submitted, reviewed, signed),
    S.DELIVERED: (submitted, reviewed, signed, delivered),
    S.REPLIED: (submitted, reviewed, signed, delivered, replied),
    S.SUPPLEMENT: (submitted, reviewed, signed, delivered, replied, sent_back_to_unit),
    S.HANDED_BACK: (submitted, reviewed, signed, delivered, handed_back),
    S.VERIFIED: (submitted, reviewed, signed, delivered, replied, verified),
    S.CLOSED: (submitted, reviewed, signed, delivered, replied, verified, closed),
    S.ARCHIVED: (submitted, reviewed, signed, delivered, replied, verified, closed, archived),
    S.VOID: (submitted, reviewed, signed, voided),
    S.REVOKED: (submitted, reviewed, signed, delivered, revoked),
}


def paper(desk: Office, status: InstrumentStatus = S.DRAFT) -> Instrument:
    """A 意见书 of two items in `status`, having gone the whole way there."""
    made = opinion(desk)
    walk(made, desk, *ROADS[status])
    assert made.status is status
    return made


def walk(made: Instrument, desk: Office, *steps: Step) -> None:
    """Take steps of the road one after another, as the person each belongs to."""
    for step in steps:
        with acting(desk.handler):
            step(made, desk)
        session.flush()
