"""异议: terms from the kind, reviewers not on the case, the deadline runs on unless the decision says otherwise."""

import io
from datetime import date, timedelta

import pytest

from supervision.core.duedates import DueKind, DueState, of_owner
from supervision.core.errors import DomainError, Forbidden, WrongState
from supervision.core.files.models import Purpose
from supervision.core.files.store import attachments_of
from supervision.core.pairs import Outcome
from supervision.instruments.models import Instrument
from supervision.instruments.objecting import registering
from supervision.instruments.objecting import service as objecting
from supervision.instruments.objecting.models import Objection
from supervision.instruments.objecting.service import DecisionFacts, ObjectionFacts
from supervision.instruments.objecting.states import Decision, Effect, ObjectionStatus
from supervision.instruments.onward import service as following
from supervision.instruments.signing import scans
from tests.instruments.conftest import FORM
from tests.make import case_files as papers
from tests.make import people, second_person
from tests.make.case_files import DUE
from tests.make.offices import Office, on
from tests.support import second as another
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

RAISED = date(2026, 3, 9)
DECIDED = date(2026, 3, 19)


def _decision(office: Office) -> Instrument:
    return papers.delivered(office, "decision", over=[papers.problem(office)])


def _raise(paper: Instrument, *, day: date = RAISED) -> Objection:
    with on(day, "liaison") as liaison:
        return objecting.raise_(paper, ObjectionFacts("事实有出入"), actor=liaison)


def _decide(
    objection: Objection, by: str = "reviewer2", *, effect: Effect = Effect.RUNS_ON,
    new_due: date | None = None,
) -> None:  # fmt: skip
    facts = DecisionFacts(Decision.UPHELD, "事实清楚。", effect, new_due)
    with on(DECIDED, by) as person:
        objecting.decide(objection, facts, actor=person)


def test_both_terms_come_from_the_kind(inside: Inside, office: Office) -> None:
    with inside():
        paper = _decision(office)
        assert objecting.last_day(paper) == date(2026, 3, 16), "10个工作日 after 2 March"
        objection = _raise(paper)
        assert objection.due_on == date(2026, 3, 30), "15个工作日 after 9 March"
        [row] = of_owner(objection, DueKind.OBJECTION)
        assert row.due == objection.due_on


def test_a_kind_without_terms_admits_no_objection(inside: Inside, office: Office) -> None:
    with inside(), pytest.raises(WrongState, match="没有设定异议期限"):
        _raise(papers.delivered(office))


def test_the_unit_cannot_object_after_the_term(inside: Inside, office: Office) -> None:
    with inside(), pytest.raises(WrongState, match="届满"):
        _raise(_decision(office), day=date(2026, 3, 17))


