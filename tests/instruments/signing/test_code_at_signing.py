"""签发 asks whoever has a second factor for a code: once in each half of a day and browser, then again."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pyotp
import pytest
import sqlalchemy as sa

from supervision.accounts.factors import CodeNeeded
from supervision.core.access.principal import acting
from supervision.core.audit import AuditEvent
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.signing import service as signing
from supervision.instruments.states import InstrumentStatus as S
from tests.make import papers, people
from tests.make.offices import SMALL, found_office
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.work import Inside

FORM = "//form[contains(@action, '/do/sign')]"


def _code(secret: pyotp.TOTP) -> str:
    return secret.at(datetime.now(UTC))


@pytest.fixture
def desk(inside: Inside, clock: Clock) -> tuple[pyotp.TOTP, list[int]]:
    """Three papers to sign, and the signatory's authenticator, set up at 08:00."""
    clock("2026-03-02 08:00:10")
    with inside():
        bureau = found_office(seats=SMALL)
        keys = [papers.paper(bureau, S.AWAITING_SIGNATURE).id for _ in range(3)]
    with inside():
        totp = people.second_factor(people.principal("signatory"))
    return totp, keys


def _in(client: Visitor, totp: pyotp.TOTP) -> Visitor:
    client.submit("/accounts/sign-in", {"username": "signatory", "password": people.PASSWORD})
    assert client.submit("/accounts/sign-in/code", {"otp": _code(totp)}).status_code == 302
    return client


def _status(inside: Inside, key: int) -> S:
    with inside() as session:
        return session.get_one(Instrument, key).status


def test_the_code_is_asked_once_in_each_half_of_a_day(
    client: Visitor, desk: tuple[pyotp.TOTP, list[int]], inside: Inside, clock: Clock
) -> None:
    totp, keys = desk
    clock("2026-03-02 09:00:00")
    visitor = _in(client, totp)
    clock("2026-03-02 09:01:00")
    refused = visitor.submit(f"/instruments/{keys[0]}", {"otp": "000000"}, form=FORM)
    assert refused.status_code == 422
    assert "验证码不对" in refused.get_data(as_text=True)
    assert _status(inside, keys[0]) is S.AWAITING_SIGNATURE
    assert (
        visitor.submit(f"/instruments/{keys[0]}", {"otp": _code(totp)}, form=FORM).status_code
        == 302
    )
    clock("2026-03-02 09:20:00")
    assert 'name="otp"' not in visitor.get(f"/instruments/{keys[1]}").get_data(as_text=True)
    assert visitor.submit(f"/instruments/{keys[1]}", form=FORM).status_code == 302
    assert _status(inside, keys[1]) is S.SIGNED
    for minute in ("09:50", "10:40", "11:30", "12:01"):  # not idle
        clock(f"2026-03-02 {minute}:00")
        visitor.get("/accounts/me")
    assert 'name="otp"' in visitor.get(f"/instruments/{keys[2]}").get_data(as_text=True)
    answer = visitor.submit(f"/instruments/{keys[2]}", {"otp": _code(totp)}, form=FORM)
    assert answer.status_code == 302
    with inside() as session:
        told = session.scalars(
            sa.select(AuditEvent.label).where(AuditEvent.action == "account.code")
        ).all()
        said = session.scalars(sa.select(AuditEvent.label)).all()
    assert told == ["签发前验证身份（验证码）"] * 2
    assert "签发时验证码不对：用户名signatory" in said


def test_the_verb_itself_refuses_without_the_code(
    client: Visitor, desk: tuple[pyotp.TOTP, list[int]], inside: Inside, clock: Clock
) -> None:
    """A form of this morning, sent without the field; the code of the sign-in does not count."""
    totp, keys = desk
    clock("2026-03-02 09:00:00")
    visitor = _in(client, totp)
    page = visitor.get(f"/instruments/{keys[0]}").get_data(as_text=True)
    token = re.findall(r'name="csrf_token"[^>]*value="([^"]*)"', page)[0]
    answer = visitor.post(f"/instruments/{keys[0]}/do/sign", data={"csrf_token": token})
    assert answer.status_code == 422
    assert 'name="otp"' in answer.get_data(as_text=True)
    again = visitor.submit(f"/instruments/{keys[0]}", {"otp": _code(totp)}, form=FORM)
    assert "已经用过" in again.get_data(as_text=True), "the code of the sign-in is spent"
    assert _status(inside, keys[0]) is S.AWAITING_SIGNATURE


def test_the_service_refuses_whatever_the_route_forgot(
    desk: tuple[pyotp.TOTP, list[int]], inside: Inside
) -> None:
    _, keys = desk
    with inside():
        owing = replace(people.principal("signatory"), owes_code=True)
        paper = session.get_one(Instrument, keys[0])
        with acting(owing), pytest.raises(CodeNeeded):
            signing.sign(paper, actor=owing)
    assert _status(inside, keys[0]) is S.AWAITING_SIGNATURE


def test_whoever_has_no_second_factor_is_not_asked(client: Visitor, inside: Inside) -> None:
    with inside():
        key = papers.paper(found_office(seats=SMALL), S.AWAITING_SIGNATURE).id
    client.submit("/accounts/sign-in", {"username": "signatory", "password": people.PASSWORD})
    assert client.submit(f"/instruments/{key}", form=FORM).status_code == 302
    assert _status(inside, key) is S.SIGNED
