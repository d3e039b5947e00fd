"""Pages of the rosters and joint documents."""

import io
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.access import Role
from supervision.roster import service
from supervision.roster.models import JointDocument, Pool, RosterEntry
from supervision.roster.service import RosterFacts
from tests.make import people as make
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def _entry_id(inside: Inside, name: str) -> int:
    with inside() as session:
        return session.scalars(sa.select(RosterEntry.id).where(RosterEntry.name == name)).one()


@pytest.mark.parametrize(
    ("pool", "fields"),
    [
        ("supervisor", {"certificate_no": "监1", "certificate_until": "2027-01-01"}),
        ("observer", {"term_until": "2026-12-31"}),
        ("contact_point", {"contact": "何示例"}),
        ("inspector_talent", {"term_until": "2026-12-31"}),
    ],
)
def test_each_pool_is_entered_amended_left_and_taken_back(
    sign_in: SignIn, inside: Inside, page: PageCheck, pool: str, fields: dict[str, str]
) -> None:
    handler = sign_in("handler")
    given = {"name": "示例员", "appointed_on": "2023-05-06", **fields}
    assert handler.submit(f"/roster/{pool}/new", given).status_code == 302
    listed = f"/roster/{'' if pool == 'supervisor' else pool}"
    assert "示例员" in page(handler.get(listed)).text
    url = f"/roster/{_entry_id(inside, '示例员')}"
    assert handler.submit(f"{url}/edit", {"telephone": "0000-1"}).status_code == 302
    assert "0000-1" in page(handler.get(url)).text
    assert handler.submit(f"{url}/leave", {"on": "2024-01-01"}).status_code == 302
    assert "示例员" not in page(handler.get(listed)).text
    assert "示例员" in page(handler.get(f"{listed}?tab=all")).text
    assert handler.submit(f"{url}/return", {"reason": "登记有误"}).status_code == 302


def test_a_batch_carries_the_dates_of_its_document_over(sign_in: SignIn, page: PageCheck) -> None:
    handler = sign_in("handler")
    given = {"name": "甲示例", "appointed_on": "2023-05-06", "term_until": "2026-05-05"}
    saved = handler.submit("/roster/observer/new", {**given, "again": "1"})
    [form] = page(handler.get(saved.headers["Location"])).find("//main//form")
    values = dict(form.form_values())
    assert values["appointed_on"] == "2023-05-06"
    assert values["term_until"] == "2026-05-05"
    assert not values["name"]


def test_a_certificate_near_its_end_is_said_in_words(
    sign_in: SignIn, inside: Inside, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-02 09:00")
    with inside():
        for name, number, until in (
            ("甲示例", "监1", date(2026, 4, 1)),
            ("乙示例", "监2", date(2026, 3, 1)),
            ("丙示例", "监3", date(2026, 9, 1)),
        ):
            facts = RosterFacts(
                name, date(2023, 1, 5), certificate_no=number, certificate_until=until
            )
            service.enter(Pool.SUPERVISOR, facts, actor=make.principal("handler"))
    text = page(sign_in("handler").get("/roster/?tab=expiring")).text
    assert "证件30天后到期" in text
    assert "证件已过期1天" in text
    assert "丙示例" not in text


def test_the_figures_are_those_of_the_day_asked_for(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    with inside():
        facts = RosterFacts("甲示例", date(2023, 5, 6))
        service.enter(Pool.OBSERVER, facts, actor=make.principal("handler"))
    handler = sign_in("handler")
    then = page(handler.get("/roster/observer?on=2023-12-31")).text
    assert "1 名在册 2023年新增 1 名" in then
    before = page(handler.get("/roster/observer?on=2023-05-05")).text
    assert "0 名在册 2023年新增 0 名" in before


@pytest.mark.parametrize("query", ["on=2023-13-01", "on=x", "tab=nothing", "after=x", "sort=x"])
def test_nonsense_in_the_address_shows_the_list(sign_in: SignIn, query: str) -> None:
    assert sign_in("handler").get(f"/roster/observer?{query}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"name": ""}, "必填"),
        ({"appointed_on": ""}, "请填写日期"),
        ({"appointed_on": "2023-02-30"}, "“2023-02-30”不是日期：没有这一天"),
        ({"appointed_on": "1900-01-01"}, "1949年至2100年"),
        ({"term_until": "2022-01-01"}, "不得早于聘任"),
    ],
)
def test_a_bad_entry_comes_back_with_what_was_typed(
    sign_in: SignIn, fields: dict[str, str], complaint: str
) -> None:
    given = {"name": "示例员", "appointed_on": "2023-05-06", "note": "备注不丢", **fields}
    answer = sign_in("handler").submit("/roster/observer/new", given)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert complaint in text
    assert "备注不丢" in text


@pytest.mark.parametrize("part", ["", "/edit", "/leave", "/return"])
def test_another_bodys_entry_is_not_there(sign_in: SignIn, inside: Inside, part: str) -> None:
    with inside():
        stranger = make.actor("stranger", Role.HANDLER, body=make.body("他市"))
        facts = RosterFacts("外示例", date(2023, 5, 6))
        entry_id = service.enter(Pool.OBSERVER, facts, actor=stranger).id
    assert sign_in("handler").get(f"/roster/{entry_id}{part}").status_code == 404


@pytest.mark.parametrize(
    ("username", "reads", "writes"),
    [
        ("reviewer", 200, 403),
        ("signatory", 200, 403),
        ("liaison", 403, 403),
        ("secadmin", 403, 403),
        ("auditor", 403, 403),
    ],
)
def test_who_reads_and_who_keeps_the_rosters(
    sign_in: SignIn, username: str, reads: int, writes: int
) -> None:
    person = sign_in(username)
    for url in ("/roster/", "/roster/documents"):
        assert person.get(url).status_code == reads
    for url in ("/roster/observer/new", "/roster/documents/new"):
        assert person.get(url).status_code == writes


DOCUMENT = {
    "title": "示例协作意见",
    "partner": "示例市工商业联合会",
    "number": "示司发〔2023〕12号",
    "dated_on": "2023-09-01",
}


def test_a_joint_document_is_kept_with_its_text(sign_in: SignIn, inside: Inside) -> None:
    handler = sign_in("handler")
    upload = (io.BytesIO(PDF), "协作意见.pdf")
    saved = handler.submit("/roster/documents/new", {**DOCUMENT, "files": upload})
    assert saved.status_code == 302
    shown = handler.get("/roster/documents?q=工商")
    assert "协作意见.pdf" in shown.get_data(as_text=True)
    with inside() as session:
        document_id = session.scalars(sa.select(JointDocument.id)).one()
    url = f"/roster/documents/{document_id}"
    assert handler.submit(url, {"note": "联席会议"}).status_code == 302
    assert "协作意见.pdf" in handler.get(url).get_data(as_text=True)


def test_a_text_survives_an_error_elsewhere_in_the_form(sign_in: SignIn) -> None:
    upload = (io.BytesIO(PDF), "协作意见.pdf")
    given = {**DOCUMENT, "dated_on": "", "files": upload}
    answer = sign_in("handler").submit("/roster/documents/new", given)
    assert answer.status_code == 422
    assert "协作意见.pdf" in answer.get_data(as_text=True)
