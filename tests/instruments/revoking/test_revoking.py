"""撤销 and 更正: after 送达 a paper ends or reads otherwise only by another paper, when that one is delivered."""

from collections.abc import Callable
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.deadlines import Term
from supervision.core.derived import verify
from supervision.core.duedates import DueState, of_owner
from supervision.core.errors import Forbidden, WrongState
from supervision.instruments.drafting import service as drafting
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.service import ExtensionFacts
from supervision.instruments.extending.states import ExtensionStatus
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.service import DecisionFacts, ObjectionFacts
from supervision.instruments.objecting.states import Decision
from supervision.instruments.onward import service as following
from supervision.instruments.revoking import service as revoking
from supervision.instruments.signing import service as signing
from supervision.instruments.states import Conclusion, InstrumentStatus, Opinion
from supervision.instruments.verifying import service as verifying
from supervision.problems.models import Problem, ProblemStatus
from supervision.reports import counting
from supervision.reports.indicators import find
from supervision.reports.periods import Period
from tests.make import case_files as papers
from tests.make import worded
from tests.make.case_files import DUE
from tests.make.offices import Office, on
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 3, 16)
S = InstrumentStatus
Key = Callable[[], int]


def _press(visitor: Visitor, paper: int, verb: str, **typed: str) -> int:
    """Press a button on the paper's page; where it leads, the number of the paper shown next."""
    form = f"//form[contains(@action, '/do/{verb}')]"
    answer = visitor.submit(f"/instruments/{paper}", typed, form=form)
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return int(answer.location.rstrip("/").rpartition("/")[2])


def _sign(key: int, *, drafter: str = "handler") -> None:
    """Reviewed and signed on 16 March by those who are there for it."""
    paper = session.get_one(Instrument, key)
    steps = (
        (drafter, worded.by_hand), (drafter, drafting.submit), ("reviewer", drafting.pass_review),
    )  # fmt: skip
    for username, verb in (*steps, ("signatory", signing.sign)):
        with on(DAY, username) as person:
            verb(paper, actor=person)


def _notice(inside: Inside, office: Office, number: int = 2) -> int:
    """A 整改通知书 over problems 1 and 2, delivered on 2 March and due on 1 April."""
    with inside():
        over = [papers.problem(office, title=f"问题{n}") for n in range(1, number + 1)]
        return papers.delivered(office, "rectification_notice", over=over).id


def _counted(office: Office) -> int:
    figure = find("rectification_notices")
    return len(counting.record_ids(figure, Period(2026), (office.body_id,)))


def _links(found: list[object]) -> set[str]:
    return {link.get("href") for link in found}  # type: ignore[attr-defined]


