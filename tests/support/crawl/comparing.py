"""What differs between two crawls, in words; the same change on many pages is told once."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from tests.support.crawl.keeping import Crawl

Change = tuple[tuple[str, ...], tuple[str, ...]]  # lines that went, lines that came
TOLD = 12  # lines of one change that are printed
NAMED = 3  # pages that are named


def differences(before: Crawl, after: Crawl) -> Iterator[str]:
    """A paragraph a change: on how many pages, whose, what went (-) and what came (+)."""
    where: dict[Change, list[str]] = {}
    for person in sorted(before.keys() | after.keys()):
        old, new = before.get(person, {}), after.get(person, {})
        for address in sorted(old.keys() | new.keys()):
            for change in _changes(old.get(address), new.get(address)):
                where.setdefault(change, []).append(f"{person} {address}")
    for (went, came), pages in sorted(where.items(), key=lambda item: -len(item[1])):
        more = f" and {len(pages) - NAMED} more" if len(pages) > NAMED else ""
        yield f"{len(pages)} page{'s' if len(pages) > 1 else ''}: {', '.join(pages[:NAMED])}{more}"
        yield from _some("  - ", went)
        yield from _some("  + ", came)


def _changes(old: list[str] | None, new: list[str] | None) -> Iterator[Change]:
    if old is None or new is None:
        was, now = ("(not reached)" if page is None else page[0] for page in (old, new))
        yield (was,), (now,)
        return
    if old == new:
        return
    for verb, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if verb != "equal":
            yield tuple(old[i:j]), tuple(new[k:m])


def _some(mark: str, lines: tuple[str, ...]) -> Iterator[str]:
    for line in lines[:TOLD]:
        yield mark + line
    if len(lines) > TOLD:
        yield f"{mark}… {len(lines) - TOLD} lines more"
