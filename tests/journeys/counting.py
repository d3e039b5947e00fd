"""What a task costs at the desk: presses of the mouse, keys beyond the text, pages loaded; and the table in docs/daily-tasks.md."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

DOC = Path("docs/daily-tasks.md")
WRITE = "ACCEPT"  # in the environment: keeps what was counted, as `make crawl ACCEPT=1` does
# A choice from a native list is made without the mouse here: it is counted as the two presses it takes.
COUNTS = """() => {
  const told = (what) => window.counted(what);
  addEventListener("pointerdown", (event) => event.isTrusted && event.target.tagName !== "OPTION" && told("click"), true);
  addEventListener("keydown", (event) => {
    if (!event.isTrusted || ["Control", "Alt", "Shift", "Meta"].includes(event.key)) return;
    if (event.ctrlKey || event.altKey) told("chord");
    else if (event.key.length > 1) told("key");
  }, true);
  addEventListener("change", (event) => {
    if (event.target.tagName === "SELECT" && !event.target.dataset.combobox) { told("click"); told("click"); }
  }, true);
}"""


@dataclass
class Cost:
    """Counted so far."""

    seen: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("click", "key", "chord", "load"), 0)
    )

    tabs: list[Page] = field(default_factory=list)

    def add(self, what: str) -> None:
        self.seen[what] += 1

    def __getattr__(self, what: str) -> int:
        return self.seen[what]


def watched(tab: Page, cost: Cost) -> Page:
    """The tab, whose presses, keys and loads are added to `cost` from its next page on."""
    cost.tabs.append(tab)
    tab.expose_binding("counted", lambda _source, what: cost.add(what))
    tab.add_init_script(f"({COUNTS})()")
    tab.on("domcontentloaded", lambda _page: cost.add("load"))
    return tab


@contextmanager
def counting(cost: Cost) -> Iterator[Cost]:
    """What is done inside, and nothing before it (the page where the task begins stands already)."""
    cost.seen = dict.fromkeys(cost.seen, 0)
    yield cost
    for tab in cost.tabs:  # the last page of each is counted when it is there
        tab.wait_for_load_state()


def _row(task: str) -> re.Pattern[str]:
    return re.compile(
        rf"^(\| {re.escape(task)} \| [^|]* \| ).*?( \| [^|]* \| [^|]* \|)$", re.MULTILINE
    )


def same_as_told(task: str, cost: Cost) -> None:
    """AssertionError where docs/daily-tasks.md says otherwise; with ACCEPT=1 it is made to say so."""
    told = DOC.read_text("utf-8")
    pattern = _row(task)
    counted = f"{cost.click} | {cost.key} | {cost.chord} | {cost.load}"
    made = pattern.sub(rf"\g<1>{counted}\g<2>", told)
    assert pattern.search(told), f"{DOC} has no row of “{task}”"
    if os.environ.get(WRITE):
        DOC.write_text(made, "utf-8")
    else:
        assert made == told, f"{DOC}: {task} now takes {counted} (ACCEPT=1 keeps it)"
