"""登记线下延期决定: a leader without an account decides a further extension on paper; two persons put it in force."""

import io
from datetime import date

import pytest

from supervision.accounts.models import User
from supervision.accounts.signing import leaders
from supervision.core import pairs
from supervision.core.db import session
from supervision.core.errors import WrongState
from supervision.core.pairs import Outcome, Proposal
from supervision.instruments.extending import registering
from supervision.instruments.extending import service as extending
from supervision.instruments.extending.models import Extension
from supervision.instruments.extending.service import PaperDecision
from supervision.instruments.extending.states import ExtensionStatus as E
from tests.instruments.extending.test_extending import LATER, _ask, _grant
from tests.make import case_files as papers
from tests.make import people
from tests.make.offices import Office, on
from tests.make.problems import picture
from tests.support import second
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FORM = "//form[@class='form']"
AGAIN = date(2026, 4, 30)
DECIDED = date(2026, 4, 13)


def forwarded(office: Office) -> Extension:
    """Extended once before; the section head passed the second request on to the leader."""
    paper = papers.delivered(office)
    _grant(_ask(paper), "reviewer")
    extension = _ask(paper, day=date(2026, 4, 10), new_due=AGAIN)
    with on(date(2026, 4, 10), "reviewer") as reviewer:
        extending.forward(extension, note="情况属实", actor=reviewer)
    return extension


def _typed(**other: object) -> dict[str, object]:
    scan = (io.BytesIO(b"%PDF-1.4\n%%EOF\n"), "批件.pdf")
    told = {"decision": "granted", "decider": "示例局长", "decided_on": DECIDED.isoformat()}
    return {**told, "new_due": AGAIN.isoformat(), "note": "", "scans": scan, **other}


@pytest.fixture
def asked(inside: Inside, office: Office, clock: Clock) -> tuple[str, int]:
    """The paper's address and the request that waits for a leader who has no account."""
    with inside():
        leaders.add(
            office.body_id, name="示例局长", post="局长", actor=people.principal("sysadmin")
        )
        extension = forwarded(office)
        found = f"/instruments/{extension.instrument_id}", extension.id
    clock("2026-04-14 09:00")
    return found


def test_granted_on_paper_it_moves_the_term_once_another_has_confirmed(
    asked: tuple[str, int], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Nobody could put it on record: the request waited for a signatory who never signs in."""
    address, key = asked
    registrar = sign_in("second")
    [link] = page(registrar.get(address)).find("//a[normalize-space()='登记线下决定']/@href")
    offered = page(registrar.get(link)).find("//select[@name='decider']/option/@value")
    assert {"示例局长", "示例signatory"} <= set(offered)
    assert not {"示例handler", "示例reviewer"} & set(offered)
    assert registrar.submit(link, _typed(), form=FORM).status_code == 302
    assert "确认之前没有生效" in page(registrar.get(link)).text
    assert _stands(inside, key) == (E.FORWARDED, LATER, "")
    assert second.waiting(registrar) == []
    assert second.waiting(sign_in("handler")) == [], "nor does the drafter"
    assert second.confirm(sign_in("signatory")).status_code == 302
    assert _stands(inside, key) == (E.GRANTED, AGAIN, "示例局长")
    for reader in ("second", "liaison"):
        shown = page(sign_in(reader).get(address)).text
        assert "第2次延期申请" in shown
        assert "2026-04-30" in shown
        assert "批件.pdf" not in page(sign_in("liaison").get(address)).text


def test_refused_on_paper_with_its_reason_the_term_stays(
    asked: tuple[str, int], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    address, key = asked
    registrar, link = sign_in("second"), f"{address}/extensions/{key}"
    bare = registrar.submit(link, _typed(decision="refused"), form=FORM)
    assert "不批准的须写明理由" in page(bare, status=422).text
    typed = _typed(decision="refused", note="理由不充分")
    assert registrar.submit(link, typed, form=FORM).status_code == 302
    assert second.confirm(sign_in("reviewer")).status_code == 302
    assert _stands(inside, key) == (E.REFUSED, LATER, "示例局长")


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"decider": "示例reviewer"}, "批准人"),
        ({"decided_on": "2026-04-09"}, "决定日期须在审核人报批之后"),
        ({"decided_on": "2026-04-15"}, "决定日期须在审核人报批之后"),
        ({"new_due": "2026-04-01"}, "须晚于"),
        ({"scans": (io.BytesIO(b""), "")}, "签批扫描件"),
    ],
)
def test_what_cannot_have_been_decided_so_is_refused_at_its_field(
    asked: tuple[str, int], inside: Inside, sign_in: SignIn, page: PageCheck, other: dict[str, object], said: str
) -> None:  # fmt: skip
    address, key = asked
    answer = sign_in("second").submit(f"{address}/extensions/{key}", _typed(**other), form=FORM)
    assert said in page(answer, status=422).text
    assert _stands(inside, key)[0] is E.FORWARDED


def test_nothing_is_carried_out_in_the_name_of_a_closed_account(
    asked: tuple[str, int], inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    """Whoever registered it has left before the other confirms."""
    address, key = asked
    registrar = sign_in("second")
    assert registrar.submit(f"{address}/extensions/{key}", _typed(), form=FORM).status_code == 302
    with inside():
        session.query(User).filter_by(username="second").one().active = False
    answer = second.confirm(sign_in("signatory"))
    assert "提请人的账号已停用，请由他人重新登记" in page(answer, status=422).text
    assert _stands(inside, key) == (E.FORWARDED, LATER, "")


def test_decided_here_or_fallen_away_nothing_waits_any_more(
    inside: Inside, office: Office, clock: Clock
) -> None:
    with inside():
        extension, other = forwarded(office), forwarded(office)
        clock("2026-04-14 09:00")
        first, second_ = (_asked(one, scan) for one, scan in ((extension, b"1"), (other, b"2")))
        _grant(extension, "signatory", new_due=AGAIN, day=date(2026, 4, 14))
        with on(date(2026, 4, 14), "reviewer") as head:
            extending.lapse(other.instrument, actor=head, because="单位已反馈")
        assert [one.outcome for one in (first, second_)] == [Outcome.ENDED, Outcome.ENDED]
        late = pairs.why_not(first, extension, people.principal("signatory"))
        assert isinstance(late, WrongState)


def _asked(extension: Extension, scan: bytes) -> Proposal:
    scans = (picture("批件.jpg", scan),)
    decided = PaperDecision("示例signatory", DECIDED, AGAIN, scans=scans)
    return registering.ask(extension, decided, actor=people.principal("second"))


def _stands(inside: Inside, key: int) -> tuple[E, date | None, str]:
    with inside():
        one = session.get_one(Extension, key)
        return one.status, one.instrument.due_on, one.decided_by


def test_its_page_is_called_what_is_done_there_and_asks_once(
    asked: tuple[str, int], sign_in: SignIn, page: PageCheck
) -> None:
    """The paper's page keeps its one primary act; registered, the form is not there to be sent again."""
    address, key = asked
    registrar, link = sign_in("second"), f"{address}/extensions/{key}"
    paper = page(registrar.get(address))
    (way,) = paper.find(f"//main//a[@href='{link}']")
    assert "btn-primary" not in way.get("class")
    shown = page(registrar.get(link))
    assert shown.heading.startswith("登记线下延期决定")
    assert registrar.submit(link, _typed(), form=FORM).status_code == 302
    after = page(registrar.get(link))
    assert "确认之前没有生效" in after.text
    assert not after.find(FORM)
