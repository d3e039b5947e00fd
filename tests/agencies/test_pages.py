"""Pages of units, officers, dictionaries and bodies: who enters, what comes back, what is kept."""

import pytest
import sqlalchemy as sa

from supervision.agencies import words
from supervision.agencies.models import Body, Dictionary, DictionaryEntry, Officer, Unit
from supervision.core.access import Role
from supervision.core.errors import DomainError
from tests.make import people as make
from tests.support import second
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
UNIT_PAGES = ("", "/edit", "/rename", "/merge", "/reinstate", "/officers")


def _unit_id(inside: Inside) -> int:
    with inside() as session:
        return session.scalars(sa.select(Unit.id)).one()


def test_a_unit_is_entered_and_shown(sign_in: SignIn, page: PageCheck) -> None:
    handler = sign_in("handler")
    fields = {"name": "示例市戊局", "management": "dual", "superior_name": "示例省戊厅"}
    answer = handler.submit("/agencies/new", {**fields, "field": "市场监管"})
    shown = page(handler.get(answer.headers["Location"]))
    assert shown.heading == "示例市戊局"
    assert "告知上一级主管部门" in shown.text
    assert "示例市戊局" in page(handler.get("/agencies/?q=slswj")).text


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"name": ""}, "必填"),
        ({"name": "局" * 201}, "最多200个字"),
        ({"management": ""}, "请选择"),
        ({"management": "vertical"}, "须写明上一级主管部门"),
        ({"name": "示例市甲局"}, "已有名为"),
    ],
)
def test_a_bad_unit_form_comes_back_with_what_was_typed(
    sign_in: SignIn, fields: dict[str, str], complaint: str
) -> None:
    given = {"name": "示例市戊局", "management": "local", "address": "示例路9号", **fields}
    answer = sign_in("handler").submit("/agencies/new", given)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert complaint in text
    assert "示例路9号" in text


def test_two_people_on_one_unit_see_both_versions(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    url = f"/agencies/{_unit_id(inside)}/edit"
    first, second = sign_in("handler"), sign_in("second")
    stale = page(second.get(url)).find("//main//form")[0]
    fields = dict(stale.form_values())
    assert first.submit(url, {"address": "先存的地址"}).status_code == 302
    answer = second.post(url, data={**fields, "address": "后存的地址"})
    text = page(answer, status=409).text
    assert "先存的地址" in text
    assert "后存的地址" in text


def test_several_officers_are_entered_at_once_and_blank_lines_are_left_out(
    sign_in: SignIn, inside: Inside
) -> None:
    url = f"/agencies/{_unit_id(inside)}/officers"
    fields = {
        "rows-0-name": "甲示例",
        "rows-0-in_leadership": "y",
        "rows-3-name": "乙示例",
        "rows-3-certificate_no": "示A-2",
    }
    assert sign_in("handler").submit(url, fields).status_code == 302
    with inside() as session:
        found = session.scalars(sa.select(Officer).order_by(Officer.id)).all()
        assert [(one.name, one.in_leadership) for one in found] == [
            ("甲示例", True),
            ("乙示例", False),
        ]


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({}, "请至少填写一行"),
        ({"rows-1-certificate_no": "示A-2"}, "请填写姓名，或清空此行"),
        (
            {
                "rows-0-name": "甲示例",
                "rows-0-certificate_no": "示A-2",
                "rows-1-name": "乙示例",
                "rows-1-certificate_no": "示A-2",
            },
            "已登记在甲示例名下",
        ),
    ],
)
def test_bad_officer_rows_come_back_and_none_is_saved(
    sign_in: SignIn, inside: Inside, fields: dict[str, str], complaint: str
) -> None:
    answer = sign_in("handler").submit(f"/agencies/{_unit_id(inside)}/officers", fields)
    assert answer.status_code == 422
    assert complaint in answer.get_data(as_text=True)
    with inside() as session:
        assert session.query(Officer).count() == 0


