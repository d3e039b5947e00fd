"""The walk of one person: the pages kept from last time, then every page they lead to, in bounds."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.support.crawl.keeping import Pages
from tests.support.crawl.reading import frame_of, lines_of

FRAME = "(frame)"
DRAWN = (".pdf", ".docx", ".xlsx", ".ics", ".zip", ".png", ".svg", ".json")
DRAWN_AS = {"pdf", "docx", "xlsx", "zip"}
TRAIL = "/audit/"  # its rows and numbers tell of whatever the services do; one event stands for all
AN_EVENT = f"{TRAIL}1"
LEAVING = {"accounts.sign_out", "static"}
OF_A_RECORD, OF_TABS, OF_A_QUESTION = 4, 9, 2
ORDERED = {"sort", "hide", "tab", "after", "before"}  # ways to look at a list: one at a time


@dataclass(frozen=True)
class Kind:
    """Pages of one kind differ only by the record or by the values of their question."""

    rule: str
    asked: frozenset[str]

    @property
    def most(self) -> int:
        """How many pages of this kind are opened."""
        if len(self.asked & ORDERED) > 1:
            return 0
        if self.asked == {"tab"}:
            return OF_TABS
        return OF_A_QUESTION if self.asked else OF_A_RECORD


def walk(
    app: Flask, visitor: FlaskClient, *, kept: Iterable[str] = (), further: bool = True
) -> Pages:
    """Each page `visitor` reaches: those of `kept` first, and with `further` whatever is new."""
    adapter, pages, opened = app.url_map.bind("localhost"), Pages(), Counter[Kind]()
    waiting = deque(["/", AN_EVENT] if further else [])
    seen = set(waiting)
    known = [address for address in kept if address != FRAME]
    for address in known:
        kind = _kind(adapter, address)
        if kind:
            opened[kind] += 1
    for address in _in_turn(known, waiting):
        kind = _kind(adapter, address)
        if address in pages or (
            address not in known and (kind is None or opened[kind] >= kind.most)
        ):
            continue
        if kind and address not in known:
            opened[kind] += 1
        with visitor.get(address) as response:
            lines = lines_of(response)
            pages[address] = _without_rows(lines) if address.startswith(TRAIL) else lines
            if response.status_code != 200 or response.mimetype != "text/html":
                continue
            if address == "/":
                pages[FRAME] = frame_of(response)
            for link in _links(address, response.get_data(as_text=True)):
                if further and link not in seen:
                    seen.add(link)
                    waiting.append(link)
    return dict(sorted(pages.items()))


def _without_rows(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.startswith("|")]


def _in_turn(known: list[str], waiting: deque[str]) -> Iterator[str]:
    yield from known
    while waiting:
        yield waiting.popleft()


def _kind(adapter: MapAdapter, address: str) -> Kind | None:
    """The kind of page at `address`; none for what is no page of ours or costs a drawing."""
    parts = urlsplit(address)
    try:
        rule, arguments = adapter.match(parts.path, method="GET", return_rule=True)
    except HTTPException:
        return None
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    if parts.path.startswith(TRAIL) and parts.path not in {TRAIL, AN_EVENT}:
        return None
    if rule.endpoint in LEAVING or DRAWN_AS & {str(value) for value in arguments.values()}:
        return None
    return Kind(rule.rule, frozenset(asked))


def _links(address: str, html: str) -> Iterator[str]:
    for href in lxml.html.document_fromstring(html).xpath("//a/@href"):
        link = urljoin(address, str(href)).partition("#")[0]
        parts = urlsplit(link)
        if not parts.netloc and not parts.scheme and not parts.path.endswith(DRAWN):
            yield link
