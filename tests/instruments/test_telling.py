"""What happens to a paper is told at once to whoever comes next, and ends when the paper goes on."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import sqlalchemy as sa

from supervision.accounts.models import Deputy, User
from supervision.accounts.principals import principal_of
from supervision.core.access.principal import Principal, acting
from supervision.core.db import session
from supervision.core.deadlines import Term
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import DecisionFacts, ObjectionFacts
from supervision.instruments.objecting.states import Decision
from supervision.instruments.replying import service as replying
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.verifying import service as verifying
from supervision.reminders.inbox import live
from supervision.reminders.models import Notice, NoticeKind
from supervision.reminders.sweep import sweep
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.clock import Clock
from tests.support.work import Inside


@contextmanager
def acts(username: str) -> Iterator[Principal]:
    """`username` acts now, on the day of the clock."""
    person = principal_of(session.scalars(sa.select(User).filter_by(username=username)).one())
    with acting(person):
        yield person


def _told() -> dict[str, list[str]]:
    """What stands in each inbox of events, without the paper's name."""
    rows = session.execute(
        sa.select(User.username, Notice.title)
        .join(Notice, Notice.user_id == User.id)
        .where(Notice.kind == NoticeKind.EVENT, live())
        .order_by(Notice.id)
    )
    found: dict[str, list[str]] = {}
    for username, title in rows:
        found.setdefault(username, []).append(title.rpartition("：")[2])
    return found


def test_each_step_tells_whoever_comes_next_and_nobody_else(
    inside: Inside, office: Office, clock: Clock
) -> None:
    clock("2026-03-02 09:00")
    with inside():
        paper = papers.draft(office)
        assert _told() == {}, "a day lived again is nobody's news"
        with acts("handler") as handler:
            drafting.submit(paper, actor=handler)
        first = _told()
        assert first["reviewer"] == ["待您审核"]
        assert "handler" not in first
        assert "signatory" not in first
        with acts("reviewer") as reviewer:
            drafting.send_back(paper, reason="事实不清", actor=reviewer)
        assert _told() == {"handler": ["已退回修改"]}, "what waited for review is over"
        with acts("handler") as handler:
            drafting.submit(paper, actor=handler)
        assert _told() == first, "told again, on the same day"
        with acts("reviewer") as reviewer:
            drafting.pass_review(paper, actor=reviewer)
        assert _told() == {"signatory": ["待您签发"], "signatory2": ["待您签发"]}
        with acts("signatory") as leader:
            signing.sign(paper, actor=leader)
        assert _told() == {"handler": ["已签发，请送达"]}
        with acts("handler") as handler:
            delivery.send(paper, actor=handler)
        assert _told() == {"liaison": ["已发送，请签收"]}, "the same day, and no other unit"


def test_a_reply_and_an_extension_reach_both_sides(
    inside: Inside, office: Office, clock: Clock
) -> None:
    with inside():
        paper = papers.delivered(office, day=date(2026, 3, 2))
        clock("2026-03-09 09:00")
        with acts("liaison") as liaison:
            facts = ExtensionFacts("修订制度", date(2026, 4, 20))
            asked = extending.ask(paper, facts, actor=liaison)
        assert set(_told()) >= {"reviewer", "handler"}
        assert _told()["handler"] == ["单位申请延期，请审批"]
        with acts("reviewer") as reviewer:
            extending.grant(asked, new_due=date(2026, 4, 20), actor=reviewer)
        assert _told() == {"liaison": ["延期已批准"], "handler": ["延期已批准"]}
        with acts("liaison") as liaison:
            for item in paper.items:
                replying.answer(item, "已整改到位。", actor=liaison)
            replying.send(paper, actor=liaison)
        assert _told() == {"handler": ["单位已反馈，请核查"]}


def test_what_the_unit_does_and_what_is_decided_of_it_reach_the_other_side(
    inside: Inside, office: Office, clock: Clock
) -> None:
    """Signed for, returned for supplement, objected, decided: each on its day, each ends what was told before."""
    clock("2026-03-02 09:00")
    with inside():
        sent = papers.signed(office)
        with acts("handler") as handler:
            delivery.send(sent, actor=handler)
        with acts("liaison") as liaison:
            delivery.receive(sent, actor=liaison)
        assert _told() == {"handler": ["已送达单位"]}
        clock("2026-03-03 09:00")
        with acts("liaison") as liaison:
            for item in sent.items:
                replying.answer(item, "正在整改。", actor=liaison)
            replying.send(sent, actor=liaison)
        with acts("handler") as handler:
            verifying.return_reply(sent, reason="佐证不足", term=Term(10), actor=handler)
        assert _told() == {"liaison": ["已退回，请补充整改"]}
    with inside():
        clock("2026-03-02 09:00")
        decided = papers.delivered(office, "decision", over=[papers.problem(office)])
        clock("2026-03-04 09:00")
        before = _told()
        with acts("liaison") as liaison:
            objection = objecting.raise_(decided, ObjectionFacts("理由"), actor=liaison)
        raised = {name: lines[len(before.get(name, [])) :] for name, lines in _told().items()}
        assert raised["handler"] == raised["reviewer"] == raised["reviewer2"] == ["单位提出异议"]
        assert not raised["liaison"]
        with acts("reviewer2") as reviewer:
            objecting.decide(objection, DecisionFacts(Decision.UPHELD, "维持。"), actor=reviewer)
        after = {name: lines[len(before.get(name, [])) :] for name, lines in _told().items()}
        assert {name: said for name, said in after.items() if said} == {
            "handler": ["异议已有复查决定"], "liaison": ["异议已有复查决定"],
        }  # fmt: skip


def test_whoever_stands_in_is_told_what_the_absent_would_be(
    inside: Inside, office: Office, clock: Clock
) -> None:
    """The reminder went to 周某甲, on leave; the deputy 李某乙 was told nothing."""
    clock("2026-03-27 09:00")
    with inside():
        ids = {row[0]: row[1] for row in session.execute(sa.select(User.username, User.id))}
        session.add(Deputy(person_id=ids["handler"], deputy_id=ids["second"],
                           from_on=date(2026, 3, 26), until_on=date(2026, 3, 31)))  # fmt: skip
        paper = papers.delivered(office, day=date(2026, 3, 2))
        sweep()
        reminded = sa.select(Notice.user_id).where(Notice.kind == NoticeKind.REMINDER)
        assert {ids["handler"], ids["second"]} <= set(session.scalars(reminded))
        with acts("liaison") as liaison:
            for item in paper.items:
                replying.answer(item, "已整改到位。", actor=liaison)
            replying.send(paper, actor=liaison)
        assert _told() == {"handler": ["单位已反馈，请核查"], "second": ["单位已反馈，请核查"]}


def test_who_may_be_the_second_on_an_item_is_told_beside_what_waits(
    inside: Inside, office: Office, clock: Clock
) -> None:
    clock("2026-03-27 09:00")
    with inside():
        paper = papers.replied(office)
        with acts("handler") as handler:
            verifying.conclude(paper.items, Conclusion.MENDED, note="已核对材料。", actor=handler)
            verifying.opine(paper.items[:1], Opinion.AGREE, actor=handler)
            verifying.opine(paper.items[1:], Opinion.AGREE, actor=handler)
        wanted = ["已有人提出销号意见，待第二人"]
        assert _told()["second"] == wanted, "said once of a paper"
        assert _told()["reviewer"] == wanted
        assert "handler" not in _told()
