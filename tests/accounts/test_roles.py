"""Roles kept apart: 三员分立, business roles, one's own roles, and the table of permissions."""

import sys
from itertools import combinations
from pathlib import Path

import pytest
import sqlalchemy as sa

from supervision.accounts import service
from supervision.accounts.permission_names import by_record, permission_name
from supervision.agencies.models import Body
from supervision.core import settings
from supervision.core.access import GRANTS, Permission, Role
from supervision.core.access.policy import (
    ADMIN_ROLES,
    BUREAU_ROLES,
    UNIT_ROLES,
    separation_breach,
)
from supervision.core.errors import DomainError
from supervision.slices import SLICES
from tests.make import people as make
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

SNAPSHOT = Path(__file__).parents[2] / "docs" / "permissions.md"
RECORDS = {record.name: record for one in SLICES for record in one.records}
BUSINESS = BUREAU_ROLES | UNIT_ROLES | {Role.OBSERVER}


def as_markdown() -> str:
    """The table of permissions as docs/permissions.md holds it."""
    head = "| 权限 | " + " | ".join(role.label for role in Role) + " |"
    lines = [
        "# 权限表",
        "",
        "由 `python -m tests.accounts.test_roles > docs/permissions.md` 生成；测试比对，改动即见。",
        "",
        head,
        "|---" * (len(Role) + 1) + "|",
    ]
    for record, permissions in by_record(RECORDS):
        for permission, verb in permissions:
            marks = ("✓" if permission in GRANTS[role] else "" for role in Role)
            lines.append(f"| {record}·{verb} `{permission.value}` | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"


def test_the_documented_table_of_permissions_is_the_one_in_force() -> None:
    assert SNAPSHOT.read_text("utf-8") == as_markdown()


def test_the_page_shows_the_table_in_force(sign_in: SignIn, page: PageCheck) -> None:
    shown = page(sign_in("secadmin").get("/accounts/grants"))
    rows = shown.find("//table//tr[th[@title]]")
    assert [row.xpath("string(th/@title)") for row in rows] == [
        p.value for _, permissions in by_record(RECORDS) for p, _ in permissions
    ]
    for row in rows:
        permission = Permission(row.xpath("string(th/@title)"))
        marks = [bool(cell.xpath(".//i")) for cell in row.xpath("td")]
        assert marks == [permission in GRANTS[role] for role in Role], permission


def test_every_permission_has_a_chinese_name_of_its_own() -> None:
    names = [permission_name(permission, RECORDS) for permission in Permission]
    assert len(set(names)) == len(names)


def test_no_administrator_holds_a_business_permission() -> None:
    business = frozenset().union(*(GRANTS[role] for role in BUSINESS))
    shared = {Permission.CALENDAR_VIEW, Permission.ACCOUNT_CONFIRM}
    for role in ADMIN_ROLES:
        assert GRANTS[role] & business <= shared, role


@pytest.mark.parametrize("pair", list(combinations(sorted(ADMIN_ROLES), 2)))
def test_nobody_is_two_of_the_three_administrators(pair: tuple[Role, Role]) -> None:
    assert separation_breach(frozenset(pair))
    joined = frozenset(pair) == {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
    assert (separation_breach(frozenset(pair), join_admins=True) is None) is joined


def test_nobody_is_all_three_even_where_two_may_be_joined() -> None:
    assert separation_breach(ADMIN_ROLES, join_admins=True)


@pytest.mark.parametrize("admin", sorted(ADMIN_ROLES))
@pytest.mark.parametrize("business", sorted(BUSINESS))
def test_no_administrator_has_a_business_role(admin: Role, business: Role) -> None:
    assert separation_breach(frozenset({admin, business}), join_admins=True)


@pytest.mark.parametrize("bureau_role", sorted(BUREAU_ROLES))
@pytest.mark.parametrize("other", sorted(UNIT_ROLES | {Role.OBSERVER}))
def test_supervisor_and_supervised_are_never_one_person(bureau_role: Role, other: Role) -> None:
    assert separation_breach(frozenset({bureau_role, other}))


def test_one_person_may_hold_all_three_business_roles_of_a_section() -> None:
    assert separation_breach(BUREAU_ROLES) is None


@pytest.mark.usefixtures("bureau")
def test_the_setting_lets_a_small_bureau_join_two_administrators(inside: Inside) -> None:
    both = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN})
    with inside():
        with pytest.raises(DomainError, match="三员分立"):
            make.user("both", *both)
        settings.put("join_admins", value=True)
        make.user("both", *both)
        assert [user.username for user in service.joint_admins()] == ["both"]


@pytest.mark.parametrize("username", ["handler", "reviewer", "auditor", "liaison"])
@pytest.mark.parametrize("url", ["/accounts/", "/accounts/new", "/accounts/1"])
def test_the_pages_of_accounts_are_closed_to_others(
    sign_in: SignIn, username: str, url: str
) -> None:
    assert sign_in(username).get(url).status_code == 403


def test_an_account_is_opened_with_a_password_made_for_it_alone(
    sign_in: SignIn, inside: Inside
) -> None:
    security = sign_in("secadmin")
    with inside() as session:
        body_id = session.scalars(sa.select(Body.id)).one()
    fields = {"username": "new.one", "name": "示例新人", "roles": ["handler"], "body_id": body_id}
    answer = security.submit("/accounts/new", fields)
    one_time = answer.get_data(as_text=True).split("<code>")[1].split("</code>")[0]
    assert len(one_time) >= 14
    new = sign_in("new.one", password=one_time)
    assert new.get("/").headers["Location"] == "/accounts/password"


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"roles": []}, "请至少选择一个角色"),
        ({"username": "用户"}, "只能用字母"),
        ({"username": "handler"}, "已被使用"),
        ({"name": "名" * 41}, "最多40个字"),
        ({"roles": ["liaison"]}, "须指定所属单位"),
        ({"roles": ["handler"]}, "须指定所属监督机构"),
        ({"roles": ["auditor", "handler"]}, "不得兼任业务角色"),
    ],
)
def test_a_bad_account_form_comes_back_with_what_was_typed(
    sign_in: SignIn, fields: dict[str, object], complaint: str
) -> None:
    given = {"username": "new.one", "name": "示例新人", "roles": ["auditor"], **fields}
    answer = sign_in("secadmin").submit("/accounts/new", given)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert complaint in text
    assert str(given["name"]) in text


if __name__ == "__main__":
    sys.stdout.write(as_markdown())
