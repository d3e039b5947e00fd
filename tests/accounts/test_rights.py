"""Rights by two persons, at their own screens: accounts, roles, resets, administrators, setting up."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts import rights, service
from supervision.accounts.models import User
from supervision.accounts.rights import OneTime
from supervision.accounts.service import Rights
from supervision.agencies.models import Body
from supervision.core import settings
from supervision.core.access import Role
from supervision.core.audit.models import AuditEvent
from supervision.core.db import session
from supervision.core.errors import DomainError, Forbidden
from supervision.core.pairs import Outcome, Proposal
from tests.make import people as make
from tests.support import second
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

NEW = {"username": "new.one", "name": "示例新人", "roles": ["handler"]}


@pytest.fixture
def admins(sign_in: SignIn) -> tuple[Visitor, Visitor]:
    """系统管理员 and 安全管理员, both signed in: the setting up is over."""
    return sign_in("sysadmin"), sign_in("secadmin")


def _id(inside: Inside, username: str) -> int:
    with inside():
        return session.scalars(sa.select(User.id).where(User.username == username)).one()


def _roles(inside: Inside, username: str) -> set[str]:
    with inside():
        return set(session.scalars(sa.select(User).where(User.username == username)).one().roles)


def _body(inside: Inside) -> int:
    with inside():
        return session.scalars(sa.select(Body.id)).one()


def _word(answer: str) -> str:
    found = re.search(r"<code>([^<]+)</code>", answer)
    assert found, answer
    return found.group(1)


def _press(visitor: Visitor, user_id: int, what: str) -> int:
    form = {"form": f"//form[contains(@action, '/{user_id}/{what}')]"}
    return visitor.submit(f"/accounts/{user_id}", **form).status_code


def test_one_opens_an_account_without_rights_another_grants_them(
    admins: tuple[Visitor, Visitor], sign_in: SignIn, inside: Inside
) -> None:
    sysadmin, secadmin = admins
    answer = sysadmin.submit("/accounts/new", {**NEW, "body_id": _body(inside)})
    word = _word(answer.get_data(as_text=True))
    assert _roles(inside, "new.one") == set()
    new = sign_in("new.one", password=word)
    fields = {"old_password": word, "new_password": make.PASSWORD, "repeat": make.PASSWORD}
    assert new.submit("/accounts/password", fields).status_code == 302
    assert new.get("/").status_code == 200
    assert new.get("/clues/").status_code == 403, "without rights there is nothing to see"
    assert second.waiting(sysadmin) == [], "whoever asked does not confirm"
    assert second.confirm(secadmin).status_code == 302
    assert _roles(inside, "new.one") == {Role.HANDLER}
    assert new.get("/clues/").status_code == 200
    with inside():
        labels = session.scalars(sa.select(AuditEvent.label)).all()
        assert "授予和变更角色：示例sysadmin提请，示例secadmin确认" in labels


def test_the_security_administrator_opens_none_once_there_are_two(
    admins: tuple[Visitor, Visitor],
) -> None:
    _sysadmin, secadmin = admins
    assert secadmin.get("/accounts/new").status_code == 403
    assert "开设账号" not in secadmin.get("/accounts/").get_data(as_text=True)


def test_a_role_asked_by_the_security_administrator_begins_with_another(
    admins: tuple[Visitor, Visitor], inside: Inside, page: PageCheck
) -> None:
    sysadmin, secadmin = admins
    key = _id(inside, "handler")
    form = {"roles": ["handler", "reviewer", "signatory"]}
    assert secadmin.submit(f"/accounts/{key}/roles", form).status_code == 302
    assert _roles(inside, "handler") == {Role.HANDLER}
    assert second.waiting(secadmin) == []
    shown = page(sysadmin.get(second.waiting(sysadmin)[0]))
    assert "承办人、审核人、签发人" in shown.text
    assert second.refuse(sysadmin, "未见局党组决定").status_code == 302
    assert _roles(inside, "handler") == {Role.HANDLER}
    assert "未见局党组决定" in page(secadmin.get("/confirmations/")).text


def test_the_section_head_confirms_for_the_own_body_when_the_administrator_is_away(
    admins: tuple[Visitor, Visitor], sign_in: SignIn, inside: Inside
) -> None:
    _sysadmin, secadmin = admins
    with inside():
        other = make.body("示例县")
        make.user("head.other", Role.REVIEWER, body=other)
    key = _id(inside, "handler")
    secadmin.submit(f"/accounts/{key}/roles", {"roles": ["handler", "signatory"]})
    stranger, head = sign_in("head.other"), sign_in("reviewer")
    assert second.waiting(stranger) == []
    address = second.waiting(head)[0]
    assert stranger.get(address).status_code == 404
    assert second.confirm(head).status_code == 302
    assert _roles(inside, "handler") == {Role.HANDLER, Role.SIGNATORY}


def test_nobody_confirms_their_own_roles_and_one_of_the_two_grants(
    admins: tuple[Visitor, Visitor], sign_in: SignIn, inside: Inside
) -> None:
    sysadmin, _secadmin = admins
    key = _id(inside, "reviewer")
    form = {"roles": ["reviewer", "signatory"]}
    assert sysadmin.submit(f"/accounts/{key}/roles", form).status_code == 302
    head = sign_in("reviewer")
    assert second.waiting(head) == []
    with inside():
        proposal = session.scalars(sa.select(Proposal)).one()
        address = f"/confirmations/{proposal.id}"
        make.user("reviewer2", Role.REVIEWER, body=session.scalars(sa.select(Body)).one())
    assert "本人账号" in head.get(address).get_data(as_text=True)
    assert "由安全管理员确认" in sign_in("reviewer2").get(address).get_data(as_text=True)


@pytest.mark.parametrize("username", ["reviewer", "signatory", "sysadmin", "auditor"])
def test_a_password_of_who_reviews_signs_or_administers_is_reset_by_two(
    admins: tuple[Visitor, Visitor],
    sign_in: SignIn,
    inside: Inside,
    page: PageCheck,
    username: str,
) -> None:
    _sysadmin, secadmin = admins
    own = sign_in(username)
    assert _press(secadmin, _id(inside, username), "reset") == 302
    assert own.get("/accounts/me").status_code == 200, "nothing has happened yet"
    by = "sysadmin" if username != "sysadmin" else "reviewer"
    confirmer = sign_in(by if by != username else "sysadmin")
    word = _word(second.confirm(confirmer).get_data(as_text=True))
    assert own.get("/accounts/me").status_code == 302
    entered = sign_in(username, password=word)
    assert entered.get("/").headers["Location"] == "/accounts/password"
    told = page(entered.get("/accounts/password")).text
    assert f"由示例secadmin提请、示例{by if by != username else 'sysadmin'}确认重置" in told


def test_an_administrator_is_switched_off_by_two_and_the_last_of_a_kind_never(
    admins: tuple[Visitor, Visitor], inside: Inside, page: PageCheck
) -> None:
    sysadmin, secadmin = admins
    key = _id(inside, "auditor")
    form = {"form": f"//form[contains(@action, '/{key}/off')]"}
    refused = page(secadmin.submit(f"/accounts/{key}", **form), status=422)
    assert "唯一的审计员" in refused.text
    with inside():
        make.user("auditor2", Role.AUDITOR)
    assert _press(secadmin, key, "off") == 302
    with inside():
        assert session.get_one(User, key).active
    assert second.confirm(sysadmin).status_code == 302
    with inside():
        assert not session.get_one(User, key).active
    assert _press(secadmin, key, "on") == 302
    with inside():
        assert not session.get_one(User, key).active, "putting in use again wants two as well"
    assert second.confirm(sysadmin).status_code == 302
    with inside():
        assert session.get_one(User, key).active


def test_the_last_is_kept_even_when_two_were_asked_for_at_once(
    admins: tuple[Visitor, Visitor], inside: Inside, page: PageCheck
) -> None:
    sysadmin, secadmin = admins
    with inside():
        make.user("auditor2", Role.AUDITOR)
    for username in ("auditor", "auditor2"):
        assert _press(secadmin, _id(inside, username), "off") == 302
    assert second.confirm(sysadmin).status_code == 302
    assert "唯一的审计员" in page(second.confirm(sysadmin), status=422).text


def test_a_small_bureau_joins_two_administrators_and_the_section_head_confirms(
    admins: tuple[Visitor, Visitor], sign_in: SignIn, inside: Inside
) -> None:
    with inside():
        settings.put("join_admins", value=True)
        make.user("both", Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
    both = sign_in("both")
    both.submit("/accounts/new", {**NEW, "body_id": _body(inside)})
    assert _roles(inside, "new.one") == set()
    assert second.waiting(both) == []
    assert second.confirm(sign_in("reviewer")).status_code == 302
    assert _roles(inside, "new.one") == {Role.HANDLER}


def test_until_a_second_administrator_has_signed_in_one_person_sets_up(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    secadmin = sign_in("secadmin")
    assert "初始化期间" in page(secadmin.get("/accounts/")).text
    word = _word(
        secadmin.submit("/accounts/new", {**NEW, "body_id": _body(inside)}).get_data(as_text=True)
    )
    assert _roles(inside, "new.one") == {Role.HANDLER}
    sign_in("new.one", password=word)
    with inside():
        labels = session.scalars(sa.select(AuditEvent.label)).all()
        assert "授予和变更角色：示例secadmin一人办理（初始化）" in labels
        assert session.scalars(sa.select(Proposal.outcome)).all() == [Outcome.SETUP]
    key = _id(inside, "reviewer")
    form = {"form": f"//form[contains(@action, '/{key}/reset')]"}
    assert _word(secadmin.submit(f"/accounts/{key}", **form).get_data(as_text=True))
    sign_in("auditor")
    secadmin.submit(f"/accounts/{_id(inside, 'handler')}/roles", {"roles": ["handler", "reviewer"]})
    assert _roles(inside, "handler") == {Role.HANDLER}
    with inside():
        assert (
            "第二名管理员已登录，初始化结束" in session.scalars(sa.select(AuditEvent.label)).all()
        )


def test_the_setting_up_never_comes_back(sign_in: SignIn, inside: Inside) -> None:
    """Its end is kept with the first act after it, whoever loses a role or leaves afterwards."""
    sign_in("sysadmin")
    secadmin = sign_in("secadmin")
    key = _id(inside, "second")
    secadmin.submit(f"/accounts/{key}/roles", {"roles": ["handler", "reviewer"]})
    assert _roles(inside, "second") == {Role.HANDLER}
    with inside():
        gone = session.scalars(sa.select(User).where(User.username == "sysadmin")).one()
        gone.role_rows.clear()
        gone.active = False
    secadmin.submit(f"/accounts/{_id(inside, 'handler')}/roles", {"roles": ["handler", "reviewer"]})
    assert _roles(inside, "handler") == {Role.HANDLER}


def test_a_one_time_password_ends_after_seven_days(
    sign_in: SignIn, inside: Inside, client: Visitor, clock: Clock, page: PageCheck
) -> None:
    clock("2026-03-02 09:00")
    secadmin = sign_in("secadmin")
    key = _id(inside, "handler")
    form = {"form": f"//form[contains(@action, '/{key}/reset')]"}
    word = _word(secadmin.submit(f"/accounts/{key}", **form).get_data(as_text=True))
    clock("2026-03-09 08:59")
    entered = sign_in("handler", password=word)
    assert "由示例secadmin重置" in page(entered.get("/accounts/password")).text
    clock("2026-03-09 09:01")
    typed = {"username": "handler", "password": word}
    assert "已超过7天" in page(client.submit("/accounts/sign-in", typed), status=422).text


@pytest.mark.usefixtures("bureau")
def test_the_services_refuse_one_person(inside: Inside, app: Flask) -> None:
    with inside():
        body = session.scalars(sa.select(Body)).one()
        for username in ("handler", "reviewer", "liaison"):
            user = session.scalars(sa.select(User).where(User.username == username)).one()
            asking = Rights(frozenset({Role.HANDLER, Role.SIGNATORY}), body)
            with pytest.raises(Forbidden):
                rights.propose_roles(user, asking, actor=make.principal("second"))
        security = make.principal("secadmin")
        leader = session.scalars(sa.select(User).where(User.username == "signatory")).one()
        with pytest.raises(Forbidden, match="须经另一人确认"):
            rights.reset(leader, OneTime("-", "-"), actor=security)
        auditor = session.scalars(sa.select(User).where(User.username == "auditor")).one()
        with pytest.raises(Forbidden, match="须经另一人确认"):
            rights.switch_off(auditor, actor=security)
        own = session.scalars(sa.select(User).where(User.username == "secadmin")).one()
        with pytest.raises(DomainError, match="不能修改自己的角色"):
            rights.propose_roles(own, Rights(frozenset({Role.AUDITOR})), actor=security)
        with pytest.raises(DomainError, match="停用自己"):
            rights.propose_off(own, actor=security)
        facts = service.Particulars(name="示例")
        for username in ("handler", "secadmin", "auditor", "liaison"):
            with pytest.raises(Forbidden):
                service.open_account(
                    "new", facts, password_hash="-", alone=False, actor=make.principal(username)
                )
