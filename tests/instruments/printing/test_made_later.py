"""A paper's Word copy and working forms: a long one is made in the background, and is the same file."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask

from supervision.core import tasks
from supervision.instruments.printing import files, making
from tests.make import issued
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

FILES = {"paper.docx": "word/document.xml", "forms/problems.pdf": ""}


@pytest.fixture
def town(inside: Inside) -> Office:
    with inside():
        return found_office()


def text(content: bytes, part: str) -> bytes:
    return ZipFile(BytesIO(content)).read(part) if part else content


@pytest.mark.parametrize("file", FILES)
def test_nobody_waits_for_a_long_file_of_a_paper(
    app: Flask,
    client: Visitor,
    inside: Inside,
    town: Office,
    monkeypatch: pytest.MonkeyPatch,
    file: str,
) -> None:
    with inside():
        key = issued.signed(town).id
    sign_in(client, town.handler)
    address = f"/instruments/{key}/{file}"
    with client.get(address) as short:
        at_once = short.get_data()
    assert short.status_code == 200
    monkeypatch.setattr(files, "LONG", 1)
    monkeypatch.setattr(making, "LONG", 1)
    page = check(client.get(address))
    assert "在后台生成" in page.text
    place = client.submit(address).headers["Location"]
    with app.app_context():
        tasks.work_off()
    [link] = check(client.get(place)).find("//a[starts-with(., '下载')]/@href")
    with client.get(link) as answer:
        later = answer.get_data()
    assert text(later, FILES[file]) == text(at_once, FILES[file])
