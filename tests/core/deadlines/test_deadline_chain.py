"""A deadline as a chain: any stops and extensions against a walk day by day, and what it says of itself."""

import datetime as dt
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from supervision.core.deadlines import (
    Direction,
    Posted,
    Result,
    SegmentKind,
    Term,
    Unit,
    chain,
    check_line,
    compute,
    decide,
    extend,
    fixed,
    from_json,
    picture,
    recompute,
    resume,
    seed_calendar,
    sentences,
    to_json,
)
from supervision.core.errors import DomainError
from tests.support.properties import examples

SEED = seed_calendar()
ONE_DAY = dt.timedelta(days=1)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def _walked(
    start: dt.date, number: int, unit: Unit, stops: list[tuple[dt.date, dt.date]]
) -> dt.date:
    """The last day, counted on the fingers: what lies in a stop is passed over."""
    today, counted = start, 0
    while counted < number:
        today += ONE_DAY
        if any(first <= today <= last for first, last in stops):
            continue
        counted += unit is Unit.DAY or SEED.is_workday(today)
    while not SEED.is_workday(today):
        today += ONE_DAY
    return today


@st.composite
def _stopped(draw: st.DrawFn) -> tuple[dt.date, int, Unit, list[tuple[dt.date, dt.date]]]:
    """A term with up to six stops, each inside what was left of it."""
    start = draw(st.dates(dt.date(2023, 1, 1), dt.date(2025, 9, 30)))
    unit = draw(st.sampled_from([Unit.DAY, Unit.WORKDAY]))
    number = draw(st.integers(2, 60))
    stops: list[tuple[dt.date, dt.date]] = []
    for _ in range(draw(st.integers(1, 6))):
        free = stops[-1][1] if stops else start
        first = free + ONE_DAY * draw(st.integers(1, 12))
        stops.append((first, first + ONE_DAY * draw(st.integers(0, 20))))
    return start, number, unit, stops


@given(_stopped())
@examples(150)
def test_a_chain_ends_where_a_walk_day_by_day_ends(drawn) -> None:
    start, number, unit, stops = drawn
    result, held = compute(start, Term(number, unit), SEED), []
    for first, last in stops:
        if first > result.nominal:
            break  # it had run out
        result = resume(result, stopped=first, resumed=last, calendar=SEED)
        held.append((first, last))
    assume(held)
    assert result.due == _walked(start, number, unit, held)
    assert from_json(to_json(result)) == result
    assert not recompute(result, SEED).moved
    kinds = [one.kind for one in chain(result)]
    assert kinds == [SegmentKind.START, *[SegmentKind.PAUSE, SegmentKind.RESUME] * len(held)]
    counts = [step.count for step in result.steps if step.count is not None]
    assert max(counts) == number, "every day of the term was counted once"
    assert counts == sorted(counts)
    drawn_days = {cell.day: cell.state for row in picture(result) for cell in row.cells}
    for first, _ in held:
        assert drawn_days.get(first, "pause") == "pause"
    assert drawn_days[result.due] == "due"
    said = sentences(result)
    assert said[0].startswith(f"自{start.year}年{start.month}月{start.day}日送达之次日起")
    assert sum("起中止计算" in one for one in said) == len(held)


@given(_stopped(), st.lists(st.tuples(st.booleans(), st.integers(1, 40)), min_size=1, max_size=4))
@examples(60)
def test_days_set_anew_end_a_chain_where_they_say(drawn, changes) -> None:
    """Extensions and decisions after any stops: each a fixed day, every earlier one still told."""
    start, number, unit, stops = drawn
    result = compute(start, Term(number, unit), SEED)
    for first, last in stops:
        if first > result.nominal:
            break
        result = resume(result, stopped=first, resumed=last, calendar=SEED)
    ended = [result.due]
    for is_decision, more in changes:
        on, until = ended[-1], ended[-1] + ONE_DAY * more
        if is_decision:
            result = decide(result, until, on=on, calendar=SEED)
        else:
            result = extend(result, until, asked=on, on=on, calendar=SEED)
        ended.append(until)
    assert result.due == ended[-1], "a fixed day never moves"
    assert [one.was for one in result.extended] == ended[:-1]
    assert from_json(to_json(result)) == result
    assert not recompute(result, SEED).moved
    kinds = [SegmentKind.DECISION if one else SegmentKind.EXTENSION for one, _ in changes]
    assert [one.kind for one in chain(result)][-len(changes) :] == kinds
    said = " ".join(sentences(result))
    for was, until in pairwise(ended):
        assert f"由{was.year}年{was.month}月{was.day}日" in said
        assert f"改为{until.year}年{until.month}月{until.day}日" in said


