"""Owns the faces inside a file: read once a process, and cut once for the same characters.

WeasyPrint reads each face whole for every paper (26 MB for a letter) and cuts it anew, a third of the time. A paper is drawn
several times (when it is reviewed, signed, kept, printed), and papers of one kind share their heads. What is cut depends on
the characters alone, so a file has the same bytes whatever was drawn before. Whoever draws holds a lock.
"""

from copy import copy
from functools import cache, lru_cache

from weasyprint.pdf.fonts import Font

from supervision.core.documents.errors import DocumentError

_CUTS = 24  # kept, some 80 KB each: those of the last few papers


class Fonts(dict[int, Font]):
    """The fonts of one file under WeasyPrint's keys; a face that was read before is not asked for again."""

    def __contains__(self, key: object) -> bool:
        if not super().__contains__(key) and isinstance(key, int) and key in _read():
            super().__setitem__(key, _Known(key))
        return super().__contains__(key)

    def __setitem__(self, key: int, font: Font) -> None:
        font.file_content = b""  # nothing of it is embedded but what is cut from it
        _read()[key] = font
        super().__setitem__(key, _Known(key))

    def require_cut(self) -> None:
        """Raises DocumentError where a face could not be cut: nothing of it is in the file then."""
        for font in self.values():
            if not font.file_content:
                raise DocumentError(f"字体“{font.family}”无法嵌入文书，请重新运行 make setup")


class _Known(Font):
    """A face that was read, with nothing written in it yet."""

    def __init__(self, key: int) -> None:
        self.__dict__.update(_read()[key].__dict__)
        self._key = key
        self.widths: dict[int, int] = {}
        self.to_unicode: dict[int, str] = {}
        self.missing: dict[int, int] = {}

    def subset(self, to_unicode: dict[int, str], hinting: bool) -> None:  # noqa: FBT001 - WeasyPrint's
        self.file_content = _cut(self._key, frozenset(to_unicode), bool(self.missing), hinting)


@cache
def _read() -> dict[int, Font]:
    """The faces that were read, by WeasyPrint's keys."""
    return {}


@lru_cache(maxsize=_CUTS)
def _cut(key: int, glyphs: frozenset[int], missing: bool, hinting: bool) -> bytes:  # noqa: FBT001
    """These glyphs of a face as a font file."""
    font = copy(_read()[key])
    font.missing = dict.fromkeys(range(missing))
    font.subset(dict.fromkeys(glyphs), hinting)
    cut: bytes = font.file_content
    return cut
