"""The report of many records is made in the background: the same file, and nobody else's."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask

from supervision.core import tasks
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.seats import SignIn
from tests.support.stores import MakeApp

FILES = ("figures.xlsx?year=2023", "report.docx?year=2023", "breakdown.xlsx?year=2023&by=quarter")


@pytest.fixture
def app(make_app: MakeApp) -> Flask:
    return make_app(EXPORT_AT_ONCE=0)


def _made(app: Flask, visitor: Visitor, address: str) -> tuple[str, bytes]:
    """Order it, let it be made, fetch it: where it lies and what it holds."""
    assert "在后台生成" in check(visitor.get(address)).text
    place = visitor.submit(address).headers["Location"]
    with app.app_context():
        tasks.work_off()
    [link] = check(visitor.get(place)).find("//a[starts-with(., '下载')]/@href")
    with visitor.get(link) as answer:
        return link, answer.get_data()


def _text(content: bytes) -> str:
    parts = ZipFile(BytesIO(content))
    names = [one for one in parts.namelist() if one.endswith(("document.xml", "sheet1.xml"))]
    return "".join(parts.read(one).decode() for one in names)


@pytest.mark.parametrize("file", FILES)
def test_what_counts_many_records_waits_among_the_tasks(
    app: Flask, sign_in: SignIn, recorded: None, file: str
) -> None:
    head, address = sign_in("reviewer"), f"/reports/{file}"
    link, later = _made(app, head, address)
    app.config["EXPORT_AT_ONCE"] = 100
    assert _text(later) == _text(head.get(address).data)
    assert sign_in("handler").get(link).status_code == 404


def test_the_report_to_be_read_waits_too(app: Flask, sign_in: SignIn, recorded: None) -> None:
    _, content = _made(app, sign_in("reviewer"), "/reports/report.pdf?year=2023")
    assert content.startswith(b"%PDF")


def test_whoever_may_not_see_another_bodys_figures_orders_none(
    sign_in: SignIn, recorded: None
) -> None:
    assert sign_in("reviewer").get("/reports/report.pdf?year=2023&body=999").status_code == 404
    assert sign_in("liaison").get("/reports/report.pdf?year=2023").status_code == 403
