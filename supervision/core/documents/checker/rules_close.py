"""Rules of the signature: 成文日期, 署名, the seal or the room kept for it."""

from dataclasses import dataclass

from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy, Line
from supervision.core.documents.checker.reading import Box
from supervision.core.documents.checker.report import Fault, Row, idle, judged, mm

_SEALED = 4 * std.STEP  # 右空四字
_UNSEALED = 2 * std.STEP


def date_form(paper: Anatomy) -> Row:
    """Arabic digits, the full year, no leading zeros."""
    wanted = "2026年9月8日的写法，不编虚位"
    line = paper.date
    if line is None:
        fault = Fault("末段之后", "没有成文日期")
        return judged("date_form", "成文日期写法", wanted, got="", faults=[fault])
    faults = [] if std.DATE.fullmatch(line.text) else [Fault(line.place, line.text)]
    return judged("date_form", "成文日期写法", wanted, got=line.text, faults=faults)


def date_place(paper: Anatomy) -> Row:
    """右空四字; without a seal two characters right of the 署名's first, or 右空二字."""
    wanted = "右空四字（不盖章：首字比署名首字右移二字）± 1 mm"
    line = paper.date
    if line is None:
        return idle("date_place", "成文日期位置", wanted, "没有成文日期")
    space = std.RIGHT - line.x1
    good = abs(space - _SEALED) <= 1 or (is_unsealed(paper) and _follows_name(paper, line))
    faults = [] if good else [Fault(line.place, f"右空{mm(space)}")]
    return judged("date_place", "成文日期位置", wanted, got=f"右空{mm(space)}", faults=faults)


def is_unsealed(paper: Anatomy) -> bool:
    """Does the 署名 (or a longer date) stand 右空二字?"""
    ends = [line.x1 for line in (*paper.names, *([paper.date] if paper.date else []))]
    return bool(ends) and abs(std.RIGHT - max(ends) - _UNSEALED) <= 1


def _follows_name(paper: Anatomy, date: Line) -> bool:
    return bool(paper.names) and abs(date.x0 - paper.names[-1].x0 - 2 * std.STEP) <= 1


@dataclass(frozen=True)
class _Seal:
    """A seal that is on the page, or the circle that its room must hold."""

    centre: float
    top: float
    bottom: float
    real: bool

    @property
    def name(self) -> str:
        return "印章" if self.real else "印章位置"


def seal(paper: Anatomy) -> Row:
    """Over name and date, its top within one line of the text, clear of the 版记, in 版心."""
    wanted = f"以日期为中心，顶端距正文不超过一行（{paper.pitch:.2f} mm），不压版记，不出版心"
    date = paper.date
    if date is None or (is_unsealed(paper) and not _drawn(paper, date)):
        return idle("seal", "印章", wanted, "没有成文日期" if date is None else "不加盖印章")
    if not paper.names and not _drawn(paper, date):
        return idle("seal", "印章", wanted, "没有署名（签名章或电话记录）")
    found = _seal(paper, date)
    faults = [Fault(date.place, text) for text in _seal_faults(paper, date, found)]
    got = f"{found.name}{mm(found.top)}至{mm(found.bottom)}"
    return judged("seal", "印章", wanted, got=got, faults=faults)


def _seal(paper: Anatomy, date: Line) -> _Seal:
    """The drawn seal; without one the room as the renderer must keep it for the first row's seal."""
    drawn = _drawn(paper, date)
    if drawn:
        box = drawn[-1]
        return _Seal((box.x0 + box.x1) / 2, drawn[0].top, box.bottom, real=True)
    last, first = paper.names[-1], _first_name(paper)
    offset = (date.bottom - last.top) / 2 - std.SEAL_ABOVE
    return _Seal(
        date.centre,
        first.top + offset - std.SEAL / 2,
        last.top + offset + std.SEAL / 2,
        real=False,
    )


def _first_name(paper: Anatomy) -> Line:
    """The first row's name; of a name over two lines the second, on which its seal is centred."""
    rows = paper.names
    place = 0
    while place + 1 < len(rows) and rows[place + 1].top - rows[place].top < 1.5 * paper.pitch:
        place += 1
    return rows[place]


def _drawn(paper: Anatomy, date: Line) -> list[Box]:
    """Seals drawn on the date's page: red drawings or pictures of a seal's size, top to bottom."""
    page = paper.pages[date.page - 1]
    sized = [box for box in page.drawings if 25 < box.width < 65 and 25 < box.height < 65]
    return sorted(sized, key=lambda box: (box.top, box.x0))


def _seal_faults(paper: Anatomy, date: Line, found: _Seal) -> list[str]:
    text = paper.before_signature
    faults = []
    if abs(found.centre - date.centre) > 2:
        faults.append(f"{found.name}中线偏离日期{mm(abs(found.centre - date.centre))}")
    if text and found.top - text.bottom > paper.pitch + 0.1:
        faults.append(f"{found.name}顶端距正文{mm(found.top - text.bottom)}")
    if text and found.top < text.bottom - 0.6:
        faults.append(f"{found.name}压正文{mm(text.bottom - found.top)}")
    lowest = _lowest(paper, date)
    if found.bottom > lowest + 0.1:
        faults.append(f"{found.name}下边缘{mm(found.bottom)}，压到版记或出版心（{mm(lowest)}）")
    if found.centre + std.SEAL / 2 > std.RIGHT + 1:
        faults.append(f"{found.name}出版心右边")
    return faults


def _lowest(paper: Anatomy, date: Line) -> float:
    """Where the seal must end: above the 版记 of its page, else inside 版心."""
    imprint = paper.imprint_on(date.page)
    if not imprint:
        return std.BOTTOM
    rules = [rule.top for rule in paper.pages[date.page - 1].rules if rule.top > date.bottom]
    return min([imprint[0].top, *rules])


def not_alone(paper: Anatomy) -> Row:
    """Text stands above the signature on its page; 此页无正文 is not allowed."""
    wanted = "署名页有正文，不得用“此页无正文”"
    faults = [
        Fault(line.place, "此页无正文") for line in paper.every_text if "此页无正文" in line.text
    ]
    if paper.date is None:
        if faults:
            return judged("not_alone", "署名页", wanted, got="", faults=faults)
        return idle("not_alone", "署名页", wanted, "没有成文日期")
    if paper.before_signature is None:
        faults.append(Fault(f"第{paper.date.page}面", "署名之前没有正文"))
    return judged("not_alone", "署名页", wanted, got=f"第{paper.date.page}面", faults=faults)
