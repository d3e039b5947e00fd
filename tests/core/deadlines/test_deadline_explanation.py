"""为什么是这一天: sentences, the calendar picture, and the record stored with a deadline."""

import datetime as dt
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.core.deadlines import (
    Direction,
    Term,
    Unit,
    compute,
    compute_json,
    day_off_remark,
    fixed,
    from_json,
    picture,
    seed_calendar,
    sentences,
    to_json,
)
from supervision.core.errors import DomainError
from tests.support.properties import examples

SEED = seed_calendar()
DESIGN = compute(dt.date(2023, 6, 12), Term(20, Unit.WORKDAY), SEED)


def test_the_design_example_is_told_as_on_the_card():
    assert sentences(DESIGN, event="签收") == [
        "自2023年6月12日签收之次日起20个工作日，当日不计入。",
        "其间跳过休息日9天，计入调休上班日1天。",
        (
            "端午 06-22 至 06-24 放假，06-25（周日）上班，"
            "依据国务院办公厅关于2023年部分节假日安排的通知。"
        ),
        "第20个工作日为2023年7月11日（周二），即期限最后一日（含当日）。",
    ]


def test_a_rolled_term_names_both_days():
    told = sentences(compute(dt.date(2024, 9, 1), Term(30), SEED))
    assert told == [
        "自2024年9月1日送达之次日起30日，当日不计入。",
        "国庆节 10-01 至 10-07 放假，依据国务院办公厅关于2024年部分节假日安排的通知。",
        "第30日为2024年10月1日（周二），系休息日，顺延至其后第一个工作日。",
        "期限最后一日为2024年10月8日（周二）（含当日）。",
    ]


def test_a_month_without_that_day_is_explained():
    told = sentences(compute(dt.date(2024, 1, 31), Term(1, Unit.MONTH), SEED))
    assert told[1:] == [
        "2024年2月无31日，取月末日为期满日。",
        "1个月期满日为2024年2月29日（周四），即期限最后一日（含当日）。",
    ]


def test_the_picture_of_a_month_says_where_the_day_is_missing():
    rows = picture(compute(dt.date(2024, 1, 31), Term(3, Unit.MONTH), SEED))
    marked = {cell.date_label: cell for row in rows for cell in row.cells if cell.label}
    assert marked["4-30"].label == "3月 止"
    assert marked["4-30"].title == "周二，期限最后一日（该月无31日，取月末日）"


MONTH_ENDS = [
    (start, months)
    for start in (dt.date(2014, 1, 1) + dt.timedelta(days=n) for n in range(4600))
    if start.day > 28
    for months in (1, 3)
]


def test_no_month_without_that_day_is_taken_for_a_festival():
    """Of 279 such terms 40 said “该月无对应日 02-28 放假”: the remark stood for a festival's name."""
    for start, months in MONTH_ENDS:
        result = compute(start, Term(months, Unit.MONTH), SEED)
        told = sentences(result)
        missing = result.nominal.day != start.day
        remark = f"无{start.day}日，取月末日为期满日。"
        assert [line for line in told if remark in line] == [
            f"{result.nominal.year}年{result.nominal.month}月{remark}"
        ] * missing
        named = {SEED.entry(step.day).name for step in result.steps if step.source}
        assert {line.split()[0] for line in told if "依据" in line} == named


def test_a_stored_record_of_that_kind_is_read_truly():
    stored = to_json(compute(dt.date(2020, 8, 31), Term(1, Unit.MONTH), SEED))
    stored["steps"][-1] |= {"note": "该月无对应日，取月末日", "source": "示例通知"}
    stored["steps"][-1].pop("remark")
    told = sentences(from_json(stored))
    assert not [line for line in told if "对应日" in line]


@pytest.mark.parametrize(("number", "folded"), [(39, False), (40, True)])
def test_eight_weeks_are_shown_whole_the_ninth_folds(number, folded):
    """From Monday 2023-10-09: 4 working days that week, 35 in the seven that follow."""
    rows = picture(compute(dt.date(2023, 10, 9), Term(number, Unit.WORKDAY), SEED))
    assert any(row.summary for row in rows) is folded


def test_a_backward_term_says_why_it_moved_earlier():
    term = Term(3, Unit.DAY, Direction.BACKWARD)
    told = sentences(compute(dt.date(2024, 3, 20), term, SEED), event="约谈")
    assert told == [
        "自2024年3月20日约谈的前一日起向前推算3日，当日不计入。",
        "第3日为2024年3月17日（周日），系休息日，提前至前一个工作日。",
        "期限最后一日为2024年3月15日（周五）（含当日）。",
    ]


def test_a_fixed_date_is_marked_inclusive_and_warns_of_a_day_off():
    assert sentences(fixed(dt.date(2024, 3, 15), SEED)) == ["于2024年3月15日前（含当日）。"]
    assert sentences(fixed(dt.date(2023, 6, 22), SEED)) == [
        "于2023年6月22日前（含当日）。",
        (
            "请注意：2023年6月22日为端午休息日，依据国务院办公厅关于2023年部分节假日安排的通知，"
            "固定日期不顺延。"
        ),
    ]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-04-01", ""),
        ("2026-04-04", "请注意：2026年4月4日为清明休息日，依据国务院办公厅关于2026年部分节假日"),
        ("2026-04-11", "请注意：2026年4月11日为周六休息日，固定日期不顺延。"),
        ("2026-02-14", ""),  # a Saturday on which people work
        ("2027-10-01", "请注意：2027年10月1日为法定节假日国庆节，依据《全国年节及纪念日放假办法》"),
        ("2027-01-01", "请注意：2027年1月1日为法定节假日元旦，依据《全国年节及纪念日放假办法》"),
        ("2027-10-04", "请注意：2027年10月4日为国庆节补假，依据《全国年节及纪念日放假办法》"),
        ("2027-10-06", "2027年放假通知尚未录入，2027年10月6日是否放假以通知为准。"),
        ("2027-10-09", "请注意：2027年10月9日为周六休息日"),
    ],
)
def test_what_is_said_of_a_fixed_date_while_it_is_chosen(day, said):
    remark = day_off_remark(dt.date.fromisoformat(day), SEED)
    assert remark.startswith(said)
    assert bool(remark) is bool(said)


