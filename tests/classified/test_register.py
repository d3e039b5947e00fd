"""涉密文件登记: three facts and nothing else, never amended, struck out by a fixed choice, audited."""

from datetime import date

import pytest
import sqlalchemy as sa

from supervision.classified import service
from supervision.classified.forms import RegisterForm, StrikeOutForm
from supervision.classified.models import Because, ClassifiedPaper
from supervision.core.audit.models import AuditEvent
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden, WrongState
from tests.make import people
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
NUMBER, DAY = "示密发〔2023〕3号", date(2023, 5, 6)
OF_EVERY_ROW = {"id", "created_at", "created_by_id", "version", "body_id"}


def test_there_is_no_place_for_anything_but_number_copies_and_date() -> None:
    columns = {column.key for column in sa.inspect(ClassifiedPaper).column_attrs} - OF_EVERY_ROW
    assert columns == {"number", "copies", "dated_on", "void_because", "voided_on"}
    fields = {
        name for form in (RegisterForm, StrikeOutForm) for name in vars(form) if name[0] != "_"
    }
    assert fields == {"number", "copies", "dated_on", "because"}


def test_a_paper_is_registered_listed_and_struck_out(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    handler = sign_in("handler")
    assert "涉密文件登记" in page(handler.get("/instruments/")).text
    given = {"number": "示密发[2023]3号", "copies": "2", "dated_on": "2023-05-06"}
    assert handler.submit("/classified/new", given).status_code == 302
    assert NUMBER in page(handler.get("/classified/")).text
    with inside():
        key = session.scalars(sa.select(ClassifiedPaper.id)).one()
    page(handler.get(f"/classified/{key}/strike-out"))
    struck = handler.submit(f"/classified/{key}/strike-out", {"because": "wrong"})
    assert struck.status_code == 302
    page(handler.get("/classified/"))  # where it was said that it is done
    assert NUMBER not in page(handler.get("/classified/")).text
    shown = page(handler.get("/classified/?tab=void")).text
    assert "登记有误" in shown
    assert handler.submit("/classified/new", given).status_code == 302, "again, rightly"
    with inside():
        events = session.scalars(
            sa.select(AuditEvent.action).where(AuditEvent.subject_type == "classified_paper")
        )
        assert list(events) == ["create", "classified.strike_out", "create"]


@pytest.mark.parametrize(
    ("number", "copies", "day", "field"),
    [
        ("关于某事项的密件", 1, DAY, "number"),
        (NUMBER, 0, DAY, "copies"),
        (NUMBER, 1, date(2099, 1, 1), "dated_on"),
    ],
)
def test_words_and_nonsense_are_refused(
    inside: Inside, number: str, copies: int, day: date, field: str
) -> None:
    with inside():
        with pytest.raises(DomainError) as refusal:
            service.register(number, copies, day, actor=people.principal("handler"))
        assert refusal.value.field == field


def test_a_number_stands_once_and_is_struck_out_once(inside: Inside) -> None:
    with inside():
        handler = people.principal("handler")
        entry = service.register(NUMBER, 1, DAY, actor=handler)
        with pytest.raises(DomainError, match="已登记"):
            service.register("示密发【2023】3号", 5, DAY, actor=handler)
        service.strike_out(entry, Because.TWICE, actor=handler)
        with pytest.raises(WrongState):
            service.strike_out(entry, Because.TWICE, actor=handler)


@pytest.mark.parametrize("username", ["reviewer", "signatory", "liaison", "sysadmin", "auditor"])
def test_only_handlers_register(inside: Inside, sign_in: SignIn, username: str) -> None:
    with inside(), pytest.raises(Forbidden):
        service.register(NUMBER, 1, DAY, actor=people.principal(username))
    expected = 200 if username in ("reviewer", "signatory") else 403
    assert sign_in(username).get("/classified/").status_code == expected
    assert sign_in(username).get("/classified/new").status_code == 403


def test_the_search_never_finds_it(inside: Inside, sign_in: SignIn, page: PageCheck) -> None:
    with inside():
        service.register(NUMBER, 1, DAY, actor=people.principal("handler"))
    assert NUMBER not in page(sign_in("handler").get("/search/?q=示密发")).text
