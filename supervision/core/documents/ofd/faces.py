"""Faces as OFD readers take them: cut to the characters used, with TrueType outlines.

Readers were seen to fall back to a face of their own where they were given CFF outlines.
"""

import io
from functools import lru_cache
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont, newTable

from supervision.core.documents import fonts

_OFF = 1.0  # of a thousand: how far a curve of the second degree may leave one of the third
_DROPPED = ("CFF ", "VORG", "GSUB", "GPOS", "GDEF", "BASE", "DSIG", "vhea", "vmtx")


@lru_cache(maxsize=64)
def face_file(family: str, characters: frozenset[str]) -> bytes:
    """A TrueType file of these characters; the same bytes every time."""

    font = TTFont(_path_of(family), recalcTimestamp=False)
    options = subset.Options(
        layout_features=[], hinting=False, notdef_outline=True, name_IDs=[1, 2, 4, 6], recalc_timestamp=False,
    )  # fmt: skip
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=[ord(char) for char in characters])
    cutter.subset(font)
    if "CFF " in font:
        _to_quadratic(font)
    out = io.BytesIO()
    font.save(out, reorderTables=False)
    return out.getvalue()


def _path_of(family: str) -> Path:
    folder = fonts.activate().parent / "faces"
    return next(folder.glob(f"{family}.*"))


def _to_quadratic(font: TTFont) -> None:
    """The outlines of a CFF face as glyf, loca and the maxp that goes with them."""

    drawn, order = font.getGlyphSet(), font.getGlyphOrder()
    glyphs = {}
    for name in order:
        pen = TTGlyphPen(None)
        drawn[name].draw(Cu2QuPen(pen, _OFF, reverse_direction=True))
        glyphs[name] = pen.glyph()
    for tag in _DROPPED:
        if tag in font:
            del font[tag]
    font["loca"], font["glyf"] = newTable("loca"), newTable("glyf")
    font["glyf"].glyphOrder, font["glyf"].glyphs = order, glyphs
    font["maxp"] = _most(len(order))
    font["post"].formatType = 3.0
    font["head"].glyphDataFormat = 0
    font.sfntVersion = "\x00\x01\x00\x00"


def _most(glyphs: int) -> object:
    """A maxp of version 1.0; what it counts is counted anew when the file is written."""

    table = newTable("maxp")
    table.tableVersion, table.numGlyphs = 0x00010000, glyphs
    for name in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxPoints", "maxContours", "maxCompositePoints", "maxCompositeContours",
        "maxComponentElements", "maxComponentDepth",
    ):  # fmt: skip
        setattr(table, name, 0)
    table.maxZones = 1
    return table
