"""Pages of clues: the informant stays hidden, foreign rows are none, few queries, observers' two pages."""

import io
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask
from openpyxl import load_workbook

from supervision.agencies.models import Body
from supervision.clues import service
from supervision.clues.identity import Informant
from supervision.clues.models import Clue, ClueIdentity
from supervision.clues.states import ClueStatus
from supervision.core import settings
from supervision.core.access import Role
from supervision.core.audit import AuditEvent, AuditValue
from supervision.core.db import session
from supervision.core.drafts import FormDraft
from supervision.core.sealing import Unreadable, seal, unseal
from tests.make import clues as make
from tests.make import people
from tests.make.referrals import account
from tests.support import pages
from tests.support.queries import queries
from tests.support.seats import SignIn
from tests.support.work import Inside

FORM = "//form[@class='form']"
WHO = Informant("示例证人甲", "示例电话0000", "示例路1号")
pytestmark = pytest.mark.usefixtures("bureau")


@pytest.fixture
def clue_id(inside: Inside) -> int:
    """A registered clue with an informant."""
    with inside():
        return make.clue(informant=WHO).id


def test_the_identity_is_sealed_in_the_store_and_in_the_trail(inside: Inside, clue_id: int) -> None:
    with inside():
        row = session.scalars(sa.select(ClueIdentity)).one()
        assert WHO.name not in row.sealed
        told = session.scalars(sa.select(AuditValue).where(AuditValue.field == "sealed")).one()
        assert row.sealed not in (told.new or "")


def test_sealed_text_opens_only_for_the_record_it_belongs_to(app: Flask) -> None:
    column = ClueIdentity.sealed
    with app.app_context():
        sealed = seal("示例证人甲", column, of=1)
        assert unseal(sealed, column, of=1) == "示例证人甲"
        with pytest.raises(Unreadable):
            unseal(sealed, column, of=2)


def test_the_handler_sees_the_informant_and_each_look_leaves_a_trace(
    inside: Inside, sign_in: SignIn, clue_id: int
) -> None:
    handler = sign_in("handler")
    for _ in range(2):
        assert WHO.name in pages.check(handler.get(f"/clues/{clue_id}/informant")).text
    with inside():
        looks = session.scalars(sa.select(AuditEvent).where(AuditEvent.action == "read")).all()
        assert [(one.label, one.root_id) for one in looks] == [("查看来源人身份", clue_id)] * 2


@pytest.mark.parametrize("damaged", ["", "x", "不是", "AAAA", "AAAA" * 20])
def test_a_damaged_identity_is_told_in_a_sentence(
    inside: Inside, sign_in: SignIn, clue_id: int, damaged: str
) -> None:
    with inside():
        session.scalars(sa.select(ClueIdentity)).one().sealed = damaged
    answer = sign_in("handler").get(f"/clues/{clue_id}/informant")
    assert answer.status_code == 422
    assert "打不开" in pages.check(answer, status=422).text


@pytest.mark.parametrize("seat", ["second", "reviewer", "signatory"])
def test_nobody_else_sees_the_informant(sign_in: SignIn, clue_id: int, seat: str) -> None:
    visitor = sign_in(seat)
    assert visitor.get(f"/clues/{clue_id}/informant").status_code in (403, 404)
    assert "查看来源人身份" not in pages.check(visitor.get(f"/clues/{clue_id}")).text


def test_after_reassignment_the_former_handler_sees_it_no_more(
    inside: Inside, sign_in: SignIn, clue_id: int
) -> None:
    with inside():
        clue = session.get_one(Clue, clue_id)
        service.reassign(clue, account("second"), reason="", actor=people.principal("reviewer"))
    assert sign_in("handler").get(f"/clues/{clue_id}/informant").status_code == 403
    seen = pages.check(sign_in("second").get(f"/clues/{clue_id}/informant"))
    assert WHO.contact in seen.text


def test_the_informant_is_in_no_list_page_or_export(sign_in: SignIn, clue_id: int) -> None:
    handler = sign_in("handler")
    for url in ("/clues/", f"/clues/{clue_id}", f"/clues/{clue_id}/amend"):
        assert WHO.name not in handler.get(url).get_data(as_text=True)
    book = load_workbook(io.BytesIO(handler.get("/clues/export.xlsx").data))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert "省司法厅转办" in cells
    assert not any(WHO.name in cell or WHO.contact in cell for cell in cells)


