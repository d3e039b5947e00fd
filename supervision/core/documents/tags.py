"""Owns what a placed text is, for machines and for eyes that cannot see: paragraph, heading, cell, artifact."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """As PDF 1.7 names them."""

    PARAGRAPH = "P"
    TITLE = "H1"
    HEADING = "H2"
    SUBHEADING = "H3"
    HEAD_CELL = "TH"
    CELL = "TD"
    ARTIFACT = "Artifact"  # page numbers, heads that are repeated: none of the text


@dataclass(frozen=True)
class Tag:
    """`more`: it goes on with the text before it. Cells name their place: row 0 is the head."""

    kind: Kind = Kind.PARAGRAPH
    more: bool = False
    row: int = 0
    column: int = 0
    columns: int = 0


PARAGRAPH = Tag()
MORE = Tag(more=True)
ARTIFACT = Tag(Kind.ARTIFACT)
