"""Two tabs of one form: the later one shows both versions as people read them."""

from tests.make import actions as make
from tests.make import people
from tests.support.client import _fields
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def test_team_and_units_stand_side_by_side_by_their_names(
    bureau: None, inside: Inside, sign_in: SignIn, page: PageCheck, clock: Clock
) -> None:
    """They were shown as the program holds them: [{'entry_id': 1, 'leader': True, …}] and [1]."""
    clock("2023-04-12 10:00")
    with inside():
        made = make.action(by=people.principal("handler"), leader=people.principal("signatory"))
        url = f"/actions/{made.id}/amend"
    handler = sign_in("handler")
    (later,) = page(handler.get(url)).find("//main//form")
    assert handler.submit(url, {"partner": "示例市委巡察办"}).status_code == 302
    stale = {**_fields(later), "content": "晚一步填写的内容", "members-1-recusal_note": "系同乡"}
    shown = page(handler.post(url, data=stale), status=409)
    rows = {
        row.xpath("string(th/text())").strip(): [
            cell.text_content().strip() for cell in row.xpath("td")
        ]
        for row in shown.find("//table//tr[td]")
    }
    assert rows["监督内容"] == ["晚一步填写的内容", "–"]
    assert rows["被监督单位"] == ["示例市乙局", "示例市乙局"]
    first = "示例监督人员甲（示监甲001），组长，已核对，无应回避情形"
    second = "示例监督人员乙（示监乙001），已核对，无应回避情形"
    assert rows["监督人员"] == [f"{first}\n{second}，系同乡", f"{first}\n{second}"]
