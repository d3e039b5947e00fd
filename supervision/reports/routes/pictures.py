"""From figures to the rows and parts that components/chart.html draws, each number with its list."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from supervision.referrals.counting import Line
from supervision.reports.charts import Category, Months, Open, Rate, View
from supervision.reports.indicators import BY_KEY, Cut, Indicator
from supervision.reports.indicators.referrals import stage_key

Link = Callable[..., str]  # (indicator, *, period=None, cut=WHOLE) -> address of its list


@dataclass(frozen=True)
class Number:
    """A number in words and the list it counts."""

    text: str
    url: str | None = None
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Row:
    """A bar with its label and its numbers: `share` per cent of the longest, or of the whole."""

    label: str
    share: int
    numbers: Sequence[Number]
    tone: str = "main"
    note: str = ""
    url: str | None = None


@dataclass(frozen=True)
class Slice:
    """A part of a stacked bar."""

    label: str
    value: int
    tone: str
    url: str | None = None


LIGHT_TONES = ("draft", "main", "near", "overdue", "soft")  # green only for 办结
AGE_TONES = ("soft", "main", "near", "overdue")


def slices(found: Open, view: View, link: Link) -> tuple[list[Slice], list[Slice]]:
    """What is in hand by light and by age."""
    board = view.board
    by_light = _slices(board.lights, found.lights, LIGHT_TONES, link)
    return by_light, _slices(board.ages, found.ages, AGE_TONES, link)


def _slices(
    figures: Sequence[Indicator], numbers: Sequence[int], tones: Sequence[str], link: Link
) -> list[Slice]:
    return [
        Slice(one.name, number, tone, link(one))
        for one, number, tone in zip(figures, numbers, tones, strict=True)
    ]


def rates(found: Iterable[Rate], view: View, link: Link) -> list[Row]:
    """整改率 with the mean days to 销号, unit by unit."""
    return [_rate(one, view, link) for one in found]


def _rate(one: Rate, view: View, link: Link) -> Row:
    cut = Cut(unit_id=one.unit_id)
    return Row(
        label=one.name,
        share=one.share,
        numbers=[
            Number(f"{one.share}%" if one.total else "—", after="（"),
            Number(str(one.mended), link(view.board.mended_of, cut=cut), after="/"),
            Number(str(one.total), link(view.board.to_mend, cut=cut), after="）"),
        ],
        tone="done" if one.mended == one.total else "main",
        note="，".join(
            part for part in ("" if one.days is None else f"{one.days}天", one.handed_words) if part
        ),
    )


def categories(found: Sequence[Category], view: View, link: Link) -> list[Row]:
    """Problems by category, with how many of them happened again."""
    longest = max((one.number for one in found), default=0) or 1
    return [
        Row(
            one.name,
            100 * one.number // longest,
            [Number(f"{one.number}条", link(view.board.begun, cut=Cut(category=one.name)))]
            + ([_again(one, view, link)] if one.again else []),
        )
        for one in found
    ]


def _again(one: Category, view: View, link: Link) -> Number:
    url = link(view.board.again, cut=Cut(category=one.name))
    return Number(f"{one.again}条", url, before="，其中再次发生")


def rungs(found: Sequence[tuple[str, Indicator, int]], link: Link) -> list[Row]:
    """The ladder: papers on which each rung was climbed."""
    longest = max((number for _, _, number in found), default=0) or 1
    return [
        Row(name, 100 * number // longest, [Number(f"{number}份", link(one))], tone="near")
        for name, one, number in found
    ]


def by_month(found: Months, view: View, link: Link) -> list[dict[str, object]]:
    """The series of the months' picture."""
    board = view.board
    given = ((board.begun_word, board.begun, found.begun, "main"),
             ("整改到位", board.mended, found.mended, "soft"))  # fmt: skip
    return [
        {"name": name, "values": values, "tone": tone,
         "urls": [link(figure, period=month) for month in found.periods]}
        for name, figure, values, tone in given
    ]  # fmt: skip


@dataclass(frozen=True)
class Flow:
    """A line of 移交移送: of what was sent, how much was received and answered."""

    label: str
    share: int
    numbers: Sequence[Number]


def referred(lines: Iterable[Line], link: Link) -> list[Flow]:
    """Sent, received, answered of each word and measure word."""
    return [_flow(line, link) for line in lines]


def _flow(line: Line, link: Link) -> Flow:
    problems = line.measure != "件"
    cut = Cut(measure=line.measure) if problems else Cut()

    def number(stage: str, value: int) -> Number:
        figure = BY_KEY[stage_key(line.way, stage, problems=problems)]
        return Number(f"{value}{line.measure}", link(figure, cut=cut))

    return Flow(
        label=f"{line.way.label}{'问题' if problems else '事项'}",
        share=100 * line.answered // (line.sent or 1),
        numbers=[number("sent", line.sent), number("received", line.received),
                 number("answered", line.answered)],
    )  # fmt: skip


def said(parts: Sequence[Slice]) -> str:
    """The parts in a sentence, for who cannot see the bar."""
    return "、".join(f"{part.label}{part.value}条" for part in parts)
