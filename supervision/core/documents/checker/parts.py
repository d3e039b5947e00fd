"""Owns finding what stands between the title and the last line: 主送, 附件说明, 附注, 抄送, the annexes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy, Line, is_size
from supervision.core.documents.checker.report import Style

_WIDE = 8.0  # mm between two names of a row


def flat(text: str) -> str:
    """Words without spaces, for comparing."""
    return "".join(text.split())


def names_as(names: Iterable[str]) -> str:
    """Several names as `unparted` has them."""
    return flat("，".join(names)).replace("、", "，")


def unparted(text: str) -> str:
    """A line of names, whichever of 、 and ， parts them."""
    return text.replace("、", "，")


def joined(lines: Iterable[Line]) -> str:
    """The words of several lines as one text."""
    return flat("".join(line.text for line in lines))


def title(paper: Anatomy) -> list[Line]:
    """The paper's own title: what stands in 2号 on page 1."""
    return next((group for group in paper.titles if group[0].page == 1), [])


def addressees(paper: Anatomy) -> list[Line]:
    """主送机关: the flush lines between title and text."""
    found: list[Line] = []
    for line in paper.text(1):
        if not line.flush_left:
            break
        found.append(line)
        if line.text.rstrip().endswith(("：", ":")):
            break
    return found


def before_annexes(paper: Anatomy) -> list[Line]:
    """Text and signature, without the annexes."""
    return [line for line in paper.every_text if line.page < paper.attachments_from]


def body(paper: Anatomy) -> list[Line]:
    """The text itself: after 主送, before 附件说明, 署名 and date."""
    sent = addressees(paper)
    closing = [*attachments_note(paper), *paper.names, *([paper.date] if paper.date else [])]
    ends = min(((line.page, line.top) for line in closing), default=(paper.attachments_from, 0.0))
    return [
        line for line in before_annexes(paper) if line not in sent and (line.page, line.top) < ends
    ]


def attachments_note(paper: Anatomy) -> list[Line]:
    """附件说明: from 附件： on, as long as lines stand under its names."""
    lines = before_annexes(paper)
    start = next((n for n, line in enumerate(lines) if line.text.startswith("附件：")), None)
    if start is None:
        return []
    found = [lines[start]]
    for line in lines[start + 1 :]:
        under = std.LEFT + 4.5 * std.STEP < line.x0 < std.LEFT + 7.5 * std.STEP
        if not under or line is paper.date or line in paper.names:
            break
        found.append(line)
    return found


def entries(paper: Anatomy) -> list[str]:
    """The names that the 附件说明 gives, in order."""
    found: list[str] = []
    for line in attachments_note(paper):
        text = flat(line.text).removeprefix("附件：")
        number, dot, rest = text.partition(".")
        if number.isdigit() and dot:
            found.append(rest)
        elif found:
            found[-1] += text
        else:
            found.append(text)
    return found


@dataclass(frozen=True)
class Annex:
    """An annex as it begins: 附件N and the title's lines."""

    label: Line
    title: list[Line]


def annexes(paper: Anatomy) -> list[Annex]:
    """Each annex that stands upright, by the page it begins on."""
    found = []
    for page in paper.pages[1:]:
        lines = [line for line in paper.lines[page.number] if not line.chars[0].red]
        if not lines or page.number < paper.attachments_from:
            continue
        if is_size(lines[0], std.BODY) and std.ATTACHMENT.match(flat(lines[0].text)):
            titled = (group for group in paper.titles if group[0].page == page.number)
            found.append(Annex(lines[0], next(titled, [])))
    return found


def below_date(paper: Anatomy) -> list[Line]:
    """3号 lines after the date: 附注, in 文书式 抄送 too."""
    if paper.date is None:
        return []
    at = (paper.date.page, paper.date.top + 1)
    return [line for line in before_annexes(paper) if (line.page, line.top) > at]


def note(paper: Anatomy) -> list[Line]:
    """附注, whatever its brackets."""
    return [line for line in below_date(paper) if line not in plain_copies(paper)]


def plain_copies(paper: Anatomy) -> list[Line]:
    """抄送 of 文书式, below the date."""
    if paper.style is not Style.PLAIN:
        return []
    lines = below_date(paper)
    start = next((n for n, line in enumerate(lines) if line.text.startswith("抄送")), len(lines))
    return lines[start:]


def listed(paper: Anatomy, label: str) -> list[Line]:
    """A list of the 版记 (主送, 抄送): its first line and those under its names."""
    if paper.style is Style.PLAIN:
        return plain_copies(paper) if label == "抄送" else []
    found: list[Line] = []
    for line in paper.imprint:
        if line.text.strip().startswith(label):
            found = [line]
        elif found and not (_begins(line) or is_printed(line)):
            found.append(line)
        elif found:
            break
    return found


def _begins(line: Line) -> bool:
    return line.text.strip().startswith(("主送", "抄送"))


def is_printed(line: Line) -> bool:
    """The line of 印发机关 and 印发日期."""
    return bool(std.PRINTED.search(line.text))


def printed(paper: Anatomy) -> Line | None:
    """The line of 印发机关 and 印发日期."""
    return next((line for line in paper.imprint if is_printed(line)), None)


def segments(line: Line) -> Iterator[tuple[str, float, float]]:
    """Words, left and right edge of each name in a row of the 署名."""
    start = 0
    chars = line.chars
    for place, (before, after) in enumerate(pairwise(chars), start=1):
        if after.x0 - before.x1 > _WIDE:
            yield _segment(line, start, place)
            start = place
    yield _segment(line, start, len(chars))


def _segment(line: Line, start: int, end: int) -> tuple[str, float, float]:
    chars = line.chars[start:end]
    return "".join(char.text for char in chars), chars[0].x0, chars[-1].x1


def mark_words(paper: Anatomy) -> str:
    """The red mark's words from top to bottom, 文件 of a joint mark last."""
    rows: dict[float, list[tuple[float, str]]] = {}
    words: list[tuple[float, str]] = []
    sizes = sorted({round(char.size, 1) for char in paper.mark})
    for char in paper.mark:
        larger = len(sizes) > 1 and round(char.size, 1) == sizes[-1] and char.text in "文件"
        if larger:
            words.append((char.x0, char.text))
        else:
            rows.setdefault(round(char.baseline), []).append((char.x0, char.text))
    lines = ["".join(text for _, text in sorted(rows[row])) for row in sorted(rows)]
    return flat("".join([*lines, *(text for _, text in sorted(words))]))
