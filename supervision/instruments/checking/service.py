"""版面检查: each paper is measured on its own PDF before it is passed and before it is signed.

The reviewer may let a failure pass with a reason that stays on file; a missing glyph never passes.
Papers registered from paper or OA are archived as scanned, unchecked.
"""

from dataclasses import replace

from supervision.core import settings, tasks
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.documents.checker import Report, Row, Style, check
from supervision.core.documents.model import Paper
from supervision.core.errors import DomainError
from supervision.instruments.drafting.composing import document
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing
from supervision.instruments.signing.service import blank_number, expected

CHECK = "check"  # the kind of task that measures a long paper
_SHOWN = 3


class NotMeasured(DomainError):
    """A long paper whose measuring has not been ordered, or is not over yet."""


def examine(paper: Instrument) -> Report:
    """Measure the paper as it would be signed today; a long one was measured in the background.

    Call in a read phase: drawing and measuring take longer than any lock may be held. Raises
    DocumentError for what cannot be printed at all, NotMeasured where `order` comes first.
    """
    content = _content(paper)
    if not printing.is_long(content):
        pdf, layout = printing.drawn(content), Style(paper.kind.layout)
        return _unnumbered(check(pdf, layout=layout, duplex=_duplex(), record=content), paper)
    found = tasks.latest(CHECK, printing.fingerprint(content, duplex=_duplex()))
    if found is None or found.state is not tasks.TaskState.DONE:
        count = len(printing.set_pages(content))
        message = f"此文书共{count}页，版面检查在后台进行，请先到“版面检查”页开始检查"
        raise NotMeasured(message)
    return _unnumbered(Report.from_json(found.outcome), paper)


def _unnumbered(report: Report, paper: Instrument) -> Report:
    """What was found, without the number that was lent for measuring: nobody may take it for given."""
    if paper.number:
        return report
    lent, room = expected(paper), blank_number(paper)

    def told(text: str) -> str:
        return text.replace(lent, f"{room}（签发时取号）")

    rows = [replace(one, got=told(one.got), place=told(one.place)) for one in report.rows]
    return replace(report, rows=tuple(rows))


def order(paper: Instrument, *, actor: Principal, back: str) -> tasks.Task:
    """Have a long paper measured in the background."""
    about = printing.fingerprint(_content(paper), duplex=_duplex())
    payload = {"paper": paper.id, "fingerprint": about}
    return tasks.order(
        CHECK, f"版面检查 {paper.name}", payload, actor=actor, back=back, fingerprint=about
    )


def measure(payload: dict[str, object], _user_id: int, progress: tasks.Progress) -> tasks.Result:
    """The task that measures; access was looked at when it was ordered, and is when it is shown."""
    with seeing(EVERYTHING), unit_of_work(write=False):
        paper = session.get_one(Instrument, payload["paper"])
        content, layout, duplex = _content(paper), Style(paper.kind.layout), _duplex()
    if printing.fingerprint(content, duplex=duplex) != payload["fingerprint"]:
        message = "文书已有改动，请重新检查"
        raise DomainError(message)

    def tell(done: int, total: int) -> None:
        progress(
            done, total * 3 // 2, f"正在制版，{done}/{total}页"
        )  # measuring takes half as long

    pdf = printing.drawn_slowly(content, tell)
    report = check(pdf, layout=layout, duplex=duplex, record=content)
    return tasks.Result(outcome=report.as_json())


def require_printable(paper: Instrument) -> None:
    """DocumentError naming what cannot be printed; nothing of the kind goes to the reviewer."""
    printing.set_pages(_content(paper))


def _content(paper: Instrument) -> Paper:
    return document(paper, number=expected(paper))


def _duplex() -> bool:
    return bool(settings.get("duplex"))


def require_signable(paper: Instrument) -> None:
    """DomainError naming rule and place unless all is well or the reviewer gave a reason."""
    report = examine(paper)
    require_glyphs(report)
    if not report.passed and not paper.check_pass_reason:
        message = (
            f"版面检查未通过：{described(report.failures)}。请退回修改，或由审核人说明理由后放行"
        )
        raise DomainError(message)


def require_glyphs(report: Report) -> None:
    """No reason lets a paper pass that would show a box instead of a character."""
    if report.missing_glyphs:
        message = f"文书有缺字，不能放行：{'；'.join(report.missing_glyphs[:_SHOWN])}"
        raise DomainError(message)


def described(rows: tuple[Row, ...]) -> str:
    """The first failures in words."""
    more = f"；等{len(rows)}项" if len(rows) > _SHOWN else ""
    return "；".join(row.sentence for row in rows[:_SHOWN]) + more
