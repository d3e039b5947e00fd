"""Owns what a paper records to have been done to make it fit, as its keywords say."""

from dataclasses import dataclass

from supervision.core.documents.checker import standard as std


@dataclass(frozen=True)
class Special:
    """Pitch (mm), characters a line and paragraphs evened out or eased, as recorded; wrong ones count for nothing."""

    pitch: float = std.PITCH
    characters: int = std.CHARACTERS
    evened: int = 0
    eased: int = 0
    said: bool = False  # is another pitch recorded?
    tight: bool = False  # are the 版记's lines closer together?


def special_of(keywords: str) -> Special:
    """What the keywords record, as far as it lies within the limits of a special case."""
    if not keywords.startswith(std.SPECIAL):
        return Special()
    found = std.SPECIAL_PITCH.search(keywords)
    pitch = float(found[1]) if found else 0.0
    count = std.SPECIAL_COUNT.search(keywords)
    characters = int(count[1]) if count else std.CHARACTERS
    evened = std.SPECIAL_EVENED.search(keywords)
    eased = std.SPECIAL_EASED.search(keywords)
    within = std.PITCHES[0] <= pitch <= std.PITCHES[1]
    return Special(
        pitch * std.MM_PER_PT if within else std.PITCH,
        characters if std.COUNTS[0] <= characters <= std.COUNTS[1] else std.CHARACTERS,
        int(evened[1]) if evened else 0,
        int(eased[1]) if eased else 0,
        within,
        std.SPECIAL_IMPRINT.search(keywords) is not None,
    )
