"""Import in the browser's hands: upload, look, mend what is marked, confirm, take back."""

import io

import pytest
from werkzeug.test import TestResponse

from supervision.imports.kinds import KINDS
from supervision.imports.models import ImportBatch
from supervision.imports.plan import letter
from supervision.problems.models import Problem
from tests.imports.test_import import GOOD
from tests.make import sheets
from tests.make.imported import count
from tests.make.offices import Office, found_office, sign_in
from tests.support.client import Visitor
from tests.support.pages import check
from tests.support.work import Inside

FAULTY = [*GOOD, ["示例市甲司", "某问题", "程序不规范", "昨天", None]]


@pytest.fixture
def town(inside: Inside, client: Visitor) -> Office:
    """A town whose handler is signed in."""
    with inside():
        made = found_office()
    sign_in(client, made.handler)
    return made


def upload(client: Visitor, content: bytes, name: str = "台账.xlsx") -> TestResponse:
    """Send a sheet of problems."""
    data = {"kind": "problems", "sheet": (io.BytesIO(content), name)}
    return client.submit("/imports/", data, form="//form[@enctype]")


def _rows(inside: Inside) -> int:
    with inside():
        return count(Problem)


def test_a_sheet_is_checked_shown_and_then_carried_out(
    client: Visitor, inside: Inside, town: Office
) -> None:
    where = upload(client, sheets.xlsx(GOOD)).headers["Location"]
    page = check(client.get(where))
    assert "待确认导入" in page.text
    assert "未告知听证权利" in page.text
    assert _rows(inside) == 0
    client.submit(where, form="//form[contains(@action, 'apply')]")
    assert "已导入" in check(client.get(where)).text
    assert _rows(inside) == 2
    client.submit(where, form="//form[contains(@action, 'undo')]")
    assert "已撤销" in check(client.get(where)).text
    assert _rows(inside) == 0


def test_faults_come_back_in_the_users_own_sheet(
    client: Visitor, inside: Inside, town: Office
) -> None:
    where = upload(client, sheets.xlsx(FAULTY)).headers["Location"]
    page = check(client.get(where))
    assert "一行也没有导入" in page.text
    assert not page.find("//form[contains(@action, 'apply')]")
    sheet = sheets.opened(client.get(f"{where}/marked.xlsx").data)
    assert sheet["A1"].value == GOOD[0][0]
    assert "示例市甲局" in sheet["A5"].comment.text
    assert "不是日期" in sheet["F5"].value
    assert _rows(inside) == 0


@pytest.mark.parametrize(
    ("content", "name", "word"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "a.xlsx",
            "打开密码",
        ),
        (b"PK\x03\x04", "a.xlsx", "不符"),
        (b"x,y\n1,2\n", "a.csv", "没有找到发现问题的表头"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing", "a.xls", "损坏"),
        (b"", "a.csv", "空文件"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_said_at_the_field(
    client: Visitor, town: Office, content: bytes, name: str, word: str
) -> None:
    page = check(upload(client, content, name), status=422)
    assert word in page.text


def test_a_record_changed_since_the_check_stops_the_import(
    client: Visitor, inside: Inside, town: Office
) -> None:
    where = upload(client, sheets.xlsx(GOOD)).headers["Location"]
    upload(client, sheets.xlsx(GOOD))
    client.submit(where, form="//form[contains(@action, 'apply')]")
    second = where.replace("/1", "/2")
    answer = client.submit(second, form="//form[contains(@action, 'apply')]")
    assert "检查之后记录有变动" in check(answer, status=409).text
    assert _rows(inside) == 2


def test_templates_and_present_data_can_be_downloaded(
    client: Visitor, inside: Inside, town: Office
) -> None:
    page = check(client.get("/imports/"))
    links = [str(link.get("href")) for link in page.find("//a[contains(@href, '.xlsx')]")]
    assert len(links) == 2 * len(KINDS)
    for link in links:
        assert sheets.opened(client.get(link).data)["A1"].value == "行键"


def test_columns_nobody_recognises_are_named_by_the_person(
    client: Visitor, inside: Inside, town: Office
) -> None:
    own = [
        ["责任单位", "存在问题", "归口", "查出时间"],
        ["示例市甲局", "未公示", "其他", "2023-3-1"],
    ]
    answer = upload(client, sheets.xlsx(own))
    where = answer.headers["Location"]
    assert where.endswith("/columns")
    with inside() as own_one:
        batch = own_one.query(ImportBatch).one()
        counted = (batch.created, batch.updated, batch.past, batch.unchanged, batch.faults)
        assert (*counted, batch.size, batch.done) == (0,) * 7, "nothing is read of it yet"
    shown = check(client.get(where))
    assert "归口" in shown.text
    assert "其他" in shown.text
    twice = client.submit(where, {"c2": "category", "c3": "category"}, form="//form[@class='form']")
    assert "已对应另一列" in check(twice, status=422).text
    lacking = client.submit(where, {"c2": "category"}, form="//form[@class='form']")
    assert "缺少必填的列：发现日期" in check(lacking, status=422).text
    done = client.submit(where, {"c2": "category", "c3": "found_on"}, form="//form[@class='form']")
    assert "尚未导入" in check(client.get(done.headers["Location"])).text
    client.submit(done.headers["Location"], form="//form[contains(@action, 'apply')]")
    assert _rows(inside) == 1


@pytest.mark.parametrize("person", ["signatory", "liaison"])
def test_who_may_not_import_is_refused(
    client: Visitor, inside: Inside, town: Office, person: str
) -> None:
    sign_in(client, getattr(town, person))
    for path in ("/imports/", "/imports/template/problems.xlsx", "/imports/data/units.xlsx"):
        assert client.get(path).status_code == 403


def test_another_bureaus_import_is_not_there(client: Visitor, inside: Inside, town: Office) -> None:
    where = upload(client, sheets.xlsx(FAULTY)).headers["Location"]
    with inside():
        other = found_office("样本市")
    sign_in(client, other.handler)
    for path in (where, f"{where}/marked.xlsx"):
        assert client.get(path).status_code == 404
    assert not check(client.get("/imports/")).find("//table[caption='最近的导入']")


def test_columns_are_named_as_excel_names_them() -> None:
    assert [letter(number) for number in (0, 1, 26, 27, 52, 703)] == [
        "整行",
        "A",
        "Z",
        "AA",
        "AZ",
        "AAA",
    ]
