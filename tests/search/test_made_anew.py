"""The index made anew by a migration (0046) finds what it found: by word, by unit, by name, for each as they see."""

import flask_migrate
import pytest
from flask import Flask

from supervision.core.db import db
from tests.make import finding, people
from tests.make.offices import Office, found_office
from tests.search.test_index import found, numbers
from tests.support.work import Inside

QUERIES = ("听证", "证", "未告知听证权利", "听证 示例市乙局", "乙局", "罚〔2023〕7号", "海关")
Told = dict[str, tuple[list[int], dict[str, int], list[int]]]


def _told(inside: Inside, town: Office) -> Told:
    with inside():
        return {
            query: (found(query, town), numbers(query, town), found(query, town, "liaison"))
            for query in QUERIES
        }


@pytest.mark.store
def test_an_upgrade_and_a_way_back_find_the_same(app: Flask, inside: Inside) -> None:
    with inside():
        town = found_office()
        other = people.unit("示例市乙局", by=town.reviewer)
        finding.problem(town, "未告知听证权利", case_number="示司罚〔2023〕7号")
        finding.problem(town, "未告知听证权利", unit=other)
        finding.problem(town, "涂改询问笔录", unit=other)
    before = _told(inside, town)
    assert [len(before[query][0]) for query in QUERIES] == [2, 2, 2, 1, 3, 1, 0]
    with app.app_context():
        flask_migrate.downgrade(revision="0044")
        flask_migrate.upgrade()
        db.session.remove()
    assert _told(inside, town) == before
    with inside():
        finding.problem(town, "又一次未告知听证权利")
    assert len(_told(inside, town)["听证"][0]) == 3
