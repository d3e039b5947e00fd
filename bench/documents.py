"""A three-page paper: drawn warm and in a fresh process, checked, beside Chromium's print of the same HTML."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench.figure import Figure, figure
from bench.processor import own_seconds
from bench.run import ROUNDS, Run, in_turns
from supervision.core.documents import fonts
from supervision.core.documents.checker import check
from supervision.core.documents.markup import html_of
from supervision.core.documents.model import Attachment, Paper, Paragraph
from supervision.core.documents.pdf import page_alone, pages_of, render
from tests.core.documents.samples import OPENING, items, letter, official, problem_table

ROOT = Path(__file__).resolve().parents[1]
STYLES = ROOT / "static" / "documents" / "paper.css"
FRESH = (
    "import sys; from supervision.core.documents.model import Paper; "
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
    """The letter that is measured."""
    return letter(blocks=(Paragraph(OPENING), *items(9)))


def run(run: Run) -> list[Figure]:
    """Each work beside Chromium's print of the same HTML, in processor seconds of all processes."""
    document = paper()
    pdf = render(document).pdf
    annex = official(attachments=(Attachment("问题清单", (problem_table(530),)),))
    works: dict[str, Callable[[], float]] = {
        "warm render": lambda: _cost(lambda: render(document)),
        "check": lambda: _cost(lambda: check(pdf)),
        "fresh process": lambda: _cost(lambda: _fresh(document)),
    }
    if not run.quick:
        works["annex, first page"] = lambda: _cost(lambda: page_alone(annex, pages_of(annex), 1))
    chromium = shutil.which("chromium")
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "paper.html"
        page.write_text(_html(document), "utf-8")
        if chromium:
            works["Chromium"] = lambda: _cost(lambda: _print(chromium, page))
        found = in_turns(works, rounds=3 if run.quick else ROUNDS)
    peer = found.pop("Chromium", [])
    if not peer:
        run.note("No Chromium: papers are measured without their peer.")
    pages = len(pages_of(document))
    return [
        figure(f"paper of {pages} pages: {name}", taken, "s CPU", peer=peer, against="peer")
        for name, taken in found.items()
    ]


def _cost(work: Callable[[], object]) -> float:
    begun = own_seconds()
    work()
    return own_seconds() - begun


def _fresh(document: Paper) -> None:
    """A new interpreter, as the archive of a long paper gets one."""
    command = [sys.executable, "-W", "ignore", "-c", FRESH]
    subprocess.run(command, cwd=ROOT, check=True, input=document.to_json(), text=True)


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