def test_the_informant_is_never_kept_as_a_draft(inside: Inside, sign_in: SignIn) -> None:
    handler = sign_in("handler")
    page = pages.check(handler.get("/clues/new"))
    token = page.find("//input[@name='csrf_token']")[0].get("value")
    keep = page.find("//form[@data-autosave]")[0].get("data-autosave")
    typed = {"csrf_token": token, "subject": "事由一", "informant_name": WHO.name}
    assert handler.post(keep, data=typed).status_code < 400
    with inside():
        kept = session.scalars(sa.select(FormDraft)).one()
        assert kept.data == {"subject": ["事由一"]}


def test_a_clue_is_registered_accepted_checked_closed_and_reported_by_page(
    inside: Inside, sign_in: SignIn
) -> None:
    handler, reviewer = sign_in("handler"), sign_in("reviewer")
    form = {"source": "province", "subject": "来件一", "received_on": "2023-04-03"}
    made = handler.submit("/clues/new", form, form="//main//form[@method='post']")
    assert made.status_code == 302
    url = made.location
    main = "//main//form[@method='post']"
    steps = [
        (reviewer, "accept", {"on": "2023-04-04"}),
        (handler, "check", {"on": "2023-04-05"}),
        (handler, "close", {"on": "2023-05-08", "finding": "true", "result": "属实"}),
        (handler, "report", {"on": "2023-05-09"}),
    ]
    for visitor, verb, data in steps:
        answer = visitor.submit(f"{url}/step/{verb}", data, form=main)
        assert answer.status_code == 302, answer.get_data(as_text=True)
        pages.check(visitor.get(url))
    with inside():
        clue = session.scalars(sa.select(Clue)).one()
        assert (clue.status, clue.closed_on) == (ClueStatus.REPORTED, date(2023, 5, 8))


def test_a_likely_duplicate_asks_before_it_is_registered(inside: Inside, sign_in: SignIn) -> None:
    with inside():
        earlier = make.clue()
        data = {
            "source": "hotline", "subject": earlier.subject, "content": earlier.content,
            "received_on": earlier.received_on.isoformat(), "unit_id": str(earlier.unit_id),
        }  # fmt: skip
    handler, main = sign_in("handler"), "//main//form[@method='post']"
    asked = pages.check(handler.submit("/clues/new", data, form=main), status=422)
    assert "可能重复" in asked.text
    page = pages.check(handler.get("/clues/new"))
    token = page.find("//input[@name='csrf_token']")[0].get("value")
    sure = {**data, "csrf_token": token, "not_duplicate": "y"}
    assert handler.post("/clues/new", data=sure).status_code == 302


def test_another_bodys_clue_is_not_there(inside: Inside, sign_in: SignIn, clue_id: int) -> None:
    with inside():
        county = people.body("示范县")
        people.user("stranger", Role.HANDLER, body=county)
    stranger = sign_in("stranger")
    for tail in ("", "/amend", "/step/check", "/reassign", "/informant"):
        assert stranger.get(f"/clues/{clue_id}{tail}").status_code == 404
    assert sign_in("liaison").get(f"/clues/{clue_id}").status_code in (403, 404)


def test_list_and_page_take_few_queries_however_many_rows(
    app: Flask, inside: Inside, sign_in: SignIn, clue_id: int
) -> None:
    handler = sign_in("handler")

    def taken(url: str) -> int:
        handler.get(url)  # who is here and the badge are asked again after something was written
        with queries(app) as sent:
            pages.check(handler.get(url))
        return len(sent)

    few = taken("/clues/")
    with inside():
        for number in range(12):
            make.clue(subject=f"来件{number}", content="")
    assert taken("/clues/") <= few
    assert few <= 12
    assert taken(f"/clues/{clue_id}") <= 16


def _observer(inside: Inside, *, on: bool) -> None:
    with inside():
        settings.put("observer_accounts", on)
        body = people.principal("handler").body_id
        people.user("observer", Role.OBSERVER, body=session.get_one(Body, body))


def test_observers_pages_are_closed_unless_the_setting_opens_them(
    inside: Inside, sign_in: SignIn
) -> None:
    _observer(inside, on=False)
    observer = sign_in("observer")
    assert observer.get("/clues/submit").status_code == 404
    assert observer.get("/clues/mine").status_code == 404


