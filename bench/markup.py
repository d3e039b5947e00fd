"""The HTML of placed marks, for those that are measured beside our own drawing; all text is escaped here."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from supervision.core.documents.grid import MM
from supervision.core.documents.sheet import Chart, Mark, Picture, Rule, Scan, Sheet, Text, shifted

_HERE = Path(__file__).resolve().parent
_TEMPLATES = [_HERE, _HERE.parent / "templates" / "documents"]


def html_of(
    sheets: list[Sheet], *, title: str, author: str, created: str, keywords: str = ""
) -> str:
    """The whole document; `created` is an ISO date or empty."""
    pages = [_page(sheet) for sheet in sheets]
    template = _environment().get_template("pages.html")
    return template.render(
        pages=pages, title=title, author=author, created=created, keywords=keywords
    )


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(_TEMPLATES)
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)


def _page(sheet: Sheet) -> dict[str, object]:
    return {
        "wide": sheet.wide,
        "watermark": sheet.watermark,
        "void": sheet.void,
        "marks": [_mark(mark) for mark in sheet.marks if not isinstance(mark, Scan)],
        "turned": [_mark(mark) for mark in sheet.turned if not isinstance(mark, Scan)],
    }


def _mark(mark: Text | Rule | Picture | Chart) -> dict[str, object]:
    if isinstance(mark, Text):
        return _text(mark)
    if isinstance(mark, Rule):
        size = f"width:{_n(mark.width)}mm;height:{_n(mark.height)}mm"
        return {"kind": "rule", "red": mark.red, "style": f"{_place(mark)};{size}"}
    if isinstance(mark, Chart):
        return _chart(mark)
    return _picture(mark)


def _chart(mark: Chart) -> dict[str, object]:
    size = f"width:{_n(mark.width)}mm;height:{_n(mark.height)}mm"
    return {
        "kind": "columns",
        "style": f"{_place(mark)};{size}",
        "labels": mark.columns.labels,
        "series": [
            {"name": one.name, "tone": one.tone, "values": one.values}
            for one in mark.columns.series
        ],
        "caption": mark.columns.caption,
    }


def _text(mark: Text) -> dict[str, object]:
    """A run with the line's own face and gap needs no element of its own."""
    main = max(mark.runs, key=lambda run: len(run.text))
    lift = (mark.leading - mark.size / MM) / 2 if mark.leading else 0.0
    style = f"{_place(shifted(mark, dy=-lift))};font-size:{_n(mark.size)}pt;letter-spacing:{_n(main.gap)}pt"
    if mark.stretch != 1:
        style += f";transform:scaleX({_n(mark.stretch)})"
    if mark.leading:
        style += f";line-height:{_n(mark.leading)}mm"
    runs = [
        {
            "text": run.text,
            "face": run.face.value,
            "style": "" if run.gap == main.gap else f"letter-spacing:{_n(run.gap)}pt",
        }
        for run in mark.runs
    ]
    return {"kind": "text", "red": mark.red, "face": main.face.value, "style": style, "runs": runs}


def _picture(mark: Picture) -> dict[str, object]:
    side = f"width:{_n(mark.side)}mm;height:{_n(mark.side)}mm"
    return {
        "kind": "picture",
        "style": f"{_place(mark)};{side}",
        "modules": mark.modules,
        "path": mark.path,
    }


def _place(mark: Mark) -> str:
    return f"left:{_n(mark.x)}mm;top:{_n(mark.top)}mm"


def _n(value: float) -> str:
    """A short decimal: never with an exponent, never -0."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
