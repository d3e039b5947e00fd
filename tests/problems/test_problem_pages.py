"""Pages of problems: fast entry, bulk verbs with a result a row, evidence, ends."""

import io
import re

import pytest
import sqlalchemy as sa
from flask import Flask
from PIL import Image

from supervision.core.db import session
from supervision.core.files import attachments_of
from supervision.core.files.models import Purpose
from supervision.problems.models import Problem, ProblemStatus
from tests.make import problems as make
from tests.problems.conftest import Matters
from tests.support import outages
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.stores import SQLITE
from tests.support.work import Inside

S = ProblemStatus
ENTRY_FORM = "//div[@class='entry']//form"


def _photo(colour: str = "red") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(target, "JPEG")
    return target.getvalue()


def test_the_next_problem_carries_over_what_rarely_changes(
    matters: Matters, sign_in: SignIn, page: PageCheck, inside: Inside
) -> None:
    visitor, url = sign_in("second"), f"/problems/entry/{matters.action_id}"
    first = {
        "title": "罚款数额超出裁量基准上限", "unit_id": str(matters.unit_id), "category": "乱罚款",
        "found_on": "2023-04-11", "field": "城市管理", "severity": "grave",
        "rule_breached": "示例规定", "case_number": "示城罚〔2023〕9号",
    }  # fmt: skip
    answer = visitor.submit(url, first)
    assert (answer.status_code, answer.headers["Location"]) == (302, url)
    shown = page(visitor.get(url))
    form = shown.find(ENTRY_FORM)[0]
    kept = {name: form.fields[name].strip() for name in first}
    assert kept == {**first, "title": "", "case_number": ""}
    assert form.xpath(".//input[@name='title']/@autofocus")
    answer = visitor.submit(url, {"title": "第二个"})
    assert answer.status_code == 302
    with inside():
        newest = session.scalars(sa.select(Problem).order_by(Problem.id.desc())).first()
        assert newest is not None
        assert (newest.title, newest.category, newest.measure.value) == ("第二个", "乱罚款", "个")


def test_a_refused_entry_keeps_what_was_typed(
    matters: Matters, sign_in: SignIn, page: PageCheck
) -> None:
    visitor, url = sign_in("handler"), f"/problems/entry/{matters.action_id}"
    answer = visitor.submit(url, {"title": "早于行动", "found_on": "2023-02-01"})
    shown = page(answer, status=422)
    assert "发现日期不得早于行动开始的2023年3月1日" in shown.text
    assert shown.find(ENTRY_FORM)[0].fields["title"] == "早于行动"


def test_an_entry_sent_while_the_store_is_locked_comes_back_filled(
    matters: Matters, app: Flask, store: str, sign_in: SignIn, page: PageCheck
) -> None:
    """It came back as a bare page of 503: the lock fails before the form is there (finding 6)."""
    visitor, url = sign_in("handler"), f"/problems/entry/{matters.action_id}"
    typed = {"title": "数据库被占用时录入", "rule_breached": "示例规定", "found_on": "2023-04-11"}
    form = page(visitor.get(url)).find(ENTRY_FORM)[0]
    sent = {**dict(form.form_values()), "unit_id": str(matters.unit_id), **typed}
    locked = outages.locked if store == SQLITE else outages.standby
    with locked(app):
        shown = page(visitor.post(url, data=sent), status=503)
    assert "刚才的操作没有保存" in shown.text
    kept = shown.find(ENTRY_FORM)[0].fields
    assert {name: kept[name].strip() for name in typed} == typed
    assert visitor.post(url, data=sent).status_code == 302


def test_an_entry_can_be_mended_in_place(
    matters: Matters, sign_in: SignIn, page: PageCheck
) -> None:
    visitor, url = sign_in("handler"), f"/problems/entry/{matters.action_id}"
    links = page(visitor.get(url)).tree.xpath("//td[@class='row-end']/a/@href")
    assert links == [f"/problems/{matters.by_status[S.PENDING]}/amend?back={url}"]
    answer = visitor.submit(links[0], {"title": "改过"})
    assert answer.headers["Location"] == url


