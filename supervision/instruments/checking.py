"""版面检查: each paper is measured on its own PDF before it is passed and before it is signed.

The reviewer may let a failure pass with a reason that stays on file; a missing glyph never passes.
Papers registered from paper or OA are archived as scanned, unchecked.
"""

from supervision.core import settings
from supervision.core.documents.checker import Report, Row, Style, check
from supervision.core.documents.pdf import render
from supervision.core.errors import DomainError
from supervision.instruments.composing import document
from supervision.instruments.models import Instrument
from supervision.instruments.signing import expected

_SHOWN = 3


def examine(paper: Instrument) -> Report:
    """Measure the paper as it would be signed today.

    Call in a read phase: drawing and measuring take longer than any lock may be held. Raises
    DocumentError for what cannot be printed at all.
    """
    pdf = render(document(paper, number=expected(paper))).pdf
    return check(pdf, layout=Style(paper.kind.layout), duplex=bool(settings.get("duplex")))


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
