"""How many rows each view holds is counted once while nothing is written, and anew by whoever comes after."""

from flask import Flask

from tests.make import people
from tests.make.problems import problem
from tests.support.queries import queries
from tests.support.seats import SignIn
from tests.support.work import Inside

LIST = "/problems/"


def _counting(sent: list[str]) -> list[str]:
    return [one for one in sent if "count(*)" in one.lower()]


def test_a_second_look_counts_nothing_and_a_written_row_is_counted(
    app: Flask, inside: Inside, sign_in: SignIn
) -> None:
    handler = sign_in("handler")
    with inside():
        unit = people.unit("示例市丙局", by=people.principal("handler"))
        problem(unit=unit)
    with handler.get(LIST) as answer:
        assert "共1条" in answer.text.replace(" ", "")
    with queries(app) as second, handler.get(LIST):
        pass
    assert not _counting(second)
    with inside():
        problem(unit=people.unit("示例市戊局", by=people.principal("handler")))
    with queries(app) as third, handler.get(LIST) as answer:
        assert "共2条" in answer.text.replace(" ", "")
    assert _counting(third)
