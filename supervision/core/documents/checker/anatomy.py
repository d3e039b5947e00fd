"""Owns finding the parts of a paper on its pages: head, title, text, signature, 版记, page numbers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.reading import Box, Char, Page, Reading
from supervision.core.documents.checker.report import Style
from supervision.core.documents.checker.special import Special, special_of
from supervision.core.documents.model import Paper

_SAME_LINE = 0.3  # mm between baselines
_NEAR = 0.6  # mm by which a line's beginning may miss its place


@dataclass(frozen=True)
class Line:
    """Characters of one size on one baseline, left to right; `row` counts the page's lines."""

    page: int
    row: int
    chars: tuple[Char, ...]

    @cached_property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    @property
    def x0(self) -> float:
        return self.chars[0].x0

    @property
    def x1(self) -> float:
        return self.chars[-1].x1

    @property
    def centre(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def size(self) -> float:
        return self.chars[0].size

    @property
    def top(self) -> float:
        return self.chars[0].top

    @property
    def bottom(self) -> float:
        return self.chars[0].bottom

    @property
    def baseline(self) -> float:
        return self.chars[0].baseline

    @property
    def place(self) -> str:
        return f"第{self.page}面第{self.row}行“{self.text[:8]}{'…' if len(self.text) > 8 else ''}”"

    @property
    def flush_left(self) -> bool:
        """顶格."""
        return abs(self.x0 - std.LEFT) < _NEAR

    @property
    def indented(self) -> bool:
        """左空二字."""
        return abs(self.x0 - std.INDENT) < _NEAR

    def faces(self) -> set[str]:
        """The faces of its Chinese characters."""
        return {std.face(char.font) for char in self.chars if std.is_han(char.text)}


def is_size(line: Line, size: float) -> bool:
    return abs(line.size - size) < 0.8


class Anatomy:
    """A measured PDF with its parts; every part is found once."""

    def __init__(
        self,
        reading: Reading,
        style: Style | None,
        *,
        duplex: bool = True,
        record: Paper | None = None,
    ) -> None:
        self.reading = reading
        self.pages = reading.pages
        self.duplex = duplex
        self.record = record
        self.lines = {page.number: lines_of(page) for page in self.pages}
        self.style = style or self._style()

    @cached_property
    def special(self) -> Special:
        """What the paper says was done to make it fit."""
        return special_of(self.reading.keywords)

    @property
    def pitch(self) -> float:
        """The line pitch it is measured against, mm."""
        return self.special.pitch

    @property
    def rows(self) -> int:
        """Lines on a full page at this pitch."""
        return int((std.BOTTOM - std.TOP - std.EM) / self.pitch + 0.01) + 1

    def _style(self) -> Style:
        """A red head makes a paper; its rules, 170 or 156 mm long, tell a letter from a 公文.

        Without one a black title over 3号 text is 文书式, a title over anything else a form.
        """
        first = self.pages[0] if self.pages else None
        if first is None:
            return Style.OTHER
        if self.mark or any(rule.red for rule in first.rules):
            wide = any(rule.red and rule.width > 163 for rule in first.rules)
            return Style.LETTER if wide else Style.OFFICIAL
        titles = [line for line in self._black(1) if is_size(line, std.TITLE)]
        if not titles:
            return Style.OTHER
        text = (line for line in self._black(1) if is_size(line, std.BODY))
        return Style.PLAIN if any(line.top > titles[-1].top for line in text) else Style.FORM

    @cached_property
    def mark(self) -> list[Char]:
        """The red mark's characters."""
        if not self.pages:
            return []
        return [char for char in self.pages[0].chars if char.red and char.size > 20]

    @cached_property
    def red_rules(self) -> list[Box]:
        return [rule for rule in self.pages[0].rules if rule.red]

    @cached_property
    def _head_end(self) -> float:
        """Below it page 1 holds title and text: the title's top, else the head's last part."""
        if self.style is Style.PLAIN:
            return self._plain_head_end
        titles = [line.top for line in self._black(1) if is_size(line, std.TITLE)]
        rules = [rule.bottom for rule in self.red_rules if rule.bottom < 200]
        marks = [char.bottom for char in self.mark]
        return titles[0] - 0.5 if titles else max([*rules, *marks], default=0.0)

    @property
    def _plain_head_end(self) -> float:
        """Of 文书式: the title, with the number that follows it."""
        lines = self._black(1)
        title = max((line.bottom for line in lines if is_size(line, std.TITLE)), default=0.0)
        after = [line for line in lines if is_size(line, std.BODY) and line.top > title]
        numbered = after and std.NUMBER_LIKE.search(after[0].text) and not after[0].indented
        return after[0].bottom + 0.1 if numbered else title

    def _black(self, page: int) -> list[Line]:
        return [line for line in self.lines[page] if not line.chars[0].red]

    @cached_property
    def head(self) -> list[Line]:
        """Lines of 份号, 紧急程度, 发文字号 and 签发人."""
        lines = [line for line in self._black(1) if is_size(line, std.BODY)]
        return [line for line in lines if line.bottom <= self._head_end]

    @cached_property
    def number(self) -> Line | None:
        """The line of the 发文字号, whatever its brackets."""
        found = [line for line in self.head if std.NUMBER_LIKE.search(line.text)]
        return found[-1] if found else None

    @cached_property
    def titles(self) -> list[list[Line]]:
        """Title of the paper and of each attachment, as lines that follow each other."""
        groups: list[list[Line]] = []
        for page in self.pages:
            last: Line | None = None
            for line in self._black(page.number):
                if not is_size(line, std.TITLE):
                    continue
                if last and line.top - last.top < 2 * std.PITCH:
                    groups[-1].append(line)
                else:
                    groups.append([line])
                last = line
        return groups

    def text(self, page: int) -> list[Line]:
        """Lines of 3号 type below the head: body, notes, signature."""
        lines = [line for line in self._black(page) if is_size(line, std.BODY)]
        return [line for line in lines if page > 1 or line.top > self._head_end]

    @cached_property
    def every_text(self) -> list[Line]:
        return [line for page in self.pages for line in self.text(page.number)]

    @cached_property
    def attachments_from(self) -> int:
        """The page on which the first attachment begins; one after the last without any."""
        signed = any(_dated(line) for line in self.text(1))
        for page in self.pages[1:]:
            if signed and page.turned:  # 附件 stands on the turned page with its table
                return page.number
            lines = self.text(page.number)
            signed = signed or any(_dated(line) for line in lines)
            if lines and std.ATTACHMENT.fullmatch(lines[0].text) and lines[0].flush_left:
                return page.number
        return len(self.pages) + 1

    @cached_property
    def date(self) -> Line | None:
        """The line of the 成文日期, however it is written."""
        found = [
            line for line in self.every_text if line.page < self.attachments_from and _dated(line)
        ]
        return found[-1] if found else None

    @cached_property
    def names(self) -> list[Line]:
        """Rows of the 署名 above the date, first row first; rows of several seals lie 5 apart."""
        if self.date is None:
            return []
        above = [line for line in self.text(self.date.page) if line.top < self.date.top - 1]
        found: list[Line] = []
        below = self.date
        for line in reversed(above):
            rows = round((below.baseline - line.baseline) / self.pitch)
            if rows != 1 and not (rows == 5 and found and _spread(line)):
                break
            found.insert(0, line)
            below = line
        return found

    @cached_property
    def before_signature(self) -> Line | None:
        """The last line of text above the 署名 on its page."""
        if self.date is None:
            return None
        first = self.names[0] if self.names else self.date
        above = [line for line in self._black(self.date.page) if line.top < first.top - 1]
        text = [line for line in above if line.page > 1 or line.top > self._head_end]
        text = [line for line in text if not is_size(line, std.TITLE)]
        return text[-1] if text else None

    @cached_property
    def imprint(self) -> list[Line]:
        """Lines of the 版记: 4号 lines at the foot of the last page that hold its words."""
        return self.imprint_on(len(self.pages)) if self.pages else []

    def imprint_on(self, page: int) -> list[Line]:
        """What looks like a 版记 on a page."""
        small = [line for line in self._black(page) if is_size(line, std.SMALL)]
        small = [line for line in small if not _is_page_number(line)]
        found: list[Line] = []
        for line in reversed(small):
            if found and found[0].top - line.top > 11:
                break
            found.insert(0, line)
        words = any(std.IMPRINT.match(line.text) for line in found)
        return found if words else []

    @cached_property
    def page_numbers(self) -> dict[int, Line]:
        """Page → the line of its number; the 序号 of a row low on the page is none."""
        return {
            line.page: line
            for page in self.pages
            for line in self._black(page.number)
            if line.top > 230 and _is_page_number(line) and not self._in_table(line)
        }

    def _in_table(self, line: Line) -> bool:
        return is_size(line, std.CELL) and self.has_table(line.page)

    def paragraphs(self) -> Iterator[tuple[Line, Line]]:
        """Neighbouring lines of which the second continues the first's paragraph."""
        for line, following in pairwise(self.every_text):
            if not following.flush_left or not (line.flush_left or line.indented):
                continue
            if line.page == following.page:
                if abs(following.baseline - line.baseline - self.pitch) < 3:
                    yield line, following
            elif following.page != self.attachments_from and not std.ATTACHMENT.fullmatch(
                following.text
            ):
                yield line, following

    def has_table(self, page: int) -> bool:
        return len(self.pages[page - 1].columns) > 1


def _dated(line: Line) -> bool:
    """A date and nothing else, where a 成文日期 stands."""
    return line.x0 > 60 and bool(std.DATE_LIKE.fullmatch(line.text.replace(" ", "")))


def _spread(line: Line) -> bool:
    """A row of several names: it begins as no text does, or has wide gaps."""
    gaps = (after.x0 - before.x1 for before, after in pairwise(line.chars))
    return not (line.flush_left or line.indented) or max(gaps, default=0.0) > 8


def _is_page_number(line: Line) -> bool:
    return bool(std.PAGE_NUMBER_LIKE.fullmatch(line.text.strip()))


def lines_of(page: Page) -> list[Line]:
    """The upright lines of a page from top to bottom."""
    groups: list[list[Char]] = []
    by_size: dict[float, list[Char]] = {}
    for char in page.chars:
        by_size.setdefault(round(char.size, 1), []).append(char)
    for chars in by_size.values():
        groups += _on_baselines(chars)
    ordered = sorted(groups, key=lambda group: (group[0].baseline, group[0].x0))
    return [Line(page.number, row, tuple(chars)) for row, chars in enumerate(ordered, start=1)]


def _on_baselines(chars: Iterable[Char]) -> Iterator[list[Char]]:
    group: list[Char] = []
    for char in sorted(chars, key=lambda char: char.baseline):
        if group and char.baseline - group[0].baseline > _SAME_LINE:
            yield sorted(group, key=lambda char: char.x0)
            group = []
        group.append(char)
    if group:
        yield sorted(group, key=lambda char: char.x0)
