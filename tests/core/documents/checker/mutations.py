"""Tools to spoil a good paper: each changes one thing on the set pages or in the finished file."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pikepdf

from supervision.core.documents import grid
from supervision.core.documents.checker import Report, Style, check
from supervision.core.documents.checker.rules import judge
from supervision.core.documents.fit import AS_BEFORE
from supervision.core.documents.fonts import Face
from supervision.core.documents.model import Paper, Paragraph
from supervision.core.documents.pdf import _draw, pages_of
from supervision.core.documents.sheet import Mark, Rule, Run, Sheet, Text, extent, shifted, single
from tests.core.documents.checker.quick import reading_of
from tests.core.documents.samples import OPENING, items, letter, official

MM = grid.MM
TITLE = "示例市司法局关于开展涉企行政执法专项监督检查的情况通报"
BASE = official(blocks=(Paragraph(OPENING), *items(4)), title=TITLE)
LONG = official(
    blocks=(Paragraph(OPENING), *items(4), Paragraph("执法监督" * 80), *items(9)[8:]), title=TITLE
)
LETTER = letter()
HEADED_LAST = official(blocks=(Paragraph(OPENING), *items(9)), fit=AS_BEFORE)
Spoil = Callable[[list[Sheet]], None]
SpoilFile = Callable[[pikepdf.Pdf], None]


@dataclass(frozen=True)
class Mutation:
    """One fault; `key` is the row that must fail, `known` says that it takes the record to see it."""

    key: str
    name: str
    spoil: Spoil | None = None
    spoil_file: SpoilFile | None = None
    paper: Paper = BASE
    known: bool = False

    def report(self, *, drawn: bool) -> Report:
        """What the checker says, of the drawn file or of the set pages."""
        style, record = Style(self.paper.layout.value), self.paper if self.known else None
        if drawn or self.spoil is None:
            return check(self.pdf, layout=style, record=record)
        sheets = pages_of(self.paper)
        self.spoil(sheets)
        return judge(reading_of(self.paper, sheets), layout=style, duplex=True, record=record)

    @property
    def pdf(self) -> bytes:
        """The spoilt PDF."""
        sheets = pages_of(self.paper)
        if self.spoil:
            self.spoil(sheets)
        pdf = _draw(self.paper, sheets)
        if self.spoil_file is None:
            return pdf
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            self.spoil_file(opened)
            target = io.BytesIO()
            opened.save(target)
        return target.getvalue()


def words(mark: Mark) -> str:
    return "".join(run.text for run in mark.runs) if isinstance(mark, Text) else ""


def is_body(mark: Mark) -> bool:
    return isinstance(mark, Text) and mark.size == grid.SIZE3 and not mark.red


def change(page: int, pick: Callable[[Mark], bool], turn: Callable[[Mark], Mark | None]) -> Spoil:
    """Turn every picked mark of a page (counted from 0, -1 the last) into another, or drop it."""

    def spoil(sheets: list[Sheet]) -> None:
        sheet = sheets[page]
        assert any(pick(mark) for mark in sheet.marks), "the mutation changes nothing"
        turned = [turn(mark) if pick(mark) else mark for mark in sheet.marks]
        sheet.marks = [mark for mark in turned if mark is not None]

    return spoil


def move(page: int, pick: Callable[[Mark], bool], *, dx: float = 0.0, dy: float = 0.0) -> Spoil:
    return change(page, pick, lambda mark: shifted(mark, dx=dx, dy=dy))


def starting(start: str) -> Callable[[Mark], bool]:
    return lambda mark: words(mark).startswith(start)


def written(new: Callable[[str], str]) -> Callable[[Mark], Mark]:
    """The same line with other words, in its first run's face and gap."""

    def turn(mark: Mark) -> Mark:
        assert isinstance(mark, Text)
        first = mark.runs[0]
        return replace(mark, runs=(Run(new(words(mark)), first.gap, first.face),))

    return turn


def faced(face: Face) -> Callable[[Mark], Mark]:
    def turn(mark: Mark) -> Mark:
        assert isinstance(mark, Text)
        return replace(mark, runs=tuple(replace(run, face=face) for run in mark.runs))

    return turn


def sized(size: float) -> Callable[[Mark], Mark]:
    return lambda mark: replace(mark, size=size)  # type: ignore[arg-type]


