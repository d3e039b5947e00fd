"""A three-page paper: drawn warm and in a fresh process, checked, beside Chromium's print of the same HTML."""

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from supervision.core.documents import fonts
from supervision.core.documents.apart import WITHOUT_APPLICATION
from supervision.core.documents.checker import check
from supervision.core.documents.markup import html_of
from supervision.core.documents.model import Attachment, Paper, Paragraph
from supervision.core.documents.pdf import page_alone, pages_of, render
from tests.core.documents.samples import OPENING, items, letter, official, problem_table

ROUNDS = 3
ROOT = Path(__file__).resolve().parents[1]
STYLES = ROOT / "static" / "documents" / "paper.css"
FRESH = (
    f"{WITHOUT_APPLICATION}from supervision.core.documents.model import Paper; "
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


def run() -> list[dict[str, Any]]:
    """Median seconds of each work and its ratio to Chromium's print (or to a fresh render)."""
    document = paper()
    pdf = render(document).pdf
    times = {
        "warm render": _timed(lambda: render(document)),
        "check": _timed(lambda: check(pdf)),
        "fresh process": _timed(lambda: _fresh(document)),
    }
    annex = official(attachments=(Attachment("问题清单", (problem_table(530),)),))
    times["annex, first page shown"] = _timed(lambda: page_alone(annex, pages_of(annex), 1))
    chromium = shutil.which("chromium")
    if chromium:
        with tempfile.TemporaryDirectory() as folder:
            page = Path(folder) / "paper.html"
            page.write_text(_html(document), "utf-8")
            times["chromium print"] = _timed(lambda: _print(chromium, page))
    peer = times.get("chromium print", times["fresh process"])
    pages = len(pages_of(document))
    return [
        {
            "work": name,
            "pages": pages,
            "seconds": round(taken, 3),
            "of_peer": round(taken / peer, 3),
        }
        for name, taken in times.items()
    ]


def _timed(work: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return median(taken)


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
