"""登记线下中止、恢复、取消: what a leader decided on paper of an action, by two persons; until then it goes on."""

import io
from dataclasses import dataclass
from datetime import date

import pytest
import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.actions.models import ActionStatus as S
from supervision.actions.models import SupervisionAction
from supervision.core.audit.models import AuditEvent
from supervision.core.db import session
from supervision.core.pairs import Outcome, Proposal
from tests.make import actions, people, second_person
from tests.make.on_paper import leader
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("today")
FORM = "//form[@class='form']"
DECIDED = date(2023, 3, 20)


@pytest.fixture
def today(bureau: None, clock: Clock) -> None:
    clock("2023-03-22 10:00")


@dataclass(frozen=True)
class Kind:
    """A decision: its step, its name, the states before and after, and where its day is kept."""

    step: str
    name: str
    before: S
    after: S
    kept: str
    reasoned: bool = True


KINDS = {
    "suspend": Kind("register_suspend", "中止", S.ONGOING, S.SUSPENDED, "suspended_on"),
    "resume": Kind("register_resume", "恢复实施", S.SUSPENDED, S.ONGOING, "resumed_on", reasoned=False),
    "cancel": Kind("register_cancel", "取消", S.APPROVED, S.CANCELLED, "cancelled_on"),
}  # fmt: skip
each_kind = pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)


def _made(inside: Inside, kind: Kind) -> tuple[str, str]:
    """An action of the handler; its address and that of the step."""
    with inside():
        by, chief = people.principal("handler"), people.principal("signatory")
        made = actions.action(kind.before, by=by, leader=chief)
        leader(made.body_id)
        return f"/actions/{made.id}", f"/actions/{made.id}/step/{kind.step}"


def _typed(inside: Inside, kind: Kind, **other: object) -> dict[str, object]:
    with inside():
        chief = leader(people.principal("handler").body_id or 0).id
    told: dict[str, object] = {
        "signatory": f"leader-{chief}", "on": DECIDED.isoformat(),
        "scans": (io.BytesIO(b"%PDF-1.4 decided"), "批件.pdf"),
    }  # fmt: skip
    return {**told, **({"reason": "与巡察合并"} if kind.reasoned else {}), **other}


def _stands(inside: Inside, address: str, kind: Kind) -> tuple[S, date | None]:
    with inside():
        one = session.get_one(SupervisionAction, int(address.rpartition("/")[2]))
        return one.status, getattr(one, kind.kept)


@each_kind
def test_it_goes_on_until_another_person_has_said_yes(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    address, link = _made(inside, kind)
    handler = sign_in("handler")
    assert page(handler.get(address)).find(f"//main//a[@href='{link}']")
    sent = handler.submit(link, _typed(inside, kind), form=FORM)
    assert sent.status_code == 302, sent.get_data(as_text=True)
    assert _stands(inside, address, kind) == (kind.before, None)
    shown = page(handler.get(address))
    assert f"提请“登记线下{kind.name}监督行动”" in shown.text
    assert "确认之前没有生效" in shown.text
    assert not shown.find(f"//main//a[@href='{link}']")  # it waits already
    waits = second_person.newest(inside)
    assert not page(handler.get(waits)).find("//button[@name='confirm']")
    assert "提请人不能确认" in page(second_person.forged(handler, waits), status=422).text
    told = page(sign_in("second").get(waits)).text
    for said in ("示例局长", "2023-03-20", kind.name, *(["与巡察合并"] if kind.reasoned else [])):
        assert said in told
    second_person.says_yes(inside, sign_in("second"))
    assert _stands(inside, address, kind) == (kind.after, DECIDED)
    shown = page(handler.get(address))
    assert f"登记线下{kind.name}（示例局长，2023年3月20日）" in shown.text
    assert "确认之前没有生效" not in shown.text
    if kind.reasoned:
        assert "与巡察合并" in shown.text


@each_kind
def test_a_refusal_leaves_it_as_it_was_and_it_may_be_registered_anew(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    address, link = _made(inside, kind)
    handler = sign_in("handler")
    assert handler.submit(link, _typed(inside, kind), form=FORM).status_code == 302
    waits, other = second_person.newest(inside), sign_in("reviewer")
    assert other.submit(waits, {"refuse": "1", "reason": "没有见过批件"}).status_code == 302
    assert _stands(inside, address, kind) == (kind.before, None)
    assert "没有见过批件" in page(handler.get(address)).text
    assert handler.submit(link, _typed(inside, kind), form=FORM).status_code == 302


@each_kind
def test_the_leaders_own_step_counts_and_ends_what_waits(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: Kind
) -> None:
    address, link = _made(inside, kind)
    assert sign_in("handler").submit(link, _typed(inside, kind), form=FORM).status_code == 302
    here = f"{address}/step/{kind.step.removeprefix('register_')}"
    told = {"on": "2023-03-21", **({"reason": "另有安排"} if kind.reasoned else {})}
    assert sign_in("signatory").submit(here, told, form=FORM).status_code == 302
    assert _stands(inside, address, kind) == (kind.after, date(2023, 3, 21))
    with inside():
        assert session.scalars(sa.select(Proposal.outcome)).one() is Outcome.ENDED


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"on": "2023-03-23"}, "办理日期不得晚于今天"),
        ({"on": "2023-03-01"}, "不得早于上一步"),
        ({"reason": " "}, "理由"),
        ({"signatory": ""}, "决定人"),
        ({"scans": (io.BytesIO(b""), "")}, "签批扫描件"),
    ],
)
def test_what_cannot_have_been_decided_so_is_refused_at_its_field(
    inside: Inside, sign_in: SignIn, page: PageCheck, other: dict[str, object], said: str
) -> None:
    kind = KINDS["suspend"]
    address, link = _made(inside, kind)
    answer = sign_in("handler").submit(link, _typed(inside, kind, **other), form=FORM)
    assert said in page(answer, status=422).text
    assert _stands(inside, address, kind) == (S.ONGOING, None)


