"""登记线下退回修改 of a paper that waits for signature: what a leader sent back on paper or in the OA."""

from dataclasses import replace
from datetime import date

from supervision.accounts.signing.deciding import PaperDecision
from supervision.accounts.signing.on_paper import Sought
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.errors import DomainError
from supervision.core.eventdays import check_day, fire_on
from supervision.instruments.drafting.service import not_reviewed
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.signing.authors import written_by
from supervision.instruments.signing.registering import sought


def decider(paper: Instrument) -> Sought:
    """Who may have sent it back on paper."""
    return replace(sought(paper), signs="决定人", review=False, reviewed_by_id=None)


def _check(paper: Instrument, *, on: date, reason: str, actor: Principal) -> None:
    FLOW.check(paper, "register_refuse", actor=actor)
    if not reason.strip():
        raise DomainError("请填写理由", field="reason")
    check_day(on, paper.reviewed_on, word="决定日期")


def _write_returned(paper: Instrument, *, by: str, on: date, reason: str, actor: Principal) -> None:
    _check(paper, on=on, reason=reason, actor=actor)
    fire_on(FLOW, paper, "register_refuse", on=on, actor=actor, reason=reason, by=by)
    not_reviewed(paper)


def lines(paper: Instrument) -> list[tuple[str, str]]:
    """The paper as the second person is shown it."""
    reviewer = f"{paper.reviewed_by.name} {paper.reviewed_on}" if paper.reviewed_by else ""
    return [
        ("文书", f"{paper.kind.name} {paper.title}"),
        ("主送机关", paper.addressee),
        ("拟稿人", paper.drafted_by.name),
        ("审核人", reviewer),
    ]


RETURN = PaperDecision(
    act="instrument.return",
    step="register_refuse",
    label="退回修改",
    what="文书",
    stays="仍待签发",
    hands="拟制、修改过本件的人",
    model=Instrument,
    flow=FLOW,
    proposes=Permission.INSTRUMENT_REGISTER,
    sought=decider,
    called=lambda paper: f"{paper.kind.name} {paper.title}",
    lines=lines,
    strangers=lambda me: (~written_by(me),),
    ended_by=("sign", "refuse", "register_refuse", "register_signature", "void"),
    checks=_check,
    writes=_write_returned,
)
