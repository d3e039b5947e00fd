"""Review in the text: the reviewer comments and proposes words, the drafter takes or declines each, and only then it goes on.

Through HTTP: handler, reviewer and leader of the office in their own scope; the unit sees nothing of it.
"""

import pytest

from supervision.core import clock
from supervision.core.db import session
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.reviewing.models import NoteState, notes_of
from supervision.instruments.signing import service as signing
from supervision.instruments.states import InstrumentStatus as S
from tests.instruments.wording.test_one_wording import DAY
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.client import Visitor
from tests.support.pages import Page, PageCheck
from tests.support.parts import FORM, fields_of
from tests.support.seats import SignIn
from tests.support.work import Inside

REMARK = "//form[@class='form']"
BACK = "//dialog[@id='do-send_back']//form"


@pytest.fixture
def here(inside: Inside, office: Office) -> str:
    """A paper of two items before its reviewer."""
    with inside():
        paper = papers.draft(office)
        with on(DAY, "handler") as handler:
            drafting.submit(paper, actor=handler)
        return f"/instruments/{paper.id}"


def _paper(here: str) -> Instrument:
    return session.get_one(Instrument, int(here.rpartition("/")[2]))


def _items(inside: Inside, here: str) -> list[int]:
    with inside():
        return [item.id for item in _paper(here).items]


def _press(visitor: Visitor, page: PageCheck, here: str, verb: str, at: int = 0) -> int:
    """Press one of the buttons of the remarks that stand on the paper's page."""
    found = page(visitor.get(here)).find(
        f"//form[contains(@action, '/notes/') and contains(@action, '/{verb}')]"
    )
    form = found[at]
    return visitor.post(form.get("action"), data=dict(form.form_values())).status_code


def _proposed(visitor: Visitor, inside: Inside, here: str, words: str) -> None:
    second = _items(inside, here)[1]
    asked = f"{here}/notes/item-{second}"
    typed = {"demand": words, "text": "期限写清楚。"}
    assert visitor.submit(asked, typed, form=REMARK).status_code == 302


def _marks(shown: Page) -> dict[str, list[str]]:
    return {
        tag: [node.text for node in shown.find(f"//div[contains(@class, 'remark')]//{tag}")]
        for tag in ("del", "ins")
    }


def test_proposed_words_are_shown_struck_and_inserted_and_taken_by_the_drafter(
    inside: Inside, here: str, sign_in: SignIn, page: PageCheck
) -> None:
    reviewer, handler, leader = sign_in("reviewer"), sign_in("handler"), sign_in("signatory")
    _proposed(reviewer, inside, here, "请于15日内整改第2项。")
    shown = page(reviewer.get(here))
    assert _marks(shown) == {"del": [], "ins": ["于15日内"]}
    assert "还有 1 处审核意见待处理" in shown.text
    passed = "//form[contains(@action, '/do/pass_review')]"
    assert not shown.find(passed)
    assert reviewer.submit(here, {"reason": "请逐处处理"}, form=BACK).status_code == 302
    mine = page(handler.get(here))
    assert "退回修改：请逐处处理" in mine.find("//*[@id='sent-back']")[0].text_content()
    assert not mine.find("//form[contains(@action, '/do/submit')]")
    assert "退回修改：请逐处处理" in page(handler.get(f"{here}/edit")).text
    assert _press(handler, page, here, "take") == 302
    with inside():
        paper = _paper(here)
        assert paper.items[1].demand == "请于15日内整改第2项。"
        assert "请于15日内整改第2项。" in paper.text
        assert notes_of(paper)[0].state is NoteState.TAKEN
        reviewers = {1: paper.author_ids}
        assert len(reviewers[1]) == 1  # whoever proposed has not written
    assert handler.submit(here, form="//form[contains(@action, '/do/submit')]").status_code == 302
    again = page(reviewer.get(here))
    changed = again.find("//section[@id='changes']")[0]
    assert [node.text for node in changed.xpath(".//ins")] == ["于15日内"]
    assert reviewer.submit(here, form=passed).status_code == 302
    first = page(leader.get(here)).find("//div[@class='detail-main']/section")
    assert [one.get("id") for one in first][:3] == ["paper", "changes", "items"]


