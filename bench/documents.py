"""Papers: drawn warm and in a fresh process, checked, a long annex, beside Chromium's print of the same HTML
and typst's of the same words."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from itertools import count
from pathlib import Path

from bench import peers, typeset
from bench.figure import Figure, figure
from bench.markup import html_of
from bench.processor import own_seconds
from bench.run import Run, in_turns
from supervision.core.documents import fonts
from supervision.core.documents.model import Attachment, Paper, Paragraph
from supervision.core.documents.pdf import in_parts, page_alone, pages_of, render
from tests.core.documents.samples import OPENING, items, letter, official, problem_table

ROOT = Path(__file__).resolve().parents[1]
STYLES = ROOT / "bench" / "paper.css"
_drawn = count(1)
FRESH = (
    "import sys, warnings; warnings.simplefilter('ignore'); from supervision.core.documents.model import Paper; "
    "from supervision.core.documents.pdf import render; render(Paper.from_json(sys.stdin.read()))"
)
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-pdf-header-footer",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def paper() -> Paper:
    """The letter of four pages that is measured."""
    return letter(blocks=(Paragraph(OPENING), *items(14)))


def run(run: Run) -> list[Figure]:
    """Each work beside Chromium's print of the same letter, in processor seconds of all processes."""
    document, forty = paper(), letter(blocks=(Paragraph(OPENING), *items(40)))
    annex = official(attachments=(Attachment("问题清单", (problem_table(1_060),)),))
    chromium = shutil.which("chromium-headless-shell")
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        page, file = Path(folder) / "chromium.html", Path(folder) / "ours.pdf"
        page.write_text(_html(document), "utf-8")
        file.write_bytes(render(document).pdf)
        command = (sys.executable, "-m", "flask", "--app", "app", "documents", "check", str(file))
        works: dict[str, tuple[Callable[[], object], float | None]] = {
            f"{len(pages_of(document))} pages, warm": (lambda: render(document), 0.05),
            "40 items, warm": (lambda: render(forty), 0.15),
            "new words, warm": (lambda: render(_another(document)), None),
            "flask documents check": (lambda: _child(*command), 1.0),
        }
        if not run.quick:
            works["fresh process"] = (
                lambda: _child(sys.executable, "-c", FRESH, given=document),
                None,
            )
            works["annex of 1,060 rows"] = (lambda: _parts(annex), 4.0)
            works["annex, first page"] = (lambda: page_alone(annex, pages_of(annex), 1), None)
        timed: dict[str, Callable[[], float]] = {
            name: partial(_cost, work) for name, (work, _) in works.items()
        }
        if chromium:
            timed["Chromium"] = partial(_cost, lambda: _print(chromium, page))
        if peers.installed(run):
            same = {f"{len(pages_of(document))} pages, warm": document, "40 items, warm": forty}
            same |= {} if run.quick else {"annex of 1,060 rows": annex}
            timed |= stack.enter_context(typeset.ready(Path(folder), same))
        found = in_turns(timed, rounds=run.rounds)
    peer = found.pop("Chromium", [])
    if not peer:
        run.note("No Chromium: papers are measured without their peer.")
    return [
        figure(f"paper: {name}", taken, "s CPU", peer=peer, against="", most=most)
        for name, taken in found.items()
        for _, most in (works.get(name, (None, None)),)
    ]


def _another(document: Paper) -> Paper:
    """The same letter with a word of its own in each paragraph: nothing of it was set or drawn before."""
    word = f"第{next(_drawn)}次"
    blocks = (one for one in document.blocks if isinstance(one, Paragraph))
    changed = tuple(replace(one, text=f"{one.text[:9]}{word}{one.text[9:]}") for one in blocks)
    return replace(document, blocks=changed)


def _parts(document: Paper) -> None:
    """Set and drawn as the background does it, a few pages at a time."""
    for _ in in_parts(document, pages_of(document)):
        pass


def _cost(work: Callable[[], object]) -> float:
    begun = own_seconds()
    work()
    return own_seconds() - begun


def _child(*command: str, given: Paper | None = None) -> None:
    """A new interpreter, as the archive of a long paper gets one."""
    said = given.to_json() if given else ""
    subprocess.run(command, cwd=ROOT, check=True, input=said, text=True, stdout=subprocess.DEVNULL)


def _html(document: Paper) -> str:
    """The very HTML that is drawn, with its styles in it."""
    markup = html_of(pages_of(document), title="bench", author="", created="")
    faces = "\n".join(
        f".{face} {{ font-family: {', '.join(fonts.families(face))}; }}" for face in fonts.Face
    )
    return markup.replace("</head>", f"<style>{STYLES.read_text('utf-8')}\n{faces}</style></head>")


def _print(chromium: str, page: Path) -> None:
    target = page.with_suffix(".pdf")
    command = [chromium, *FLAGS, f"--print-to-pdf={target}", page.as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