def test_whoever_drafted_or_handles_it_neither_decides_nor_confirms(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Registered by another of the section: the one whose action it is may not be the second person."""
    kind = KINDS["suspend"]
    address, link = _made(inside, kind)
    registrar, drafter = sign_in("second"), sign_in("handler")
    with inside():
        own = session.scalars(sa.select(User.id).where(User.username == "handler")).one()
    assert str(own) not in page(registrar.get(link)).find(
        "//select[@name='signatory']/option/@value"
    )
    assert registrar.submit(link, _typed(inside, kind), form=FORM).status_code == 302
    waits = second_person.newest(inside)
    assert not page(drafter.get(waits)).find("//button[@name='confirm']")
    refused = page(second_person.forged(drafter, waits), status=422).text
    assert "登记人、承办人不能确认本件的线下中止" in refused
    assert _stands(inside, address, kind) == (S.ONGOING, None)
    second_person.says_yes(inside, sign_in("signatory"))
    assert _stands(inside, address, kind) == (S.SUSPENDED, DECIDED)


def test_its_scan_is_the_bureaus_and_does_not_stand_for_that_of_the_approval(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Cancelling was registered and refused; the approval that follows has its own scan to hand in."""
    kind = KINDS["cancel"]
    with inside():
        by, chief = people.principal("handler"), people.principal("signatory")
        made = actions.action(S.PREPARING, by=by, leader=chief)
        address, head = f"/actions/{made.id}", leader(made.body_id).id
        reviewer = session.scalars(sa.select(User.id).where(User.username == "reviewer")).one()
    handler, other = sign_in("handler"), sign_in("second")
    cancelling = f"{address}/step/register_cancel"
    assert handler.submit(cancelling, _typed(inside, kind), form=FORM).status_code == 302
    waits = second_person.newest(inside)
    assert other.submit(waits, {"refuse": "1", "reason": "没有取消"}).status_code == 302
    approved = {
        "signatory": f"leader-{head}", "on": DECIDED.isoformat(), "reviewer": str(reviewer),
        "reviewed_on": DECIDED.isoformat(),
    }  # fmt: skip
    link = f"{address}/step/register_approval"
    assert handler.submit(link, approved, form=FORM).status_code == 302
    second_person.says_yes(inside, other)
    assert page(handler.get(address)).find("//main//a[contains(@href, '/step/hand_in_scan')]")


def test_nothing_is_carried_out_in_the_name_of_a_closed_account(
    inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    kind = KINDS["suspend"]
    address, link = _made(inside, kind)
    assert sign_in("second").submit(link, _typed(inside, kind), form=FORM).status_code == 302
    with inside():
        session.scalars(sa.select(User).where(User.username == "second")).one().active = False
    answer = sign_in("signatory").submit(second_person.newest(inside), {"confirm": "1"})
    assert "提请人的账号已停用，请由他人重新登记" in page(answer, status=422).text
    assert _stands(inside, address, kind) == (S.ONGOING, None)


def test_the_trail_names_both(inside: Inside, sign_in: SignIn) -> None:
    kind = KINDS["cancel"]
    _address, link = _made(inside, kind)
    assert sign_in("handler").submit(link, _typed(inside, kind), form=FORM).status_code == 302
    second_person.says_yes(inside, sign_in("second"))
    with inside():
        trail = session.scalars(sa.select(AuditEvent.label)).all()
        assert any("示例handler提请，示例second确认" in one for one in trail)
