"""Owns what was done to make a paper fit: spacing within GB/T 9704's special cases, as recorded with it."""

from dataclasses import dataclass

from supervision.core.documents.errors import DocumentError
from supervision.core.documents.grid import CHARACTERS, EM3, GAP, MM, PITCH, WIDTH

PITCHES = (28.0, 30.5)  # pt between two lines
COUNTS = (27, 29)  # characters a line
IMPRINT_ROW, IMPRINT_TIGHT = 8.0, 6.7  # mm a line of the 版记, 4.94 of them type
KEPT, KEPT_MOST = 2, 3  # lines of text that go with a signature to a new page
KEPT_LEAST = 1  # where page 1 would be left without text


@dataclass(frozen=True)
class Fit:
    """How a paper is set; frozen with it, so that it comes out the same for ever.

    `rules` 1 are those of papers frozen before fits were recorded, 2 those before a joint mark kept inside
    版心, 3 those before a column had room for its longest whole, 4 those before room was shared out between lines, names were
    joined by their sort and a table on its side took its title along, 5 those before a cell saved a last line of one
    character and a numbered sentence was no heading: what was frozen by them keeps its pages. `pitch`
    in pt, None for the standard's own; `evened` counts paragraphs whose last line had one character, `eased` those
    with lines that share the room before what must not break.
    """

    rules: int = 6
    pitch: float | None = None
    characters: int = CHARACTERS
    kept: int = KEPT
    evened: int = 0
    tight: bool = False  # the 版记's lines closer together
    eased: int = 0
    below: bool = False  # 主送 in the 版记, as the standard asks where page 1 would show no text

    def __post_init__(self) -> None:
        within = self.pitch is None or PITCHES[0] <= self.pitch <= PITCHES[1]
        if not within or not COUNTS[0] <= self.characters <= COUNTS[1]:
            raise DocumentError("文书的行距或每行字数超出规定的特殊情况")

    @property
    def special(self) -> bool:
        """Is anything other than 22 lines of 28 characters?"""
        changed = self.pitch is not None or self.characters != CHARACTERS
        return changed or self.evened > 0 or self.eased > 0 or self.tight

    @property
    def words(self) -> str:
        """What was done, for people and for the checker; empty for an ordinary paper."""
        said = [
            f"行距{self.pitch:g}磅" if self.pitch is not None else "",
            f"每行{self.characters}字" if self.characters != CHARACTERS else "",
            f"{self.evened}段末行仅一字，已匀入" if self.evened else "",
            f"{self.eased}段有文号、日期等不拆行，已匀字" if self.eased else "",
            f"版记行距{IMPRINT_TIGHT:g}毫米" if self.tight else "",
        ]
        return "；".join(part for part in said if part)

    @property
    def imprint_row(self) -> float:
        """The height of a line of the 版记, mm."""
        return IMPRINT_TIGHT if self.tight else IMPRINT_ROW

    @property
    def spacing(self) -> "Spacing":
        """In the typesetter's own units."""
        pitch = PITCH if self.pitch is None else self.pitch / MM
        return Spacing(
            pitch, gap_of(self.characters),
            careful=self.rules > 1, roomy=self.rules > 3, calm=self.rules > 4, tidy=self.rules > 5,
        )  # fmt: skip


@dataclass(frozen=True)
class Spacing:
    """Line pitch in mm, letter-spacing in em; `careful` since the second rules, `roomy` columns since the fourth,
    `calm` since the fifth, `tidy` since the sixth.
    """

    pitch: float = PITCH
    gap: float = GAP
    careful: bool = True
    roomy: bool = True
    calm: bool = True
    tidy: bool = True

    @property
    def indent(self) -> float:
        """左空二字, in em."""
        return 2 * (1 + self.gap)


def gap_of(characters: int) -> float:
    """Letter-spacing in em at which so many characters fill a line."""
    return GAP if characters == CHARACTERS else (WIDTH - EM3) / (characters - 1) / EM3 - 1


STANDARD = Spacing()
AS_BEFORE = Fit(rules=1)