def test_a_comment_is_answered_and_a_proposal_declined_with_a_reason(
    inside: Inside, here: str, sign_in: SignIn, page: PageCheck
) -> None:
    reviewer, handler = sign_in("reviewer"), sign_in("handler")
    _proposed(reviewer, inside, here, "换一种说法。")
    first = _items(inside, here)[0]
    asked = f"{here}/notes/item-{first}"
    empty = page(reviewer.submit(asked, {"text": ""}, form=REMARK), status=422)
    assert "请写意见，或者直接改上面的文字" in empty.text
    assert reviewer.submit(asked, {"text": "依据是哪一条？"}, form=REMARK).status_code == 302
    assert reviewer.submit(here, {"reason": "见各处"}, form=BACK).status_code == 302
    declined = page(handler.get(here)).find("//a[contains(@href, '/decline')]")[0].get("href")
    assert (
        "必填"
        in page(
            handler.submit(
                declined, {"reason": ""}, form=FORM.replace("@id='drafting'", "@class='form'")
            ),
            status=422,
        ).text
    )
    typed = {"reason": "原文是上级来文的用语"}
    assert handler.submit(declined, typed, form=REMARK).status_code == 302
    assert _press(handler, page, here, "answer") == 302
    with inside():
        states = [one.state for one in notes_of(_paper(here))]
        assert states == [NoteState.DECLINED, NoteState.ANSWERED]
        assert _paper(here).items[1].demand == "请整改第2项。"
    assert handler.submit(here, form="//form[contains(@action, '/do/submit')]").status_code == 302
    assert "原文是上级来文的用语" in page(reviewer.get(here)).text


def test_words_changed_since_are_not_written_over(
    inside: Inside, here: str, sign_in: SignIn, page: PageCheck
) -> None:
    reviewer, handler = sign_in("reviewer"), sign_in("handler")
    _proposed(reviewer, inside, here, "请于15日内整改第2项。")
    reviewer.submit(here, {"reason": "见各处"}, form=BACK)
    typed = {"items-1-demand": "已由拟稿人另行改写。"}
    assert handler.submit(f"{here}/edit", typed, form=FORM).status_code == 302
    assert _press(handler, page, here, "take") == 409
    assert _press(handler, page, here, "answer") == 302
    with inside():
        assert _paper(here).items[1].demand == "已由拟稿人另行改写。"


def test_what_was_said_of_a_deleted_item_is_settled_with_it(
    inside: Inside, here: str, sign_in: SignIn, page: PageCheck
) -> None:
    reviewer, handler = sign_in("reviewer"), sign_in("handler")
    _proposed(reviewer, inside, here, "请于15日内整改第2项。")
    reviewer.submit(here, {"reason": "第二条可以不要"}, form=BACK)
    typed = fields_of(page(handler.get(f"{here}/edit")))
    kept = {name: value for name, value in typed.items() if not name.startswith("items-1-")}
    assert handler.post(f"{here}/edit", data=kept).status_code == 302
    with inside():
        assert [one.state for one in notes_of(_paper(here))] == [NoteState.ANSWERED]
    assert page(handler.get(here)).find("//form[contains(@action, '/do/submit')]")


def test_who_may_say_what_and_a_leader_s_word_stops_nothing(
    inside: Inside, here: str, sign_in: SignIn, page: PageCheck
) -> None:
    handler, leader, liaison = sign_in("handler"), sign_in("signatory"), sign_in("liaison")
    assert handler.get(f"{here}/notes/all").status_code == 403
    assert liaison.get(f"{here}/notes/all").status_code in (403, 404)
    assert leader.get(f"{here}/instruct").status_code == 409  # not before the review is over
    with inside(), on(DAY, "reviewer") as reviewer:
        drafting.pass_review(_paper(here), actor=reviewer)
    typed = {"text": "同意，抓紧。"}
    assert leader.submit(f"{here}/instruct", typed, form=REMARK).status_code == 302
    shown = page(leader.get(here))
    assert "同意，抓紧。" in shown.text
    assert shown.find("//*[@href='#do-sign']")
    with inside():
        assert _paper(here).status is S.AWAITING_SIGNATURE
    with inside(), on(DAY, "signatory") as signer:
        signing.sign(_paper(here), actor=signer)
    with inside(), on(DAY, "handler") as sender:
        delivery.send(_paper(here), actor=sender)
    kept = page(handler.get(here)).find("//dd[contains(., '同意，抓紧。')]")
    assert [" ".join(one.text_content().split()) for one in kept] == [
        f"同意，抓紧。（示例signatory，{clock.today():%m-%d}）"
    ]
    assert "抓紧" not in liaison.get(here).get_data(as_text=True)  # a 批示 is the office's own
