"""One paper to many units: one number, one text, a receipt of each; nobody sees another's."""

from dataclasses import dataclass

import pytest

from supervision.agencies.models import Body
from supervision.agencies.service import UnitFacts, add_unit
from supervision.core import duedates
from supervision.core.access import Role
from supervision.core.db import session
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.layout_forms import MOST_NAMES, in_rows
from supervision.instruments.kinds import editing as kind_editing
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.receipts import service as receipts
from supervision.instruments.signing import service as signing
from supervision.instruments.states import DeliveryMethod
from supervision.instruments.verifying import service as verifying
from supervision.instruments.wording.parts import KindPart, Part
from tests.instruments.conftest import FORM
from tests.make import case_files, people
from tests.make.case_files import DELIVERED
from tests.make.offices import Office, on
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

CIRCULAR = KindFacts(
    code="case_review", name="行政执法监督通报", series="示司监通", natures=(), reply_wanted=False,
    term_number=None, many_units=True, title_template="{发文机关}关于案卷评查情况的通报",
    parts=(KindPart(Part.CAUSE, "现将案卷评查情况予以通报，请对照自查。"),),
)  # fmt: skip
ONE, TWO, THREE, STRANGER = "示例市甲局", "示例市乙局", "示例市丙局", "示例市丁局"


@dataclass(frozen=True)
class Circular:
    """A paper to three units, signed and sent; a receipt of each as its unit calls it."""

    path: str
    handler: Visitor


@pytest.fixture
def sent(inside: Inside, office: Office, sign_in: SignIn) -> Circular:
    """Drafted, reviewed, signed and sent, each step on the page of its person."""
    with inside():
        reviewer = people.principal("reviewer")
        for name, username in ((THREE, "liaison3"), (STRANGER, "liaison4")):
            unit = add_unit(UnitFacts(name=name, short_name=name[-2:]), actor=reviewer)
            people.user(username, Role.LIAISON, unit=unit)
        body = session.get_one(Body, office.body_id)
        kind_editing.add(body, CIRCULAR, actor=people.principal("sysadmin"))
    handler = sign_in("handler")
    typed = {"recipients-0": f"{ONE}，{TWO}", "recipients-1": "丙局"}
    drafted = handler.submit("/instruments/new?kind=case_review", typed, form=FORM)
    assert drafted.status_code == 302, drafted.get_data(as_text=True)
    path = drafted.location
    for username, verb in (
        ("handler", "submit"),
        ("reviewer", "pass_review"),
        ("signatory", "sign"),
    ):
        _do(sign_in(username), path, verb)
    _do(handler, path, "send")
    return Circular(path, handler)


def _do(visitor: Visitor, path: str, verb: str) -> None:
    done = visitor.submit(path, form=f"//form[contains(@action, '/do/{verb}')]")
    assert done.status_code == 302, done.get_data(as_text=True)


def _receipts(page: PageCheck, visitor: Visitor) -> list[str]:
    shown = page(visitor.get("/instruments/received/"))
    return [str(link.get("href")) for link in shown.find("//*[@data-rows]/tbody/tr/td[1]/a")]


def _table(page: PageCheck, handler: Visitor, path: str) -> list[list[str]]:
    rows = page(handler.get(path)).find("//table[@id='receipts']/tbody/tr")
    return [
        [" ".join(cell.text_content().split()) for cell in row.xpath("td")][1:5] for row in rows
    ]


def test_each_of_three_signs_for_itself_and_sees_only_its_own(
    sent: Circular, sign_in: SignIn, page: PageCheck
) -> None:
    paper = page(sent.handler.get(sent.path))
    assert "示司监通〔2026〕1号" in paper.text
    assert [row[0] for row in _table(page, sent.handler, sent.path)] == [ONE, TWO, THREE]
    signed = 0
    for username, name in (("liaison", ONE), ("liaison2", TWO), ("liaison3", THREE)):
        clerk = sign_in(username)
        assert clerk.get(sent.path).status_code == 404
        assert "待签收的通知、通报" in page(clerk.get("/")).text
        (own,) = _receipts(page, clerk)
        shown = page(clerk.get(own))
        assert "示司监通〔2026〕1号" in shown.text
        others = {ONE, TWO, THREE} - {name}
        assert name in shown.text
        assert not [other for other in others if other in shown.text]
        assert clerk.get(f"{own}/paper.pdf").data.startswith(b"%PDF")
        assert clerk.submit(own, form=FORM).status_code == 302
        again = clerk.post(own, data={})
        assert again.status_code in (400, 409, 422)
        assert "待签收的通知、通报" not in page(clerk.get("/")).text
        signed += 1
        done = [row for row in _table(page, sent.handler, sent.path) if row[3] == "已签收"]
        assert len(done) == signed
    assert f"{signed} / 3" in page(sent.handler.get(sent.path)).text


