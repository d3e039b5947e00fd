"""Owns pagination: items with a height run down a canvas and break only where they may."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from supervision.core.documents.grid import HEIGHT, LEFT, PITCH, TOP, WIDTH
from supervision.core.documents.sheet import Mark, Rule, Sheet, shifted, tagged
from supervision.core.documents.tags import ARTIFACT

_SLACK = 0.01  # mm


@dataclass(frozen=True)
class Canvas:
    """The area that is filled: 版心, or 版心 turned (its own axes, origin in its own corner)."""

    left: float = LEFT
    top: float = TOP
    width: float = WIDTH
    height: float = HEIGHT
    turned: bool = False
    wide: bool = False


UPRIGHT = Canvas()
TURNED = Canvas(0.0, 0.0, HEIGHT, WIDTH, turned=True)


class Done(Enum):
    """What was done to a paragraph beyond setting it: a last line of one character saved, or room shared out."""

    NOTHING = auto()
    EVENED = auto()
    EASED = auto()


@dataclass(frozen=True)
class Item:
    """Something placed whole. Marks are relative to the canvas's left and the item's top.

    `height` moves the cursor; `ink` (default: height) is what must still fit on the page.
    `glued` keeps it on one page with the next item; a `blank` is dropped at the top of a page;
    `head` is repeated above when the item opens a page; `snap` returns to the grid afterwards.
    `closing` items (signature, 附注) don't count as lines; `done` stands with the last line of a paragraph,
    `stub` says how many characters that has, where it is not the only one.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    ink: float | None = None
    glued: bool = False
    blank: bool = False
    head: "Item | None" = None
    snap: bool = False
    closing: bool = False
    done: Done = Done.NOTHING
    stub: int = 0

    @property
    def need(self) -> float:
        """How much room below its top it needs."""
        return self.height if self.ink is None else self.ink


class Flow:
    """Fills pages of one canvas after another; `sheets` are the pages so far."""

    def __init__(self, pitch: float = PITCH) -> None:
        self.sheets: list[Sheet] = []
        self.pitch = pitch
        self.origin = 0.0  # where the page's grid begins, mm below the canvas's top
        self.done: Counter[Done] = Counter()
        self.signed = 1  # the page of the signature, or the first
        self.canvas = UPRIGHT
        self.cursor = 0.0  # mm below the canvas's top
        self._reached = 0.0  # how far down the ink of this page goes, on the canvas

    def open_page(self, canvas: Canvas = UPRIGHT) -> Sheet:
        """Begin a page."""
        self.canvas, self.cursor, self.origin, self._reached = canvas, 0.0, 0.0, 0.0
        self.sheets.append(Sheet(wide=canvas.wide))
        return self.sheets[-1]

    @property
    def lowest(self) -> float:
        """Where the ink of the last page ends, seals included, mm from the page's top."""
        return self.canvas.top + self._reached

    def run(self, items: Iterable[Item]) -> None:
        """Place the items in order."""
        chunk: list[Item] = []
        for item in items:
            chunk.append(item)
            if not item.glued:
                self._place(chunk)
                chunk = []
        if chunk:
            self._place(chunk)

    def _place(self, chunk: list[Item]) -> None:
        """Put a chunk on this page if it fits, else on a new one; one over a page is let break."""
        need = sum(item.height for item in chunk[:-1]) + chunk[-1].need
        if not self._fits(need) and self.cursor > 0:
            if need > self.canvas.height and len(chunk) > 1:
                for item in chunk:
                    self._place([item])
                return
            self.open_page(self.canvas)
        for item in chunk:
            self._put(item)

    def _fits(self, need: float) -> bool:
        return self.cursor + need <= self.canvas.height + _SLACK

    def _put(self, item: Item) -> None:
        if self.cursor == 0:
            if item.blank:
                return
            if item.head:
                again = tuple(tagged(mark, ARTIFACT) for mark in item.head.marks)
                self._put(replace(item.head, marks=again))
        sheet = self.sheets[-1]
        if self.cursor == 0:
            sheet.stub = item.stub
        marks = sheet.turned if self.canvas.turned else sheet.marks
        dy = self.canvas.top + self.cursor
        marks.extend(shifted(mark, dx=self.canvas.left, dy=dy) for mark in item.marks)
        if item.need:
            self._reached = max(self._reached, self.cursor + item.need)
        if item.marks and not item.closing:
            sheet.lines += max(1, round(item.need / self.pitch))
        self.done[item.done] += 1
        if item.closing:
            self.signed = len(self.sheets)
        self.cursor += item.height
        if item.snap:
            rows = -int(-(self.cursor - self.origin - _SLACK) // self.pitch)
            self.cursor = self.origin + rows * self.pitch


def merge_rules(marks: list[Mark]) -> list[Mark]:
    """Vertical rules that continue each other become one: a table page has few rectangles."""
    others: list[Mark] = []
    columns: dict[tuple[float, float, bool], list[Rule]] = {}
    for mark in marks:
        if isinstance(mark, Rule) and mark.height > mark.width:
            columns.setdefault((round(mark.x, 3), mark.width, mark.red), []).append(mark)
        else:
            others.append(mark)
    for rules in columns.values():
        others.extend(_joined(sorted(rules, key=lambda rule: rule.top)))
    return others


def _joined(rules: list[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    for rule in rules:
        last = joined[-1] if joined else None
        if last and rule.top <= last.top + last.height + _SLACK:
            height = max(last.height, rule.top + rule.height - last.top)
            joined[-1] = Rule(last.x, last.top, last.width, height, last.red)
        else:
            joined.append(rule)
    return joined
