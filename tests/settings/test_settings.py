"""The settings page: explained, typed, changed by one role, with history."""

import pytest

from supervision.core import settings
from supervision.core.access import Role
from supervision.core.errors import DomainError, Forbidden
from supervision.settings import service
from tests.make import people as make
from tests.support import second
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
URL = "/settings/"


def test_every_setting_is_on_the_page_with_its_meaning(sign_in: SignIn, page: PageCheck) -> None:
    shown = page(sign_in("sysadmin").get(URL))
    for definition in settings.DEFINITIONS:
        assert definition.label in shown.text
        assert definition.hint in shown.text
        assert shown.find(f"//*[@name='{definition.key}']")


def test_a_change_takes_effect_and_says_who_made_it(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    administrator = sign_in("sysadmin")
    changes = {"extension_cap": "3", "superior_reads_records": "y"}
    assert administrator.submit(URL, changes).status_code == 302
    with inside():
        assert settings.get("extension_cap") == 3
        assert settings.get("superior_reads_records") is False, (
            "what gives access waits for another"
        )
    assert second.waiting(administrator) == []
    assert second.confirm(sign_in("secadmin")).status_code == 302
    with inside():
        assert settings.get("superior_reads_records") is True
    text = page(administrator.get(URL)).text
    assert "每件文书最多延期次数：2 → 3" in text
    assert "上级机关可查看下级机关的业务记录：否 → 是" in text
    assert "示例sysadmin" in text


def test_saving_without_a_change_leaves_no_trace(inside: Inside) -> None:
    with inside():
        assert service.change(service.in_force(), actor=make.principal("sysadmin")) == (0, 0)
    with inside():
        assert service.history() == []


@pytest.mark.parametrize("value", ["", "-1", "100", "两次"])
def test_a_number_out_of_range_is_refused(sign_in: SignIn, inside: Inside, value: str) -> None:
    answer = sign_in("sysadmin").submit(URL, {"extension_cap": value})
    assert answer.status_code == 422
    with inside():
        assert settings.get("extension_cap") == 2


def test_administrators_are_not_separated_while_one_person_is_both(inside: Inside) -> None:
    with inside():
        administrator = make.principal("sysadmin")
        settings.put("join_admins", value=True)
        make.user("both", Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, name="兼任示例")
        with pytest.raises(DomainError, match="兼任示例正兼任"):
            service.change({**service.in_force(), "join_admins": False}, actor=administrator)


@pytest.mark.parametrize("username", ["handler", "reviewer", "secadmin", "auditor", "liaison"])
def test_only_the_system_administrator_changes_settings(
    sign_in: SignIn, inside: Inside, username: str
) -> None:
    assert sign_in(username).get(URL).status_code == 403
    with inside(), pytest.raises(Forbidden):
        service.change(service.in_force(), actor=make.principal(username))
