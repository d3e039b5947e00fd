"""Pages of referrals: whoever is not named finds nothing, steps by page, few queries."""

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.core.access import Role
from supervision.core.db import session
from supervision.core.files import Attachment, attach, save_bytes
from supervision.referrals import letters
from supervision.referrals.models import Referral
from supervision.referrals.states import ReferralStatus
from tests.make import people
from tests.make import referrals as make
from tests.support import pages
from tests.support.queries import queries
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
MAIN = "//main//form[@method='post']"


def test_a_referral_goes_from_draft_to_archive_by_page(inside: Inside, sign_in: SignIn) -> None:
    with inside():
        approver = make.account("signatory").id
    handler, signatory = sign_in("handler"), sign_in("signatory")
    data = {"way": "mechanism", "recipient": "示例市委巡察办", "subject": "有关问题"}
    data |= {"approver_id": str(approver), "term_number": "10"}
    made = handler.submit("/referrals/new", data, form=MAIN)
    assert made.status_code == 302, made.get_data(as_text=True)
    steps = [
        (handler, "submit", {}),
        (signatory, "approve", {}),
        (handler, "send", {"number": "示司监移函〔2026〕1号"}),
        (handler, "receive", {"by": "示例某甲"}),
        (handler, "answer", {"result": "已处理"}),
        (handler, "archive", {}),
    ]
    for visitor, verb, values in steps:
        answer = visitor.submit(f"{made.location}/step/{verb}", values, form=MAIN)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        pages.check(visitor.get(made.location))
    with inside():
        assert session.scalars(sa.select(Referral)).one().status is ReferralStatus.ARCHIVED
    assert "要求回告 10个工作日内" in pages.check(handler.get(made.location)).text
    assert "示司监移函〔2026〕1号" in pages.check(handler.get("/referrals/")).text
    assert handler.get("/referrals/export.xlsx").status_code == 200


def test_what_is_needed_of_one_way_says_so(sign_in: SignIn) -> None:
    """依据 is 选填 of a 移交 and needed of a 移送: the label says which."""
    text = pages.check(sign_in("handler").get("/referrals/new")).text
    assert "工作机制或法律依据 移送必填" in text
    assert "工作机制或法律依据 选填" not in text


def test_whoever_is_not_named_finds_nothing_not_even_letter_or_attachment(
    inside: Inside, sign_in: SignIn
) -> None:
    with inside():
        handler = people.principal("handler")
        made = make.referral(subject="不可外传的事由")
        attach(
            save_bytes("示例.pdf", "application/pdf", b"%PDF-1", actor=handler), made, actor=handler
        )
        letter = letters.draft(made, actor=handler)
        urls = [
            f"/referrals/{made.id}",
            f"/referrals/{made.id}/amend",
            f"/referrals/{made.id}/viewers",
            f"/referrals/{made.id}/step/submit",
            f"/instruments/{letter.id}",
            f"/instruments/{letter.id}/paper.pdf",
            f"/files/{session.scalars(sa.select(Attachment)).one().id}",
        ]
        people.user("stranger", Role.HANDLER, body=people.body("示范县"))
    assert sign_in("handler").get(urls[0]).status_code == 200
    for seat in ("second", "reviewer", "stranger"):
        visitor = sign_in(seat)
        for url in urls:
            refused = 404 if seat != "reviewer" else (403, 404)
            status = visitor.get(url).status_code
            assert status == refused or status in (403, 404), (seat, url)
        for url in ("/referrals/", "/instruments/"):
            text = pages.check(visitor.get(url)).text
            assert "不可外传" not in text
            assert "巡察办" not in text


@pytest.mark.parametrize(
    ("seat", "listed"),
    [
        ("handler", ["甲事由", "乙事由"]),  # whose matters they are
        ("signatory", ["甲事由", "乙事由"]),  # who approves
        ("reviewer", ["乙事由"]),  # named on one
        ("second", []),
    ],
)
def test_the_list_has_what_one_is_named_on_in_any_way_and_nothing_else(
    inside: Inside, sign_in: SignIn, seat: str, listed: list[str]
) -> None:
    with inside():
        make.referral(subject="甲事由")
        make.referral(subject="乙事由", viewers=[make.account("reviewer")])
    text = pages.check(sign_in(seat).get("/referrals/")).text
    assert [subject for subject in ("甲事由", "乙事由") if subject in text] == listed


def test_amending_a_draft_keeps_the_circle(inside: Inside, sign_in: SignIn) -> None:
    with inside():
        key = make.referral(viewers=[make.account("second")]).id
    path = f"/referrals/{key}/amend"
    answer = sign_in("handler").submit(path, {"subject": "改后的事由"}, form=MAIN)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    with inside():
        made = session.get_one(Referral, key)
        assert (made.subject, [one.user.name for one in made.viewers]) == (
            "改后的事由", ["示例second"],
        )  # fmt: skip


def test_the_back_entry_form_takes_the_years_before(inside: Inside, sign_in: SignIn) -> None:
    data = {
        "way": "mechanism", "recipient": "示例市委巡察办", "subject": "旧件",
        "sent_on": "2023-09-01", "received_on": "2023-09-04", "answered_on": "2023-09-12",
        "result": "已处理", "letter_number": "示司监移函〔2023〕1号",
    }  # fmt: skip
    alone = pages.check(
        sign_in("handler").submit("/referrals/back-entry", data, form=MAIN), status=422
    )
    assert "没有可以核对的审核人" in alone.text
    with inside():
        data["viewers"] = str(make.account("reviewer").id)
    answer = sign_in("handler").submit("/referrals/back-entry", data, form=MAIN)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    with inside():
        assert session.scalars(sa.select(Referral)).one().back_entered


def test_list_and_page_take_few_queries_however_many_rows(
    app: Flask, inside: Inside, sign_in: SignIn
) -> None:
    with inside():
        key = make.referral(ReferralStatus.SENT).id
    handler = sign_in("handler")

    def taken(url: str) -> int:
        handler.get(url)  # who is here and the badge are asked again after something was written
        with queries(app) as sent:
            pages.check(handler.get(url))
        return len(sent)

    few = taken("/referrals/")
    with inside():
        for _ in range(6):
            make.referral(ReferralStatus.SENT)
    assert taken("/referrals/") <= few
    assert few <= 12
    assert taken(f"/referrals/{key}") <= 16
