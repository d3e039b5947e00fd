"""A unit merged, a word retired: a list still filters by it, so a view saved before goes on saying what it said."""

from datetime import date

import pytest

from supervision.agencies.models import Dictionary, DictionaryEntry
from supervision.core.db import session
from tests.make import people, reforms
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


@pytest.fixture
def gone(inside: Inside, bureau: None) -> int:
    """乙局 of a field that the dictionary has no more, merged into 丙局."""
    with inside():
        handler = people.principal("handler")
        unit, heir = (people.unit(f"示例市{one}局", by=handler) for one in "乙丙")
        unit.field = heir.field = "旧领域"
        reforms.merge_unit(unit, heir, on=date(2026, 1, 5), with_officers=False, actor=handler)
        known = session.query(DictionaryEntry).filter_by(
            dictionary=Dictionary.FIELD, label="旧领域"
        )
        assert known.count() == 0
        return unit.id


@pytest.mark.parametrize(
    "address", ["/instruments/received/?unit={0}", "/agencies/?field=旧领域", "/instruments/?unit={0}",
                "/problems/?unit={0}", "/clues/?unit={0}", "/interviews/?unit={0}", "/actions/?unit={0}"],
)  # fmt: skip
def test_the_filter_holds(sign_in: SignIn, page: PageCheck, gone: int, address: str) -> None:
    assert "无法识别" not in page(sign_in("handler").get(address.format(gone))).text
