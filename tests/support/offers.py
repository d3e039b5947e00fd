"""What a page lets a person choose: every value of its filters, every tab, sorting, column, file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import lxml.html
from flask import Flask
from flask.testing import FlaskClient

TYPED = {"date": ("2023-03-01", "2023-12-31", "2026-01-01")}
WORDS = ("1", "市", "示司监意〔2023〕1号")
HELD = ("tab", "sort", "hide", "after", "before")


@dataclass(frozen=True)
class Offer:
    """A page as it stands at `address`: the values of each name of its query, and its own links."""

    address: str
    values: Mapping[str, tuple[str, ...]]
    links: tuple[str, ...] = field(default=())

    @property
    def path(self) -> str:
        return urlsplit(self.address).path

    def at(self, **query: str) -> str:
        """The page with `query` on top of what its address says already."""
        standing = dict(parse_qsl(urlsplit(self.address).query))
        return f"{self.path}?{urlencode({**standing, **query})}"


def pages_without_key(app: Flask) -> Iterator[str]:
    """Every address that a person may open without naming a record."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in LEAVING:
            continue
        places = {name: converter for name, converter in rule._converters.items() if converter}
        words = {name: getattr(one, "items", None) for name, one in places.items()}
        if any(not choices for choices in words.values()):
            continue
        for filled in _combinations(words):
            built = rule.build(filled, append_unknown=False)
            if built is not None:
                yield built[1]


LEAVING = {"accounts.sign_out", "static"}


def _combinations(words: Mapping[str, object]) -> Iterator[dict[str, str]]:
    made: list[dict[str, str]] = [{}]
    for name, choices in words.items():
        made = [{**one, name: str(word)} for one in made for word in sorted(choices)]  # type: ignore[call-overload]
    yield from made


def offer_of(client: FlaskClient, address: str) -> Offer | None:
    """What the page at `address` offers; None when it is no page of choices for this person."""
    whole = f"{address}{'&' if '?' in address else '?'}choices=1"  # what boxes fetch when used
    with client.get(whole) as answer:
        if answer.status_code != 200 or answer.mimetype != "text/html":
            return None
        tree = lxml.html.document_fromstring(answer.get_data(as_text=True))
    values: dict[str, list[str]] = {}
    for form in tree.xpath("//main//form[not(@method) or @method='get']"):
        for name, offered in _fields(form):
            values.setdefault(name, []).extend(offered)
    links = []
    for href in tree.xpath("//main//a/@href"):
        link = urljoin(address, str(href)).partition("#")[0]
        parts = urlsplit(link)
        if parts.path == urlsplit(address).path and parts.query:
            links.append(link)
            for name, value in parse_qsl(parts.query):
                if name in HELD:
                    values.setdefault(name, []).append(value)
    if not values and not links:
        return None
    kept = {name: tuple(dict.fromkeys(offered)) for name, offered in values.items() if offered}
    return Offer(address, kept, tuple(dict.fromkeys(links)))


def _fields(form: lxml.html.FormElement) -> Iterator[tuple[str, tuple[str, ...]]]:
    for one in form.xpath(".//select[@name]"):
        yield str(one.get("name")), tuple(str(v) for v in one.xpath(".//option/@value") if v)
    for one in form.xpath(".//input[@name]"):
        kind = "date" if one.get("data-day") else one.get("type", "text")
        if kind in ("text", "search", "number", "date"):
            yield str(one.get("name")), TYPED.get(kind, WORDS)
        elif kind in ("checkbox", "radio"):
            yield str(one.get("name")), (str(one.get("value") or "y"),)