def test_in_bulk_what_is_refused_says_why_and_the_rest_is_done(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        held = session.get_one(Problem, matters.by_status[S.PENDING])
        ready = make.sign(make.problem(unit=held.unit, title="承办人已认定")).id
        keys = [held.id, ready]
    reviewer = sign_in("reviewer")
    url = f"/problems/bulk/confirm?ids={keys[0]}&ids={keys[1]}"
    shown = page(reviewer.submit(url))
    assert "办成 1 条，未办 1 条" in shown.text
    assert "须先由监督人员认定" in shown.text
    with inside():
        statuses = {key: session.get_one(Problem, key).status for key in keys}
    assert statuses == {keys[0]: S.PENDING, keys[1]: S.ESTABLISHED}


def test_rows_chosen_in_the_list_arrive_on_the_bulk_page(
    matters: Matters, sign_in: SignIn, page: PageCheck
) -> None:
    visitor = sign_in("handler")
    bulk = page(visitor.get("/problems/")).find("//form[@id='bulk']")[0]
    offered = bulk.xpath(".//button/@formaction")
    assert "/problems/bulk/explain" in offered
    assert "/problems/bulk/confirm" not in offered  # 承办人 do not confirm
    token = bulk.fields["csrf_token"]
    chosen = {"csrf_token": token, "ids": [str(matters.by_status[S.PENDING])]}
    shown = page(visitor.post("/problems/bulk/explain", data=chosen))
    assert "所选 1 条" in shown.text
    form = shown.find("//main//form")[0]
    filled = {**dict(form.form_values()), "text": "无异议", "ids": chosen["ids"]}
    assert visitor.post("/problems/bulk/explain", data=filled).status_code == 302


def test_bulk_without_a_row_or_a_permission(matters: Matters, sign_in: SignIn) -> None:
    visitor = sign_in("handler")
    assert visitor.submit("/problems/bulk/establish").status_code == 422
    assert (
        visitor.get(f"/problems/bulk/confirm?ids={matters.by_status[S.PENDING]}").status_code == 403
    )
    assert visitor.get("/problems/bulk/nonsense").status_code == 404


def test_the_same_photo_is_flagged_where_it_is_used_again(
    matters: Matters, sign_in: SignIn, page: PageCheck
) -> None:
    visitor = sign_in("handler")
    for status, again in ((S.PENDING, False), (S.ESTABLISHED, True)):
        url = f"/problems/{matters.by_status[status]}/evidence"
        sent = {
            "files": (io.BytesIO(_photo()), "现场.jpg"),
            "shows": "现场",
            "event_date": "2023-03-06",
        }
        assert visitor.submit(url, sent).status_code == 302
        shown = page(visitor.get(f"/problems/{matters.by_status[status]}"))
        assert ("其中有文件与已有佐证内容完全相同" in shown.text) is again, "said at once"
    assert "与其他记录的另外1件附件内容完全相同" in shown.text
    assert "事发 2023-03-06" in shown.text


def test_a_photo_survives_a_refusal(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    visitor = sign_in("handler")
    url = f"/problems/{matters.by_status[S.PENDING]}/evidence"
    sent = {"files": (io.BytesIO(_photo()), "现场.jpg"), "shows": "", "event_date": "2023-03-06"}
    shown = page(visitor.submit(url, sent), status=422)
    form = shown.find("//main//form")[0]
    again = {**dict(form.form_values()), "shows": "现场"}
    assert visitor.post(url, data=again).status_code == 302
    with inside():
        problem = session.get_one(Problem, matters.by_status[S.PENDING])
        assert [one.file.name for one in attachments_of(problem)] == ["现场.jpg"]


def test_before_and_after_are_set_beside_each_other(
    matters: Matters, inside: Inside, sign_in: SignIn
) -> None:
    visitor = sign_in("handler")
    url = f"/problems/{matters.by_status[S.PENDING]}/evidence"
    before = {"files": (io.BytesIO(_photo()), "前.jpg"), "shows": "前", "purpose": "before"}
    visitor.submit(url, before)
    with inside():
        problem = session.get_one(Problem, matters.by_status[S.PENDING])
        held = attachments_of(problem, Purpose.BEFORE)[0].id
    after = {"files": (io.BytesIO(_photo("blue")), "后.jpg"), "shows": "后", "purpose": "after",
             "pair_id": str(held)}  # fmt: skip
    assert visitor.submit(url, after).status_code == 302
    with inside():
        problem = session.get_one(Problem, matters.by_status[S.PENDING])
        one, other = attachments_of(problem)
        assert (one.pair_id, other.pair_id) == (other.id, one.id)


def test_mending_on_the_spot_asks_for_the_proof_on_its_page(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    reviewer, key = sign_in("reviewer"), matters.by_status[S.ESTABLISHED]
    url = f"/problems/{key}/step/fix_on_spot"
    shown = page(reviewer.submit(url, {"reason": "当场改正"}), status=422)
    assert "须有整改后的佐证" in shown.text
    sent = {"reason": "当场改正", "proof": (io.BytesIO(_photo()), "改后.jpg")}
    assert reviewer.submit(url, sent).status_code == 302
    with inside():
        assert session.get_one(Problem, key).status is S.FIXED_ON_SPOT
    assert reviewer.get(url).status_code == 409  # the back button


@pytest.mark.parametrize("status", list(S))
def test_the_page_offers_exactly_what_may_be_done(
    matters: Matters, sign_in: SignIn, page: PageCheck, status: ProblemStatus
) -> None:
    key = matters.by_status[status]
    shown = page(sign_in("reviewer").get(f"/problems/{key}"))
    links = shown.tree.xpath("//div[@class='page-actions']//a/@href")
    steps = {found[1] for link in links if (found := re.search(r"/step/(\w+)", link))}
    expected = {
        S.PENDING: {"reject"},
        S.ESTABLISHED: {"fix_on_spot", "cannot_fix"},
        S.RECTIFYING: {"cannot_fix"},
    }
    assert steps == expected.get(status, set())


def test_an_explanation_that_is_there_is_written_anew_and_not_what_comes_next(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    handler, address = sign_in("handler"), f"/problems/{matters.by_status[S.PENDING]}"
    before = page(handler.get(address)).text
    assert "登记事实确认" in before
    assert "改登事实确认" not in before
    with inside():
        make.explained(session.get_one(Problem, matters.by_status[S.PENDING]))
    assert "改登事实确认" in page(handler.get(address)).text


def test_a_stale_form_shows_both_versions(
    matters: Matters, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    visitor, key = sign_in("handler"), matters.by_status[S.PENDING]
    form = page(visitor.get(f"/problems/{key}/amend")).find("//main//form")[0]
    with inside():
        session.get_one(Problem, key).title = "别人改的"
    answer = visitor.post(
        f"/problems/{key}/amend", data={**dict(form.form_values()), "title": "我改的"}
    )
    shown = page(answer, status=409)
    assert "别人改的" in shown.text
    assert "我改的" in shown.text
