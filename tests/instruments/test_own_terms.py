"""内部时限 and 停留: what the bureau gives itself for its own duties, seen by its people alone."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.clues.states import ClueStatus
from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import ObjectionFacts
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.verifying import service as verifying
from supervision.problems import service as problems
from supervision.reminders.models import Notice, NoticeKind
from supervision.reminders.sweep import sweep
from tests.make import case_files as papers
from tests.make import clues
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def _signed(office: Office) -> str:
    return f"/instruments/{papers.signed(office).id}"


def _extension(office: Office) -> str:
    paper = papers.delivered(office)
    with on(date(2026, 3, 9), "liaison") as unit:
        extending.ask(paper, ExtensionFacts("理由", date(2026, 4, 15)), actor=unit)
    return f"/instruments/{paper.id}"


def _objection(office: Office) -> str:
    paper = papers.delivered(office, "decision", over=[papers.problem(office)])
    with on(date(2026, 3, 9), "liaison") as unit:
        objecting.raise_(paper, ObjectionFacts("理由"), actor=unit)
    return f"/instruments/{paper.id}"


def _replied(office: Office) -> str:
    return f"/instruments/{papers.replied(office).id}"


def _agreed(office: Office) -> str:
    paper = papers.replied(office)
    with on(date(2026, 3, 23), "handler") as handler:
        verifying.conclude(paper.items, Conclusion.MENDED, note="已核对材料。", actor=handler)
        verifying.opine(paper.items, Opinion.AGREE, actor=handler)
    return f"/instruments/{paper.id}"


def _explained(office: Office) -> str:
    with on(date(2026, 3, 2), "handler") as handler:
        facts = problems.ProblemFacts(
            unit=papers.session.get_one(papers.Unit, office.unit_id), title="以罚代管",
            category="程序不规范", found_on=date(2026, 3, 2), facts="事实。",
        )  # fmt: skip
        found = problems.record(facts, actor=handler)
        problems.explain(found, text="属实。", on=date(2026, 3, 2), actor=handler)
    return f"/problems/{found.id}"


def _clue(state: ClueStatus) -> Callable[[Office], str]:
    def make(_office: Office) -> str:
        with on(date(2026, 3, 2), "handler"):
            return f"/clues/{clues.clue(state).id}"

    return make


@dataclass(frozen=True)
class Scene:
    """A duty that waits; its last day counted by hand, and what is said on the first working day after."""

    make: Callable[[Office], str]
    seat: str
    duty: str
    due: str
    late: str


# 2026: 28 February is a working Saturday, 6 April the day off after 清明.
SCENES = {
    "sending": Scene(_signed, "handler", "待送达", "2026-02-27", "2026-02-28"),
    "extension": Scene(_extension, "reviewer", "待批延期", "2026-03-12", "2026-03-13"),
    "check": Scene(_replied, "handler", "待核查", "2026-04-03", "2026-04-07"),
    "second": Scene(_agreed, "second", "待核查", "2026-03-30", "2026-03-31"),
    "establish": Scene(_explained, "handler", "待我认定", "2026-03-16", "2026-03-17"),
    "accept": Scene(_clue(ClueStatus.REGISTERED), "reviewer", "待受理线索", "2026-03-09",
                    "2026-03-10"),
    "report": Scene(_clue(ClueStatus.CLOSED), "handler", "待回告", "2026-03-09", "2026-03-10"),
}  # fmt: skip


def _task(page: PageCheck, visitor, duty: str) -> str:
    shown = page(visitor.get("/reminders/"))
    found = shown.find(f"//section[@class='duty'][.//a[starts-with(normalize-space(), '{duty}')]]")
    return str(found[0].text_content()) if found else ""


def test_a_duty_of_the_bureaus_own_has_its_light_in_the_queue_and_on_the_page(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Each on the first working day after its last: counted by hand, and by nobody reminded."""
    with inside():
        address = {name: scene.make(office) for name, scene in SCENES.items()}
    for name, scene in sorted(SCENES.items(), key=lambda one: one[1].late):
        clock(f"{scene.late} 09:00")
        visitor = sign_in(scene.seat)
        assert "逾期 · 1个工作日" in _task(page, visitor, scene.duty), name
        own = page(visitor.get(address[name])).text
        assert "内部时限" in own, name
        assert f"至 {scene.due}" in own, name
    for name in ("extension", "check", "second"):
        assert "内部时限" not in sign_in("liaison").get(address[name]).get_data(as_text=True), name
    with inside():
        sweep()
        told = session.scalars(sa.select(Notice).where(Notice.kind == NoticeKind.OWN_TERM))
        assert not list(told), "nobody is reminded until the body turns it on"


