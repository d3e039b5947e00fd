"""Word copies and working forms of a paper: short ones are the answer, long ones are made in the background."""

from collections.abc import Callable, Mapping
from pathlib import Path

from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.db import session
from supervision.core.documents.model import Document
from supervision.core.documents.pdf import LONG, pages_of, render
from supervision.core.errors import NotFound
from supervision.core.tasks.making import Args, Making, Named, reading
from supervision.core.tasks.queue import Progress
from supervision.instruments import beside
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing
from supervision.instruments.printing import paperwork

PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFD = "application/ofd"
PAPER = "paper"  # the argument: whose file it is


def _paper(args: Args) -> Instrument:
    paper = session.get(Instrument, int(args[PAPER]))
    if paper is None:
        raise NotFound("没有找到这件文书")
    beside.load_parts(paper)
    return paper


def _is_long(content: Document) -> bool:
    """By the pages it is set on, which costs little beside drawing or writing them."""
    return len(pages_of(content)) >= LONG


def _write_copy(args: Args, path: Path, _tell: Progress) -> Named:
    """The editable copy; the unit's is the paper itself."""
    from supervision.core.documents.docx import to_docx

    with reading():
        paper = _paper(args)
        content, name = printing.to_edit(paper), paper.name
    path.write_bytes(to_docx(content))
    return Named(f"{name}{'' if current().is_unit else '（副本）'}.docx", WORD)


def _write_form(build: Callable[[Instrument], Document], title: str) -> Callable[..., Named]:
    def write(args: Args, path: Path, _tell: Progress) -> Named:
        with reading():
            paper = _paper(args)
            content, name = build(paper), paper.name
        path.write_bytes(render(content).pdf)
        return Named(f"{name} {title}.pdf", PDF, inline=True)

    return write


def _form(key: str, title: str, build: Callable[[Instrument], Document]) -> Making:
    return Making(
        f"papers.{key}", title, Permission.INSTRUMENT_VIEW,
        lambda args: _is_long(build(_paper(args))), _write_form(build, title),
    )  # fmt: skip


COPY = Making(
    "papers.copy", "文书（DOCX）", Permission.INSTRUMENT_VIEW,
    lambda args: printing.is_long(printing.to_edit(_paper(args))), _write_copy,
)  # fmt: skip


def _write_exchange(args: Args, path: Path, _tell: Progress) -> Named:
    """The OFD copy on trial; files bound behind the paper are read while it is written."""
    from supervision.core.documents.ofd.writing import ofd_of

    with reading():
        paper = _paper(args)
        content = printing.for_exchange(paper, for_bureau=current().is_bureau)
        path.write_bytes(ofd_of(content))
        return Named(f"{paper.name}（试验）.ofd", OFD)


EXCHANGE = Making(
    "papers.exchange", "文书（OFD，试验）", Permission.INSTRUMENT_VIEW,
    lambda args: printing.is_long(
        printing.for_exchange(_paper(args), for_bureau=current().is_bureau)
    ),
    _write_exchange,
)  # fmt: skip
FORMS: Mapping[str, Making] = {
    key: _form(key, title, build) for key, (title, build) in paperwork.FORMS.items()
}
MADE = (COPY, EXCHANGE, *FORMS.values())


def form_of(name: str) -> Making:
    """The working form of that name; NotFound where there is none."""
    if name not in FORMS:
        raise NotFound("没有这种表单")
    return FORMS[name]
