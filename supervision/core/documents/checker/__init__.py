"""The checker: measures any PDF against GB/T 9704-2012, rule by rule, on the drawn page itself."""

from supervision.core.documents.checker.report import Outcome, Report, Row, Style
from supervision.core.documents.model import Paper

__all__ = ["Outcome", "Report", "Row", "Style", "check"]


def check(
    pdf: bytes,
    *,
    layout: Style | None = None,
    duplex: bool = True,
    record: Paper | None = None,
) -> Report:
    """Measure a PDF; `layout` is recognised when not given, `duplex` asks for an even last page.

    `record` is what the paper is known to say: then every part of it is looked for, by its words.
    Raises DocumentError when the bytes are no readable PDF.
    """
    from supervision.core.documents.checker.rules import measure  # noqa: PLC0415  (its PDF readers)

    return measure(pdf, layout=layout, duplex=duplex, record=record)
