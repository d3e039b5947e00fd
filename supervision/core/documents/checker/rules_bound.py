"""The rule of annexes that are files: their pages inside 版心, numbered on, as many as the files have."""

from collections.abc import Iterator

from supervision.core.documents.checker import parts
from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy
from supervision.core.documents.checker.reading import Box, Page
from supervision.core.documents.checker.report import Fault, Row, idle, judged, mm

_LEAST = 60.0  # mm: what is smaller may be a seal or a picture in a text
_MISS = 0.5  # mm


def bound(paper: Anatomy) -> Row:
    """Every page of a bound file is one of ours: in 版心, with its number, none left out."""
    wanted = "附件文件的每一页另面编排，在版心之内，面码与正文接续，页数与附件文件一致"
    files = [one.file for one in paper.record.attachments if one.file] if paper.record else []
    found = [(page, box) for page in paper.pages for box in bound_on(paper, page)]
    if not files and not found:
        return idle("bound", "附件文件的面", wanted, "没有附件文件")
    faults = [fault for page, box in found for fault in _faults(paper, page, box)]
    count = sum(len(file.pages) for file in files)
    if files and count != len({page.number for page, _ in found}):
        faults.append(Fault("附件", f"附件文件共{count}页，所附{len(found)}面"))
    return judged("bound", "附件文件的面", wanted, got=f"{len(found)}面", faults=faults)


def bound_on(paper: Anatomy, page: Page) -> list[Box]:
    """Pictures on a page of an annex that are a page of a file."""
    if page.number < paper.attachments_from:
        return []
    return [box for box in page.drawings if max(box.width, box.height) > _LEAST]


def _faults(paper: Anatomy, page: Page, box: Box) -> Iterator[Fault]:
    place = f"第{page.number}面"
    if box.x0 < std.LEFT - _MISS or box.x1 > std.RIGHT + _MISS:
        yield Fault(place, f"左右在{mm(box.x0)}至{mm(box.x1)}")
    if box.top < std.TOP - _MISS or box.bottom > std.BOTTOM + _MISS:
        yield Fault(place, f"上下在{mm(box.top)}至{mm(box.bottom)}")
    if page.number not in paper.page_numbers:
        yield Fault(place, "没有面码")
    label = next((one.label for one in parts.annexes(paper) if one.label.page == page.number), None)
    if label and box.top < label.bottom:
        yield Fault(label.place, "“附件”与附件文件的面相叠")
