"""签发: check without a lock, number inside the transaction, archive after the commit.

The number is given here and nowhere earlier, so that the series has no gap. What was signed is
frozen as data; the archived PDF is rendered from it once and re-served ever after.
"""

import json
import logging
from dataclasses import dataclass
from datetime import date
from functools import partial

import sqlalchemy as sa

from supervision.accounts.factors import require_code
from supervision.accounts.signing.leaders import names_of, plain_name
from supervision.agencies.models import Body
from supervision.core import certificate, clock, tasks
from supervision.core.access.principal import SYSTEM, Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.audit import record
from supervision.core.db import after_commit, session, unit_of_work
from supervision.core.documents.apart import archive_apart
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fitting import frozen
from supervision.core.documents.layout import layout_version
from supervision.core.documents.model import Paper
from supervision.core.documents.pdf import LONG, archive, pages_of
from supervision.core.errors import DomainError
from supervision.core.files import save_bytes
from supervision.core.files.models import Purpose
from supervision.core.files.store import attach
from supervision.core.json_values import JsonObject
from supervision.core.numbering import (
    advance,
    check_jump,
    expected_number,
    fall_back,
    format_number,
    next_number,
    parse,
)
from supervision.instruments.drafting.composing import document
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.signing.authors import authors
from supervision.instruments.states import Numbering
from supervision.instruments.wording import completeness

log = logging.getLogger(__name__)
ARCHIVE = "archive"  # the kind of task that archives a long paper


def series_of(paper: Instrument) -> str:
    """The counter of the paper's 代字; 函 run in their own series by having their own 代字."""
    return f"{paper.body_id}:{paper.kind.series}"


def blank_number(paper: Instrument) -> str:
    """What a draft prints in the number's place: its 代字 and year, and room for the number."""
    return f"{paper.kind.series}〔{clock.today().year}〕\u3000号"


def expected(paper: Instrument) -> str:
    """The number the paper would get if it were signed today."""
    year = clock.today().year
    return format_number(paper.kind.series, year, expected_number(series_of(paper), year))


def preflight(paper: Instrument) -> int:
    """Render with the expected number before anything is locked; the pages, or why it can't print.

    Call in a read phase: rendering takes longer than any lock may be held.
    """
    return len(pages_of(document(paper, number=expected(paper))))


def sign(paper: Instrument, *, actor: Principal) -> None:
    """The signatory signs in the system: number, 成文日期, frozen content, archive after the commit."""
    FLOW.check(paper, "sign", actor=actor)
    completeness.require_settled(paper)
    require_code(actor)
    paper.signed_by_id = actor.user_id
    paper.signatory_name = actor.name
    give_number(paper, on=clock.today())
    FLOW.fire(paper, "sign", actor=actor)
    freeze(paper, actor=actor)


def check_past(
    paper: Instrument, *, signatory_name: str, on: date, number: str, actor: Principal
) -> None:
    """DomainError where what is entered of a past signature cannot be so."""
    FLOW.check(paper, "back_sign", actor=actor)
    if on > clock.today():
        message = "签批日期不得晚于今天"
        raise DomainError(message, field="on")
    if plain_name(signatory_name) in names_of(authors(paper)):
        message = "签发人不得是拟稿人本人"
        raise DomainError(message, field="signatory_name")
    _checked_number(paper, number)


def sign_past(
    paper: Instrument, *, signatory_name: str, on: date, number: str, actor: Principal
) -> None:
    """补录: what was signed then is entered as it was; only a back-entered paper goes this way."""
    check_past(paper, signatory_name=signatory_name, on=on, number=number, actor=actor)
    paper.signed_offline, paper.signatory_name = True, signatory_name
    register_number(paper, number, on=on)
    follow_number(paper)
    FLOW.fire(paper, "back_sign", actor=actor, note=f"补录签发（{signatory_name}）")


