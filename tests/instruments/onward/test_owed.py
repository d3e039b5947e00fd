"""What a 督办函 and a 催办通知 say of the paper before: what it asked, whether anything came, what is still owed.

Of texts.md: `要求于{前文期限}前（含当日）{完成整改并书面反馈／办结并函复}`, then 按记录取一: 尚未反馈, or 所列{总数}项中，第{项号}项
尚未整改到位; each item `{未了结条目标题}。{尚欠的内容}。督办要求：{要求}。`
"""

from datetime import date

from supervision.core.deadlines import Term
from supervision.core.deadlines import Unit as TermUnit
from supervision.instruments.models import Instrument
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.verifying import service as verifying
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

URGE = "//form[contains(@action, '/follow-up/urging_paper')]"
REMIND = "//form[contains(@action, '/follow-up/reminder')]"
WEEK = Term(5, TermUnit.WORKDAY)


def _follow(handler: Visitor, page: PageCheck, key: int, form: str = URGE) -> str:
    drafted = handler.submit(f"/instruments/{key}", form=form)
    assert drafted.status_code == 302
    return page(handler.get(drafted.location)).text


def _sent_back(paper: Instrument, *, reason: str = "材料不全") -> None:
    with on(date(2026, 3, 24), "handler") as handler:
        verifying.return_reply(paper, reason=reason, term=WEEK, actor=handler)


def test_of_a_unit_that_never_answered(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Delivered on 2 March, 30日: by 1 April."""
    with inside():
        paper = papers.delivered(office, items=2)
        key, number = paper.id, paper.number
    clock("2026-04-02 09:00")
    said = _follow(sign_in("handler"), page, key)
    assert (
        f"2026年2月25日，我局向你单位发出《行政执法监督意见书》（{number}），要求于2026年4月1日前（含当日）"
        "完成整改并书面反馈。截至2026年4月2日，你单位尚未反馈整改情况。" in said
    )
    assert "第1个问题" in said
    assert "督办要求：请整改第1项。" in said
    assert "经核查" not in said


def test_of_what_was_sent_back_it_says_which_items_and_what_is_owed(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """The first term is what the paper asked; the second, five working days from 24 March, what the return asked."""
    with inside():
        paper = papers.replied(office, items=3)
        one, two, three = paper.items
        with on(date(2026, 3, 23), "handler") as handler:
            verifying.conclude([two], Conclusion.MENDED, note="已核对材料。", actor=handler)
            verifying.conclude([one], Conclusion.PARTLY, note="台账缺3月份", actor=handler)
            verifying.conclude([three], Conclusion.NOT_MENDED, actor=handler)
        _sent_back(paper)
        key, number = paper.id, paper.number
    clock("2026-04-02 09:00")
    said = _follow(sign_in("handler"), page, key)
    paper_named = f"《行政执法监督意见书》（{number}）"
    assert (
        f"发出{paper_named}，要求于2026年4月1日前（含当日）完成整改并书面反馈。你单位反馈后，我局于2026年3月24日"
        "退回补充整改，要求于2026年3月31日前（含当日）再次反馈。截至2026年4月2日，"
        "该意见书所列3条中，第一、三条尚未整改到位。" in said
    )
    assert "经核查，部分整改。台账缺3月份。" in said
    assert "经核查，未整改。" in said
    assert "第2个问题" not in said


def test_a_paper_of_one_item_counts_nothing(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        paper = papers.replied(office, items=1)
        with on(date(2026, 3, 23), "handler") as handler:
            verifying.conclude(paper.items, Conclusion.NOT_MENDED, actor=handler)
        _sent_back(paper)
        key = paper.id
    clock("2026-04-02 09:00")
    said = _follow(sign_in("handler"), page, key)
    assert "该意见书所列事项尚未整改到位。" in said


def test_a_matter_passed_on_is_dealt_with_and_answered(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """转办函: 办理, never 整改; what nobody accepted is to be dealt with anew."""
    with inside():
        paper = papers.delivered(office, "transfer_letter", items=2)
        papers.answer(paper, day=date(2026, 3, 20))
        with on(date(2026, 3, 23), "handler") as handler:
            verifying.conclude(paper.items, Conclusion.UNTRUE, note="未附笔录", actor=handler)
            verifying.opine(paper.items, Opinion.POSTPONE, actor=handler)
        _sent_back(paper, reason="未附处理决定")
        key = paper.id
    clock("2026-04-02 09:00")
    said = _follow(sign_in("handler"), page, key)
    assert "要求于2026年4月1日前（含当日）办结并函复。" in said
    assert "退回重新办理，要求于2026年3月31日前（含当日）再次反馈。" in said
    assert "该函所列2项均未办结。" in said
    assert "办理结果未获认可，退回重新办理。未附笔录。" in said


def test_a_decision_is_carried_out(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        paper = papers.delivered(office, "decision", over=[papers.problem(office)])
        key = paper.id
    clock("2026-04-02 09:00")
    said = _follow(sign_in("handler"), page, key)
    assert "要求于2026年4月1日前（含当日）执行并书面报告。" in said
    assert "你单位尚未报告执行情况。" in said


def test_a_reminder_says_what_the_paper_asked(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """催办通知: {前文}要求{完成整改并书面反馈}的期限将于{到期日}届满."""
    with inside():
        key = papers.delivered(office, items=1).id
    clock("2026-03-30 09:00")
    said = _follow(sign_in("handler"), page, key, REMIND)
    assert "要求你单位完成整改并书面反馈。反馈期限将于2026年4月1日届满。" in said


def test_an_office_of_before_takes_it_over_by_its_head_and_a_leader(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """An upgrade rewords nothing: its items stand as briefly as before, until the newer words are adopted."""
    with inside():
        kind = papers.kind(office, "urging_paper")
        before = [
            {**one, "listing": "brief"} if one["part"] == "matters" else one for one in kind.parts
        ]
        kind.parts = before
        here = f"/instruments/kinds/{kind.id}"
    head, leader = sign_in("reviewer"), sign_in("signatory")
    (link,) = page(head.get(here)).find("//*[@id='built-in']//a[.='采用为草稿']/@href")
    asked = head.submit(link, {}, form=FORM)
    assert asked.status_code == 302
    assert "逐条写标题、尚欠的内容和要求" in page(leader.get(asked.location)).text
    assert leader.submit(asked.location, {"confirm": "1"}, form="//main//form").status_code == 302
    with inside():
        parts = {one["part"]: one["listing"] for one in papers.kind(office, "urging_paper").parts}
        assert parts["matters"] == "owed"
