"""Sixty 联络员 in one sheet: looked over, opened without rights, granted together, a slip each."""

import re

import pytest
import sqlalchemy as sa
from werkzeug.test import TestResponse

from supervision.accounts.models import User
from supervision.agencies.models import Body
from supervision.core.access import Role
from supervision.core.db import session
from tests.make import people as make
from tests.support import second
from tests.support.client import Visitor
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

ADDRESS = "/imports/accounts"
ROWS = "单位\t姓名\t职务\t角色\n示例市甲局\t张某一\t科员\t\n示例市乙局\t李某二\t局长\t单位负责人\n"


@pytest.fixture
def admins(sign_in: SignIn, inside: Inside) -> tuple[Visitor, Visitor]:
    """系统管理员 and 安全管理员, both signed in: the setting up is over; a second unit."""
    with inside():
        make.unit("示例市乙局", by=make.principal("reviewer"))
    return sign_in("sysadmin"), sign_in("secadmin")


def _send(visitor: Visitor, inside: Inside, rows: str, *, seen: str = "") -> TestResponse:
    with inside():
        body_id = session.scalars(sa.select(Body.id)).one()
    return visitor.submit(ADDRESS, {"body_id": body_id, "rows": rows, "seen": seen})


def _seen(answer: TestResponse) -> str:
    found = re.search(r'name="seen"[^>]*value="([0-9a-f]*)"', answer.get_data(as_text=True))
    assert found
    return found[1]


def _accounts(inside: Inside) -> dict[str, set[Role]]:
    with inside():
        named = sa.select(User).where(User.name.in_(["张某一", "李某二"]))
        return {one.username: set(one.roles) for one in session.scalars(named)}


def test_a_sheet_is_looked_over_opened_and_granted_by_another(
    admins: tuple[Visitor, Visitor], sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    sysadmin, secadmin = admins
    looked = _send(sysadmin, inside, ROWS)
    shown = page(looked)
    assert "slsjj.zmy" in shown.text
    assert "开设2个账号" in shown.text
    assert _accounts(inside) == {}, "looking opens nothing"
    slips = _send(sysadmin, inside, ROWS, seen=_seen(looked)).get_data(as_text=True)
    words = re.findall(r"<code>([^<]+)</code>", slips)
    assert len(words) == len(set(words)) == 2
    assert slips.count("class=slip") == 2, "one page each"
    assert _accounts(inside) == {"slsjj.zmy": set(), "slsyj.lme": set()}
    assert second.waiting(sign_in("handler")) == []
    assert second.confirm(secadmin).status_code == 302
    assert _accounts(inside) == {"slsjj.zmy": {Role.LIAISON}, "slsyj.lme": {Role.UNIT_HEAD}}
    assert sign_in("slsjj.zmy", password=words[0])


def test_refused_they_stay_without_rights(admins: tuple[Visitor, Visitor], inside: Inside) -> None:
    sysadmin, secadmin = admins
    _send(sysadmin, inside, ROWS, seen=_seen(_send(sysadmin, inside, ROWS)))
    assert second.waiting(sysadmin) == [], "nor does whoever asked"
    assert second.refuse(secadmin, "名单有误").status_code == 302
    assert set(map(frozenset, _accounts(inside).values())) == {frozenset()}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("单位\t姓名\n市丙局\t张某一\n", "市丙局"),
        ("单位\t姓名\n示例市甲局\t\n", "姓名"),
        ("单位\t姓名\t用户名\n示例市甲局\t张某一\tliaison\n", "已被使用"),
        ("单位\t姓名\t用户名\n示例市甲局\t张某一\t张三\n", "只能用字母"),
        ("单位\t姓名\t角色\n示例市甲局\t张某一\t审核人\n", "没有“审核人”这一项"),
        ("单位\t姓名\n示例市甲局\t张某一\n示例市甲局\t张某一\n", "与第2行是同一条记录"),
        ("只有一列\n张某一\n", "没有读到表格"),
    ],
)
def test_a_faulty_sheet_opens_nothing_and_keeps_what_was_pasted(
    admins: tuple[Visitor, Visitor], inside: Inside, page: PageCheck, rows: str, said: str
) -> None:
    answer = page(_send(admins[0], inside, rows), status=422)
    assert said in answer.text
    assert answer.find("//textarea[@name='rows']")[0].text.strip() == rows.strip()
    assert _accounts(inside) == {}


def test_what_changed_since_it_was_shown_is_shown_again(
    admins: tuple[Visitor, Visitor], inside: Inside
) -> None:
    seen = _seen(_send(admins[0], inside, ROWS))
    answer = _send(admins[0], inside, ROWS.replace("科员", "科长"), seen=seen)
    assert "开设2个账号" in answer.get_data(as_text=True)
    assert _accounts(inside) == {}


def test_whoever_opens_no_accounts_finds_no_such_page(sign_in: SignIn) -> None:
    for username in ("handler", "reviewer", "liaison", "auditor"):
        assert sign_in(username).get(ADDRESS).status_code == 403
