"""Finds how a paper is set best: the standard's own grid, else the least change that mends its last pages.

Asked of every paper that has no fit recorded. A first page without text, which the standard forbids, a page
of fewer than three lines, one with nothing but the 版记, one that only the signature needs, or a few characters that begin the
signature's page is what is mended; where nothing within the limits
helps, the paper stays as it is set best, but a third line of text goes over to the signature, or less of it, or 主送 to the 版记.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fit import COUNTS, KEPT_LEAST, KEPT_MOST, PITCHES, Fit
from supervision.core.documents.flow import Done
from supervision.core.documents.grid import CHARACTERS
from supervision.core.documents.model import Layout, Paper
from supervision.core.documents.sheet import Sheet
from supervision.core.documents.typeset import TOO_MANY, Setting, typeset

_BARE = 100  # page 1 without text (公文首页必须显示正文)
_ALONE = 8  # a page with only the 版记, against one with too few lines
_THIN = 2  # one with too few lines
_WIDOW = (
    3  # a few characters left over from page 1 above the signature, where its page has little else
)
_SHORT_LINE = 7  # characters: a quarter of a line
_WHOLE = (KEPT_LEAST, KEPT_MOST + 1, KEPT_MOST + 2)  # lines that may go over so that none begins so
_THREE = 3  # lines, fewer of which are no page
_CARRIED = 6  # lines that came with a signature to its page: more of them are a page
_TRIED = (None, 29.5, 30.0, 29.0, 30.5, 28.5, 28.0)  # pt, the least visible first
_SHORT = 4  # pages up to which all is tried
_LONG = 30  # pages from which nothing is tried: each trial would take as long as the setting


def fitted(paper: Paper) -> Fit:
    """The fit recorded with the paper, else the one found for it."""
    return paper.fit or _found(_bare(paper))


def set_paper(paper: Paper) -> list[Sheet]:
    """The pages of a paper by its own fit."""
    return typeset(paper, fitted(paper)).sheets


def frozen(paper: Paper) -> Paper:
    """The paper with its fit, as it is kept at signing."""
    return replace(paper, fit=fitted(paper))


def _bare(paper: Paper) -> Paper:
    """What decides the fit: stamps and watermarks take no room."""
    return replace(paper, watermark="", void="")


@lru_cache(maxsize=64)
def _found(paper: Paper) -> Fit:
    fit, done = _search(paper)
    return replace(fit, evened=done[Done.EVENED], eased=done[Done.EASED])


def _search(paper: Paper) -> tuple[Fit, Counter[Done]]:
    """The best fit, and to how many paragraphs something is done by it."""
    usual = Fit()
    first = typeset(paper, usual)
    if not faults(first):
        saved = _saved(paper, first)
        return (usual, first.done) if saved is None else (saved.fit, saved.done)
    tried = _candidates() if _may_help(paper, first) else ()
    best = _best(paper, tried, _Tried.of(usual, first))
    if best.faults:
        best = _best(paper, _third(usual, best.fit, tried_all=bool(tried)), best)
    if best.faults >= _BARE:
        best = _best(paper, _least(paper, usual), best)
    elif best.widowed:
        best = _best(paper, (replace(usual, kept=count) for count in _WHOLE), best)
    if best.faults >= _BARE and _crowded_out(paper):
        raise DocumentError(TOO_MANY)
    if _ALONE <= best.faults < _BARE and _tight_may_help(paper, first):
        tight = (replace(fit, tight=True) for fit in (usual, *_candidates()))
        best = _best(paper, tight, best)
    saved = None if best.faults else _saved(paper, typeset(paper, best.fit))
    best = saved or best
    return best.fit, best.done


def _saved(paper: Paper, setting: Setting) -> "_Tried | None":
    """Set so that the signature needs no page of its own, where the text alone does not fill one.

    如果排版后剩余空白处不能容下印章、成文日期，可以采取调整行距、字距的措施解决 (GB/T 9704-2012, 7.3.5.4).
    """
    carried = setting.sheets[setting.signed - 1].lines
    if setting.signed == 1 or carried > _CARRIED or len(setting.sheets) >= _LONG:
        return None
    closest = typeset(paper, Fit(pitch=PITCHES[0], characters=COUNTS[1]))
    if closest.signed >= setting.signed:
        return None
    for fit in _candidates():
        tried = typeset(paper, fit)
        if tried.signed < setting.signed and not faults(tried):
            return _Tried.of(fit, tried)
    return None


def _crowded_out(paper: Paper) -> bool:
    """Do the addressees of a 文书式 paper, which has no 版记 to take them, keep its text off page 1?"""
    if paper.layout is not Layout.PLAIN or len(paper.addressees) < 2:
        return False
    alone = typeset(replace(paper, addressees=paper.addressees[:1]), Fit(kept=KEPT_LEAST))
    return faults(alone) < _BARE


def _tight_may_help(paper: Paper, first: Setting) -> bool:
    """Is there room for the 版记 with its lines closer together and the text as close as may be?"""
    if paper.layout is not Layout.OFFICIAL or len(first.sheets) >= _LONG:
        return False
    closest = Fit(pitch=PITCHES[0], characters=COUNTS[1], tight=True)
    return any(faults(typeset(paper, fit)) < _ALONE for fit in (Fit(tight=True), closest))


def _third(usual: Fit, best: Fit, *, tried_all: bool) -> Iterator[Fit]:
    """A third line goes over: with what was found, else with all that may be."""
    found = dict.fromkeys((usual, best, *(_candidates() if tried_all else ())))
    return (replace(fit, kept=KEPT_MOST) for fit in found)


def _least(paper: Paper, usual: Fit) -> Iterator[Fit]:
    """Less goes with the signature, so that page 1 shows text; with a single line 主送 goes to the 版记."""
    yield replace(usual, kept=KEPT_LEAST)
    if paper.layout is not Layout.PLAIN:
        yield replace(usual, below=True)


@dataclass(frozen=True)
class _Tried:
    """A fit, what is wrong with the pages it makes, what it does to paragraphs, what page 1 shows and leaves over."""

    fit: Fit
    faults: int
    done: Counter[Done]
    begun: int
    widowed: bool

    @classmethod
    def of(cls, fit: Fit, setting: Setting) -> "_Tried":
        return cls(fit, faults(setting), setting.done, setting.begun, _widowed(setting))


def _best(paper: Paper, fits: Iterable[Fit], so_far: _Tried) -> _Tried:
    """The first of these without a fault, else the one with the fewest."""
    for fit in fits:
        tried = _Tried.of(fit, typeset(paper, fit))
        if tried.faults < so_far.faults and not _robs_first(tried, so_far):
            so_far = tried
            if not tried.faults:
                break
    return so_far


def _robs_first(tried: _Tried, so_far: _Tried) -> bool:
    """Would what goes over leave page 1 with less than three lines of text, though it had more?"""
    return tried.begun < min(_THREE, so_far.begun)


def _candidates() -> Iterator[Fit]:
    for characters in (CHARACTERS, COUNTS[1], COUNTS[0]):
        for pitch in _TRIED:
            if pitch is not None or characters != CHARACTERS:
                yield Fit(pitch=pitch, characters=characters)


def _may_help(paper: Paper, first: Setting) -> bool:
    """Do the utmost changes alter anything? In a long paper nearly all the rest lies between them."""
    if len(first.sheets) >= _LONG:
        return False
    if len(first.sheets) <= _SHORT or faults(first) >= _BARE:
        return True
    utmost = (
        Fit(pitch=PITCHES[0], characters=COUNTS[1]),
        Fit(pitch=PITCHES[1], characters=COUNTS[0]),
    )
    for fit in utmost:
        setting = typeset(paper, fit)
        if not faults(setting) or len(_full(setting.sheets)) != len(_full(first.sheets)):
            return True
    return False


def _full(sheets: list[Sheet]) -> list[Sheet]:
    return [sheet for sheet in sheets if sheet.lines]


def faults(setting: Setting) -> int:
    """How badly the pages are filled: a first page without text counts most, then one with only the 版记."""
    sheets = setting.sheets
    bare = not setting.begun and len(sheets) > 1
    alone = sum(not sheet.lines for sheet in sheets)
    thin = sum(0 < sheet.lines < _THREE for sheet in sheets[1:])
    return _BARE * bare + _ALONE * alone + _THIN * thin + _WIDOW * _widowed(setting)


def _widowed(setting: Setting) -> bool:
    """Do a few characters of a paragraph of page 1 begin the signature's page, with little below them?"""
    sheet = setting.sheets[setting.signed - 1]
    return setting.signed > 1 and 0 < sheet.stub <= _SHORT_LINE and sheet.lines <= _CARRIED
