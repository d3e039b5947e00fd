"""Every route × role × foreign row: another unit's or another body's record is a 404, never a leak."""

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import Rule

from supervision.instruments.states import InstrumentStatus
from tests.make import papers
from tests.make.people import PASSWORD
from tests.support.client import Visitor
from tests.support.work import Inside

PEOPLE = ("first", "reviewer", "signatory", "clerk", "head")
SECRET = "外机关机密事项"


def _sign_in(app: Flask, username: str) -> Visitor:
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": PASSWORD})
    return visitor


def _routes_with_a_record(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if rule.arguments and rule.endpoint not in ("static", "bootstrap.static"):
            yield rule


def _address(app: Flask, rule: Rule, record: int) -> str:
    values = {
        name: "close" if name in ("verb", "name", "step", "kind") else record
        for name in rule.arguments
    }
    with app.test_request_context():
        adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
        return adapter.build(rule.endpoint, values)


@pytest.mark.parametrize("person", PEOPLE)
def test_foreign_records_are_not_found(app: Flask, inside: Inside, person: str) -> None:
    """The foreign body's rows have the highest ids, so any id of ours below cannot be meant."""
    with inside():
        papers.bureau()
        other = papers.bureau("样例市", "other-")
        paper = papers.opinion(other, SECRET)
        papers.walk(paper, other, *papers.ROADS[InstrumentStatus.DELIVERED])
        assert paper.items[0].problem is not None
        foreign = paper.id
        assert foreign == 1, "the first paper of all is the other body's"
    visitor = _sign_in(app, person)
    for rule in _routes_with_a_record(app):
        if not rule.endpoint.startswith(("instruments.", "problems.", "files.")):
            continue
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            try:
                address = _address(app, rule, foreign)
            except Exception:  # noqa: S112  (a converter that takes no number names no record)
                continue
            response = visitor.open(address, method=method)
            label = f"{person} {method} {address} → {response.status_code}"
            assert response.status_code in (400, 403, 404, 405), label
            assert SECRET not in response.get_data(as_text=True), label