def painted(*, red: bool) -> Callable[[Mark], Mark]:
    return lambda mark: replace(mark, red=red)  # type: ignore[arg-type]


def is_rule(mark: Mark) -> bool:
    return isinstance(mark, Rule)


def is_page_number(mark: Mark) -> bool:
    return words(mark).startswith("— ")


def not_page_number(mark: Mark) -> bool:
    return not is_page_number(mark)


def is_red_text(mark: Mark) -> bool:
    return isinstance(mark, Text) and mark.red


def is_red_rule(mark: Mark) -> bool:
    return isinstance(mark, Rule) and mark.red


def row(number: int) -> Callable[[Mark], bool]:
    """The body line in a row of the grid, from 0."""
    top = grid.row_top(number)
    return lambda mark: is_body(mark) and abs(mark.top - top) < 0.5


def rows_of(step: float) -> Callable[[Mark], Mark]:
    """Body lines at another pitch."""

    def turn(mark: Mark) -> Mark:
        return shifted(mark, dy=(mark.top - grid.TOP) / grid.PITCH * (step - grid.PITCH))

    return turn


def replaced(pick: Callable[[str], bool], new: Callable[[str], str], *, page: int = 0) -> Spoil:
    return change(page, lambda mark: pick(words(mark)), written(new))


def plain_line(sheets: list[Sheet]) -> tuple[Sheet, int]:
    """The first full line of nothing but Han, with its sheet."""
    for sheet in sheets:
        for place, mark in enumerate(sheet.marks):
            if len(words(mark)) == 28 and set(words(mark)) <= set("执法监督"):
                return sheet, place
    raise AssertionError("no full line of Han")


def shortened(*, stretched: bool) -> Spoil:
    """27 characters in a line, with or without filling it."""

    def spoil(sheets: list[Sheet]) -> None:
        sheet, place = plain_line(sheets)
        line = sheet.marks[place]
        assert isinstance(line, Text)
        gap = ((grid.WIDTH - 27 * grid.EM3) / 26) * MM if stretched else line.runs[0].gap
        text = words(line)[:27]
        sheet.marks[place] = replace(line, runs=(Run(text, round(gap, 4), Face.FANGSONG),))

    return spoil


def hourglass(sheets: list[Sheet]) -> None:
    """A title of three lines of which the second is the shortest."""
    marks = [m for m in sheets[0].marks if not (isinstance(m, Text) and m.size == grid.SIZE1)]
    for number, line in enumerate(
        ("示例市司法局关于开展专项监督", "检查情况", "的全市行政执法情况通报")
    ):
        x = grid.LEFT + (grid.WIDTH - extent(line, Face.BIAOSONG, size=22.0, gap=0.0)) / 2
        top = grid.row_top(8 + number) - 1
        marks.append(single(line, Face.BIAOSONG, x=x, top=top, size=22.0, gap=0.0))
    sheets[0].marks = marks


def signature(sheets: list[Sheet]) -> tuple[Sheet, list[int]]:
    """The sheet and places of 署名 and 成文日期."""
    for sheet in sheets:
        places = [
            number
            for number, mark in enumerate(sheet.marks)
            if is_body(mark) and words(mark) in ("示例市司法局", "2026年9月8日")
        ]
        if len(places) == 2:
            return sheet, places
    raise AssertionError("no signature")


def signed(turn: Callable[[Text], Mark | None], *, date_only: bool = False) -> Spoil:
    """Change 署名 and 成文日期, or the date alone."""

    def spoil(sheets: list[Sheet]) -> None:
        sheet, places = signature(sheets)
        for place in places[1:] if date_only else places:
            mark = sheet.marks[place]
            assert isinstance(mark, Text)
            sheet.marks[place] = turn(mark)  # type: ignore[call-overload]
        sheet.marks = [mark for mark in sheet.marks if mark is not None]

    return spoil


def lowered(rows: int) -> Spoil:
    return signed(lambda mark: shifted(mark, dy=rows * grid.PITCH))


def alone(sheets: list[Sheet]) -> None:
    """Nothing but the signature on its page."""
    sheet, places = signature(sheets)
    kept = [sheet.marks[place] for place in places]
    sheet.marks = [m for m in sheet.marks if m in kept or not is_body(m)]