def test_a_review_of_an_objection_is_lit_by_its_own_last_day(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """15 working days from Monday, 9 March: Monday, 30 March; the reply itself is due on 1 April."""
    with inside():
        _objection(office)
    clock("2026-03-30 09:00")
    assert "今日到期" in _task(page, sign_in("reviewer2"), "待复查异议")


def test_the_nearest_comes_first(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    with inside():
        for day, unit in (
            (date(2026, 3, 4), "乙"),
            (date(2026, 3, 2), "甲"),
            (date(2026, 3, 3), "丙"),
        ):
            with on(day, "handler"):
                clues.clue(subject=f"来件{unit}", received_on=day)
    clock("2026-03-05 09:00")
    task = _task(page, sign_in("reviewer"), "待受理线索")
    assert task.index("来件甲") < task.index("来件丙") < task.index("来件乙")


def test_the_section_head_sets_the_days_and_turns_the_ladder_on(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Received on Monday, 2 March; 3 working days end on Thursday, 5 March."""
    with inside(), on(date(2026, 3, 2), "handler"):
        clue_id = clues.clue().id
    clock("2026-03-04 09:00")
    head = sign_in("reviewer")
    refused = head.submit("/own-terms/clue.accept", {"days": "61"})
    assert refused.status_code == 422
    assert "须为1至60的整数" in refused.get_data(as_text=True)
    saved = head.submit("/own-terms/clue.accept", {"days": "3", "reminds": "y"})
    assert saved.status_code == 302
    assert "3个工作日" in page(head.get("/own-terms/")).text
    assert "次日起3个工作日" in page(head.get(f"/clues/{clue_id}")).text
    assert sign_in("handler").get("/own-terms/").status_code == 403
    with inside():
        said = [(one.user_id, one.step) for one in _swept()]
        heads = [_id("reviewer"), _id("reviewer2")]
    assert said == [(user, f"clue.accept-{clue_id}-before-1") for user in heads]
    clock("2026-03-05 18:00")
    with inside():
        assert len(_swept()) == 2, "out of hours nothing is said and nothing ends"
    clock("2026-03-06 09:00")
    with inside():
        assert {one.step for one in _swept()} == {f"clue.accept-{clue_id}-after-1"}
    with inside():
        assert len(_swept()) == 2, "each step once"
    assert "1" in page(sign_in("reviewer2").get("/reminders/")).text
    off = {"days": "3", "reminds": ""}
    sign_in("reviewer").submit("/own-terms/clue.accept", off)
    with inside():
        assert not _swept(), "turned off again: what was said is over"


def _swept() -> list[Notice]:
    sweep()
    live = sa.select(Notice).where(Notice.kind == NoticeKind.OWN_TERM, Notice.ended_at.is_(None))
    return list(session.scalars(live.order_by(Notice.user_id)))


def _id(username: str) -> int:
    return session.scalars(sa.select(User.id).filter_by(username=username)).one()


def test_figures_count_duties_never_people(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Signed on 25 February: one sent on 2 March, a working day late; one on the 26th, in time; one waits."""
    with inside():
        papers.delivered(office)
        papers.delivered(office, day=date(2026, 2, 26))
        papers.signed(office)
    clock("2026-03-05 09:00")
    shown = page(sign_in("reviewer").get("/own-terms/"))
    row = next(one for one in shown.find("//tbody/tr") if "送出已签发文书" in one.text_content())
    cells = [" ".join(cell.text_content().split()) for cell in row.xpath("td")]
    assert cells[4:] == ["1件", "1件", "2件", "1件"]
    assert "示例" not in shown.find("//main//tbody")[0].text_content()


def test_figures_of_checking_and_agreeing_go_to_the_end_of_each(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """On 7 April: one reply waits beyond its 3 April; of two written off one had its
    second opinion a day late."""
    with inside():
        papers.close(papers.replied(office), day=date(2026, 3, 23))
        slow = papers.replied(office)
        with on(date(2026, 3, 23), "handler") as handler:
            verifying.conclude(slow.items, Conclusion.MENDED, note="已核对材料。", actor=handler)
            verifying.opine(slow.items, Opinion.AGREE, actor=handler)
        with on(date(2026, 3, 31), "second") as second:
            verifying.opine(slow.items, Opinion.AGREE, actor=second)
            verifying.pass_verification(slow, actor=second)
        with on(date(2026, 3, 31), "reviewer") as reviewer:
            verifying.close(slow, actor=reviewer)
        papers.replied(office)
        _extension(office)
    clock("2026-04-07 09:00")
    shown = page(sign_in("reviewer").get("/own-terms/"))
    rows = {
        row.xpath("td")[0].text_content().strip(): [
            cell.text_content().strip() for cell in row.xpath("td")[4:]
        ]
        for row in shown.find("//tbody/tr")
    }
    assert rows["核查反馈"] == ["1件", "1件", "2件", "0件"]
    assert rows["第二人销号意见"] == ["0件", "0件", "4件", "2件"], "by item, of which each has two"
    assert rows["决定延期申请"] == ["1件", "1件", "0件", "0件"]


STAYED = "（停留3个工作日）"


@pytest.mark.parametrize("at", ["review", "signature"])
def test_how_long_a_paper_stays_is_told_to_its_handler_and_the_section_head_alone(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock, at: str
) -> None:
    """With its reviewer, or its signatory, since Wednesday, 25 February; 26, 27 and 28 February are working days."""
    clock("2026-02-25 10:00")
    with inside():
        paper = papers.draft(office)
        with on(date(2026, 2, 25), "handler") as handler:
            drafting.submit(paper, actor=handler)
        if at == "signature":
            with on(date(2026, 2, 25), "reviewer") as reviewer:
                drafting.pass_review(paper, actor=reviewer)
        address = f"/instruments/{paper.id}"
    clock("2026-02-28 09:00")
    seen = {
        one: page(sign_in(one).get(address)).text
        for one in ("handler", "second", "reviewer", "signatory")
    }
    assert {one for one, text in seen.items() if STAYED in text} == {"handler", "reviewer"}
    assert "已等" not in page(sign_in("signatory").get("/")).text
    assert "已等" not in page(sign_in("signatory").get("/reminders/")).text


def test_the_end_of_an_absence_is_lit_and_told_from_the_working_day_before(
    office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Until Monday, 16 March; the working day before is Friday, the 13th."""
    clock("2026-03-12 09:00")
    away = {"from_on": "2026-03-12", "until_on": "2026-03-16"}
    handler = sign_in("handler")
    options = page(handler.get("/absence/deputies")).find("//select[@name='deputy_id']/option")
    second = next(one.get("value") for one in options if "second" in one.text_content())
    assert handler.submit("/absence/deputies", {**away, "deputy_id": second}).status_code == 302
    assert "剩2个工作日" in page(handler.get("/absence/deputies")).text
    assert not _task(page, handler, "代理即将结束")
    clock("2026-03-13 09:00")
    assert "剩1个工作日" in _task(page, sign_in("handler"), "代理即将结束")
    clock("2026-03-17 09:00")
    assert not _task(page, sign_in("handler"), "代理即将结束")
