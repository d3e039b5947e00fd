"""Owns the SVG of what is neither text nor rule: a column chart, a QR code; all text is escaped here."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from supervision.core.documents.sheet import Chart, Picture

_TEMPLATES = Path(__file__).resolve().parents[3] / "templates" / "documents"
_CODE = "二维码"


def svg_of(mark: Picture | Chart) -> str:
    """A picture of its own size."""
    if isinstance(mark, Picture):
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {mark.modules} {mark.modules}">'
            f'<path d="{mark.path}"/></svg>'
        )
    series = [
        {"name": one.name, "tone": one.tone, "values": one.values} for one in mark.columns.series
    ]
    drawn = _columns().module.columns_svg  # type: ignore[attr-defined]
    return str(drawn(mark.columns.labels, series, mark.columns.caption))


def said_of(mark: Picture | Chart) -> str:
    """Its words for eyes that cannot see it."""
    return _CODE if isinstance(mark, Picture) else mark.columns.caption


@cache
def _columns() -> Template:
    loader = FileSystemLoader(_TEMPLATES)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("columns.html")
