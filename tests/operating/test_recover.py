"""An administrator who forgot the password comes back in from the server's shell, and the trail says so."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa

from supervision.accounts.models import SecondFactor, User
from supervision.core.audit import AuditEvent
from supervision.core.db import session
from tests.make import people
from tests.operating.conftest import one_line
from tests.support.client import Visitor
from tests.support.operating import Mingdu
from tests.support.seats import SignIn
from tests.support.work import Inside

SIGN_IN = "/accounts/sign-in"


@pytest.mark.parametrize("disabled", [False, True])
def test_a_new_password_is_printed_once_and_must_be_changed(
    sign_in: SignIn, client: Visitor, mingdu: Mingdu, inside: Inside, *, disabled: bool
) -> None:
    before = sign_in("secadmin")
    for _ in range(6):  # forgotten: locked out, too
        client.submit(SIGN_IN, {"username": "secadmin", "password": "猜一个"})
    with inside():
        user = session.scalars(sa.select(User).where(User.username == "secadmin")).one()
        user.active = not disabled
    done = mingdu("accounts", "recover", "secadmin", "--reason", "忘记口令，局长批准")
    assert done.code == 0, done.text
    found = re.search(r"一次性口令：(\S+)", done.text)
    assert found
    assert before.get("/").status_code == 302, "signed out everywhere"
    answer = client.submit(SIGN_IN, {"username": "secadmin", "password": found[1]})
    assert answer.status_code == 302
    assert client.get("/accounts/").headers["Location"].endswith("/accounts/password")
    with inside():
        last = session.scalars(
            sa.select(AuditEvent).where(AuditEvent.action == "account.recover")
        ).one()
        assert (last.actor_name, last.reason) == ("系统", "忘记口令，局长批准")
        assert found[1] not in last.label


def test_only_administrators_come_back_that_way(
    bureau: None, mingdu: Mingdu, instance: Path
) -> None:
    for words in (("handler",), ("nobody",), ()):
        done = mingdu("accounts", "recover", *words, "--reason", "试")
        one_line(done, "管理员账号有", "secadmin", "sysadmin", "auditor")
    assert "缺少选项" in mingdu("accounts", "recover", "secadmin").text


def test_a_lost_second_factor_is_taken_off_from_the_shell_and_the_password_stays(
    sign_in: SignIn, mingdu: Mingdu, inside: Inside
) -> None:
    """Anybody's, not only an administrator's: nobody in the browser may take it off alone."""
    with inside():
        people.second_factor(people.principal("handler"))
    done = mingdu("accounts", "recover", "auditor", "--factor", "--reason", "试")
    one_line(done, "没有启用两因子认证", "handler")
    done = mingdu("accounts", "recover", "handler", "--factor", "--reason", "手机丢失，科长证明")
    assert done.code == 0, done.text
    assert "口令不变" in done.text
    sign_in("handler")
    with inside():
        told = session.scalars(
            sa.select(AuditEvent).where(AuditEvent.label == "从服务器取消两因子认证")
        ).one()
        assert (told.actor_name, told.reason) == ("系统", "手机丢失，科长证明")


def test_a_new_password_leaves_the_second_factor_and_says_so(
    bureau: None, mingdu: Mingdu, inside: Inside
) -> None:
    with inside():
        people.second_factor(people.principal("secadmin"))
    done = mingdu("accounts", "recover", "secadmin", "--reason", "忘记口令")
    assert "加 --factor" in done.text
    with inside():
        assert session.scalars(sa.select(SecondFactor)).one()