def test_a_tab_without_rows_does_not_say_that_there_are_none_at_all(
    sent: Circular, sign_in: SignIn, page: PageCheck
) -> None:
    """Whoever has signed all sees 全部 1, 未签收 0: nothing was sent would be untrue."""
    clerk = sign_in("liaison")
    clerk.submit(_receipts(page, clerk)[0], form=FORM)
    unsigned = page(clerk.get("/instruments/received/?tab=unsigned"))
    assert not unsigned.find("//*[@data-rows]/tbody/tr")
    assert "没有发给" not in unsigned.text
    assert "“未签收”里没有文书" in unsigned.text


def test_a_unit_that_was_not_addressed_gets_404(
    sent: Circular, sign_in: SignIn, page: PageCheck
) -> None:
    (own,) = _receipts(page, sign_in("liaison"))
    stranger, second = sign_in("liaison4"), sign_in("liaison2")
    for who in (stranger, second):
        for path in (own, f"{own}/paper.pdf", sent.path):
            assert who.get(path).status_code == 404, path
        assert who.post(own, data={}).status_code in (400, 404)
    assert _receipts(page, stranger) == []


def test_who_has_not_signed_is_found_and_a_signature_on_paper_is_registered(
    sent: Circular, sign_in: SignIn, page: PageCheck
) -> None:
    clerk = sign_in("liaison")
    clerk.submit(_receipts(page, clerk)[0], form=FORM)
    waiting = page(sent.handler.get("/instruments/received/?tab=unsigned"))
    assert TWO in waiting.text
    assert THREE in waiting.text
    assert not waiting.find(f"//td[contains(., '{ONE}')]")
    assert waiting.find(
        "//*[@data-rows]/tbody/tr//*[contains(@class, 'status')]/following-sibling::small"
    )
    assert "轮到各单位：签收" in page(sent.handler.get(sent.path)).text
    head = sign_in("reviewer")
    refused = head.post(f"{sent.path}/do/finish", data=_token(page, head))
    assert "还有2个单位没有签收" in refused.get_data(as_text=True)
    links = [
        str(one.get("href"))
        for one in page(sent.handler.get(sent.path)).find("//a[contains(@href, '/register')]")
        if "/received/" in str(one.get("href"))
    ]
    assert len(links) == 2
    early = sent.handler.submit(
        links[0], {"received_on": "2020-01-01", "recipient": "王某"}, form=FORM
    )
    assert "签收日期不得早于发出日期" in page(early, status=422).text
    for link in links:
        today = _today(page, sent.handler, link)
        typed = {"received_on": today, "recipient": "王某"}
        assert sent.handler.submit(link, typed, form=FORM).status_code == 302
    assert [row[3] for row in _table(page, sent.handler, sent.path)] == ["已签收"] * 3
    shown = page(sent.handler.get(sent.path))
    assert "线下签收" in shown.text
    assert f"{TWO}登记线下签收" in shown.text  # on the timeline
    _do(head, sent.path, "finish")
    assert "办结" in page(sent.handler.get(sent.path)).text


def _token(page: PageCheck, visitor: Visitor) -> dict[str, str]:
    (field, *_) = page(visitor.get("/")).find("//input[@name='csrf_token']")
    return {"csrf_token": str(field.get("value"))}


def _today(page: PageCheck, handler: Visitor, link: str) -> str:
    """The day on which it was sent, as the receipt's page says."""
    shown = page(handler.get(link.removesuffix("/register")))
    (day,) = shown.find("//dt[.='发出日期']/following-sibling::dd[1]")
    return str(day.text_content()).strip()


