"""What the tests of papers measure with: drawn pages as characters and rectangles in mm."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pdfplumber
import pytest

from supervision.core.documents.bound import at_hand
from supervision.core.documents.model import Document
from supervision.core.documents.pdf import render
from tests.core.documents.bound_samples import CONTENTS

MM = 25.4 / 72


@dataclass(frozen=True)
class Char:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    font: str
    upright: bool
    red: bool


@dataclass(frozen=True)
class Box:
    x0: float
    x1: float
    top: float
    bottom: float
    red: bool


@dataclass(frozen=True)
class Page:
    width: float
    height: float
    chars: tuple[Char, ...]
    boxes: tuple[Box, ...]

    def lines(self, *, size: float = 16.0) -> list[list[Char]]:
        """Upright characters of one size, line by line, left to right."""
        rows: dict[float, list[Char]] = {}
        for char in self.chars:
            if char.upright and abs(char.size - size) < 0.05:
                rows.setdefault(round(char.top, 1), []).append(char)
        return [sorted(rows[top], key=lambda char: char.x0) for top in sorted(rows)]

    def rules(self, *, red: bool = False) -> list[Box]:
        """Horizontal rules wider than 100 mm, from top to bottom."""
        found = [box for box in self.boxes if box.x1 - box.x0 > 100 and box.red is red]
        return sorted(found, key=lambda box: box.top)


def text(line: list[Char]) -> str:
    return "".join(char.text for char in line)


def measured(pdf: bytes) -> list[Page]:
    """Every page of a PDF in mm."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        return [
            Page(
                float(page.width) * MM,
                float(page.height) * MM,
                tuple(_char(char) for char in page.chars),
                tuple(_box(rect) for rect in page.rects),
            )
            for page in opened.pages
        ]


def _char(char: dict) -> Char:
    return Char(
        char["text"],
        char["x0"] * MM,
        char["x1"] * MM,
        char["top"] * MM,
        char["bottom"] * MM,
        char["size"],
        char["fontname"].split("+")[-1],
        char["upright"],
        _red(char["non_stroking_color"]),
    )


def _box(rect: dict) -> Box:
    colour = _red(rect["non_stroking_color"])
    return Box(rect["x0"] * MM, rect["x1"] * MM, rect["top"] * MM, rect["bottom"] * MM, colour)


def _red(colour: tuple | None) -> bool:
    return bool(colour) and len(colour) == 3 and colour[0] > 0.8 and max(colour[1:]) < 0.2


@pytest.fixture(scope="session")
def drawn() -> Callable[[Document], list[Page]]:
    """Draw a document and measure it, each one only once in a test run."""
    known: dict[str, list[Page]] = {}

    def draw(document: Document) -> list[Page]:
        key = document.to_json()
        if key not in known:
            known[key] = measured(render(document).pdf)
        return known[key]

    return draw


@pytest.fixture(autouse=True)
def _bound_files() -> Iterator[None]:
    """The files that samples have bound behind them lie at hand."""
    with at_hand(CONTENTS):
        yield