def give_number(paper: Instrument, *, on: date) -> None:
    serial = next_number(series_of(paper), on.year)
    while _taken(paper, format_number(paper.kind.series, on.year, serial)):
        serial = next_number(
            series_of(paper), on.year
        )  # registered ahead, waiting for the reviewer
    paper.number = format_number(paper.kind.series, on.year, serial)
    paper.number_year, paper.number_serial, paper.signed_on = on.year, serial, on


def register_number(paper: Instrument, typed: str, *, on: date) -> bool:
    """OA文号登记: the office's own series is checked for form and duplicates, not for gaps.

    True where it jumps the counter of the running year: that follows once a reviewer has said so.
    """
    series, year, serial = _checked_number(paper, typed)
    number = format_number(series, year, serial)
    paper.number, paper.number_year, paper.number_serial, paper.signed_on = number, year, serial, on
    if series != paper.kind.series:
        return False
    ahead = serial > expected_number(series_of(paper), year)
    if ahead and year == clock.today().year and paper.kind.numbering is Numbering.SYSTEM:
        return True
    follow_number(paper)
    return False


def follow_number(paper: Instrument) -> None:
    """What is given next in the paper's own series comes after its number."""
    if paper.number is None:
        return
    series, year, serial = parse(paper.number)
    if series == paper.kind.series:
        advance(series_of(paper), year, serial)


def _checked_number(paper: Instrument, typed: str) -> tuple[str, int, int]:
    series, year, serial = parse(typed)
    number = format_number(series, year, serial)
    if _taken(paper, number):
        message = f"文号{number}已被使用"
        raise DomainError(message, field="number")
    running = year >= clock.today().year  # of a year that is over no number is given any more
    if running and series == paper.kind.series and paper.kind.numbering is Numbering.SYSTEM:
        check_jump(series_of(paper), year, serial)  # an office's own series has gaps for us
    return series, year, serial


def _taken(paper: Instrument, number: str) -> bool:
    with seeing(EVERYTHING):  # the letters of referrals, which not everyone sees, have numbers too
        own = (Instrument.body_id == paper.body_id, Instrument.number == number)
        other = sa.select(Instrument.id).where(*own, Instrument.id != paper.id)
        return session.scalar(other.limit(1)) is not None


@dataclass(frozen=True)
class GivenNumber:
    """A number as it stood on a paper: to give its place back when it was entered by mistake."""

    body_id: int
    code: str
    year: int

    @classmethod
    def of(cls, paper: Instrument) -> "GivenNumber | None":
        """The number of a paper that has one."""
        if paper.number is None:
            return None
        code, year, _serial = parse(paper.number)
        return cls(paper.body_id, code, year)

    def fall_back(self, *, without: int = 0) -> None:
        """The next number of the series follows the highest still used; `without`: a paper that goes."""
        session.flush()
        highest = partial(self._highest, without)
        fall_back(f"{self.body_id}:{self.code}", self.year, highest)

    def _highest(self, without: int) -> int:
        used = sa.select(sa.func.max(Instrument.number_serial)).where(
            Instrument.body_id == self.body_id,
            Instrument.id != without,
            Instrument.number.startswith(format_number(self.code, self.year, 0)[:-2]),
        )
        with seeing(EVERYTHING):
            return session.scalar(used) or 0


def freeze(paper: Instrument, *, actor: Principal) -> None:
    session.flush()
    if paper.back_entered:
        return  # its scan is the original: nothing is rendered in its place
    paper.frozen = _settled(document(paper)).to_json()
    session.flush()
    after_commit(partial(_archive_soon, paper.id, actor))


def _settled(content: Paper) -> Paper:
    """With how it is set, for ever; what cannot be set (registered from paper) stays as it is."""
    try:
        return frozen(content)
    except DocumentError:
        return content


def _archive_soon(paper_id: int, actor: Principal) -> None:
    _archive_if_possible(paper_id, waiting=actor)


def _archive_if_possible(paper_id: int, *, waiting: Principal | None = None) -> bool:
    """Whether it worked: what is signed stays signed when the disk is full; the sweep comes again."""
    try:
        archive_signed(paper_id, waiting=waiting)
    except Exception:
        log.exception("the archive of paper %s could not be made yet", paper_id)
        return False
    return True