def test_the_notice_is_revoked_when_the_unit_signs_for_the_decision(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Drafted, signed: nothing changes. Delivered: everything about the notice ends, on every page."""
    notice = _notice(inside, office)
    clock("2026-03-16 10:00")
    handler, clerk = sign_in("handler"), sign_in("liaison")
    decision = _press(handler, notice, "draft_revocation", reason="认定事实的证据不足。")
    with inside():
        _sign(decision)
        assert session.get_one(Instrument, notice).status is S.DELIVERED
        number, revoker = (session.get_one(Instrument, key).number for key in (notice, decision))
        assert number and revoker  # noqa: PT018
        assert number in session.get_one(Instrument, decision).text
        assert "认定事实的证据不足。" in session.get_one(Instrument, decision).text
        assert _counted(office) == 1
    assert "即告撤销" in page(handler.get(f"/instruments/{decision}")).text
    _press(handler, decision, "send")
    with inside():
        assert session.get_one(Instrument, notice).status is S.DELIVERED, "sent is not delivered"
    _press(clerk, decision, "receive")

    with inside():
        paper = session.get_one(Instrument, notice)
        assert (paper.status, paper.due_on, paper.number) == (S.REVOKED, None, number)
        assert {row.state for row in of_owner(paper)} == {DueState.ENDED}
        for problem in session.scalars(sa.select(Problem)):
            assert (problem.status, problem.paper_id) == (ProblemStatus.ESTABLISHED, None)
            assert problem.reply_state == "原文书已撤销"
        assert _counted(office) == 0
        assert verify(session()) == []
    for visitor in (handler, clerk):
        shown = page(visitor.get(f"/instruments/{notice}"))
        assert f"本件已由{revoker}撤销（2026-03-16送达）" in shown.text.replace(" ", "")
        assert f"/instruments/{decision}" in _links(shown.find("//main//p//a"))
        assert "状态随之变为“已撤销”" in shown.text
        assert "期限已于 2026-03-16 终止，不再计算" in shown.text
        assert "已于 2026-03-16 反馈" not in shown.text
        assert not shown.find("//form[contains(@action, '/chase')]")
        other = page(visitor.get(f"/instruments/{decision}"))
        assert f"/instruments/{notice}" in _links(
            other.find("//main//p[contains(., '本件撤销')]//a")
        )
        listed = page(visitor.get("/instruments/?tab=revoked"))
        row = listed.find("//tbody/tr")[0].text_content()
        assert "已撤销" in row
        assert f"由{revoker}撤销" in row
    _expect_freed(
        page, handler, office, revoker, {f"/instruments/{one}" for one in (notice, decision)}
    )


def _expect_freed(
    page: PageCheck, handler: Visitor, office: Office, revoker: str, papers_told: set[str]
) -> None:
    """Its problems may be taken up again, and say what became of the paper, as the unit's page does."""
    ledger = page(handler.get("/problems/ledger"))
    assert [row.text_content().count("原文书已撤销") for row in ledger.find("//tbody/tr")] == [1, 1]
    assert "待下发" in ledger.text
    told = page(handler.get("/problems/1")).find("//section[contains(., '曾列入本问题')]//a")
    assert _links(told) == papers_told
    of_unit = page(handler.get(f"/agencies/{office.unit_id}"))
    assert f"由{revoker}撤销" in of_unit.text.replace(" ", "")


def test_a_new_notice_can_be_written_over_the_freed_problems(
    inside: Inside, office: Office, sign_in: SignIn, clock: Clock
) -> None:
    notice = _notice(inside, office, 1)
    with inside():
        _revoke(notice)
    clock("2026-03-17 10:00")
    handler = sign_in("handler")
    address = "/instruments/new?kind=rectification_notice&problems=1"
    assert handler.submit(address, form="//form[@class='form']").status_code == 302
    with inside():
        newest = session.scalars(sa.select(Instrument).order_by(Instrument.id.desc())).first()
        assert newest is not None
        assert session.get_one(Problem, 1).paper_id == newest.id
        _sign(newest.id)
        assert newest.number_serial == 2, "the revoked number stays used"


def _revoke(key: int) -> Instrument:
    """By a decision delivered on 16 March."""
    with on(DAY, "handler") as handler:
        paper = session.get_one(Instrument, key)
        made = revoking.draft_revocation(paper, reason="有误。", actor=handler)
    _sign(made.id)
    _deliver(made)
    return made


def _deliver(made: Instrument) -> None:
    with on(DAY, "handler") as handler:
        facts = papers.delivery.DeliveryFacts(
            papers.DeliveryMethod.DIRECT, DAY, recipient="示例收件人"
        )
        papers.delivery.register_delivery(made, facts, actor=handler)


def test_a_delivered_paper_is_not_voided_by_anybody(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """作废 only before 送达: no button afterwards, and the request made by hand is refused."""
    notice = _notice(inside, office, 1)
    clock("2026-03-16 10:00")
    reviewer = sign_in("reviewer")
    shown = page(reviewer.get(f"/instruments/{notice}"))
    assert not shown.find("//form[contains(@action, '/do/void')]")
    token = shown.find("//input[@name='csrf_token']/@value")[0]
    typed = {"csrf_token": token, "reason": "有误"}
    assert reviewer.post(f"/instruments/{notice}/do/void", data=typed).status_code == 422
    with inside():
        assert session.get_one(Instrument, notice).status is S.DELIVERED


def test_a_corrected_paper_stays_in_force_and_says_so(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    notice = _notice(inside, office, 1)
    clock("2026-03-16 10:00")
    handler, clerk = sign_in("handler"), sign_in("liaison")
    letter = _press(handler, notice, "draft_correction", reason="“三日”更正为“三十日”。")
    with inside():
        _sign(letter)
    _press(handler, letter, "send")
    _press(clerk, letter, "receive")
    with inside():
        paper = session.get_one(Instrument, notice)
        assert (paper.status, paper.due_on) == (S.DELIVERED, DUE)
        assert session.get_one(Problem, 1).status is ProblemStatus.RECTIFYING
        assert "“三日”更正为“三十日”。" in session.get_one(Instrument, letter).text
        number = session.get_one(Instrument, letter).number
    for visitor in (handler, clerk):
        shown = page(visitor.get(f"/instruments/{notice}"))
        assert f"本件已由{number}更正（2026-03-16送达）" in shown.text.replace(" ", "")
        rows = page(visitor.get("/instruments/")).find("//tbody/tr")
        assert [f"由{number}更正" in row.text_content() for row in rows] == [False, True]


def test_an_objection_decided_as_revoked_ends_the_same_way(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Not with the decision, but when the 复查决定书 is delivered."""
    with inside():
        paper = papers.delivered(office, "decision", over=[papers.problem(office)])
        with on(date(2026, 3, 9), "liaison") as liaison:
            objection = objecting.raise_(paper, ObjectionFacts("事实有出入"), actor=liaison)
        with on(DAY, "reviewer2") as other:
            facts = DecisionFacts(Decision.REVOKED, "事实不清。")
            objecting.decide(objection, facts, actor=other)
        with on(DAY, "second") as second:
            drafted = following.review_decision(objection, actor=second)
        assert "一、撤销《行政执法监督决定书》（示司监决〔2026〕1号）。" in drafted.text
        assert "期限照常" not in drafted.text
        first, key = paper.id, drafted.id
        _sign(key, drafter="second")
        assert paper.status is S.DELIVERED
    clock("2026-03-16 11:00")
    handler, clerk = sign_in("handler"), sign_in("liaison")
    assert "复查决定书送达之日本件撤销" in page(handler.get(f"/instruments/{first}")).text
    _press(handler, key, "send")
    _press(clerk, key, "receive")
    with inside():
        paper = session.get_one(Instrument, first)
        assert (paper.status, paper.due_on) == (S.REVOKED, None)
        assert session.get_one(Problem, 1).paper_id is None
    assert "本件已由" in page(clerk.get(f"/instruments/{first}")).text


def test_an_upheld_objection_revokes_nothing(inside: Inside, office: Office) -> None:
    with inside():
        paper = papers.delivered(office, "decision", over=[papers.problem(office)])
        with on(date(2026, 3, 9), "liaison") as liaison:
            objection = objecting.raise_(paper, ObjectionFacts("事实有出入"), actor=liaison)
        with on(DAY, "reviewer2") as other:
            objecting.decide(objection, DecisionFacts(Decision.CHANGED, "改。"), actor=other)
        with on(DAY, "handler") as handler:
            drafted = following.review_decision(objection, actor=handler)
        _sign(drafted.id)
        _deliver(drafted)
        assert paper.status is S.DELIVERED


def test_what_two_people_wrote_off_stays_so_the_rest_is_freed(
    inside: Inside, office: Office
) -> None:
    key = _notice(inside, office)
    with inside():
        paper = session.get_one(Instrument, key)
        papers.answer(paper, day=date(2026, 3, 10))
        done = paper.items[:1]
        with on(date(2026, 3, 11), "handler") as handler:
            verifying.conclude(done, Conclusion.MENDED, note="已核对。", actor=handler)
            verifying.opine(done, Opinion.AGREE, actor=handler)
        with on(date(2026, 3, 11), "second") as second:
            verifying.opine(done, Opinion.AGREE, actor=second)
        _revoke(key)
        found = session.scalars(sa.select(Problem).order_by(Problem.id)).all()
        assert [one.status for one in found] == [ProblemStatus.CLOSED, ProblemStatus.ESTABLISHED]
        assert verify(session()) == []


def test_what_was_asked_and_what_ran_falls_away_with_it(inside: Inside, office: Office) -> None:
    key = _notice(inside, office, 1)
    with inside():
        paper = session.get_one(Instrument, key)
        with on(date(2026, 3, 9), "liaison") as liaison:
            asked = extending.ask(paper, ExtensionFacts("理由", date(2026, 4, 15)), actor=liaison)
        _revoke(key)
        assert asked.status is ExtensionStatus.LAPSED
        with on(DAY, "reviewer") as reviewer, pytest.raises(WrongState):
            extending.grant(asked, new_due=date(2026, 4, 15), actor=reviewer)


@pytest.mark.parametrize("far", ["replied", "supplement", "closed", "archived"])
def test_it_may_be_revoked_however_far_it_went(inside: Inside, office: Office, far: str) -> None:
    key = _notice(inside, office, 1)
    with inside():
        paper = session.get_one(Instrument, key)
        papers.answer(paper, day=date(2026, 3, 10))
        if far == "supplement":
            with on(date(2026, 3, 11), "handler") as handler:
                verifying.return_reply(paper, reason="不足", term=Term(10), actor=handler)
        if far in ("closed", "archived"):
            papers.close(paper, day=date(2026, 3, 11))
        if far == "archived":
            with on(date(2026, 3, 11), "handler") as handler:
                verifying.archive(paper, actor=handler)
        _revoke(key)
        assert paper.status is S.REVOKED
        assert verify(session()) == []


def test_one_revocation_at_a_time_and_none_of_a_revocation(inside: Inside, office: Office) -> None:
    key = _notice(inside, office, 1)
    with inside():
        paper = session.get_one(Instrument, key)
        with on(DAY, "handler") as handler:
            first = revoking.draft_revocation(paper, reason="误。", actor=handler)
            with pytest.raises(Forbidden, match="正在办理"):
                revoking.draft_revocation(paper, reason="误。", actor=handler)
        with on(DAY, "reviewer") as reviewer:
            revoking.void(first, reason="不用了", actor=reviewer)
        decision = _revoke(key)
        with on(DAY, "handler") as handler:
            with pytest.raises(Forbidden, match="不能再撤销"):
                revoking.draft_revocation(decision, reason="误。", actor=handler)
            with pytest.raises(WrongState):
                revoking.draft_revocation(paper, reason="误。", actor=handler)


def test_such_a_paper_is_drafted_from_the_one_it_names(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """Among the kinds of a new paper there are none; one that names nothing is not submitted."""
    handler = sign_in("handler")
    offered = page(handler.get("/instruments/new"))
    assert "行政执法监督撤销决定书" not in offered.text
    page(handler.get("/instruments/new?kind=revocation"))
    with inside(), on(DAY, "handler") as person:
        facts = drafting.PaperFacts(kind=papers.kind(office, "revocation"), addressee="示例市甲局")
        alone = drafting.draft(facts, actor=person)
        with pytest.raises(Forbidden, match="须从所指的文书上拟制"):
            drafting.submit(alone, actor=person)
