"""What the unit may ask beside its reply: requests and objections on the paper's page, and who may do what now."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from supervision.core import clock
from supervision.core.access.policy import Permission as P
from supervision.core.access.principal import Principal
from supervision.core.duedates import DueKind
from supervision.core.duedates.shown import ShownDue, shown_due
from supervision.core.verbs import Button
from supervision.core.workflow import Transition
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.flow import EXTENSION_FLOW
from supervision.instruments.extending.models import Extension
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.flow import OBJECTION_FLOW
from supervision.instruments.objecting.models import Objection
from supervision.instruments.signing import originals
from supervision.instruments.states import ANSWERABLE

WITHDRAWING = {"withdraw_extension", "withdraw_objection"}


@dataclass(frozen=True)
class Line:
    """One request or objection, and where this person may go on with it."""

    record: Extension | Objection
    decide_url: str | None
    withdraw_url: str | None
    due: ShownDue | None = None


@dataclass(frozen=True)
class Requests:
    """What the unit asked beside its reply."""

    extensions: list[Line]
    objections: list[Line]


def of(paper: Instrument, actor: Principal) -> Requests:
    """The requests about a paper as `actor` may see and act on them."""
    return Requests(
        [_extension(one, actor) for one in extending.extensions_of(paper)],
        [_objection(one, actor) for one in objecting.objections_of(paper)],
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
    return Line(record, decide_url if decides else None, withdraw_url if withdraws else None, due)


def links(paper: Instrument, actor: Principal) -> list[Button]:
    """申请延期, 提出异议 (or their registered ways) and the sealed scan, where they may be begun now."""
    found = []
    registers = actor.can(P.INSTRUMENT_REGISTER) and actor.body_id == paper.body_id
    if paper.status in ANSWERABLE and (registers or actor.can(P.EXTENSION_ASK)):
        # On paper a request may have come in time and be entered late: the form asks for its day.
        possible = registers or extending.refusal(paper, on=clock.today()) is None
        if possible:
            label = "登记延期申请" if registers else "申请延期"
            found.append(_link("extension", label, "instruments.ask_extension", paper))
    if (registers or actor.can(P.OBJECTION_RAISE)) and objecting.refusal(paper) is None:
        label = "登记异议" if registers else "提出异议"
        found.append(_link("objection", label, "instruments.raise_objection", paper))
    if originals.awaited(paper, actor):
        label = "替换盖章扫描件" if paper.archive_scanned else "上传盖章扫描件"
        found.append(_link("sealed-scan", label, "instruments.sealed_scan", paper))
    return found


def _link(name: str, label: str, endpoint: str, paper: Instrument) -> Button:
    return Button(name=name, label=label, url=url_for(endpoint, paper_id=paper.id))
