"""The demonstration shows papers to many units: whoever looks for one finds it, each unit sees its own."""

from pathlib import Path

import pytest

from supervision.demo.cast import UNITS
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.story import copy_of
from tests.support.tables import lines_of

SIGNED, ON_PAPER, WAITING = (
    "示例市市场监督管理局",
    "示例市城市管理综合执法局",
    "示例市卫生健康委员会",
)


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """A copy of the demonstration."""
    return copy_of(demonstration, tmp_path)


def test_a_circular_with_its_receipts(client: Visitor, passwords: dict[str, str]) -> None:
    client.submit("/accounts/sign-in", {"username": "zhou", "password": passwords["zhou"]})
    names = [full for _key, full, *_ in UNITS]
    for name in (SIGNED, ON_PAPER, WAITING):
        found = lines_of(check(client.get(f"/instruments/?unit={names.index(name) + 1}")))
        assert [one["文号"] for one in found if "监通报" in one["文号"]], name
    other = lines_of(check(client.get(f"/instruments/?unit={names.index('示例市农业农村局') + 1}")))
    assert other
    assert not [one for one in other if "监通报" in one["文号"] or "监发" in one["文号"]]
    (waiting,) = lines_of(check(client.get("/instruments/received/?tab=unsigned")))
    assert waiting["主送单位"] == WAITING
    signed = lines_of(check(client.get("/instruments/received/?tab=signed")))
    circular = [one for one in signed if "监通报" in one["文号"]]
    assert {one["主送单位"] for one in circular} == {SIGNED, ON_PAPER}