def test_a_provisional_result_says_so_last():
    told = sentences(compute(dt.date(2026, 12, 21), Term(15, Unit.WORKDAY), SEED))
    assert told[-1].endswith(
        "法定节假日已经计入，调休以通知为准，"
        "按历次通知的幅度，通知可能使其最早至1月8日、最迟至1月14日。"
    )


@pytest.mark.parametrize(
    ("start", "number", "unit", "articles"),
    [
        ("2023-03-01", 30, Unit.DAY, ["二百零一条", "一千二百五十九条"]),
        ("2024-03-01", 30, Unit.DAY, ["二百零一条", "二百零三条", "一千二百五十九条"]),
        ("2024-01-31", 1, Unit.MONTH, ["二百零一条", "二百零二条", "一千二百五十九条"]),
    ],
)
def test_the_basis_names_only_the_rules_that_were_used(start, number, unit, articles):
    basis = compute(dt.date.fromisoformat(start), Term(number, unit), SEED).basis
    assert [article for rule, article in zip(basis, articles, strict=True) if article in rule] == (
        articles
    )


def test_the_picture_is_the_design_cards_five_weeks():
    rows = picture(DESIGN, event="送达")
    assert [[cell.label for cell in row.cells] for row in rows] == [
        ["送达", "1", "2", "3", "4", "休", "休"],
        ["5", "6", "7", "休", "休", "休", "8 班"],
        ["9", "10", "11", "12", "13", "休", "休"],
        ["14", "15", "16", "17", "18", "休", "休"],
        ["19", "20 止", "", "", "", "", ""],
    ]
    first, last = rows[0].cells[0], rows[-1].cells[1]
    assert (first.date_label, first.state) == ("6-12", "start")
    assert (last.date_label, last.state) == ("7-11", "due")
    assert rows[1].cells[6].title == (
        "周日，调休上班，计入（端午，国务院办公厅关于2023年部分节假日安排的通知）"
    )


def test_the_picture_shows_the_days_a_term_rolled_over():
    rows = picture(compute(dt.date(2024, 3, 1), Term(30), SEED))
    assert [cell.label for cell in rows[-2].cells][-1] == "30 休"
    assert (rows[-1].cells[0].label, rows[-1].cells[0].state) == ("止", "due")


def test_a_long_term_is_folded_by_month_in_the_middle():
    rows = picture(compute(dt.date(2023, 9, 20), Term(60, Unit.WORKDAY), SEED))
    assert [row.summary for row in rows if row.summary] == [
        "2023-10-09 至 10-31 · 第9至25个工作日 · 休6天",
        "2023-11-01 至 11-30 · 第26至47个工作日 · 休8天",
        "2023-12-01 至 12-03 · 第48个工作日 · 休2天",
    ]


@given(
    start=st.dates(dt.date(2004, 1, 1), dt.date(2027, 12, 31)),
    term=st.builds(Term, st.integers(1, 120), st.sampled_from(Unit), st.sampled_from(Direction)),
)
@examples(60)
def test_every_picture_is_whole_weeks_and_ends_on_the_last_day(start, term):
    result = compute(start, term, SEED)
    rows = picture(result)
    cells = [cell for row in rows for cell in row.cells]
    assert all(len(row.cells) in (0, 7) for row in rows)
    assert all(row.cells[0].day.weekday() == 0 for row in rows if row.cells)
    assert [cell.day for cell in cells if cell.state == "due"] == [result.due]
    assert [cell.day for cell in cells if cell.state == "start"] == [start]
    assert from_json(json.loads(json.dumps(to_json(result)))) == result
    assert sentences(result)


def test_a_fixed_date_survives_storage_too():
    result = fixed(dt.date(2023, 6, 22), SEED)
    assert from_json(json.loads(json.dumps(to_json(result)))) == result
    assert len(picture(result)) == 1


@pytest.mark.parametrize("broken", [{}, {"due": "2024-13-01"}, {**to_json(DESIGN), "steps": [{}]}])
def test_a_damaged_record_is_refused_in_words(broken):
    with pytest.raises(DomainError, match="计算记录已损坏"):
        from_json(broken)


def test_the_shell_answer_of_the_issue():
    answer = compute_json("2024-02-05", "10", "工作日", SEED)
    assert (answer["date"], answer["provisional"]) == ("2024-02-23", False)
    assert answer["steps"][0] == {"day": "2024-02-05", "kind": "起算日"}
    assert answer["steps"][-1] == {"day": "2024-02-23", "kind": "届满", "count": 10}
    assert len(answer["steps"]) == 19
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize(
    ("start", "number", "unit", "message"),
    [
        ("2024-02-30", 10, "日", "日期“2024-02-30”无法识别"),
        ("昨天", 10, "日", "日期“昨天”无法识别"),
        ("2024-02-05", "十", "日", "期限“十”不是整数"),
        ("2024-02-05", 10, "周", "单位只能是日、工作日、月"),
        ("2024-02-05", 0, "日", "不小于1"),
        ("1900-02-05", 10, "日", "不支持1900年"),
    ],
)
def test_what_cannot_be_understood_is_named(start, number, unit, message):
    with pytest.raises(DomainError, match=message):
        compute_json(start, number, unit, SEED)
