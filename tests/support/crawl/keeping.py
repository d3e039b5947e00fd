"""Where the crawl is kept: one compressed text, and beside it in words what the last renewal changed."""

import lzma
from collections.abc import Iterator, Sequence
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "crawl"
MOST, WIDEST = 600, 200  # lines and characters of what changed
PAGES, CHANGES = FOLDER / "pages.txt.xz", FOLDER / "changes.txt"
HEAD = "@@ "

Pages = dict[str, list[str]]  # address → its lines
Crawl = dict[str, Pages]  # person → the pages they reach


def kept() -> Crawl:
    """The crawl as it was kept last."""
    crawl = Crawl()
    lines: list[str] = []
    for line in lzma.decompress(PAGES.read_bytes()).decode("utf-8").splitlines():
        if line.startswith(HEAD):
            person, address = line.removeprefix(HEAD).split(" ", 1)
            lines = crawl.setdefault(person, {}).setdefault(address, [])
        else:
            lines.append(line)
    return crawl


def keep(crawl: Crawl, changes: Sequence[str]) -> None:
    """Keep `crawl` from now on, and the `changes` that it brought for whoever reads the commit."""
    FOLDER.mkdir(exist_ok=True)
    text = "\n".join(_text(crawl)) + "\n"
    PAGES.write_bytes(lzma.compress(text.encode("utf-8"), preset=9 | lzma.PRESET_EXTREME))
    CHANGES.write_text("\n".join(_few(changes)) + "\n", encoding="utf-8")


def _text(crawl: Crawl) -> Iterator[str]:
    for person, pages in crawl.items():
        for address, lines in pages.items():
            yield f"{HEAD}{person} {address}"
            yield from lines


def _few(changes: Sequence[str]) -> list[str]:
    """What a person would read of them; the rest is seen by comparing with the commit before."""
    shown = [line if len(line) <= WIDEST else f"{line[:WIDEST]}…" for line in changes[:MOST]]
    return shown + ([f"and {len(changes) - MOST} lines more"] if len(changes) > MOST else [])
