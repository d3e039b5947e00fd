"""补录 of clues, interviews and referrals by form: a draft in no figure until the reviewer has looked at it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.clues.models import Clue, ClueIdentity
from supervision.core import clock
from supervision.core.access import Role
from supervision.core.audit.models import AuditEvent
from supervision.core.db import session
from supervision.core.duedates import DueDate
from supervision.core.files.models import Attachment
from supervision.core.pairs import Outcome, Proposal
from supervision.core.pending import DUTIES
from supervision.interviews.models import Interview
from supervision.referrals.models import Referral
from supervision.reports.indicators import INDICATORS
from tests.make import clues, people
from tests.make.referrals import account
from tests.make.second_person import forged, newest, says_yes
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
AT = {"form": "//main//form[@method='post']"}
Typed = dict[str, Any]


def _clue() -> Typed:
    return {
        "source": "province", "source_organ": "示例省司法厅", "source_number": "示例转〔2023〕8号",
        "received_on": "2023-04-03", "due_on": "2023-05-10", "unit_id": str(clues.the_unit().id),
        "subject": "示例旧线索", "informant_name": "示例来信人", "accepted_on": "2023-04-04",
        "closed_on": "2023-05-08", "finding": "true", "result": "属实", "reported_on": "2023-05-09",
    }  # fmt: skip


def _interview() -> Typed:
    seats = {one: f"u{account(one).id}" for one in ("handler", "second", "reviewer")}
    return {
        "reason": "示例旧约谈", "planned_on": "2023-06-01", "heads-0-who": "示例负责人",
        "heads-0-unit": clues.the_unit().name, "interviewers-0": seats["handler"],
        "interviewers-1": seats["second"], "recorder": seats["reviewer"], "minutes": "谈话要点",
        "promise": "限期整改", "promise_due": "2023-07-06",
    }  # fmt: skip


def _referral() -> Typed:
    return {
        "way": "mechanism", "recipient": "示例市委巡察办", "subject": "示例旧移交",
        "viewers": str(account("reviewer").id), "sent_on": "2023-09-01", "term_number": "10",
        "received_on": "2023-09-04", "answered_on": "2023-09-12", "result": "已处理",
    }  # fmt: skip


@dataclass(frozen=True)
class Kind:
    """What is typed of one, its state before and after, and a fact that stands only afterwards."""

    path: str
    model: Any
    typed: Callable[[], Typed]
    states: tuple[str, str]
    fact: tuple[str, date]
    wrong: Typed  # a day that cannot be so


KINDS = {
    "clue": Kind("/clues", Clue, _clue, ("registered", "reported"),
                 ("closed_on", date(2023, 5, 8)), {"accepted_on": "2023-04-01"}),
    "interview": Kind("/interviews", Interview, _interview, ("drafted", "tracking"),
                      ("held_on", date(2023, 6, 1)), {"planned_on": "2999-01-01"}),
    "referral": Kind("/referrals", Referral, _referral, ("draft", "answered"),
                     ("sent_on", date(2023, 9, 1)), {"received_on": "2023-08-01"}),
}  # fmt: skip
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def _asked(inside: Inside, sign_in: SignIn, kind: Kind) -> int:
    with inside():
        typed = kind.typed()
    sent = sign_in("handler").submit(f"{kind.path}/back-entry", typed, **AT)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    with inside():
        return int(session.scalars(sa.select(kind.model.id)).one())


def _counted() -> int:
    """Records in all figures of all years."""
    return sum(
        session.scalar(sa.select(sa.func.count()).select_from(one.model).where(
            one.day.is_not(None), *one.where)) or 0
        for one in INDICATORS if one.model in (Clue, Interview, Referral)
    )  # fmt: skip


@each_kind
def test_nothing_has_happened_before_the_reviewer_looks_and_all_of_it_afterwards(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    key = _asked(inside, sign_in, kind)
    name, day = kind.fact
    with inside():
        record = session.get_one(kind.model, key)
        assert (record.status.value, getattr(record, name)) == (kind.states[0], None)
        assert record.unlooked
        assert _counted() == 0
        assert session.scalars(sa.select(DueDate)).all() == []
        asked = [
            duty.title
            for duty in DUTIES.parts()
            for seat in ("handler", "reviewer", "signatory")
            if duty.permission is None or people.principal(seat).can(duty.permission)
            for rows in duty.rows(people.principal(seat))
            if session.execute(rows).first()
        ]
        assert asked == ["待我确认"]  # nobody else is asked to deal with it
    shown = page(sign_in("handler").get(f"{kind.path}/{key}"))
    assert "确认之前没有生效" in shown.text
    steps = shown.find(f"//a[contains(@href, '/{key}/step/')]/@href")
    assert [one.rpartition("/")[2] for one in steps] == ["give_up_entry"]
    reviewer = sign_in("reviewer")
    assert (
        f"补录{ {'/clues': '线索', '/interviews': '约谈', '/referrals': '移交移送'}[kind.path] }"
        in (page(reviewer.get("/reminders/")).text)
    )
    looked = page(reviewer.get(newest(inside))).text
    assert str(day) in looked or kind.path == "/interviews"
    assert "示例来信人" not in looked
    says_yes(inside, reviewer)
    with inside():
        record = session.get_one(kind.model, key)
        assert (record.status.value, getattr(record, name)) == (kind.states[1], day)
        assert not record.unlooked
        assert _counted() > 0 or kind.path == "/referrals"  # which are counted by their problems
        payload = session.scalars(sa.select(Proposal.payload)).one()
        assert "示例来信人" not in str(payload)
        assert len(session.scalars(sa.select(DueDate)).all()) == 1
    assert "补录" in page(sign_in("handler").get(f"{kind.path}/{key}")).text


@each_kind
def test_refused_it_is_the_registrars_again_with_all_that_was_typed(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    key = _asked(inside, sign_in, kind)
    reviewer, handler = sign_in("reviewer"), sign_in("handler")
    path = f"{kind.path}/{key}"
    assert handler.get(f"{path}/correct").status_code in (200, 409)
    no = {"refuse": "1", "reason": "日期与原件不符"}
    assert reviewer.submit(newest(inside), no).status_code == 302
    shown = page(handler.get(path))
    assert "日期与原件不符" in shown.text
    assert "没有经审核人核对" in shown.text
    with inside():
        assert _counted() == 0
    refused = page(handler.submit(f"{path}/correct", kind.wrong, **AT), status=422)
    assert "不得" in refused.text
    again = handler.submit(f"{path}/correct", {}, **AT)  # as it stands in the form
    assert again.status_code == 302, again.get_data(as_text=True)
    says_yes(inside, reviewer)
    with inside():
        record = session.get_one(kind.model, key)
        name, day = kind.fact
        assert (record.status.value, getattr(record, name)) == (kind.states[1], day)


@each_kind
def test_nobody_looks_at_their_own(inside: Inside, sign_in: SignIn, kind: Kind) -> None:
    with inside():
        people.user(
            "both",
            Role.HANDLER,
            Role.REVIEWER,
            body=session.get_one(Body, clues.the_unit().body_id),
        )
        typed = kind.typed()
        if kind.path == "/referrals":
            typed["viewers"] = [str(account(one).id) for one in ("reviewer", "both")]
    both = sign_in("both")
    sent = both.submit(f"{kind.path}/back-entry", typed, **AT)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    address = newest(inside)
    assert 'name="confirm"' not in both.get(address).text
    assert sign_in("signatory").get(address).status_code == 404  # and no signatory
    says_yes(inside, sign_in("reviewer"))


@each_kind
def test_a_day_that_cannot_be_so_is_said_at_once_and_todays_may(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    with inside():
        typed = kind.typed()
    handler = sign_in("handler")
    refused = page(handler.submit(f"{kind.path}/back-entry", typed | kind.wrong, **AT), status=422)
    assert "不得" in refused.text
    with inside():
        assert session.scalars(sa.select(kind.model.id)).all() == []
        assert session.scalars(sa.select(Proposal.id)).all() == []
    today = clock.today().isoformat()
    for name in {"/clues": ("received_on", "accepted_on", "closed_on", "reported_on", "due_on"),
                 "/interviews": ("planned_on", "promise_due"),
                 "/referrals": ("sent_on", "received_on", "answered_on")}[kind.path]:  # fmt: skip
        typed[name] = today
    assert handler.submit(f"{kind.path}/back-entry", typed, **AT).status_code == 302
    says_yes(inside, sign_in("reviewer"))


def test_declined_meanwhile_the_look_ends_by_itself(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """The draft was ended meanwhile: nothing is left to look at, and whoever comes late is told."""
    key = _asked(inside, sign_in, KINDS["clue"])
    address, reviewer = newest(inside), sign_in("reviewer")
    ended = {"on": clock.today().isoformat(), "reason": "重复录入"}
    assert reviewer.submit(f"/clues/{key}/step/decline", ended, **AT).status_code == 302
    assert "此事项已另行办理" in page(forged(reviewer, address), status=422).text
    with inside():
        assert _counted() == 0
        assert session.scalars(sa.select(Proposal.outcome)).all() == [Outcome.ENDED]


@pytest.mark.parametrize("refused", [True, False], ids=["refused", "waiting"])
@each_kind
def test_the_registrar_gives_a_draft_up_and_nothing_of_it_is_left(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind, *, refused: bool
) -> None:
    """With a reason, by whoever entered it; what it said and why it went stay on the trail."""
    key = _asked(inside, sign_in, kind)
    path, reviewer, handler = f"{kind.path}/{key}", sign_in("reviewer"), sign_in("handler")
    if refused:
        no = {"refuse": "1", "reason": "与已有记录重复"}
        assert reviewer.submit(newest(inside), no).status_code == 302
    step = f"{path}/step/give_up_entry"
    assert page(handler.get(path)).find(f"//a[@href='{step}']")
    assert not page(reviewer.get(path)).find(f"//a[@href='{step}']")
    assert reviewer.get(step).status_code == 403
    assert page(handler.submit(step, {"reason": " "}, **AT), status=422).find("//main")
    gone = handler.submit(step, {"reason": "重复录入"}, **AT)
    assert (gone.status_code, gone.location) == (302, f"{kind.path}/")
    assert handler.get(path).status_code == 404
    assert "补录" not in page(reviewer.get("/confirmations/")).find("//main")[0].text_content()
    assert page(handler.get("/confirmations/"))
    with inside():
        for table in (kind.model, Proposal, ClueIdentity, Attachment):
            assert session.scalars(sa.select(table.id)).all() == []
        trail = session.execute(sa.select(AuditEvent.label, AuditEvent.reason).where(
            AuditEvent.root_type == kind.model.__tablename__, AuditEvent.action == "give_up_entry"
        )).one()  # fmt: skip
        assert "示例旧" in trail.label
        assert trail.reason == "重复录入"


@each_kind
def test_what_was_looked_at_is_not_given_up(inside: Inside, sign_in: SignIn, kind: Kind) -> None:
    key = _asked(inside, sign_in, kind)
    says_yes(inside, sign_in("reviewer"))
    step = f"{kind.path}/{key}/step/give_up_entry"
    assert sign_in("handler").get(step).status_code in (403, 409)
