"""Walks the whole site as a person would, link by link, and collects the forms it meets."""

import json
from collections import Counter, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

from tests.support.run import only_one

OF_A_KIND = 6  # pages of one endpoint that are opened: records differ by state
NOT_PAGES = (".pdf", ".docx", ".xlsx", ".csv", ".ics", ".zip", ".png", ".svg", ".json")
Page = tuple[str, lxml.html.HtmlElement]
LEAVING = {"accounts.sign_out", "static"}


@dataclass(frozen=True)
class FoundForm:
    """A form that changes something, as it stood on the page at `address`."""

    address: str
    action: str
    endpoint: str
    element: lxml.html.FormElement

    @property
    def key(self) -> tuple[str, frozenset[str]]:
        """Forms of one endpoint with the same fields are one form."""
        return self.endpoint, frozenset(map(str, self.element.xpath(".//*/@name")))


def forms_of(
    app: Flask, visitor: FlaskClient, *, of_a_kind: int = OF_A_KIND, noted: Path | None = None
) -> Iterator[FoundForm]:
    """Each different form that the signed-in `visitor` can reach from the first page.

    `noted`: where the pages with a new form are kept for whoever walks another copy of the same store
    as the same person: they open these alone.
    """
    adapter = app.url_map.bind("localhost")
    if noted is None:
        yield from _different(adapter, _walked(adapter, visitor, of_a_kind))
        return
    with only_one(noted.with_suffix(".lock")):
        if noted.exists():
            pages = _opened(visitor, json.loads(noted.read_text("utf-8")))
        else:
            pages = _walked(adapter, visitor, of_a_kind)
        found = list(_different(adapter, pages))
        noted.write_text(json.dumps(list(dict.fromkeys(one.address for one in found))), "utf-8")
    yield from found


def _different(adapter: MapAdapter, pages: Iterable[Page]) -> Iterator[FoundForm]:
    known: set[tuple[str, frozenset[str]]] = set()
    for address, tree in pages:
        for form in _forms(adapter, address, tree):
            if form.key not in known:
                known.add(form.key)
                yield form


def _walked(adapter: MapAdapter, visitor: FlaskClient, of_a_kind: int) -> Iterator[Page]:
    waiting, seen, opened = deque(["/"]), {"/"}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        endpoint = _endpoint(adapter, address, "GET")
        if endpoint is None or endpoint in LEAVING or opened[endpoint] >= of_a_kind:
            continue
        opened[endpoint] += 1
        for page in _opened(visitor, [address]):
            yield page
            new = [link for link in _links(*page) if link not in seen]
            seen.update(new)
            waiting.extend(dict.fromkeys(new))


def _opened(visitor: FlaskClient, addresses: Iterable[str]) -> Iterator[Page]:
    for address in addresses:
        with visitor.get(address) as response:
            if response.status_code == 200 and response.mimetype == "text/html":
                yield address, lxml.html.document_fromstring(response.get_data(as_text=True))


def _links(address: str, tree: lxml.html.HtmlElement) -> Iterator[str]:
    for href in tree.xpath("//a/@href"):
        link = urljoin(address, str(href)).partition("#")[0]
        if not urlsplit(link).netloc and not urlsplit(link).path.endswith(NOT_PAGES):
            yield link


def _forms(adapter: MapAdapter, address: str, tree: lxml.html.HtmlElement) -> Iterator[FoundForm]:
    for form in tree.xpath("//main//form[@method='post']"):
        action = urljoin(address, form.get("action") or address)
        endpoint = _endpoint(adapter, action, "POST")
        if endpoint is None and tree.xpath("//button[@formaction]"):
            continue  # a list's rows, sent to whichever verb's button is pressed
        assert endpoint, f"{address}: a form sends to {action}, which nothing answers"
        yield FoundForm(address, action, endpoint, form)


def _endpoint(adapter: MapAdapter, address: str, method: str) -> str | None:
    try:
        return str(adapter.match(urlsplit(address).path, method=method)[0])
    except HTTPException:
        return None
