"""Words of very many records: the list's order leads, in stretches that go on; the scope holds."""

import pytest

from supervision.core.access import Role
from supervision.core.listing import reading, typed
from tests.make import clues, people
from tests.search.test_typed_filters import shown
from tests.support.pages import check
from tests.support.seats import SignIn
from tests.support.work import Inside


@pytest.mark.store
def test_words_of_many_records_are_found_in_stretches_and_said_to_be_many(
    sign_in: SignIn, inside: Inside, monkeypatch: pytest.MonkeyPatch
) -> None:
    with inside():
        keys = [clues.clue(subject=f"反映罚款问题之{number}").id for number in range(9)]
        keys.append(clues.clue(subject="反映收费问题").id)
    visitor = sign_in("handler")
    query = {"tab": "all", "subject": "罚款问题"}
    page = check(visitor.get("/clues/", query_string=query))
    assert page.find("//nav//a[contains(., '全部')]")[0].text_content().split()[-1] == "9"
    assert sorted(shown(visitor, "/clues/", query)) == keys[:9]
    with monkeypatch.context() as few:
        few.setattr(typed, "FEW", 4)
        few.setattr(reading, "STRETCH", 2)
        page = check(visitor.get("/clues/", query_string=query))
        assert "含“罚款问题”的记录很多" in page.text
        assert page.find("//nav//a[contains(., '全部')]")[0].text_content().split()[-1] == "4+"
        assert len(page.find("//main//tbody/tr[.//a]")) == 1  # of two rows looked at
        assert sorted(shown(visitor, "/clues/", query)) == keys[:9]
        rare = check(visitor.get("/clues/", query_string={"tab": "all", "subject": "收费"}))
        assert "的记录很多" not in rare.text
    sheet = visitor.get("/clues/export.csv", query_string=query).get_data(as_text=True)
    assert sheet.count("罚款问题") == 9


def test_another_body_finds_nothing_of_it(sign_in: SignIn, inside: Inside) -> None:
    with inside():
        clues.clue(subject="反映罚款问题")
        people.user("stranger", Role.HANDLER, body=people.body("示例县司法局"))
    query = {"tab": "all", "subject": "罚"}
    assert len(shown(sign_in("handler"), "/clues/", query)) == 1
    assert shown(sign_in("stranger"), "/clues/", query) == []