def _whole() -> Result:
    """Delivered on 2 March, stopped by force majeure, extended, then set anew by a decision."""
    running = compute(day("2026-03-02"), Term(30), SEED)
    stopped = resume(
        running, stopped=day("2026-03-11"), resumed=day("2026-03-31"), calendar=SEED,
        reason="不可抗力", basis="示例灾情通告",
    )  # fmt: skip
    longer = extend(
        stopped, day("2026-05-08"), asked=day("2026-04-20"), on=day("2026-04-21"), calendar=SEED,
        reason="修订制度", basis="首次延期获批",
    )  # fmt: skip
    return decide(
        longer, day("2026-05-20"), on=day("2026-05-06"), calendar=SEED, reason="复查异议",
        basis="复查决定",
    )  # fmt: skip


def test_every_segment_has_its_event_basis_and_days_used() -> None:
    found = [
        (str(one.kind), one.on.isoformat(), one.event, one.basis, one.used, one.then)
        for one in chain(_whole(), event="送达", basis="示例条例第28条")
    ]
    assert found == [
        ("起算", "2026-03-02", "送达", "示例条例第28条", "0日", "次日起30日"),
        ("中止", "2026-03-11", "不可抗力", "示例灾情通告", "8日", "停止计算"),
        ("恢复", "2026-03-31", "不可抗力", "示例灾情通告", "8日", "次日起续算22日"),
        ("延期", "2026-04-21", "修订制度", "首次延期获批", "28日", "2026-04-22 改为 2026-05-08"),
        ("决定", "2026-05-06", "复查异议", "复查决定", "30日", "2026-05-08 改为 2026-05-20"),
    ]


def test_after_an_extension_the_explanation_still_begins_with_the_delivery() -> None:
    """It said “于2026年5月8日前” and nothing of the thirty days, the stop, or the delivery."""
    assert sentences(_whole()) == [
        "自2026年3月2日送达之次日起30日，当日不计入。",
        "因不可抗力，2026年3月11日起中止计算，此前已计8日，2026年3月31日恢复，自次日起续算剩余22日。",
        "2026年4月21日批准延期：期限最后一日由2026年4月22日（周三）改为2026年5月8日（周五）（含当日）。",
        "2026年5月6日决定：期限最后一日由2026年5月8日（周五）改为2026年5月20日（周三）（含当日）。",
    ]
    cells = {cell.day: cell for row in picture(_whole()) for cell in row.cells}
    assert cells[day("2026-03-02")].state == "start"
    assert cells[day("2026-05-20")].state == "due"
    assert from_json(to_json(_whole())) == _whole()


def test_a_new_calendar_keeps_stops_extensions_and_their_reasons() -> None:
    again = recompute(_whole(), SEED)
    assert again.after == _whole()


@pytest.mark.parametrize(
    ("stops", "message"),
    [
        ([("2026-04-02", "2026-04-10")], "期限已于2026-04-01届满，中止日须在期限之内"),
        ([("2026-03-02", "2026-03-10")], "期限自2026-03-02的次日起算"),
        ([("2026-03-10", "2026-03-09")], "恢复日不得早于中止日"),
        ([("2026-03-10", "2026-03-20"), ("2026-03-15", "2026-03-25")], "两次中止不能重叠"),
        ([("2026-03-20", "2026-03-25"), ("2026-03-10", "2026-03-12")], "先后颠倒"),
        ([("2026-03-10", "2100-12-20")], "日历只支持1949年至2100年"),
    ],
)
def test_what_cannot_be_says_why(stops, message) -> None:
    result = compute(day("2026-03-02"), Term(30), SEED)
    *before, (first, last) = [(day(stopped), day(resumed)) for stopped, resumed in stops]
    for stopped, resumed in before:
        result = resume(result, stopped=stopped, resumed=resumed, calendar=SEED)
    with pytest.raises(DomainError, match=message):
        resume(result, stopped=first, resumed=last, calendar=SEED)


