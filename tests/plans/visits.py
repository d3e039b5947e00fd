"""Every page a person can reach, with every tab, sort and filter that its lists offer."""

from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

FILES = (".pdf", ".docx", ".xlsx", ".csv", ".ics", ".zip", ".png", ".svg", ".json")
LEAVING = {"accounts.sign_out", "static", "views.save"}
MOST_OF_ALL = 30  # pages of one endpoint
STANDING = {
    "tab",
    "sort",
    "year",
    "span",
    "by",
    "kind",
    "measure",
}  # each value is a page of its own
TYPED = {
    "date": ("2025-06-10",),
    "text": ("〔2025〕10003", "号"),  # of few records, of nearly all
    "search": ("罚款",),
    "number": ("1",),
}
SHORT = {"号"}
Key = tuple[str, frozenset[tuple[str, str]]]


@dataclass
class Tour:
    """One person's walk. `open_page` fetches an address and gives its HTML ("" when it is none)."""

    app: Flask
    open_page: Callable[[str], str]
    most_of_a_kind: int = 2

    def addresses(self, start: str = "/") -> Iterator[str]:
        adapter = self.app.url_map.bind("localhost")
        waiting, seen, opened = deque([start]), {start}, Counter[Key | str]()
        while waiting:
            address = waiting.popleft()
            key = _key(adapter, address)
            if key is None or opened[key] >= (1 if key[1] else self.most_of_a_kind):
                continue
            if opened[key[0]] >= MOST_OF_ALL:
                continue
            opened[key] += 1
            opened[key[0]] += 1
            yield address
            html = self.open_page(address)
            if not html:
                continue
            tree = lxml.html.document_fromstring(html)
            found = _links(address, tree)
            if not _narrowed(address):  # a filter meets every tab, but no sort and no other filter
                found = chain(found, _filtered(address, tree))
            for link in found:
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)


def _key(adapter: MapAdapter, address: str) -> Key | None:
    parts = urlsplit(address)
    try:
        endpoint, _ = adapter.match(parts.path, method="GET")
    except HTTPException:
        return None
    if endpoint in LEAVING:
        return None
    query = parse_qsl(parts.query)
    told = STANDING | {name for name, value in query if value in SHORT}
    names = frozenset((name, value if name in told else "") for name, value in query)
    return str(endpoint), names


def _narrowed(address: str) -> bool:
    return any(name != "tab" for name, _value in parse_qsl(urlsplit(address).query))


def _links(address: str, tree: lxml.html.HtmlElement) -> Iterator[str]:
    for href in tree.xpath("//a/@href"):
        if "hide=" in href:  # shows fewer columns of the same rows
            continue
        link = urljoin(address, str(href)).partition("#")[0]
        if not urlsplit(link).netloc and not urlsplit(link).path.endswith(FILES):
            yield link


def _filtered(address: str, tree: lxml.html.HtmlElement) -> Iterator[str]:
    """The page's GET forms, sent with one field at a time, in the view that stands."""
    for form in tree.xpath("//main//form[not(@method) or @method='get' or @method='GET']"):
        action = urljoin(address, form.get("action") or urlsplit(address).path)
        carried = [(name, value) for name, value in form.form_values() if value]
        for field in form.xpath(".//select[@name]|.//input[@name][not(@type='hidden')]"):
            name = str(field.get("name"))
            for value in _values(field):
                query = [pair for pair in carried if pair[0] != name]
                yield f"{action}?{urlencode([*query, (name, value)])}"


def _values(field: lxml.html.HtmlElement) -> Sequence[str]:
    if field.tag == "select":
        return [str(value) for value in field.xpath(".//option/@value") if value][:1]
    return TYPED.get(field.get("type") or "text", ())


def html_of(visitor: FlaskClient, address: str) -> str:
    """The page at `address`, read to its end; "" for files, refusals and redirections."""
    with visitor.get(address) as answer:
        body = answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
        return body if answer.status_code == 200 else ""