def without_text(sheets: list[Sheet]) -> None:
    alone(sheets)
    sheet, _ = signature(sheets)
    sheet.marks.insert(0, single("（此页无正文）", x=grid.LEFT + 2 * grid.STEP, top=grid.TOP))


def circle(dx: float, dy: float) -> SpoilFile:
    """A red seal drawn 42 mm wide, its centre this far from name and date's middle."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        sheets = pages_of(BASE)
        sheet, places = signature(sheets)
        date = sheet.marks[places[1]]
        assert isinstance(date, Text)
        x = (date.x + extent("2026年9月8日") / 2 + dx) * MM
        y = (297 - (date.top - (grid.PITCH - grid.EM3) / 2 - 3 + dy)) * MM
        page = pdf.pages[sheets.index(sheet)]
        page.contents_add(pdf.make_stream(b"Q " + _ring(x, y, 21 * MM)))
        page.contents_add(pdf.make_stream(b"q "), prepend=True)

    return spoil


def _ring(x: float, y: float, radius: float) -> bytes:
    bend = radius * 0.5523
    arcs = (
        (radius, bend, bend, radius, 0, radius),
        (-bend, radius, -radius, bend, -radius, 0),
        (-radius, -bend, -bend, -radius, 0, -radius),
        (bend, -radius, radius, -bend, radius, 0),
    )
    path = " ".join(
        " ".join(f"{(x if i % 2 == 0 else y) + value:.3f}" for i, value in enumerate(arc)) + " c"
        for arc in arcs
    )
    return f"q 1 0 0 RG 3 w {x + radius:.3f} {y:.3f} m {path} S Q".encode()


def wider(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].mediabox = [0, 0, 612, 792]


def fonts_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    for page in pdf.pages:
        yield from page.resources.get("/Font", {}).values()


def not_embedded(pdf: pikepdf.Pdf) -> None:
    for font in fonts_of(pdf):
        descriptor = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in descriptor:
                del descriptor[key]


def type3(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.resources.Font["/F99"] = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type3,
            FontBBox=[0, 0, 1, 1],
            FontMatrix=[1, 0, 0, 1, 0, 0],
            CharProcs=pikepdf.Dictionary(),
            Encoding=pikepdf.Name.WinAnsiEncoding,
            FirstChar=0,
            LastChar=0,
            Widths=[0],
        )
    )


def mute(pdf: pikepdf.Pdf) -> None:
    for font in fonts_of(pdf):
        if "/ToUnicode" in font:
            del font["/ToUnicode"]


def extra_page(sheets: list[Sheet]) -> None:
    """The 版记 on an odd page."""
    sheets.insert(-1, Sheet(marks=list(sheets[1].marks)))


def early_imprint(sheets: list[Sheet]) -> None:
    """The 版记 before the last page."""
    sheets.append(Sheet(marks=[m for m in sheets[1].marks if not_page_number(m)]))


def last_rule(turn: Callable[[Rule], Mark | None]) -> Spoil:
    def spoil(sheets: list[Sheet]) -> None:
        marks = sheets[-1].marks
        place = max(
            (n for n, m in enumerate(marks) if isinstance(m, Rule)), key=lambda n: marks[n].top
        )
        marks[place] = turn(marks[place])  # type: ignore[arg-type, call-overload]

    return spoil


def fewer_lines(sheets: list[Sheet]) -> None:
    """21 lines on a page whose text goes on overleaf."""
    change(1, row(21), lambda _mark: None)(sheets)


def digits_apart(sheets: list[Sheet]) -> None:
    sheet, place = plain_line(sheets)
    for number, end in ((place, slice(0, 27)), (place + 1, slice(1, 28))):
        text = words(sheet.marks[number])[end]
        text = f"{text}1" if number == place else f"2{text}"
        sheet.marks[number] = written(lambda _old, new=text: new)(sheet.marks[number])  # type: ignore[misc]


def drifting(sheets: list[Sheet]) -> None:
    """Each step within its limit, the page as a whole not."""
    change(1, is_body, rows_of(grid.PITCH + 0.04))(sheets)


def is_number(text: str) -> bool:
    return "〔2026〕" in text and text.startswith("示")


def is_title(text: str) -> bool:
    return "情况通报" in text
