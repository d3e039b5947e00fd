"""补录 of a paper that was sent back: every round of reply with its own term, by form, corrected, without scripts."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core import duedates
from supervision.core.db import session
from supervision.core.duedates import DueKind, DueState
from supervision.imports.fields import Names
from supervision.imports.kinds import KINDS
from supervision.instruments.models import Instrument
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support import second
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

TODAY = date(2026, 3, 2)
PATH = "/instruments/back-entry"
# By hand: 2 May answered, 8 May sent back for 15日 (till 23 May), answered on 22; 1 June sent back until 30 June.
FIRST = {
    "returns-0-returned_on": "2023-05-08", "returns-0-reason": "第1条未附佐证", "returns-0-term_number": "15",
    "returns-0-term_unit": "日", "returns-0-replied_on": "2023-05-22", "returns-0-reply_number": "示甲〔2023〕11号",
    "returns-0-reply_summary": "已补送佐证。",
}  # fmt: skip
SECOND = {
    "returns-1-returned_on": "2023-06-01", "returns-1-fixed_due": "2023-06-30",
    "returns-1-replied_on": "2023-06-28", "returns-1-reply_summary": "全部完成。",
}  # fmt: skip


@pytest.fixture
def handler(office: Office, sign_in: SignIn, clock: Clock) -> Visitor:
    clock("2026-03-02 09:00")
    return sign_in("handler")


@pytest.fixture
def typed(inside: Inside, office: Office) -> dict[str, str]:
    with inside():
        kind_id = papers.kind(office, "opinion").id
    return {
        "kind_id": str(kind_id), "unit_id": str(office.unit_id), "number": "示司监意[2023]7号",
        "signed_on": "2023-04-10", "signatory_name": "示例局长", "demands": "规范检查程序。",
        "delivered_on": "2023-04-11", "replied_on": "2023-05-02", "reply_number": "示甲〔2023〕9号",
        "reply_summary": "正在整改。",
    }  # fmt: skip


def _another(handler: Visitor, typed: dict[str, str], page: PageCheck, path: str = PATH) -> str:
    """再加一轮 gives a further round, and nothing typed is lost."""
    answer = handler.submit(path, {**typed, "another_round": "1"}, form=FORM)
    shown = page(answer)
    kept = shown.find(FORM)[0].fields
    assert {name: (kept[name] or "").strip() for name in typed} == typed
    return shown.text


def _rounds(inside: Inside) -> list[tuple[date, str, date | None, str, date | None]]:
    with inside():
        paper = session.scalars(sa.select(Instrument)).one()
        return [
            (one.received_on, one.summary, one.returned_on, one.return_reason, one.supplement_due)
            for one in paper.rounds
        ]


WHOLE = [
    (date(2023, 5, 2), "正在整改。", date(2023, 5, 8), "第1条未附佐证", date(2023, 5, 23)),
    (date(2023, 5, 22), "已补送佐证。", date(2023, 6, 1), "见原件", date(2023, 6, 30)),
    (date(2023, 6, 28), "全部完成。", None, "", None),
]


def test_three_rounds_are_entered_looked_at_and_corrected(
    inside: Inside, handler: Visitor, typed: dict[str, str], sign_in: SignIn, page: PageCheck
) -> None:
    assert "第3轮" in _another(handler, typed | FIRST, page)
    # the form with two rounds is what the page now holds: a browser sends it as it stands
    whole = typed | FIRST | SECOND | {"closed_on": "2023-07-03"}
    form = handler.submit(PATH, {**typed, "another_round": "1"}, form=FORM)
    assert form.status_code == 200
    held = dict(page(form).find(FORM)[0].form_values())
    answer = handler.post(PATH, data={**held, **whole})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    reviewer = sign_in("reviewer")
    looked = page(reviewer.get(second.waiting(reviewer)[0])).text
    assert (
        "2023-05-08退回（第1条未附佐证），补充整改期限15日；2023-05-22收文 示甲〔2023〕11号"
        in looked
    )
    assert second.confirm(reviewer).status_code == 302
    assert _rounds(inside) == WHOLE
    _terms_are_met(inside)
    # 更正: the second letter came a day earlier; everything else stands as it was
    path = f"{answer.location}/correct"
    assert page(handler.get(path)).find("//*[@name='returns-1-fixed_due']")
    fixed = {"returns-0-replied_on": "2023-05-21", "why": "收文日期录错"}
    assert handler.submit(path, fixed, form=FORM).status_code == 302
    assert second.confirm(reviewer).status_code == 302
    assert _rounds(inside) == [WHOLE[0], (date(2023, 5, 21), *WHOLE[1][1:]), WHOLE[2]]
    _terms_are_met(inside)
    assert "2023-05-22" in page(handler.get(answer.location)).text  # what it was, on the timeline
    # and by sheet, which says nothing of the later rounds: they stay
    with inside(), on(TODAY, "handler") as actor:
        paper, kind = session.scalars(sa.select(Instrument)).one(), KINDS["papers"]
        told = {**kind.values(paper), "signatory_name": "示例副局长"}
        kind.update(paper, told, Names.of(actor), actor)
        assert paper.signatory_name == "示例副局长"
    assert _rounds(inside) == [WHOLE[0], (date(2023, 5, 21), *WHOLE[1][1:]), WHOLE[2]]


def _terms_are_met(inside: Inside) -> None:
    with inside():
        paper = session.scalars(sa.select(Instrument)).one()
        rows = duedates.of_owner(paper, DueKind.SUPPLEMENT)
        met = [(row.due, row.state) for row in rows]
        assert met == [(date(2023, 5, 23), DueState.MET), (date(2023, 6, 30), DueState.MET)]


def test_what_was_sent_back_and_not_answered_goes_on_here(
    inside: Inside, handler: Visitor, typed: dict[str, str], sign_in: SignIn, page: PageCheck
) -> None:
    told = {name: value for name, value in FIRST.items() if "repl" not in name}
    answer = handler.submit(PATH, typed | told, form=FORM)
    assert second.confirm(sign_in("reviewer")).status_code == 302
    shown = page(handler.get(answer.location)).text
    assert "退回补充" in shown
    with inside():
        paper = session.scalars(sa.select(Instrument)).one()
        row = duedates.open_of(paper, DueKind.SUPPLEMENT)
        assert row is not None
        assert (row.due, row.number, row.unit, row.start) == (
            date(2023, 5, 23),
            15,
            "日",
            date(2023, 5, 8),
        )


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"returns-0-returned_on": ""}, "第2轮：请填写退回日期"),
        ({"returns-0-returned_on": "2023-05-01"}, "第2轮：退回日期不得早于前一轮的收文日期"),
        ({"returns-0-term_number": ""}, "第2轮：请填写补充整改期限，或者固定到期日"),
        ({"returns-0-fixed_due": "2023-05-20"}, "第2轮：请填写补充整改期限，或者固定到期日"),
        ({"returns-0-replied_on": "2023-05-07"}, "第2轮：收文日期不得早于退回日期"),
        ({"returns-0-reply_date": "2023-05-07"}, "第2轮：来文日期不得早于退回日期"),
        ({"reply_date": "2023-04-10"}, "来文日期不得早于送达日期"),
        ({"returns-0-replied_on": ""}, "第2轮：填写了反馈，须填写收文日期"),
        ({"replied_on": ""}, "填写了反馈，须填写收文日期"),
        ({"returns-0-returned_on": "2023-13-08"}, "“2023-13-08”"),
        ({"closed_on": "2023-05-10"}, "办结日期不得早于最后一轮的收文日期"),
    ],
)  # fmt: skip
def test_a_round_that_cannot_be_is_refused_and_nothing_is_lost(
    inside: Inside, handler: Visitor, typed: dict[str, str], page: PageCheck,
    changed: dict[str, str], why: str,
) -> None:  # fmt: skip
    said = typed | FIRST | changed
    shown = page(handler.submit(PATH, said, form=FORM), status=422)
    assert why in shown.text
    kept = shown.find("//*[@name='returns-0-reply_summary']")[0].text_content().strip()
    assert kept == said["returns-0-reply_summary"]
    with inside():
        assert session.scalars(sa.select(Instrument)).all() == []


def test_fields_of_some_kinds_are_shown_with_them_only(
    inside: Inside, office: Office, handler: Visitor, typed: dict[str, str], page: PageCheck
) -> None:
    """主送单位 with papers to many; without scripts what was typed for another kind is refused, not taken."""
    with inside():
        many = {str(papers.kind(office, code).id) for code in ("circular", "issuing_notice")}
        one = str(papers.kind(office, "opinion").id)
    shown = page(handler.get(PATH))

    def kinds(name: str) -> set[str]:
        around = shown.find(f"//*[@name='{name}']/ancestor::*[@data-depends='kind_id']")[0]
        return set(around.get("data-depends-on").split(" "))

    assert "期限单位 选填" not in shown.text, "it is never empty"
    assert "反馈期限 选填" in shown.text
    assert kinds("recipients") == many
    for name in ("unit_id", "addressee", "replied_on", "returns-0-returned_on"):
        assert one in kinds(name), name
        assert not many & kinds(name), name
    refused = page(
        handler.submit(PATH, typed | {"recipients": "示例市甲局"}, form=FORM), status=422
    )
    assert "发给一个单位" in refused.text
    assert refused.find("//textarea[@name='recipients']")[0].text_content().strip() == "示例市甲局"


def test_a_later_round_by_post_is_judged_by_the_day_it_was_posted(
    inside: Inside, office: Office, handler: Visitor, typed: dict[str, str], sign_in: SignIn
) -> None:
    """Sent back on 8 May for 15日: till 23 May, a Tuesday. Received on the 25th, posted on the 22nd."""
    with inside():
        papers.kind(office, "opinion").posted_counts = True
    late = {"returns-0-replied_on": "2023-05-25", "returns-0-posted_on": "2023-05-22"}
    wrong = handler.submit(
        PATH, {**typed, **FIRST, **late, "returns-0-posted_on": "2023-05-26"}, form=FORM
    )
    assert wrong.status_code == 422
    assert "第2轮：交邮日期须在来文日期之后、收文日期之前" in wrong.get_data(as_text=True)
    answer = handler.submit(PATH, {**typed, **FIRST, **late}, form=FORM)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    assert second.confirm(sign_in("reviewer")).status_code == 302
    with inside():
        paper = session.scalars(sa.select(Instrument)).one()
        (row,) = duedates.of_owner(paper, DueKind.SUPPLEMENT)
        assert (row.due, row.closed_on) == (date(2023, 5, 23), date(2023, 5, 22))
    shown = handler.get(f"{answer.location}/correct").get_data(as_text=True)
    assert 'value="2023-05-22"' in shown
