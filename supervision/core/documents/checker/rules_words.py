"""Rules of the words that a page can be asked about: order of heading numbers, quotes in quotes."""

from collections.abc import Iterator

from supervision.core.documents.checker import parts
from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy, Line
from supervision.core.documents.checker.report import Fault, Row, idle, judged

_DIGITS = {char: number for number, char in enumerate("一二三四五六七八九", start=1)}


def heading_order(paper: Anatomy) -> Row:
    """一、（一）1.（1）: each count runs on, and no level is passed over on the way down."""
    wanted = "一、（一）1.（1）依次标注，序号连续"
    runs = [list(run) for run in _runs(paper)]
    count = sum(len(run) for run in runs)
    if not count:
        return idle("heading_order", "层次序数", wanted, "没有层次序数")
    faults = [fault for run in runs for fault in _count_faults(run)]
    return judged("heading_order", "层次序数", wanted, got=f"{count}个，依次", faults=faults)


Numbered = tuple[Line, int, int, bool]  # level from 0, number, does a colon come before it?


def _runs(paper: Anatomy) -> Iterator[Iterator[Numbered]]:
    """The numbered paragraphs of the text, then those of the annexes, each annex for itself."""
    yield _numbered(parts.body(paper))
    starts = sorted({annex.label.page for annex in parts.annexes(paper)})
    ends = [*starts[1:], len(paper.pages) + 1]
    for start, end in zip(starts, ends, strict=False):
        lines = (line for page in range(start, end) for line in paper.text(page))
        yield _numbered(lines)


def _numbered(lines: Iterator[Line] | list[Line]) -> Iterator[Numbered]:
    opened = False
    for line in lines:
        found = (
            next(
                ((n, m[1]) for n, one in enumerate(std.LEVELS) if (m := one.match(line.text))), None
            )
            if line.indented
            else None
        )
        if found:
            yield line, found[0], _value(found[1]), opened
        opened = line.text.rstrip().endswith("：")


def _value(number: str) -> int:
    """一百二十三 or 123 as a number."""
    if number.isdigit():
        return int(number)
    hundreds, has, rest = number.partition("百")
    total = 100 * _DIGITS.get(hundreds, 1) if has else 0
    rest = rest if has else number
    tens, has, ones = rest.partition("十")
    if has:
        total += 10 * _DIGITS.get(tens, 1)
        rest = ones
    return total + _DIGITS.get(rest.lstrip("零〇"), 0)


def _count_faults(run: list[Numbered]) -> Iterator[Fault]:
    """A count begins with 1 below another heading or after a colon, and goes on by one."""
    counts: list[int] = [0, 0, 0, 0]
    last: int | None = None
    for line, level, number, opened in run:
        deeper = last is None or level > last
        if number == 1:
            if last is not None and deeper and (level - last > 2 or (level, last) == (3, 1)):
                yield Fault(line.place, "越过了一级层次")
            elif not deeper and counts[level] and not opened:
                yield Fault(line.place, f"“{line.text[:4]}”的序号重复")
        elif number != counts[level] + 1:
            yield Fault(line.place, f"“{line.text[:4]}”应为第{counts[level] + 1}")
        counts[level] = number
        for lower in range(level + 1, 4):
            counts[lower] = 0
        last = level


def quotes(paper: Anatomy) -> Row:
    """Quotes inside “ ” are ‘ ’; every closing one has its opening one."""
    wanted = "引号成对，引号内用单引号"
    faults = [fault for lines in _paragraphs(paper) for fault in _quote_faults(lines)]
    return judged("quotes", "引号", wanted, got="成对", faults=faults)


def _paragraphs(paper: Anatomy) -> Iterator[list[Line]]:
    """The title, then each paragraph: what follows an indented line flush."""
    yield from paper.titles
    lines: list[Line] = []
    for line in paper.every_text:
        if lines and not line.flush_left:
            yield lines
            lines = []
        lines.append(line)
    if lines:
        yield lines


def _quote_faults(lines: list[Line]) -> Iterator[Fault]:
    double = single = 0
    for line in lines:
        for char in line.text:
            if char == "“":
                if double and not single:
                    yield Fault(line.place, "双引号套双引号")
                double += 1
            elif char == "”":
                if not double:
                    yield Fault(line.place, "只有后引号")
                double = max(0, double - 1)
            elif char == "‘":
                if not double:
                    yield Fault(line.place, "单引号不在双引号内")
                single += 1
            elif char == "’":
                single = max(0, single - 1)