def test_a_fixed_date_that_is_extended_says_so() -> None:
    result = extend(
        fixed(day("2026-03-20"), SEED), day("2026-03-28"), asked=day("2026-03-18"),
        on=day("2026-03-19"), calendar=SEED, reason="修订制度",
    )  # fmt: skip
    assert sentences(result) == [
        "2026年3月19日批准延期：期限最后一日由2026年3月20日（周五）改为2026年3月28日（周六）（含当日）。",
        "于2026年3月28日前（含当日）。",
        "请注意：2026年3月28日为周六休息日，固定日期不顺延。",
    ]
    assert [str(one.kind) for one in chain(result)] == ["延期"]


@given(
    st.dates(dt.date(2023, 6, 1), dt.date(2025, 12, 31)),
    st.integers(1, 40),
    st.sampled_from([Unit.DAY, Unit.WORKDAY]),
)
@examples(100)
def test_whole_days_backward_lie_between_the_event_and_the_last_day(event, number, unit) -> None:
    """Counted on the fingers: neither the event's day nor the last day is one of them."""
    clear = compute(event, Term(number, unit, Direction.BACKWARD, clear=True), SEED)
    between = [
        event - ONE_DAY * away
        for away in range(1, (event - clear.due).days)
        if unit is Unit.DAY or SEED.is_workday(event - ONE_DAY * away)
    ]
    assert len(between) >= number
    latest, left = event, number
    while left:  # the day before the last of those that have to lie between
        latest -= ONE_DAY
        left -= unit is Unit.DAY or SEED.is_workday(latest)
    latest -= ONE_DAY
    while not SEED.is_workday(latest):
        latest -= ONE_DAY
    assert clear.due == latest, "as late as it may be"
    assert max(one.count for one in clear.steps if one.count is not None) == number
    assert from_json(to_json(clear)) == clear
    said = "".join(sentences(clear, event="开会"))
    assert f"向前推算，当日和最后一日都不计入，其间须满{Term(number, unit)}。" in said
    assert chain(clear)[0].then == f"前一日起向前{Term(number, unit)}（整日）"
    assert f"|-{Term(number, unit)}整|止{clear.due.isoformat()}" in check_line(clear)


def test_whole_days_are_for_terms_backward_alone() -> None:
    with pytest.raises(DomainError, match="整日只用于向前倒推的期限"):
        Term(10, Unit.DAY, clear=True)


def test_the_days_in_the_post_are_told_in_sentence_chain_and_line() -> None:
    """Thirty days from 2 March end on 1 April; posted on 31 March, the 29th day, received on 3 April."""
    running = compute(day("2026-03-02"), Term(30), SEED)
    came = replace(running, posted=Posted(day("2026-03-31"), day("2026-04-03")))
    assert from_json(to_json(came)) == came
    assert sentences(came)[-1] == (
        "2026年3月31日交付邮寄，2026年4月3日收到：在途3日不计入期限，按交邮日认定。"
    )
    last = chain(came)[-1]
    assert (last.kind, last.on, last.used) == (SegmentKind.POSTED, day("2026-03-31"), "29日")
    assert last.then == "2026年4月3日收到，在途3日不计入"
    assert "第八十五条第四款" in last.basis
    assert check_line(came).endswith("|寄2026-03-31/2026-04-03|止2026-04-01")
    assert recompute(came, SEED).after == came
    dated = replace(fixed(day("2026-04-01"), SEED), posted=came.posted)
    assert recompute(dated, SEED).after == dated
    assert [one.kind for one in chain(dated)] == [SegmentKind.POSTED]
