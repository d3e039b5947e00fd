"""Files that are gone, cut or exchanged on the disk: every page stands and says so, none is a 500."""

from collections import Counter, deque
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import lxml.html
import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import HTTPException

from supervision.core.db import db
from tests.support import pages
from tests.support.client import Visitor
from tests.support.stores import MakeApp
from tests.support.story import copy_of

OF_A_KIND = 2
FILES = ("instruments", "archive", "files", "problems", "clues", "referrals", "imports", "home")
SAID = "请告知系统管理员从备份中恢复"


@pytest.fixture
def instance(demonstration: Path, tmp_path: Path) -> Path:
    """The demonstration as this test's own data."""
    return copy_of(demonstration, tmp_path)


def _harm(path: Path, number: int, others: list[Path]) -> None:
    """In turn gone, cut, exchanged for another."""
    if number % 3 == 0:
        path.unlink()
    else:
        other = others[(number + 1) % len(others)] if number % 3 == 1 else path
        path.write_bytes(other.read_bytes()[: None if number % 3 == 1 else 100])


@pytest.mark.parametrize("username", ["zhou", "shijian"])
def test_a_page_stands_without_its_files(
    make_app: MakeApp, instance: Path, passwords: dict[str, str], username: str
) -> None:
    app = make_app(PROPAGATE_EXCEPTIONS=False)
    app.test_client_class = Visitor
    visitor = app.test_client()
    assert isinstance(visitor, Visitor)
    visitor.submit("/accounts/sign-in", {"username": username, "password": passwords[username]})
    with app.app_context(), db.engine.begin() as own:  # or its archives would be set anew
        own.execute(sa.text("UPDATE instrument SET archive_layout = 'of old'"))
    kept = sorted(path for path in (instance / "files").rglob("*") if path.is_file())
    assert len(kept) > 20
    for number, path in reversed(list(enumerate(kept))):  # so that the next is still whole
        _harm(path, number, kept)
    answers = dict(_walk(app, visitor))
    assert not [address for address, (status, _) in answers.items() if status >= 500]
    said = [address for address, (_, text) in answers.items() if SAID in text]
    assert any(address.endswith(".pdf") for address in said), "an original was served"
    assert any(answers[one][0] == 200 for one in said), "no page of a paper stands and tells"


def _walk(app: Flask, visitor: Visitor) -> Iterator[tuple[str, tuple[int, str]]]:
    """Every kind of address that can be reached, files too: its status and its text."""
    adapter = app.url_map.bind("localhost")
    waiting, seen, opened = deque(["/", "/instruments/"]), {"/"}, Counter[str]()
    while waiting:
        address = waiting.popleft()
        try:
            endpoint = str(adapter.match(urlsplit(address).path, method="GET")[0])
        except HTTPException:
            continue
        if endpoint.partition(".")[0] not in FILES or opened[endpoint] >= OF_A_KIND:
            continue
        opened[endpoint] += 1
        with visitor.get(address) as answer:
            html = answer.mimetype == "text/html" and answer.status_code not in range(300, 400)
            text = answer.get_data(as_text=True) if html else ""
            yield address, (answer.status_code, text)
        if text and answer.status_code == 200:
            pages.check(answer)
            for found in lxml.html.document_fromstring(text).xpath("//a/@href | //img/@src"):
                link = urljoin(address, str(found)).partition("#")[0]
                if link not in seen and not urlsplit(link).netloc:
                    seen.add(link)
                    waiting.append(link)
