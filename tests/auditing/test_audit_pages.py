"""What auditors read: who, when, which fields; values only on a stated need; the verdict on the chain."""

import re
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from supervision.accounts.models import User
from supervision.agencies.models import Unit
from supervision.agencies.service import UnitFacts, amend_unit
from supervision.auditing.names import RECORDS, field_name
from supervision.auditing.service import PAGE, Wanted, leaf
from supervision.core.audit import AuditEvent, facts, record
from supervision.core.db import Model
from tests.make import people as make
from tests.support.client import Visitor
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.tampering import disarm
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
SECRET = "只应在原记录里看到的地址"


def _change(inside: Inside) -> int:
    """Change a unit's address as the handler; the event's number."""
    with inside() as session:
        unit = session.scalars(sa.select(Unit)).one()
        facts = UnitFacts(unit.name, unit.short_name, address=SECRET)
        actor = make.principal("handler")
        amend_unit(unit, facts, actor=actor)
        record(unit, action="unit.amend", label="更正地址", actor=actor)
    with inside() as session:
        return session.scalar(sa.select(sa.func.max(AuditEvent.seq))) or 0


def test_the_trail_names_fields_and_not_what_stands_in_them(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    seq = _change(inside)
    auditor = sign_in("auditor")
    for url in ("/audit/", f"/audit/{seq}"):
        text = page(auditor.get(url)).text
        assert "更正地址" in text
        assert "地址" in text
        assert SECRET not in text


def test_a_line_says_in_a_sentence_who_did_what_to_which_record(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    _change(inside)
    with inside() as session:
        unit = session.scalars(sa.select(Unit)).one()
        record(unit, action="note", label="修改", reason="函告", actor=make.principal("handler"))
        name, key = make.principal("handler").name, unit.id
    lines = page(sign_in("auditor").get("/audit/")).find("//tbody/tr/td[3]")
    told = [" ".join(one.text_content().split()) for one in lines]
    assert f"{name}更正地址（被监督单位{key}） 涉及地址。" in told
    assert f"{name}修改被监督单位{key} 理由：函告。" in told
    assert any(one.startswith("示例auditor登录（账号") for one in told), told


def test_values_are_shown_for_a_reason_and_the_look_is_on_the_trail(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    seq = _change(inside)
    auditor = sign_in("auditor")
    for nothing in (" ", ".", "……。。", "看看"):
        assert auditor.submit(f"/audit/{seq}", {"reason": nothing}).status_code == 422
    shown = page(auditor.submit(f"/audit/{seq}", {"reason": "核对地址变更"}))
    assert SECRET in shown.text
    trail = page(auditor.get("/audit/")).text
    assert f"查看第{seq}条的字段值" in trail
    assert "核对地址变更" in trail


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("person=handler", True),
        ("person=nobody", False),
        ("person=HANDLER", True),
        ("kind=unit", True),
        ("kind=user", False),
        ("kind=unit&record=1", True),
        ("kind=unit&record=999", False),
        ("start=2026-03-02&end=2026-03-02", True),
        ("end=2026-03-01", False),
        ("start=2026-03-03", False),
        ("start=nonsense&record=x&kind=x&before=x", True),
    ],
)
def test_the_trail_is_narrowed_by_person_record_and_date(
    sign_in: SignIn, inside: Inside, page: PageCheck, clock: Clock, query: str, *, there: bool
) -> None:
    clock("2026-03-02 23:59")
    _change(inside)
    text = page(sign_in("auditor").get(f"/audit/?{query}")).text
    assert ("更正地址" in text) is there


def test_the_trail_is_paged_forth_and_back_without_loss(inside: Inside) -> None:
    with inside() as session:
        unit = session.scalars(sa.select(Unit)).one()
        for number in range(2 * PAGE):
            record(unit, action="note", label=f"第{number}次", actor=make.principal("handler"))
    with inside():
        wanted = Wanted(record_type="unit")
        first = leaf(wanted)
        second = leaf(wanted, before=first.older)
        third = leaf(wanted, before=second.older)
        lines = [*first.lines, *second.lines, *third.lines]
        assert len({line.seq for line in lines}) == len(lines) == 2 * PAGE + 1
        assert third.older is None
        assert first.newer is None
        assert leaf(wanted, after=second.newer).lines == first.lines


NARROWED = (
    Wanted(),
    Wanted(person="员"),  # part of several names
    Wanted(person="handler"),
    Wanted(person="没有此人"),
    Wanted(record_type="unit"),
    Wanted(record_id=1),  # of whatever kind
    Wanted(record_type="user", record_id=1),
    Wanted(person="员", record_id=1),
    Wanted(person="handler", record_type="unit"),
    Wanted(start=date(2020, 1, 1)),
)


@pytest.mark.store
@pytest.mark.parametrize("wanted", NARROWED)
def test_what_leads_to_events_leaves_none_out(inside: Inside, wanted: Wanted) -> None:
    """By hand over the whole trail: the same events, forth and back, wherever a page begins."""
    with inside() as session:
        unit = session.scalars(sa.select(Unit)).one()
        for number in range(PAGE + 5):
            who = make.principal(("handler", "reviewer", "sysadmin")[number % 3])
            record(unit, action="note", label=f"第{number}次", actor=who)
    with inside() as session:
        accounts = {one.id: one.username for one in session.scalars(sa.select(User))}
        by_hand = [
            event.seq
            for event in session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq.desc()))
            if (
                wanted.person in event.actor_name
                or wanted.person == accounts.get(event.actor_id or 0)
            )
            and wanted.record_type in ("", event.root_type)
            and wanted.record_id in (None, event.root_id)
        ]
        first = leaf(wanted)
        assert [line.seq for line in first.lines] == by_hand[:PAGE]
        assert (first.older is not None) is (len(by_hand) > PAGE)
        if first.older is not None:
            rest = leaf(wanted, before=first.older)
            assert [line.seq for line in rest.lines] == by_hand[PAGE : 2 * PAGE]
            assert leaf(wanted, after=rest.newer).lines == first.lines


