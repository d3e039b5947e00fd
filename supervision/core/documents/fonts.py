"""Owns the faces: where the built font folder is, what each face holds and how wide it is.

`FONTCONFIG_FILE` is set here, when the package is first used and before WeasyPrint is imported,
so that nothing but our own folder can ever be printed with.
"""

import json
from bisect import bisect_right
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from supervision.core import config
from supervision.core.documents.errors import DocumentError

_PROJECT = Path(__file__).resolve().parents[3]
_folder = _PROJECT / ".fonts"


class Face(StrEnum):
    """A role of type; a licensed face (MingduOwn…) goes before the free one."""

    BIAOSONG = "BiaoSong"
    FANGSONG = "FangSong"
    KAITI = "KaiTi"
    HEITI = "HeiTi"
    LATIN = "Latin"


_RARE = ("MingduRare", "MingduRareB", "MingduRareC")
_OWN_DIGITS = (Face.BIAOSONG, Face.HEITI)  # the others take digits and Latin from 宋体


def configure(folder: Path) -> None:
    """Use another built folder; must be called before the first paper is set."""
    global _folder  # noqa: PLW0603 - one folder per process, as fontconfig itself has
    _folder = Path(folder)
    for cached in (_built, _metrics, families, family_of, width, _bounds):
        cached.cache_clear()


def activate() -> Path:
    """Point fontconfig to the folder; raises DocumentError when it has not been built."""
    conf = _folder.resolve() / "fonts.conf"
    if not conf.exists():
        raise DocumentError("文书字体尚未生成，请先运行 make setup")
    config.use_fontconfig(conf)
    return conf


def built() -> bytes:
    """What the font builder says of the faces it made; another build says something else."""
    activate()
    return (_folder / "metrics.json").read_bytes()


@cache
def _built() -> dict[str, dict[str, Any]]:
    """What the font builder measured."""
    measured: dict[str, dict[str, object]] = json.loads(built())
    return measured


@cache
def _metrics() -> dict[str, tuple[list[int], list[int], dict[int, int]]]:
    """Family -> (starts of ranges, ends of ranges, widths that are not a full em)."""
    return {
        name: (
            [first for first, _ in face["ranges"]],
            [last for _, last in face["ranges"]],
            {int(code): width for code, width in face["widths"].items()},
        )
        for name, face in _built().items()
    }


@cache
def families(face: Face) -> tuple[str, ...]:
    """Families in the order in which a character is looked for; what 仿宋 prints, every face does."""
    order = [f"MingduOwn{face}", f"Mingdu{face}", "MingduLatin", *_RARE, "MingduFangSong"]
    if face not in _OWN_DIGITS:
        order = ["MingduLatin", *(name for name in order if name != "MingduLatin")]
    return tuple(dict.fromkeys(name for name in order if name in _metrics()))


@cache
def family_of(face: Face, char: str) -> str | None:
    """The family that prints this character, None when no face has it."""
    code = ord(char)
    for name in families(face):
        starts, ends, _ = _metrics()[name]
        place = bisect_right(starts, code) - 1
        if place >= 0 and code <= ends[place]:
            return name
    return None


@cache
def width(face: Face, char: str) -> float:
    """Advance of a character in em; a character that no face has counts as one em."""
    family = family_of(face, char)
    return _metrics()[family][2].get(ord(char), 1000) / 1000 if family else 1.0


def text_width(face: Face, text: str, *, gap: float = 0.0) -> float:
    """Advance of a text in em with `gap` between its characters."""
    return sum(width(face, char) for char in text) + gap * max(len(text) - 1, 0)


def ink_bounds(face: Face, text: str) -> tuple[float, float]:
    """Blank above and below the ink of a line of Han, in em; only the red mark needs it."""
    bounds = [_bounds(face, char) for char in text]
    return min((b[0] for b in bounds), default=0.0), min((b[1] for b in bounds), default=0.0)


@cache
def _bounds(face: Face, char: str) -> tuple[float, float]:
    family = family_of(face, char)
    ink = _built()[family].get("ink", {}).get(str(ord(char))) if family else None
    return (0.88 - ink[1] / 1000, 0.12 + ink[0] / 1000) if ink else (0.1, 0.1)
