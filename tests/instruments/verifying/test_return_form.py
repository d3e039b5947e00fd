"""退回补充整改 says before it is done which items go back and which stay settled."""

from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.states import Conclusion
from supervision.instruments.states import InstrumentStatus as S
from supervision.instruments.verifying import service as verifying
from tests.make import papers
from tests.make.offices import the_office
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.tables import lines_of
from tests.support.work import Inside


def test_the_form_lists_what_is_answered_anew(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        desk = the_office()
        paper = papers.paper(desk, S.REPLIED)
        verifying.conclude([paper.items[0]], Conclusion.MENDED, note="已核对。", actor=desk.handler)
        key, address = paper.id, f"/instruments/{paper.id}"
    handler = sign_in("handler")
    shown = page(handler.get(f"{address}/return"))
    assert [(one["核查结论"], one["退回后"]) for one in lines_of(shown)] == [
        ("已整改", "不再答复"),
        ("–", "重新答复"),
    ]
    answer = handler.submit(
        f"{address}/return", {"reason": "佐证不足", "term_number": "10", "term_unit": "工作日"}
    )
    assert answer.status_code == 302
    with inside():
        again = session.get_one(Instrument, key)
        assert [item.answered for item in again.items] == [True, False]
