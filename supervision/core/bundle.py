"""One style sheet, one script and one font of the icons that are used: what a first visit fetches besides its page.

Written to static/built (not in git) under names that change with what is in them, so that browsers keep them for a
year, each text with its gzip twin for whoever serves it. Made at set-up, and by a process that finds it out of date.
"""

import functools
import gzip
import hashlib
import io
import json
import logging
import os
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from supervision.core.config import ROOT
from supervision.core.listing.columns import MOST_PLACES

BUILT = ROOT / "static" / "built"
SHEETS = (
    "tokens", "frame", "plain", "controls", "menus", "lists", "rows", "said", "bulk", "forms", "choices", "detail", "history",
    "calendar", "charts", "reports", "papers", "found", "home", "people", "entry", "phone", "print",
)  # fmt: skip
MODULES = (
    "menus", "fold", "keyboard", "filters", "bulk", "confirm", "undo", "autosave", "in-place", "combobox", "choices", "days", "depends", "paste",
    "items", "annexes", "pasted-items", "shaping", "table-desk", "uploads", "double-submit", "copy", "room", "preview", "progress",
)  # fmt: skip
ICONS = "css/font/bootstrap-icons.min.css"
ICON_FONT = "css/font/fonts/bootstrap-icons.woff2"
_ICON = re.compile(r'\.bi-([a-z0-9-]+)::before\{content:"\\([0-9a-f]+)"\}')
_FACE = re.compile(r"@font-face\{[^}]*\}")
_PLACED = re.compile(r"\.at-([\w-]+)")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Bundle:
    """Names of the files within static/, and the fingerprint of all that they were made of."""

    made_of: str
    sheet: str
    script: str
    icons: str


@functools.cache
def bundle() -> Bundle:
    """What stands in static/built for the sources as they are now.

    Raises OSError when it is out of date and the folder cannot be written.
    """
    return current()


def current() -> Bundle:
    """The same, looking at the sources again (for who is changing them)."""
    made_of, note = _fingerprint(), BUILT / "made.json"
    if note.exists():
        held = Bundle(**json.loads(note.read_text("utf-8")))
        if held.made_of == made_of and all(_in_place(held)):
            return held
    return _make(made_of, note)


def _places(found: re.Match[str]) -> str:
    """`.at-wide`: each cell in a column that its table says is `wide` (core/listing/table.py); it weighs as `.wide` does."""
    look = found[1]
    cells = (f".{look}-{n} td:nth-child({n})" for n in range(1, MOST_PLACES + 1))
    return f":where({','.join(cells)}):nth-child(n)"


def _in_place(held: Bundle) -> Iterable[bool]:
    return ((ROOT / "static" / name).exists() for name in (held.sheet, held.script, held.icons))


def _make(made_of: str, note: Path) -> Bundle:
    BUILT.mkdir(exist_ok=True)
    before = set(BUILT.iterdir())
    icons, font = _icons()
    icon_file = _keep(font, "woff2")
    sheet = "\n".join((
        _read(_bootstrap() / "css/bootstrap.min.css").replace("/*# sourceMappingURL=bootstrap.min.css.map */", ""),
        icons.replace("ICONS", Path(icon_file).name),
        *(_PLACED.sub(_places, _read(path)) for path in _sheets()),
    ))  # fmt: skip
    script = "\n".join(
        f"{{\n{_read(path)}}}" for path in _modules()
    )  # each keeps its names to itself
    made = Bundle(made_of, _keep(sheet.encode(), "css"), _keep(script.encode(), "js"), icon_file)
    _write(note, json.dumps(asdict(made)).encode())
    kept = {ROOT / "static" / name for name in (made.sheet, made.script, made.icons)}
    for old in before - {note} - kept - {Path(f"{one}.gz") for one in kept}:
        old.unlink(missing_ok=True)
    return made


def _keep(content: bytes, kind: str) -> str:
    """Write a file and, where it is text, its twin; its name within static/."""
    name = f"built/{hashlib.sha256(content).hexdigest()[:12]}.{kind}"
    _write(ROOT / "static" / name, content)
    if kind != "woff2":
        _write(ROOT / "static" / f"{name}.gz", gzip.compress(content, 9, mtime=0))
    return name


def _write(path: Path, content: bytes) -> None:
    """Never half of it under its own name: other processes may be at the same."""
    aside = path.with_name(f"{path.name}.{os.getpid()}")
    aside.write_bytes(content)
    aside.replace(path)


def _icons() -> tuple[str, bytes]:
    """The style sheet of the icons named anywhere in templates, scripts or code, and a font of these alone."""
    whole = _read(_bootstrap() / ICONS)
    named = _named()
    used = {name: code for name, code in _ICON.findall(whole) if name in named}
    base = _ICON.sub("", _FACE.sub("", whole))
    face = '@font-face{font-display:block;font-family:bootstrap-icons;src:url("ICONS") format("woff2")}'
    rules = "".join(f".bi-{name}::before{{{_drawn(code)}}}" for name, code in used.items())
    return f"{face}{base}{rules}", _subset({int(code, 16) for code in used.values()})


def _drawn(code: str) -> str:
    """The sign, with nothing to be read aloud for it; a browser that knows no such words keeps the sign."""
    return f'content:"\\{code}";content:"\\{code}"/""'


def _subset(characters: set[int]) -> bytes:
    from fontTools import subset  # noqa: PLC0415  (a second; only who builds pays)

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it wonders at the font's own names
    options = subset.Options(flavor="woff2", layout_features=[])
    written = io.BytesIO()
    with subset.load_font(str(_bootstrap() / ICON_FONT), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=characters)
        subsetter.subset(font)
        subset.save_font(font, written, options)
    return written.getvalue()


def _named() -> set[str]:
    """Every word of the templates and of the slices' places: more than are icons, none too few."""
    words = {word for path in _naming() for word in _WORD.findall(_read(path))}
    return words | {word.removeprefix("bi-") for word in words}


def _fingerprint() -> str:
    digest = hashlib.sha256(version("bootstrap-flask").encode())
    for path in (Path(__file__), *_sheets(), *_modules(), *_naming()):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _sheets() -> list[Path]:
    return [ROOT / "static" / "css" / f"{name}.css" for name in SHEETS]


def _modules() -> list[Path]:
    return [ROOT / "static" / "js" / f"{name}.js" for name in MODULES]


def _naming() -> list[Path]:
    code = ROOT / "supervision"
    return sorted(
        [
            *(ROOT / "templates").rglob("*.html"),
            *code.glob("*/manifest.py"),
            *code.glob("core/marks.py"),
        ]
    )


def _bootstrap() -> Path:
    return Path(str(files("flask_bootstrap"))) / "static" / "bootstrap5"


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


if __name__ == "__main__":
    bundle()
