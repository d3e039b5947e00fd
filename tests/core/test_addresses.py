"""Addresses as a list says them: once, up to the keys of its rows."""

import pytest
from flask import Flask, url_for

from supervision.core.addresses import url_up_to


@pytest.mark.parametrize("root", ["", "/mingdu"])
def test_a_record_stands_at_its_key_behind_what_is_said_once(app: Flask, root: str) -> None:
    with app.test_request_context("/", base_url=f"http://localhost{root}"):
        before = url_up_to("problems.show", "problem_id")
        assert f"{before}7" == url_for("problems.show", problem_id=7)
        assert before.startswith(f"{root}/problems")


def test_an_address_that_goes_on_behind_its_key_is_refused(app: Flask) -> None:
    with app.test_request_context("/"), pytest.raises(ValueError, match=r"problems\.amend"):
        url_up_to("problems.amend", "problem_id")