def test_a_late_objection_on_paper_is_registered_and_not_accepted(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = _decision(office)
        with on(date(2026, 3, 18), "handler") as handler:
            facts = ObjectionFacts("来文", raised_on=date(2026, 3, 17))
            objection = objecting.register(paper, facts, actor=handler)
        with on(date(2026, 3, 18), "reviewer2") as other:
            objecting.not_accept(objection, reason="超过异议期限", actor=other)
        assert objection.status is ObjectionStatus.NOT_ACCEPTED
        assert of_owner(objection, DueKind.OBJECTION)[0].state is DueState.MET


@pytest.mark.parametrize("username", ["reviewer", "signatory"])
def test_nobody_on_the_case_reviews_the_objection(
    inside: Inside, office: Office, username: str
) -> None:
    with inside():
        objection = _raise(_decision(office))
        with pytest.raises(Forbidden, match="不能复查"):
            _decide(objection, username)


@pytest.mark.parametrize("username", ["reviewer2", "signatory2"])
def test_a_reviewer_or_leader_not_on_the_case_decides(
    inside: Inside, office: Office, username: str
) -> None:
    with inside():
        objection = _raise(_decision(office))
        _decide(objection, username)
        assert objection.status is ObjectionStatus.DECIDED


def test_a_decision_on_paper_may_not_name_anybody_on_the_case(
    inside: Inside, office: Office
) -> None:
    with inside():
        objection = _raise(_decision(office))
        with on(DECIDED, "second") as second:
            barred = DecisionFacts(Decision.CHANGED, "改", reviewers="示例reviewer，示例生人")
            with pytest.raises(DomainError, match="示例reviewer"):
                registering.ask(objection, barred, actor=second)
            blank = DecisionFacts(Decision.CHANGED, "改", reviewers="示例 reviewer")
            with pytest.raises(DomainError, match="示例reviewer"):
                registering.ask(objection, blank, actor=second)
            facts = DecisionFacts(Decision.CHANGED, "改", reviewers="示例生人甲、示例生人乙")
            waiting = registering.ask(objection, facts, actor=second)
            assert objection.status is ObjectionStatus.RAISED
            second_person.confirm(waiting, objection)
        assert objection.reviewers == "示例生人甲、示例生人乙"
        assert objection.status is ObjectionStatus.DECIDED


def test_the_deadline_runs_on_unless_the_decision_says_otherwise(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = _decision(office)
        objection = _raise(paper)
        assert paper.due_on == DUE, "raising an objection stops nothing"
        _decide(objection)
        assert (paper.due_on, objection.new_due) == (DUE, None)


def test_days_of_the_review_do_not_count_when_the_decision_says_so(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = _decision(office)
        _decide(_raise(paper), effect=Effect.STOPPED)
        # 6 of 30 days were used (3–8 March); 24 days run on from 20 March: 12 April, a Sunday.
        assert paper.due_on == date(2026, 4, 13)


def test_the_decision_may_set_a_new_day(inside: Inside, office: Office) -> None:
    with inside():
        paper = _decision(office)
        _decide(_raise(paper), effect=Effect.NEW_DATE, new_due=date(2026, 4, 20))
        assert paper.due_on == date(2026, 4, 20)
        assert paper.items[0].problem is not None
        assert paper.items[0].problem.due_on == date(2026, 4, 20)


@pytest.mark.parametrize("day", [None, DUE, date(2026, 3, 31)])
def test_a_new_day_lies_after_the_one_there_was(
    inside: Inside, office: Office, day: date | None
) -> None:
    with inside():
        paper = _decision(office)
        raised = _raise(paper)
        with pytest.raises(DomainError, match="须晚于现在的到期日2026年4月1日") as refused:
            _decide(raised, effect=Effect.NEW_DATE, new_due=day)
        assert (refused.value.field, paper.due_on) == ("new_due", DUE)
        _decide(raised, effect=Effect.NEW_DATE, new_due=DUE + timedelta(days=1))
        assert paper.due_on == DUE + timedelta(days=1)


def test_the_decision_paper_states_result_and_effect(inside: Inside, office: Office) -> None:
    with inside():
        paper = _decision(office)
        objection = _raise(paper)
        _decide(objection, effect=Effect.NEW_DATE, new_due=date(2026, 4, 20))
        with on(DECIDED, "second") as second:
            drafted = following.review_decision(objection, actor=second)
        assert drafted.parent_id == paper.id
        assert paper.number
        assert paper.number in drafted.text
        assert "一、维持《行政执法监督决定书》（示司监决〔2026〕1号）。" in drafted.text
        assert "事实清楚。" in drafted.text
        assert "2026年4月20日（含当日）" in drafted.text


def test_one_objection_a_paper_and_it_may_be_withdrawn(inside: Inside, office: Office) -> None:
    with inside():
        paper = _decision(office)
        objection = _raise(paper)
        with pytest.raises(WrongState, match="正在复查"):
            _raise(paper)
        with on(RAISED, "liaison") as liaison:
            objecting.withdraw(objection, actor=liaison)
        assert of_owner(objection, DueKind.OBJECTION)[0].state is DueState.ENDED


def test_unit_objects_and_another_reviewer_decides_on_their_pages(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    clock("2026-03-09 10:00")
    with inside():
        paper_id = _decision(office).id
    unit, reviewer = sign_in("liaison"), sign_in("reviewer2")
    raised = unit.submit(f"/instruments/{paper_id}/objection", {"grounds": "有出入"}, form=FORM)
    assert raised.status_code == 302
    [link] = page(reviewer.get(f"/instruments/{paper_id}")).find("//a[normalize-space()='复查']")
    assert sign_in("reviewer").get(link.get("href")).status_code == 403, "on the case"
    typed = {"decision": "upheld", "wording": "事实清楚", "effect": "stopped"}
    assert reviewer.submit(link.get("href"), typed, form=FORM).status_code == 302
    text = page(unit.get(f"/instruments/{paper_id}")).text
    assert "已作出复查决定" in text
    assert "复查期间不计入期限" in text


def test_a_decision_on_paper_is_registered_by_one_and_confirmed_by_another(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Whoever decided is chosen from those not on the case; until then no deadline moves."""
    with inside():
        objection = _raise(_decision(office))
        address = f"/instruments/{objection.instrument_id}/objections/{objection.id}"
        key = objection.id
    clock(f"{DECIDED} 10:00")
    registrar = sign_in("second")
    shown = page(registrar.get(address))
    offered = shown.find("//select[@name='decider']/option/@value")
    assert {"示例signatory2", "示例reviewer2"} <= set(offered)
    assert not {"示例handler", "示例reviewer", "示例signatory"} & set(offered)
    typed = {
        "decision": Decision.UPHELD.value, "wording": "维持原决定。", "effect": Effect.RUNS_ON.value,
        "decider": "示例signatory2", "decided_on": DECIDED.isoformat(),
    }  # fmt: skip
    assert registrar.submit(address, typed, form=FORM).status_code == 302
    assert another.waiting(registrar) == []
    assert another.waiting(sign_in("handler")) == [], "nor does the drafter"
    told = page(sign_in("signatory2").get("/reminders/")).text
    assert "登记复查决定" in told, "who is said to have decided gets one line"
    with inside() as session:
        assert session.get_one(Objection, key).status is ObjectionStatus.RAISED
    assert another.confirm(sign_in("signatory")).status_code == 302
    with inside() as session:
        decided = session.get_one(Objection, key)
        assert (decided.status, decided.reviewers) == (ObjectionStatus.DECIDED, "示例signatory2")


def test_decided_in_the_system_what_waits_to_be_confirmed_ends(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """Registered on paper by one, decided here by a reviewer before anybody confirmed: the latter counts."""
    with inside():
        objection = _raise(_decision(office))
        paper_id, key = objection.instrument_id, objection.id
        facts = DecisionFacts(Decision.REVOKED, "撤销。", reviewers="示例signatory2")
        waiting = registering.ask(objection, facts, actor=people.principal("second")).id
    clock(f"{DECIDED} 10:00")
    reviewer = sign_in("reviewer2")
    typed = {"decision": "upheld", "wording": "事实清楚", "effect": Effect.RUNS_ON.value}
    address = f"/instruments/{paper_id}/objections/{key}"
    assert reviewer.submit(address, typed, form=FORM).status_code == 302
    late = second_person.forged(sign_in("signatory"), f"/confirmations/{waiting}")
    assert "此事项已另行办理" in page(late, status=422).text
    with inside() as session:
        assert session.get_one(Objection, key).decision is Decision.UPHELD


def test_an_objection_that_falls_away_takes_what_waited_with_it(
    inside: Inside, office: Office
) -> None:
    with inside():
        paper = _decision(office)
        objection = _raise(paper)
        facts = DecisionFacts(Decision.UPHELD, "维持。", reviewers="示例signatory2")
        waiting = registering.ask(objection, facts, actor=people.principal("second"))
        with on(DECIDED, "reviewer") as head:
            objecting.lapse(paper, actor=head, because="文书已终止办理")
        assert (objection.status, waiting.outcome) == (ObjectionStatus.LAPSED, Outcome.ENDED)


def test_the_scan_of_a_decision_on_paper_is_due_and_stops_the_papers_archiving(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """It carries what was written on it: the unit does not get it."""
    clock(f"{DECIDED} 10:00")  # a Thursday
    with inside():
        paper = _decision(office)
        objection = _raise(paper)
        key, objection_id = paper.id, objection.id
        facts = DecisionFacts(Decision.UPHELD, "维持。", reviewers="示例signatory2")
        waiting = registering.ask(objection, facts, actor=people.principal("second"))
        second_person.confirm(waiting, objection)
        [row] = of_owner(objection, DueKind.SCAN)
        assert (row.due, row.state) == (date(2026, 3, 24), DueState.OPEN)
        assert scans.why_not_archived(paper) is not None
    address = f"/instruments/{key}/signed-scan"
    shown = page(sign_in("handler").get(address))
    assert "2026-03-24" in shown.text
    sent = sign_in("handler").submit(
        address, {"scans": (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "决定批件.pdf")}, form=FORM
    )
    assert sent.status_code == 302
    with inside() as session:
        paper, objection = (
            session.get_one(Instrument, key),
            session.get_one(Objection, objection_id),
        )
        assert scans.why_not_archived(paper) is None
        [kept] = attachments_of(objection, Purpose.SIGNED_SCAN)
        assert kept.unit_id is None
        scan = kept.id
    unit = sign_in("liaison")
    assert "决定批件" not in page(unit.get(f"/instruments/{key}")).text
    assert unit.get(f"/files/{scan}").status_code in (403, 404)