@pytest.mark.parametrize("on", [True, False])
def test_an_observer_is_led_to_pages_that_are_open_and_to_no_others(
    inside: Inside, sign_in: SignIn, *, on: bool
) -> None:
    """Closed by the setting, 提交线索 stood in navigation, 工作台 and 使用帮助 and answered 404."""
    _observer(inside, on=on)
    observer = sign_in("observer")
    for address in ("/", "/help", "/accounts/me"):
        leads = pages.check(observer.get(address)).find("//a/@href")
        own = [one for one in leads if one.startswith(("/clues/submit", "/clues/mine"))]
        assert bool(own) is on, (address, own)
        assert all(observer.get(one).status_code == 200 for one in own)
    assert ("尚未开放" in pages.check(observer.get("/")).text) is not on


def test_an_observer_submits_and_sees_what_became_of_it_and_nothing_else(
    inside: Inside, sign_in: SignIn
) -> None:
    _observer(inside, on=True)
    with inside():
        other = make.clue().id
    observer, main = sign_in("observer"), "//main//form[@method='post']"
    data = {"words": "示例市甲局窗口要求重复提交材料", "place": "政务大厅"}
    assert observer.submit("/clues/submit", data, form=main).status_code == 302
    mine = pages.check(observer.get("/clues/mine"))
    assert "已提交" in mine.text
    assert "出示执法证件" not in mine.text
    assert observer.get(f"/clues/{other}").status_code in (403, 404)
    assert observer.get("/clues/").status_code == 403
    with inside():
        clue = session.scalars(sa.select(Clue).where(Clue.submitted_by_id.is_not(None))).one()
        service.decline(
            clue, on=clue.received_on, reason="已有人反映", actor=people.principal("reviewer")
        )
    assert "已有人反映" in pages.check(observer.get("/clues/mine")).text


def test_a_submission_without_handler_gets_one_when_accepted(
    inside: Inside, sign_in: SignIn
) -> None:
    _observer(inside, on=True)
    observer, main = sign_in("observer"), "//main//form[@method='post']"
    observer.submit("/clues/submit", {"words": "窗口无人"}, form=main)
    with inside():
        clue = session.scalars(sa.select(Clue)).one()
        assert clue.handler_id is None
        service.accept(
            clue, on=clue.received_on, handler=account("second"),
            actor=people.principal("reviewer"),
        )  # fmt: skip
        assert clue.handler_id == account("second").id


def test_a_clue_that_names_no_unit_is_entered_without_reading_the_units(
    app: Flask, inside: Inside, sign_in: SignIn
) -> None:
    """Hundreds of records, each under a dozen names, were a fifth of what a post cost."""
    form = {
        "source": "province",
        "subject": "示例来件",
        "received_on": "2023-04-03",
        "content": "示例内容",
    }
    with queries(app) as sent:
        assert sign_in("handler").submit("/clues/new", form).status_code == 302
    assert (
        len([one for one in sent if "FROM unit_name" in one]) == 1
    )  # the page that shows the form
    with inside():
        assert session.scalar(sa.select(sa.func.count(Clue.id))) == 1


def test_a_clue_was_never_received_after_what_was_done_about_it(
    inside: Inside, sign_in: SignIn
) -> None:
    """A correction could move 收件日期 past 受理: the record then said that it was accepted before it came."""
    with inside():
        key = make.clue(
            ClueStatus.CHECKING, on=date(2026, 3, 2), received_on=date(2026, 3, 2), due_on=None
        ).id
    handler, address = sign_in("handler"), f"/clues/{key}/amend"
    answer = handler.submit(address, {"received_on": "2026-03-03"}, form=FORM)
    shown = pages.check(answer, status=422)
    assert "收件日期不得晚于2026年3月2日" in shown.text
    assert handler.submit(address, {"received_on": "2026-02-27"}, form=FORM).status_code == 302


@pytest.mark.parametrize("state", [ClueStatus.REGISTERED, ClueStatus.DECLINED, ClueStatus.REPORTED])
def test_no_letter_passes_on_what_is_not_under_way(
    inside: Inside, sign_in: SignIn, state: ClueStatus
) -> None:
    """Its delivery would leave the clue where it stands: passed on, and not 已转办."""
    with inside():
        key = make.clue(state).id
    address = f"/instruments/new?kind=transfer_letter&clue={key}"
    shown = pages.check(sign_in("handler").get(address), status=409)
    assert f"线索“{state.label}”，不能转办" in shown.text


def test_what_is_passed_on_may_be_passed_on_to_another_unit_too(
    inside: Inside, sign_in: SignIn
) -> None:
    with inside():
        key = make.clue(ClueStatus.PASSED_ON).id
    handler = sign_in("handler")
    (way,) = pages.check(handler.get(f"/clues/{key}")).find(
        "//a[normalize-space()='拟制转办函']/@href"
    )
    assert handler.get(way).status_code == 200