def test_names_that_are_no_units_are_refused_and_kept(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        body = session.get_one(Body, office.body_id)
        kind_editing.add(body, CIRCULAR, actor=people.principal("sysadmin"))
    handler = sign_in("handler")
    typed = {"recipients-0": "示例市不存在局"}
    refused = page(
        handler.submit("/instruments/new?kind=case_review", typed, form=FORM), status=422
    )
    assert "不是名录中的被监督单位" in refused.text
    (box,) = refused.find("//input[@name='recipients-0']")
    assert box.get("value") == "示例市不存在局"
    none = handler.submit("/instruments/new?kind=case_review", {}, form=FORM)
    assert "请至少选一个主送单位" in page(none, status=422).text


def test_a_kind_that_wants_answers_stays_with_one_unit(
    office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    admin = sign_in("sysadmin")
    typed = {
        "code": "asks",
        "name": "征求意见函",
        "series": "示司征",
        "many_units": "y",
        "reply_wanted": "y",
    }
    refused = admin.submit(f"/instruments/kinds/new/{office.body_id}", typed, form=FORM)
    assert "不要求反馈，没有条目" in page(refused, status=422).text


def test_sent_by_exchange_each_still_signs_and_an_end_without_that_ends_what_is_due(
    inside: Inside, office: Office
) -> None:
    with inside():
        body = session.get_one(Body, office.body_id)
        kind_editing.add(body, CIRCULAR, actor=people.principal("sysadmin"))
        with on(DELIVERED, "handler") as handler:
            facts = drafting.PaperFacts(
                kind=case_files.kind(office, "case_review"), recipients=f"{ONE}，{TWO}"
            )
            paper = drafting.draft(facts, actor=handler)
            drafting.submit(paper, actor=handler)
        with on(DELIVERED, "reviewer") as reviewer:
            drafting.pass_review(paper, actor=reviewer)
        with on(DELIVERED, "signatory") as leader:
            signing.sign(paper, actor=leader)
        with on(DELIVERED, "handler") as handler:
            by = delivery.DeliveryFacts(DeliveryMethod.EXCHANGE, DELIVERED, recipient="各单位")
            delivery.register_delivery(paper, by, actor=handler)
        found = receipts.of_paper(paper)
        assert [(one.name, one.sent_on) for one in found] == [(ONE, DELIVERED), (TWO, DELIVERED)]
        with on(DELIVERED, "liaison") as liaison:
            receipts.sign(found[0], actor=liaison)
        assert [duedates.open_of(one) is not None for one in found] == [False, True]
        with on(DELIVERED, "reviewer") as reviewer:
            verifying.terminate(paper, reason="方案停止执行", actor=reviewer)
        assert [duedates.open_of(one) is not None for one in found] == [False, False]


@pytest.mark.parametrize("count", [1, 3, 4, 200])
def test_as_many_units_as_may_be_named_fit_in_the_form(count: int) -> None:
    """A row each made the form of a paper to more than sixty an error."""
    names = [f"示例市第{number}综合行政执法支队" for number in range(count)]
    rows = in_rows(names)
    assert "，".join(rows) == "，".join(names)
    assert len(rows) <= MOST_NAMES
    assert max(map(len, rows)) <= 500


def test_whom_a_draft_is_for_is_changed_in_its_form(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        body = session.get_one(Body, office.body_id)
        kind_editing.add(body, CIRCULAR, actor=people.principal("sysadmin"))
    handler = sign_in("handler")
    typed = {"recipients-0": ONE, "recipients-1": TWO}
    drafted = handler.submit("/instruments/new?kind=case_review", typed, form=FORM).location
    assert _named(page, handler, drafted) == [ONE, TWO]
    assert f"{ONE}，{TWO}" in page(handler.get(drafted)).text
    changed = handler.submit(f"{drafted}/edit", {"recipients-0": ""}, form=FORM)
    assert changed.status_code == 302, changed.get_data(as_text=True)
    assert _named(page, handler, drafted) == [TWO]
    assert f"{ONE}，{TWO} 改为 {TWO}" in page(handler.get(drafted)).text  # on the timeline
    assert not _receipts(page, sign_in("liaison2"))  # a draft is nobody's


def test_what_is_issued_stands_behind_it(office: Office, sign_in: SignIn, page: PageCheck) -> None:
    """印发《…》 without what it issues is shown in red and refused."""
    handler = sign_in("handler")
    typed = {"recipients-0": ONE, "title": "示例市司法局关于印发《案卷评查方案》的通知"}
    drafted = handler.submit("/instruments/new?kind=issuing_notice", typed, form=FORM).location
    own = {"parts-0-words": "现将《案卷评查方案》印发给你们，请认真组织实施。"}
    assert handler.submit(f"{drafted}/edit", own, form=FORM).status_code == 302
    assert "所印发的文件还没有作为附件附上" in page(handler.get(drafted)).text
    refused = handler.post(f"{drafted}/do/submit", data=_token(page, handler))
    assert "所印发的文件还没有作为附件附上" in refused.get_data(as_text=True)
    plan = {"attached-0-title": "案卷评查方案", "attached-0-text": "一、评查范围\n近两年的案卷。"}
    assert handler.submit(f"{drafted}/edit", plan, form=FORM).status_code == 302
    _do(handler, drafted, "submit")


def _named(page: PageCheck, handler: Visitor, path: str) -> list[str]:
    boxes = page(handler.get(f"{path}/edit")).find("//input[starts-with(@name, 'recipients-')]")
    return [str(box.get("value")) for box in boxes if box.get("value")]


def test_no_step_is_shown_that_the_kind_does_not_have(page: PageCheck, sent: Circular) -> None:
    """Nobody answers a 通报, so nothing is verified: 反馈 and 核查 stood in its life as if to come."""
    shown = page(sent.handler.get(sent.path))
    named = shown.find("//ol[@class='stepper']//span[@class='step-name']/text()[1]")
    assert [str(one) for one in named] == ["拟稿", "审核", "签发", "送达", "办结"]
