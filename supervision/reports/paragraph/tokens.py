"""Live figures in a text: `{指标}`, `{指标·个}`, `{指标·行动3}`, `{指标·行动3·项}`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from supervision.core.errors import DomainError
from supervision.reports.counting import Counts, Figure
from supervision.reports.indicators import BY_NAME, Indicator

_TOKEN = re.compile(r"\{([^{}]*)\}")
_ACTION = re.compile(r"行动(\d{1,18})")


@dataclass(frozen=True)
class Part:
    """A stretch of the text: words, or the words of a figure with the figure itself."""

    text: str
    figure: Figure | None = None


def token(figure: Figure) -> str:
    """How a template refers to `figure`."""
    parts = [figure.name]
    parts += [f"行动{figure.cut.action_id}"] if figure.cut.action_id is not None else []
    parts += [figure.cut.measure] if figure.cut.measure else []
    return "{" + "·".join(parts) + "}"


def read(template: str, counts: Counts) -> list[Part]:
    """The text with its figures as they are now; DomainError naming a token that means nothing."""
    parts: list[Part] = []
    at = 0
    for match in _TOKEN.finditer(template):
        if match.start() > at:
            parts.append(Part(template[at : match.start()]))
        for number, figure in enumerate(_figures(match[1], counts)):
            parts += [Part("、")] if number else []
            parts.append(Part(figure.shown, figure))
        at = match.end()
    parts.append(Part(template[at:]))
    return [part for part in parts if part.text]


def plain(parts: list[Part]) -> str:
    """The text as it is copied and printed."""
    return "".join(part.text for part in parts)


def paragraphs(parts: list[Part]) -> Iterator[list[Part]]:
    """The parts line by line, empty lines left out."""
    line: list[Part] = []
    for part in parts:
        pieces = part.text.split("\n") if part.figure is None else [part.text]
        for number, piece in enumerate(pieces):
            if number and line:
                yield line
                line = []
            if piece:
                line.append(Part(piece, part.figure))
    if line:
        yield line


def _figures(words: str, counts: Counts) -> list[Figure]:
    """What a token means: one figure, or one for each measure word an action's records have."""
    name, *rest = words.split("·")
    indicator = BY_NAME.get(name)
    if indicator is None:
        raise DomainError(f"“{{{words}}}”不是指标，请从指标表中选用", field="template")
    action = next((m for m in map(_ACTION.fullmatch, rest) if m), None)
    measure = next((word for word in rest if not _ACTION.fullmatch(word)), "")
    if len(rest) > (action is not None) + bool(measure):
        raise DomainError(f"“{{{words}}}”写法不对", field="template")
    return _chosen(indicator, words, counts, int(action[1]) if action else None, measure)


def _chosen(
    indicator: Indicator, words: str, counts: Counts, action_id: int | None, measure: str
) -> list[Figure]:
    if action_id is None:
        if indicator.split and not measure:
            raise DomainError(
                f"“{{{words}}}”要写明监督行动或者量词（个、项不相加）", field="template"
            )
        return [counts.total(indicator, measure)]
    found = [
        figure
        for figure in counts.of_action(indicator, action_id)
        if measure in ("", figure.measure)
    ]
    told = [figure for figure in found if figure.value] or found[:1]
    return told or [counts.nothing(indicator, action_id, measure)]