def test_rename_merge_and_reinstate_by_the_pages(sign_in: SignIn, inside: Inside) -> None:
    base = f"/agencies/{_unit_id(inside)}"
    handler = sign_in("handler")
    renamed = {"name": "示例市新局", "on": "2024-03-01"}
    head = sign_in("reviewer")
    assert handler.submit(f"{base}/rename", renamed).status_code == 302
    assert "示例市新局" not in handler.get("/agencies/").get_data(as_text=True)
    assert second.waiting(handler) == []
    assert second.confirm(head).status_code == 302
    assert "示例市新局" in handler.get("/agencies/").get_data(as_text=True)
    assert "示例市甲局" in handler.get(base).get_data(as_text=True)
    assert handler.submit(f"{base}/merge", {"on": "2025-01-01"}).status_code == 302
    assert second.refuse(head, "未见批复").status_code == 302
    assert "已撤并" not in handler.get(base).get_data(as_text=True)
    assert handler.submit(f"{base}/merge", {"on": "2025-01-01"}).status_code == 302
    assert second.confirm(sign_in("signatory")).status_code == 302
    assert "已撤并" in handler.get(base).get_data(as_text=True)
    assert handler.submit(f"{base}/reinstate", {"reason": "登记有误"}).status_code == 302
    assert second.confirm(head).status_code == 302
    assert handler.submit(f"{base}/reinstate", {"reason": "再点一次"}).status_code == 422


@pytest.mark.parametrize("part", UNIT_PAGES)
def test_another_bodys_unit_is_not_there(sign_in: SignIn, inside: Inside, part: str) -> None:
    with inside():
        elsewhere = make.body("他市")
        stranger = make.actor("stranger", Role.HANDLER, Role.REVIEWER, body=elsewhere)
        unit_id = make.unit("他市丙局", by=stranger).id
    handler = sign_in("handler")
    assert handler.get(f"/agencies/{unit_id}{part}").status_code == 404
    assert "他市丙局" not in handler.get("/agencies/?q=他市").get_data(as_text=True)


@pytest.mark.parametrize("username", ["liaison", "sysadmin", "secadmin", "auditor"])
@pytest.mark.parametrize("url", ["/agencies/", "/agencies/1", "/agencies/new"])
def test_the_register_is_closed_to_others(sign_in: SignIn, username: str, url: str) -> None:
    assert sign_in(username).get(url).status_code == 403


