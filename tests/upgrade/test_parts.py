"""0021: the kinds of an old office keep their words as parts; a text that says another thing than its items is told."""

import json
from collections.abc import Iterator
from pathlib import Path

import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.db import db
from tests.support import upgrade
from tests.support.stores import SQLITE, dispose, open_instance

BEFORE, IN_PARTS = "0020", "0021"


@pytest.fixture
def old(tmp_path: Path, store: str, empty_database_url: str) -> Iterator[Flask]:
    instance = upgrade.unpack(tmp_path / "old")
    app = open_instance(instance, None if store == SQLITE else empty_database_url)
    if store != SQLITE:
        upgrade.fill_postgres(app, instance)
    with app.app_context():
        flask_migrate.upgrade(revision=BEFORE)
        yield app
    dispose(app)


def _all(question: str, **values: object) -> list[tuple[object, ...]]:
    with db.engine.begin() as connection:
        result = connection.execute(sa.text(question), values)
        return [tuple(row) for row in result] if result.returns_rows else []


@pytest.mark.store(other="battery")
def test_texts_and_items_are_brought_together(old: Flask) -> None:
    ((key, text),) = _all("SELECT id, text FROM instrument WHERE status = 'draft' LIMIT 1")
    ((signed, kept),) = _all("SELECT id, text FROM instrument WHERE number IS NOT NULL LIMIT 1")
    changed = str(text).replace("制定年度检查计划", "每半年制定检查计划")
    assert changed != text
    changed = changed.replace("现提出如下监督意见", "现提出以下意见")
    edited = "UPDATE instrument SET text = :text, text_edited = true WHERE id = :id"
    _all(edited, text=changed, id=key)
    _all(edited, text="另行印发的正文", id=signed)
    flask_migrate.upgrade(revision=IN_PARTS)
    ((wording, superseded),) = _all(
        "SELECT CAST(wording AS TEXT), superseded_text FROM instrument WHERE id = :id", id=key
    )
    assert superseded == changed
    own = {one["part"]: one["text"] for one in json.loads(str(wording))}
    assert own == {"cause": changed.split("\n")[0]}, "what still reads as composed follows on"
    items = _all(
        "SELECT heading, demand FROM instrument_item WHERE instrument_id = :id ORDER BY seq", id=key
    )
    assert items[0][0] == "健全执法检查统筹制度"
    assert str(items[0][1]).startswith("每半年制定检查计划，")
    assert str(items[1][1]).startswith("统一文书样式")
    left = _all(
        "SELECT text, CAST(wording AS TEXT), superseded_text FROM instrument WHERE id = :id",
        id=signed,
    )
    assert left == [("另行印发的正文", "[]", "")], "what is signed stays as it was archived"
    assert kept != "另行印发的正文"
    kinds = _all("SELECT CAST(parts AS TEXT) FROM instrument_kind WHERE code = 'transfer_letter'")
    parts = {one["part"]: one["text"] for one in json.loads(str(kinds[0][0]))}
    assert parts["cause"] == "〔根据{依据}，〕现将下列事项转你单位办理："
    assert parts["term"] == "请依法办理，并{期限语}将办理结果函告{发文机关}。"
    flask_migrate.downgrade(revision=BEFORE)
    back = _all("SELECT text, text_edited FROM instrument WHERE id = :id", id=key)
    assert back == [(changed, 1)]
    assert _all("SELECT opening_template FROM instrument_kind WHERE code = 'transfer_letter'") == [
        ("现将下列事项转你单位办理：",)
    ]
