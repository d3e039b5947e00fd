"""What the unit may ask beside its reply: requests and objections on the paper's page, and who may do what now."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.duedates import DueKind
from supervision.core.duedates.shown import ShownDue, shown_due
from supervision.core.verbs import Button
from supervision.core.workflow import Transition
from supervision.instruments.extending import asking
from supervision.instruments.extending.flow import EXTENSION_FLOW
from supervision.instruments.extending.models import Extension
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import raising
from supervision.instruments.objecting.flow import OBJECTION_FLOW
from supervision.instruments.objecting.models import Objection
from supervision.instruments.signing import originals, scans

WITHDRAWING = {"withdraw_extension", "withdraw_objection"}
ON_PAPER = {"register_granted", "register_refused", "register_decision"}


@dataclass(frozen=True)
class Line:
    """One request or objection, and where this person may go on with it."""

    record: Extension | Objection
    decide_url: str | None
    withdraw_url: str | None
    due: ShownDue | None = None
    decide_label: str = ""
    on_paper: bool = False  # a leader decided it there: to be registered, not whose turn it is


@dataclass(frozen=True)
class Requests:
    """What the unit asked beside its reply."""

    extensions: list[Line]
    objections: list[Line]


def of(paper: Instrument, actor: Principal) -> Requests:
    """The requests about a paper as `actor` may see and act on them."""
    return Requests(
        [_extension(one, actor) for one in asking.extensions_of(paper)],
        [_objection(one, actor) for one in raising.objections_of(paper)],
    )


def _extension(one: Extension, actor: Principal) -> Line:
    paper_id = one.instrument_id
    return _line(
        one,
        EXTENSION_FLOW.available(one, actor),
        decide_url=url_for("instruments.decide_extension", paper_id=paper_id, extension_id=one.id),
        withdraw_url=url_for(
            "instruments.withdraw_extension", paper_id=paper_id, extension_id=one.id
        ),
    )


def _objection(one: Objection, actor: Principal) -> Line:
    paper_id = one.instrument_id
    return _line(
        one,
        OBJECTION_FLOW.available(one, actor),
        decide_url=url_for("instruments.decide_objection", paper_id=paper_id, objection_id=one.id),
        withdraw_url=url_for(
            "instruments.withdraw_objection", paper_id=paper_id, objection_id=one.id
        ),
        due=shown_due(one, DueKind.OBJECTION),
    )


def _line(
    record: Extension | Objection,
    steps: Sequence[Transition],
    *,
    decide_url: str,
    withdraw_url: str,
    due: ShownDue | None = None,
) -> Line:
    """Each address only for whoever may go there now."""
    names = {step.name for step in steps}
    decides, withdraws = names - WITHDRAWING, names & WITHDRAWING
    on_paper = decides <= ON_PAPER
    return Line(
        record, decide_url if decides else None, withdraw_url if withdraws else None, due,
        _label(record, on_paper=on_paper), on_paper,
    )  # fmt: skip


def _label(record: Extension | Objection, *, on_paper: bool) -> str:
    if on_paper:
        return "登记线下决定"
    return "审批" if isinstance(record, Extension) else "复查"


def links(paper: Instrument, actor: Principal) -> list[Button]:
    """申请延期, 提出异议 (or their registered ways) and the sealed scan, where they may be begun now."""
    found = []
    registers = actor.can(P.INSTRUMENT_REGISTER) and actor.body_id == paper.body_id
    # What came on paper may have come in time and be entered late: those forms ask for its day.
    verb = "register_extension" if registers else "ask_extension"
    if FLOW.may(paper, verb, actor):
        label = FLOW.transitions[verb].label
        found.append(_link("extension", label, "instruments.ask_extension", paper))
    verb = "register_objection" if registers else "object"
    if FLOW.may(paper, verb, actor):
        label = FLOW.transitions[verb].label
        found.append(_link("objection", label, "instruments.raise_objection", paper))
    if scans.awaited(paper, actor):
        found.append(_link("signed-scan", "上传签批扫描件", "instruments.signed_scan", paper))
    for verb in ("pause_term", "resume_term"):
        if FLOW.may(paper, verb, actor):
            label = FLOW.transitions[verb].label
            found.append(_link(verb.removesuffix("_term"), label, f"instruments.{verb}", paper))
    if originals.awaited(paper, actor):
        label = "替换盖章扫描件" if paper.archive_scanned else "上传盖章扫描件"
        found.append(_link("sealed-scan", label, "instruments.sealed_scan", paper))
    return found


def _link(name: str, label: str, endpoint: str, paper: Instrument) -> Button:
    return Button(name=name, label=label, url=url_for(endpoint, paper_id=paper.id))
