"""What is copied in Excel, WPS or Word and pasted into a draft: looked at first, then one item a row."""

import pytest
from werkzeug.test import TestResponse

from supervision.core.errors import DomainError
from supervision.instruments.drafting import pasting
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.parts import fields_of
from tests.support.seats import SignIn
from tests.support.work import Inside

READ = "/instruments/items/read"


@pytest.mark.parametrize(
    ("pasted", "items"),
    [
        ("一、完善公示制度。\n二、补录执法信息。\n", [{"demand": "完善公示制度。"}, {"demand": "补录执法信息。"}]),
        ("1.\t加强培训\r\n2.\t规范文书", [{"demand": "加强培训"}, {"demand": "规范文书"}]),
        ("（1）3.5万元罚款未入账\n（2）12月未公示", [{"demand": "3.5万元罚款未入账"}, {"demand": "12月未公示"}]),
        ("未公示\t请公示\n未告知\t请补正", [{"statement": "未公示", "demand": "请公示"}, {"statement": "未告知", "demand": "请补正"}]),
        ("序号\t存在问题\t整改要求\n1\t未公示\t请公示", [{"statement": "未公示", "demand": "请公示"}]),
        ("整改要求\t依据\n请公示\t《示例办法》", [{"demand": "请公示", "provision": "《示例办法》"}]),
        ('1\t甲\t"第一段\n第二段"\t请改', [{"heading": "甲", "statement": "第一段\n第二段", "demand": "请改"}]),
    ],
)  # fmt: skip
def test_lines_and_cells_become_items(pasted: str, items: list[dict[str, str]]) -> None:
    assert pasting.items_of(pasted, "demand", most=60) == items


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("\n".join(f"第{number}条意见" for number in range(5000)), "粘贴了5000条，这件文书最多还能加60条"),
        ("a\tb\tc\td\te\nf\tg\th\ti\tj", "最多四列"),
        (" \n\t\n", "没有读到内容"),
    ],
)  # fmt: skip
def test_what_cannot_be_items_is_refused_in_words(pasted: str, said: str) -> None:
    with pytest.raises(DomainError, match=said):
        pasting.items_of(pasted, "demand", most=60)


def _read(visitor: Visitor, page: PageCheck, **asked: str) -> TestResponse:
    """As the script of the page asks."""
    token = page(visitor.get("/")).tree.xpath("//input[@name='csrf_token']/@value")[0]
    return visitor.post(READ, data={"csrf_token": str(token), **asked})


def test_the_page_asks_what_it_would_become_and_nothing_is_saved(
    office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    visitor = sign_in("handler")
    rows = "问题\t要求\n未公示\t请公示\n未告知\t请补正"
    read = _read(visitor, page, rows=rows, field="demand", held="1").json
    assert read == {
        "columns": ["statement", "demand"],
        "rows": [["未公示", "请公示"], ["未告知", "请补正"]],
    }
    full = _read(visitor, page, rows="甲\n乙", field="demand", held="59").json
    assert full is not None
    assert "最多还能加1条" in full["refusal"]
    for other in ("reviewer", "signatory", "liaison"):
        assert _read(sign_in(other), page, rows=rows).status_code == 403


def test_without_a_script_the_pasted_lines_stand_in_the_form_to_be_looked_at(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        key = papers.draft(office, items=1).id
    here, visitor = f"/instruments/{key}/edit", sign_in("handler")
    typed = fields_of(page(visitor.get(here)))
    pasted = {"pasted": "二、补正公示。\n三、完善台账。", "arrange": "paste"}
    shown = fields_of(page(visitor.post(here, data=typed | pasted)))
    demands = [shown[f"items-{at}-demand"] for at in range(3)]
    assert demands == ["请整改第1项。", "补正公示。", "完善台账。"]
    wrong = page(
        visitor.post(here, data=typed | {"pasted": "a\tb\tc\td\te", "arrange": "paste"}), status=422
    )
    assert "最多四列" in wrong.text
    assert fields_of(wrong)["pasted"].startswith("a")
