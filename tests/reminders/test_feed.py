"""The calendar feed: strictly what RFC 5545 wants, says nothing of the matter, can be revoked."""

import datetime as dt
import re

import icalendar
import ics
import pytest
import vobject

from supervision.accounts.models import User
from supervision.core.db import session
from supervision.core.deadlines import Unit
from tests.make.dues import due, due_on
from tests.make.offices import sign_in

ONCE = (
    "UID",
    "DTSTAMP",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "STATUS",
    "SEQUENCE",
)  # and no more than once


@pytest.fixture
def subscribe(client, made, page):
    """The address of somebody's new feed."""

    def address_of(name: str) -> str:
        sign_in(client, made.seats[name])
        shown = page(client.submit("/reminders/feed", form="//form[@action='/reminders/feed']"))
        return shown.find("//p[@class='one-time']/code")[0].text_content()

    return address_of


def test_it_says_how_many_fall_due_and_nothing_of_what(work, made, subscribe, app, clock) -> None:
    clock("2026-03-13 09:00")
    with work():
        due_on(made, dt.date(2026, 3, 20), title="示司意见〔2026〕8号")
        due_on(made, dt.date(2026, 3, 20), title="机密")
    answer = app.test_client().get(subscribe("liaison"))
    assert answer.mimetype == "text/calendar"
    feed = icalendar.Calendar.from_ical(answer.data)
    (event,) = feed.walk("VEVENT")
    assert not feed.errors
    assert not event.errors
    assert str(event["summary"]) == "您有2件待办到期"
    assert event.decoded("dtstart") == dt.date(2026, 3, 20)
    assert "示司" not in answer.get_data(as_text=True)


def test_every_line_is_as_the_standard_wants_it(work, made, subscribe, app, clock) -> None:
    clock("2026-12-14 09:00")
    with work():
        for day in (18, 22, 24):
            due_on(made, dt.date(2026, 12, day))
        due(made, dt.date(2026, 12, 10), days=30)
        due(made, dt.date(2026, 12, 10), days=15, measure=Unit.WORKDAY)
    data = app.test_client().get(subscribe("handler")).data
    lines = data.split(b"\r\n")
    assert lines[-1] == b""
    assert all(b"\n" not in line and b"\r" not in line for line in lines), "CRLF ends each line"
    assert max(map(len, lines)) <= 75, "octets, not characters"
    assert (lines[0], lines[-2]) == (b"BEGIN:VCALENDAR", b"END:VCALENDAR")
    assert lines.count(b"VERSION:2.0") == 1
    assert sum(line.startswith(b"PRODID:") for line in lines) == 1
    events = data.replace(b"\r\n ", b"").decode().split("BEGIN:VEVENT\r\n")[1:]
    for event in events:
        for name in ONCE:
            assert len(re.findall(rf"^{name}[:;]", event, re.MULTILINE)) == 1, name
        assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z\r$", event, re.MULTILINE)
    uids = re.findall(r"^UID:(.+)\r$", "".join(events), re.MULTILINE)
    assert len(set(uids)) == len(events) == 5
    unsure = [event for event in events if "STATUS:TENTATIVE" in event]
    days = [re.search(r"DTSTART;VALUE=DATE:(\d{8})", event)[1] for event in unsure]
    assert days == ["20261231", "20270111"], "暂定 is said in the calendar's own word"


def test_three_parsers_read_the_same(work, made, subscribe, app, clock) -> None:
    """Every calendar program has its own reader: icalendar, vobject and ics agree on days and alarms."""
    clock("2026-12-14 09:00")
    with work():
        due_on(made, dt.date(2026, 12, 18))
        due(made, dt.date(2026, 12, 10), days=15, measure=Unit.WORKDAY)
    text = app.test_client().get(subscribe("handler")).get_data(as_text=True)
    ours = [
        (str(one["uid"]), one.decoded("dtstart"), str(one["summary"]), one["sequence"],
         [alarm.decoded("trigger") for alarm in one.walk("VALARM")])
        for one in icalendar.Calendar.from_ical(text).walk("VEVENT")
    ]  # fmt: skip
    theirs = [
        (one.uid.value, one.dtstart.value, one.summary.value, int(one.sequence.value),
         [one.valarm.trigger.value])
        for one in vobject.readOne(text).vevent_list
    ]  # fmt: skip
    third = [
        (one.uid, one.begin.date(), one.name, [alarm.trigger for alarm in one.alarms], one.all_day)
        for one in ics.Calendar(text).timeline
    ]
    evening_before = dt.timedelta(hours=-15)
    assert ours == theirs
    assert [(uid, day, said) for uid, day, said, *_ in ours] == [one[:3] for one in third]
    assert {day for _, day, *_ in ours} == {dt.date(2026, 12, 18), dt.date(2026, 12, 31)}
    assert all(one[3] == [evening_before] and one[4] for one in third)
    assert all(alarms == [evening_before] for *_, alarms in ours), "nine in the morning before"


def test_a_change_raises_the_sequence_and_what_stands_is_not_sent_again(
    work, made, subscribe, app, clock
) -> None:
    clock("2026-03-13 09:00")
    with work():
        due_on(made, dt.date(2026, 3, 20))
    address, stranger = subscribe("handler"), app.test_client()

    def seen(answer):
        (event,) = icalendar.Calendar.from_ical(answer.data).walk("VEVENT")
        return str(event["uid"]), int(event["sequence"]), event.decoded("dtstamp")

    first = stranger.get(address)
    clock("2026-03-13 10:00")
    again = stranger.get(address)
    assert again.data == first.data, "nothing changed, not even its stamp"
    unchanged = stranger.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    with work():
        due_on(made, dt.date(2026, 3, 20))
    changed = stranger.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]
    (uid, before, stamp), (same, after, later) = seen(first), seen(changed)
    assert (uid, before + 1) == (same, after)
    assert later - stamp == dt.timedelta(hours=1)


def test_the_owner_sees_when_it_was_last_read(made, subscribe, client, page, app, clock) -> None:
    clock("2026-03-13 09:00")
    address = subscribe("handler")
    assert "还没有被读取过" in page(client.get("/reminders/feed")).text
    app.test_client().get(address)
    assert "最近读取 2026-03-13" in page(client.get("/reminders/feed")).text


def test_a_revoked_or_guessed_address_is_nothing(made, subscribe, client, app) -> None:
    address = subscribe("liaison")
    stranger = app.test_client()
    assert stranger.get(address).status_code == 200
    client.submit("/reminders/feed", form="//form[@action='/reminders/feed/revoke']")
    assert stranger.get(address).status_code == 404
    assert stranger.get("/reminders/feed/guess.ics").status_code == 404


def test_a_new_address_ends_the_one_before_and_so_does_the_account(
    work, made, subscribe, app
) -> None:
    first, second = subscribe("handler"), subscribe("handler")
    stranger = app.test_client()
    assert (stranger.get(first).status_code, stranger.get(second).status_code) == (404, 200)
    with work():
        session.get_one(User, made.id_of("handler")).active = False
    assert stranger.get(second).status_code == 404
