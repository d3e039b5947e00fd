"""Walks the whole site as a person would, link by link, and collects the forms it meets."""

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.routing import MapAdapter

OF_A_KIND = 6  # pages of one endpoint that are opened: records differ by state
NOT_PAGES = (".pdf", ".docx", ".xlsx", ".csv", ".ics", ".zip", ".png", ".svg", ".json")
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
    app: Flask, visitor: FlaskClient, *, of_a_kind: int = OF_A_KIND
) -> Iterator[FoundForm]:
    """Each different form that the signed-in `visitor` can reach from the first page."""
    adapter = app.url_map.bind("localhost")
    waiting, seen, opened = deque(["/"]), {"/"}, Counter[str]()
    known: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        address = waiting.popleft()
        endpoint = _endpoint(adapter, address, "GET")
        if endpoint is None or endpoint in LEAVING or opened[endpoint] >= of_a_kind:
            continue
        opened[endpoint] += 1
        with visitor.get(address) as response:
            if response.status_code != 200 or response.mimetype != "text/html":
                continue
            tree = lxml.html.document_fromstring(response.get_data(as_text=True))
        for form in _forms(adapter, address, tree):
            if form.key not in known:
                known.add(form.key)
                yield form
        for link in _links(address, tree):
            if link not in seen:
                seen.add(link)
                waiting.append(link)


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
