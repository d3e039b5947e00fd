"""Very much data on the main screens: a unit of sixty characters, sixty items, two hundred rows, titles of two hundred.

In every size, light and dark: no page is wider than its window, nothing runs out of its box or over another.
"""

import pytest
import sqlalchemy as sa
from playwright.sync_api import Page

from supervision.core.db import session
from supervision.problems.models import Problem
from tests.journeys.people import enter
from tests.make import many_problems, papers
from tests.make.offices import found_office
from tests.support.accessibility import expect_no_sideways_scroll
from tests.support.browser import DESKTOP, PHONE, NewTab
from tests.support.work import Inside

WIDE = (1920, 1080)
UNIT = "示例市" + "某某某某综合行政执法" * 5 + "联合监督管理局"
TITLE = "行政处罚案卷缺少听证告知程序材料且未按规定公示" * 8 + "等一并整改的各项问题清单所列" + "甲"
# Words (by their own text) and controls of the page itself: what runs out of its box, what lies over another.
FAULTS = """() => {
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.getClientRects().length;
  const apart = (one) => one.closest("[hidden], .visually-hidden, dialog, details:not([open]) > :not(summary), .fixed-bulk, .bulk-bar, .form-actions");
  const own = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
  const clipped = (one) => { for (let up = one; up && up.tagName !== "MAIN"; up = up.parentElement) if (getComputedStyle(up).overflowX !== "visible" || getComputedStyle(up).position === "sticky") return true; return false; };
  const all = [...document.querySelectorAll("main *")].filter((one) => shown(one) && !apart(one));
  const says = (one) => `${one.tagName.toLowerCase()}.${one.className} “${(one.textContent || one.value || "").trim().slice(0, 20)}”`;
  const wide = all.filter((one) => getComputedStyle(one).display !== "inline" && one.clientWidth && one.scrollWidth > one.clientWidth + 2 && !clipped(one) && own(one));
  const boxes = all.filter((one) => (own(one) || one.matches("input:not([type=checkbox]):not([type=hidden]), select, textarea")) && !clipped(one))
    .flatMap((one) => { const range = document.createRange(); range.selectNodeContents(one);
      const rects = one.matches("input, select, textarea") ? [one.getBoundingClientRect()] : [...one.childNodes].filter((node) => node.nodeType === 3 && node.textContent.trim()).flatMap((node) => { range.selectNodeContents(node); return [...range.getClientRects()]; });
      return rects.filter((box) => box.width > 1 && box.height > 1).map((box) => ({ one, box })); })
    .sort((a, b) => a.box.top - b.box.top);
  const over = [];
  boxes.forEach((first, at) => {
    for (const second of boxes.slice(at + 1)) {
      if (second.box.top > first.box.bottom - 3) break;
      if (first.one.contains(second.one) || second.one.contains(first.one)) continue;
      const across = Math.min(first.box.right, second.box.right) - Math.max(first.box.left, second.box.left);
      const down = Math.min(first.box.bottom, second.box.bottom) - Math.max(first.box.top, second.box.top);
      if (across > 3 && down > 5) over.push(`${says(first.one)} × ${says(second.one)}`);
    }
  });
  return [...wide.map((one) => `runs out: ${says(one)}`), ...over].slice(0, 8);
}"""


@pytest.fixture
def screens(inside: Inside) -> list[str]:
    """The addresses of the main screens in a bureau with very much data."""
    assert (len(UNIT), len(TITLE)) == (60, 199), "as much as the columns take"
    with inside():
        desk = found_office()
        desk.unit.name, desk.unit.short_name = UNIT, UNIT[:30]
        keys = many_problems.established(desk, 200)
        for one in session.scalars(sa.select(Problem)):
            one.title = f"{TITLE}{one.id % 10}"
            one.facts = one.title * 5
        paper = papers.opinion(desk, *(f"{TITLE}（{number}）" for number in range(60)))
        return [
            "/", "/reminders/", "/problems/ledger", "/problems/", f"/problems/{keys[0]}", "/problems/new",
            "/instruments/", f"/instruments/{paper.id}", f"/instruments/{paper.id}/edit", "/agencies/",
            f"/agencies/{desk.unit_id}", "/interviews/back-entry", "/reports/dashboard",
        ]  # fmt: skip


def _faults(tab: Page, where: str) -> list[str]:
    answer = tab.goto(where)
    assert answer, where
    assert answer.ok, where
    expect_no_sideways_scroll(tab)
    return [f"{where}: {fault}" for fault in tab.evaluate(FAULTS)]


def test_what_runs_out_or_lies_over_another_is_seen(new_tab: NewTab) -> None:
    tab = new_tab()
    tab.set_content(
        "<main><p style='width:40px;white-space:nowrap'>四个字的话说不完</p>"
        "<div style='height:8px'>上面的话</div><div>下面的话</div><p>好好的</p></main>"
    )
    first, second = tab.evaluate(FAULTS)
    assert first.startswith("runs out: p. “四个字")
    assert second == "div. “上面的话” × div. “下面的话”"


@pytest.mark.battery
@pytest.mark.parametrize("size", [DESKTOP, WIDE, PHONE], ids=["1366", "1920", "390"])
def test_very_much_data_stays_in_its_place(
    screens: list[str], new_tab: NewTab, size: tuple[int, int]
) -> None:
    tab = enter(new_tab, "handler", size=size)
    for scheme in ("light", "dark"):
        tab.emulate_media(color_scheme=scheme)
        found = [fault for where in screens for fault in _faults(tab, where)]
        assert not found, "\n".join(found)
