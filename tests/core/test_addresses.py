"""Addresses as a list says them: once, up to the keys of its rows."""

import pytest
from flask import Flask, url_for

from supervision.core.addresses import _PLACES, MOST_PLACES, place, url_up_to


@pytest.mark.parametrize("root", ["", "/mingdu"])
def test_a_record_stands_at_its_key_behind_what_is_said_once(app: Flask, root: str) -> None:
    with app.test_request_context("/", base_url=f"http://localhost{root}"):
        before = url_up_to("problems.show", "problem_id")
        assert f"{before}7" == url_for("problems.show", problem_id=7)
        assert before.startswith(f"{root}/problems")


def test_an_address_that_goes_on_behind_its_key_is_refused(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(ValueError, match=r"problems\.amend"):
        url_up_to("problems.amend", "problem_id")


PARTS: tuple[dict[str, object], ...] = (
    {"kind": "xlsx", "which": "ledger"},
    {"kind": "xlsx", "which": "ledger", "again": 1},
    {"kind": "xlsx", "which": "ledger", "again": True},
    {"kind": "xlsx", "which": "ledger", "again": "一 & 二"},
    {"kind": "csv", "which": "ledger", "again": [1, 2]},
    {"kind": "csv", "which": "ledger", "again": None},
    {"kind": "csv", "which": "ledger", "_external": True},
)


@pytest.mark.parametrize("base", ["http://localhost", "http://localhost/mingdu", "https://other"])
def test_an_address_that_is_kept_is_the_one_that_would_be_made(app: Flask, base: str) -> None:
    for _ in range(2):  # made, and kept
        for parts in PARTS:
            with app.test_request_context("/", base_url=base):
                assert place("problems.export", **parts) == url_for("problems.export", **parts)  # type: ignore[arg-type]


def test_addresses_are_forgotten_before_they_are_too_many(app: Flask) -> None:
    with app.test_request_context("/"):
        for key in range(1, MOST_PLACES + 10):
            assert place("problems.show", problem_id=key) == f"/problems/{key}"
        assert len(app.extensions[_PLACES]) <= MOST_PLACES