def archive_signed(paper_id: int, *, waiting: Principal | None = None) -> None:
    """Render the archive of a signed paper from its frozen content, in a unit of work of its own.

    A long one is left to the background while somebody is `waiting`. Idempotent: a sweep repeats it
    for a paper whose archive is missing (killed in between).
    """
    with seeing(EVERYTHING):
        with unit_of_work(write=False):
            paper = session.get_one(Instrument, paper_id)
            if paper.archive_id is not None or paper.frozen is None:
                return
            content, facts = Paper.from_json(paper.frozen), archive_facts(paper)
            name, organisation = paper.name, session.get_one(Body, paper.body_id).name
        long = len(pages_of(content)) >= LONG
        if long and waiting is not None:
            with unit_of_work():
                title, back = f"归档 {name}", f"/instruments/{paper_id}"
                tasks.order(ARCHIVE, title, {"paper": paper_id}, actor=waiting, back=back)
            return
        pdf = archive_apart(content, facts) if long else archive(content, facts)
        made = certificate.sealed(pdf, organisation)
        with unit_of_work():
            # The row is locked: a second archiver waits here and finds the archive made.
            locked = session.get_one(Instrument, paper_id, with_for_update=True)
            _keep_archive(locked, made, facts)


def archive_ordered(payload: JsonObject, _user_id: int, progress: tasks.Progress) -> tasks.Result:
    """The task that archives a long paper."""
    progress(1, 4, "正在制作归档件")
    archive_signed(payload["paper"])
    return tasks.Result()


def _keep_archive(paper: Instrument, made: certificate.Sealed, facts: dict[str, object]) -> None:
    if paper.archive_id is not None:
        return
    paper.archive_layout = certificate.SIGNED if made.signed else layout_version()
    paper.archive_facts = json.dumps(facts)
    stored = save_bytes(f"{paper.number}.pdf", "application/pdf", made.pdf, actor=SYSTEM)
    attach(
        stored,
        paper,
        actor=SYSTEM,
        purpose=Purpose.ARCHIVE,
        unit_id=paper.unit_id if paper.shared else None,
    )
    paper.archive_id = stored.id
    paper.archive_sha256 = stored.sha256
    label = f"归档PDF，SHA-256 {stored.sha256}{made.said}"
    record(paper, action="archived_pdf", label=label, actor=SYSTEM)
    session.flush()


def archive_facts(paper: Instrument) -> dict[str, object]:
    """The data embedded in the archived PDF: what the paper says, readable by machines."""
    return {
        "number": paper.number,
        "kind": paper.kind.name,
        "unit": paper.unit.name if paper.unit else paper.addressee,
        "signed_on": paper.signed_on.isoformat() if paper.signed_on else None,
        "items": [
            {
                "seq": item.seq,
                "nature": item.nature.label,
                "heading": item.heading,
                "statement": item.statement,
                "provision": item.provision,
                "demand": item.demand,
            }
            for item in paper.items
        ],
        "content": json.loads(paper.frozen or "{}"),
    }


def archived_facts(paper: Instrument) -> dict[str, object]:
    """The data embedded when the paper was archived; of old ones, which kept none, as it would be now."""
    if paper.archive_facts is None:
        return archive_facts(paper)
    kept: dict[str, object] = json.loads(paper.archive_facts)
    return kept


def archive_missing() -> str:
    """The sweep: archive every signed paper that has no archive yet; what came of it in words."""
    with seeing(EVERYTHING), unit_of_work(write=False):
        waiting = list(
            session.scalars(
                sa.select(Instrument.id).where(
                    Instrument.number.is_not(None),
                    Instrument.archive_id.is_(None),
                    Instrument.frozen.is_not(None),
                )
            )
        )
    made = sum(_archive_if_possible(paper_id) for paper_id in waiting)
    failed = f"，{len(waiting) - made}件未成" if made < len(waiting) else ""
    return f"补做归档件{made}件{failed}" if waiting else ""
