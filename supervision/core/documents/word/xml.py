"""Owns the words of WordprocessingML: elements in the order its schema asks for, lengths in its units."""

from typing import Any, TypeAlias

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from supervision.core.documents.grid import MM

Element: TypeAlias = Any  # lxml's, which has no types of its own

# A line of exact height has its baseline at four fifths of it (measured in LibreOffice 25.2).
BASELINE = 0.8


def element(name: str, *children: Element | None, **attributes: object) -> Element:
    """An element of Word's namespace; attributes without a value are left out."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        if value is not None:
            made.set(qn(f"w:{key}"), str(value))
    made.extend(child for child in children if child is not None)
    return made


def flag(name: str, *, on: bool = True) -> Element:
    """A property that is on or off."""
    return element(name, val="1" if on else "0")


def twips(mm: float) -> int:
    """Twentieths of a point."""
    return round(mm * MM * 20)


def emu(mm: float) -> int:
    return round(mm * 36000)