def test_a_clock_set_back_hides_no_event_from_its_day(inside: Inside, clock: Clock) -> None:
    for day in ("2026-03-05", "2026-03-02", "2026-03-04"):
        clock(f"{day} 10:00")
        with inside() as session:
            unit = session.scalars(sa.select(Unit)).one()
            record(unit, action="note", label=day, actor=make.principal("handler"))
    with inside():
        found = leaf(Wanted(person="handler", start=date(2026, 3, 2), end=date(2026, 3, 4)))
        assert [line.label for line in found.lines] == ["2026-03-04", "2026-03-02"]


def test_a_chain_that_stands_is_said_to_stand(sign_in: SignIn, page: PageCheck) -> None:
    auditor = sign_in("auditor")
    assert "核验通过" in page(auditor.submit("/audit/verify")).text
    assert "核验审计链" in page(auditor.get("/audit/verify")).text


def test_a_changed_value_is_found_and_told(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    seq = _change(inside)
    with inside() as session:
        disarm(session.connection())
        session.execute(
            sa.text("UPDATE audit_value SET new = '\"x\"' WHERE seq = :seq"), {"seq": seq}
        )
    text = page(sign_in("auditor").submit("/audit/verify")).text
    assert "核验未通过" in text
    assert f"第{seq}条的字段值被改动" in text


@pytest.mark.parametrize("username", ["handler", "reviewer", "sysadmin", "secadmin", "liaison"])
@pytest.mark.parametrize("url", ["/audit/", "/audit/1", "/audit/verify"])
def test_the_trail_is_for_the_auditor_alone(sign_in: SignIn, username: str, url: str) -> None:
    assert sign_in(username).get(url).status_code == 403


def test_a_number_beyond_the_trail_is_not_there(sign_in: SignIn) -> None:
    assert sign_in("auditor").get("/audit/999999").status_code == 404


def test_every_audited_table_has_a_name_people_read() -> None:
    audited = {
        mapper.class_.__tablename__
        for mapper in Model.registry.mappers
        if getattr(mapper.class_, "__audited__", True)
    }
    assert audited <= set(RECORDS), sorted(audited - set(RECORDS))


def test_two_accounts_of_one_name_are_told_apart(
    sign_in: SignIn, inside: Inside, page: PageCheck
) -> None:
    """A puppet under a colleague's name: the account and the address stand beside it."""
    with inside() as session:
        puppet = session.scalars(sa.select(User).where(User.username == "second")).one()
        puppet.name = "示例handler"
    sign_in("second")
    sign_in("reviewer")
    lines = page(sign_in("auditor").get("/audit/?kind=user")).find("//main//tbody/tr")
    told = [row.text_content() for row in lines if "登录" in row.text_content()]
    puppets = [text for text in told if "second" in text]
    others = [text for text in told if "reviewer" in text]
    assert len(puppets) == len(others) == 1, told
    assert "有同名账号" in puppets[0]
    assert "127.0.0.1" in puppets[0]
    assert "有同名账号" not in others[0]


@pytest.mark.store
def test_a_nul_in_an_address_keeps_nothing_off_the_trail(sign_in: SignIn, inside: Inside) -> None:
    """PostgreSQL's texts hold none: the download of a filter with one was an error there."""
    handler = sign_in("handler")
    assert handler.get("/problems/ledger/export.xlsx?q=%00").status_code == 200
    with inside() as session:
        [label] = session.scalars(sa.select(AuditEvent.label).filter_by(action="export"))
    assert label.endswith("筛选：q=␀")


def test_what_happens_at_the_doors_is_on_the_trail(
    sign_in: SignIn, client: Visitor, inside: Inside
) -> None:
    client.submit("/accounts/sign-in", {"username": "handler", "password": "wrong"})
    client.submit("/accounts/sign-in", {"username": "Kouling-2026", "password": "wrong"})
    handler = sign_in("handler")
    assert handler.get("/audit/").status_code == 403
    assert handler.get("/problems/ledger/export.xlsx?q=甲").status_code == 200
    handler.submit("/accounts/me", button="退出登录")
    sysadmin = sign_in("sysadmin")
    sysadmin.submit("/settings/", {"extension_cap": "3"})
    with inside() as session:
        events = session.scalars(sa.select(AuditEvent).order_by(AuditEvent.seq)).all()
        session.expunge_all()
    told = [(one.action, one.label, one.reason) for one in events if one.address]
    assert ("account.refused", "登录失败：用户名handler", "") in told
    assert ("account.refused", "登录失败：没有这样的用户名", "") in told
    assert ("access.refused", "访问被拒：GET /audit/", "") in told
    export = [label for action, label, _ in told if action == "export"]
    assert len(export) == 1
    assert export[0].startswith("导出“整改台账")
    assert export[0].endswith("；0条；筛选：q=甲")
    assert ("account.sign_out", "退出登录", "") in told
    assert any(action == "setting.change" and "2 → 3" in label for action, label, _ in told)
    assert not any("kouling" in label.lower() for _, label, _ in told)
    own = {one.action: one.session_no for one in events if one.actor_name == "示例handler"}
    assert own["access.refused"] == own["export"] == own["account.sign_out"] is not None


def test_every_field_of_a_business_record_has_a_chinese_name(app: Flask) -> None:
    with app.app_context():
        names = {table: facts.names_of(table) for table in facts.models()}
    bare = [
        f"{table}.{name}"
        for table, columns in names.items()
        for name in columns
        if not re.search("[\u4e00-\u9fff]|SHA-256", field_name(table, name))
    ]
    assert bare == []
    assert facts.models().keys() <= RECORDS.keys()
