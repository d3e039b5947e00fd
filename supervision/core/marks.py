"""The small marks of lists as markup (components/status.html, light.html): rows come by the hundred, so each is made once a process."""

from functools import lru_cache
from typing import Protocol

from markupsafe import Markup

SIGNS = {  # drawn by the style sheet (controls.css), whose icons are those named here
    "draft": "circle",
    "active": "circle-fill",
    "near": "diamond-fill",
    "overdue": "triangle-fill",
    "done": "check-circle-fill",
}
NIL = Markup('<span class="nil">–</span>')
_BADGE = Markup('<span class="status tone-{}">{}</span>{}')
_DETAIL = Markup("<small>{}</small>")
TENTATIVE = Markup('<small class="light-detail" title="所涉年份的放假通知尚未录入">暂定</small>')


class Toned(Protocol):
    """A word with the tone it is said in."""

    @property
    def label(self) -> str: ...

    @property
    def tone(self) -> str: ...


class Lit(Toned, Protocol):
    """The light of a due date: its word, how long there is left, whether its day may still move."""

    @property
    def detail(self) -> str: ...

    @property
    def provisional(self) -> bool: ...


@lru_cache(maxsize=1024, typed=True)  # what is markup already never stands for the same words plain
def badge(label: str, tone: str, detail: str | None = None) -> Markup:
    """Sign, word and colour, with a detail beside it."""
    return _BADGE.format(tone, label, _DETAIL.format(detail) if detail else "")


def status(value: Toned | None) -> Markup:
    """The same of anything that has a word and a tone."""
    return NIL if value is None else badge(value.label, value.tone)


def light(value: Lit | None, inline: bool = False) -> Markup:  # noqa: FBT001, FBT002  (as templates call it)
    """The light of a due date; `inline`: its detail inside the badge."""
    if value is None:
        return NIL
    if inline and value.detail:
        shown = badge(f"{value.label} · {value.detail}", value.tone)
    else:
        shown = badge(value.label, value.tone, value.detail)
    return shown + TENTATIVE if value.provisional else shown