def test_a_signatory_reads_the_register_without_buttons(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    shown = page(sign_in("signatory").get(f"/agencies/{_unit_id(inside)}"))
    assert not shown.find("//main//a[contains(@class, 'btn')]")


def _words(inside: Inside) -> list[str]:
    with inside():
        body_id = make.principal("reviewer").body_id
        return [w.label for w in words.all_words(Dictionary.CATEGORY, body_id=body_id) if w.active]


def _entry_id(inside: Inside, label: str) -> int:
    with inside() as session:
        statement = sa.select(DictionaryEntry.id).where(DictionaryEntry.label == label)
        return session.scalars(statement).one()


def test_a_word_is_added_moved_renamed_and_retired(sign_in: SignIn, inside: Inside) -> None:
    reviewer = sign_in("reviewer")
    url = "/agencies/words/category"
    assert reviewer.submit(url, {"label": "选择性执法"}, form="//form[.//@name='label']")
    assert _words(inside)[-1] == "选择性执法"
    entry = f"/agencies/words/{_entry_id(inside, '选择性执法')}"
    reviewer.submit(url, form=f"//form[@action='{entry}/up']")
    assert _words(inside)[-2] == "选择性执法"
    reviewer.submit(f"{entry}/edit", {"label": "选择性执法行为"})
    assert "选择性执法行为" in _words(inside)
    reviewer.submit(url, form=f"//form[@action='{entry}/retire']")
    assert "选择性执法行为" not in _words(inside)
    twice = reviewer.submit(url, {"label": "选择性执法行为"}, form="//form[.//@name='label']")
    assert "已停用，可恢复使用" in twice.get_data(as_text=True)
    reviewer.submit(url, form=f"//form[@action='{entry}/restore']")
    assert "选择性执法行为" in _words(inside)


def test_the_first_word_stays_first_when_moved_up(sign_in: SignIn, inside: Inside) -> None:
    before = _words(inside)
    action = f"/agencies/words/{_entry_id(inside, before[0])}/up"
    sign_in("reviewer").submit("/agencies/words/category", form=f"//form[@action='{action}']")
    assert _words(inside) == before


def test_a_retired_word_is_not_moved(inside: Inside) -> None:
    with inside() as session:
        reviewer = make.principal("reviewer")
        entry = session.scalars(sa.select(DictionaryEntry)).first()
        assert entry is not None
        words.set_in_use(entry, active=False, actor=reviewer)
        with pytest.raises(DomainError, match="不参与排序"):
            words.move_word(entry, steps=1, actor=reviewer)


def test_only_the_reviewer_edits_the_dictionaries(sign_in: SignIn) -> None:
    assert sign_in("handler").get("/agencies/words/category").status_code == 403
    assert sign_in("reviewer").get("/agencies/words/nothing").status_code == 404


def _parent(inside: Inside) -> int:
    with inside() as session:
        return session.scalars(sa.select(Body.id)).one()


def test_a_county_body_is_set_up_below_the_city_with_dictionaries_of_its_own(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    fields = {
        "parent_id": str(_parent(inside)),
        "level": "county",
        "name": "示例县司法局",
        "region": "示例县",
        "code": "示县司",
    }
    administrator = sign_in("sysadmin")
    assert administrator.submit("/agencies/bodies/new", fields).status_code == 302
    assert "示县司" in page(administrator.get("/agencies/bodies")).text
    with inside() as session:
        body = session.scalars(sa.select(Body).where(Body.name == "示例县司法局")).one()
        assert body.path == f"/{fields['parent_id']}/{body.id}/"
        assert words.all_words(Dictionary.FIELD, body_id=body.id)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"code": "示司"}, "已由示例市司法局使用"),
        ({"code": "SX"}, "机关代字为1至10个汉字"),
        ({"level": "city"}, "层级应低于它"),
        ({"name": "示例市司法局"}, "已由示例市司法局使用"),
        ({"parent_id": ""}, "请选择"),
    ],
)
def test_a_bad_body_is_refused(
    sign_in: SignIn, inside: Inside, fields: dict[str, str], complaint: str
) -> None:
    given = {
        "parent_id": str(_parent(inside)),
        "level": "county",
        "name": "示例县司法局",
        "region": "示例县",
        "code": "示县司",
    }
    answer = sign_in("sysadmin").submit("/agencies/bodies/new", {**given, **fields})
    assert answer.status_code == 422
    assert complaint in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("username", "reads", "writes"),
    [
        ("handler", 200, 403),
        ("secadmin", 200, 403),
        ("sysadmin", 200, 200),
        ("auditor", 403, 403),
        ("liaison", 403, 403),
    ],
)
def test_who_reads_and_who_changes_the_tree_of_bodies(
    sign_in: SignIn, username: str, reads: int, writes: int
) -> None:
    person = sign_in(username)
    assert person.get("/agencies/bodies").status_code == reads
    assert person.get("/agencies/bodies/new").status_code == writes
    assert person.get("/agencies/bodies/1").status_code == writes


@pytest.mark.parametrize(
    ("step", "typed"), [("rename", {"name": "示例市甲乙局"}), ("merge", {"with_officers": "y"})]
)
def test_a_reform_is_entered_on_its_day_and_not_before(
    sign_in: SignIn, inside: Inside, clock: Clock, step: str, typed: dict[str, str]
) -> None:
    """It acts at once: papers of today bore a name in use from next year, without a word."""
    clock("2026-11-30 10:00")
    handler, address = sign_in("handler"), f"/agencies/{_unit_id(inside)}/{step}"
    early = handler.submit(address, {**typed, "on": "2026-12-01"})
    assert early.status_code == 422
    assert "日期不得晚于今天，请到日再登记" in early.get_data(as_text=True)
    assert typed.get("name", "") in early.get_data(as_text=True)
    assert handler.submit(address, {**typed, "on": "2026-11-30"}).status_code == 302
