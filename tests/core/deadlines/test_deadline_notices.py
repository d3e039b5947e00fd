"""The notices themselves, 2004–2026 and the special ones: as issued, as found on the web, in any order.

Texts are those of the official notices (their body; of 2005 as reported); `notices.json`.
"""

import datetime as dt
import json
from itertools import permutations
from pathlib import Path

import pytest

from supervision.core.deadlines import Calendar, Mark, decree, parse_notice, seed_calendar
from supervision.core.deadlines.calendar import Entry
from supervision.core.deadlines.notice_checks import doubts, doubts_of_year, net_change
from supervision.core.deadlines.seed import SPECIAL_NOTICES
from supervision.core.errors import DomainError

SEED = seed_calendar()
NOTICES = json.loads(Path(__file__).with_name("notices.json").read_text("utf-8"))
YEARLY = [each for each in NOTICES if not each["special"]]
BY_YEAR = {each["year"]: each for each in YEARLY}
SPECIAL = {each["year"]: each for each in NOTICES if each["special"]}
SPECIALS = frozenset(SPECIAL_NOTICES.values())


def all_applied(notices=NOTICES, calendar=None):
    for each in notices:
        preview = parse_notice(each["text"], calendar=calendar)
        later = frozenset() if preview.special else SPECIALS
        calendar = preview.onto(calendar or Calendar(), later=later)
    return calendar


@pytest.mark.parametrize("each", YEARLY, ids=lambda each: str(each["year"]))
def test_each_yearly_notice_is_whole_and_passes_the_net_day_check(each):
    preview = parse_notice(each["text"])
    assert (preview.errors, preview.doubts) == ((), ())
    assert (preview.year, preview.title, preview.number) == (
        each["year"], each["title"], each["number"],
    )  # fmt: skip
    assert preview.official
    assert preview.net == (10 if preview.year < 2008 else 11 if preview.year < 2025 else 13)


def test_all_of_them_together_are_the_calendar_we_start_with():
    calendar = all_applied()
    days = (dt.date(2004, 1, 1) + dt.timedelta(days=number) for number in range(23 * 366))
    wrong = [day for day in days if calendar.is_workday(day) is not SEED.is_workday(day)]
    assert wrong == []
    assert calendar.official == SEED.official
    for year in SEED.official:
        whole = doubts_of_year(SEED, year, SPECIALS) == []
        assert whole or year in (2019, 2020), (
            "there a special notice took over days of the yearly one"
        )


@pytest.mark.parametrize(("year", "more"), [(2015, 1), (2019, 0), (2020, 2)])
def test_a_special_notice_adds_what_it_states(year, more):
    """2019 gave 5/1–4 for two Sundays; 2020 took back Saturday 1 February and gave 31 January."""
    before = all_applied([BY_YEAR[year]])
    after = all_applied([SPECIAL[year]], before)
    assert net_change(before, after) == more
    assert after.official == before.official, "the year was official by its own notice and stays so"


@pytest.mark.parametrize("year", [2019, 2020])
def test_a_later_notice_stays_when_the_earlier_is_read_again(year):
    once = all_applied([BY_YEAR[year], SPECIAL[year]])
    again = all_applied([BY_YEAR[year]], once)
    assert [(e.day, e.mark, e.source) for e in again.entries] == [
        (e.day, e.mark, e.source) for e in once.entries
    ]


def test_of_two_changes_of_one_festival_the_later_stays_when_the_first_is_read_again():
    first = parse_notice(SPECIAL[2019]["text"])
    text = SPECIAL[2019]["text"].replace("调整2019", "再次调整2019")
    second = parse_notice(text.replace("5月5日（星期日）", "5月11日（星期六）"))
    once = second.onto(first.onto(all_applied([BY_YEAR[2019]])))
    assert not once.is_workday(dt.date(2019, 5, 5))
    assert once.is_workday(dt.date(2019, 5, 11))
    again = first.onto(once, later=frozenset({second.title}))
    assert again.entries == once.entries


def test_the_prolonged_holiday_of_2020():
    before = all_applied([BY_YEAR[2020]])
    after = all_applied([SPECIAL[2020]], before)
    assert before.is_workday(dt.date(2020, 2, 1))
    assert not before.is_workday(dt.date(2020, 1, 30))
    off = [dt.date(2020, 1, 24) + dt.timedelta(days=number) for number in range(10)]
    assert [day for day in off if after.is_workday(day)] == []
    assert after.is_workday(dt.date(2020, 2, 3))
    assert "延长" in after.source(dt.date(2020, 2, 1))
    alone = parse_notice(SPECIAL[2020]["text"])
    assert "日历中没有2020年春节的假期，无法延长" in alone.errors


def test_the_order_of_yearly_notices_makes_no_difference():
    few = [BY_YEAR[year] for year in (2018, 2019, 2020)]
    tables = {tuple(all_applied(order).entries) for order in permutations(few)}
    assert len(tables) == 1, "元旦 of 2019 took days of December 2018"


HEADER = (
    "索 引 号：\t000014349/2025-00058\t主题分类：\t综合政务\\其他\n"
    "发文机关：\t国务院办公厅\t成文日期：\t2025年11月04日\n"
    "标　　题：\t国务院办公厅关于2026年部分节假日安排的通知\n"
    "发文字号：\t国办发明电〔2025〕7号\t发布日期：\t2025年11月04日\n"
)
HEADER_IN_LINES = HEADER.replace("\t", "\n")
FOUND = {
    "the table of gov.cn above it": lambda text: HEADER + text,
    "its cells in lines": lambda text: HEADER_IN_LINES + text,
    "hard wraps": lambda text: "\n".join(text[i : i + 28] for i in range(0, len(text), 28)),
    "signs without width": lambda text: "\u200b".join(text) + "\ufeff",
    "补班": lambda text: text.replace("上班", "补班"),
    "正常上班": lambda text: text.replace("上班", "正常上班"),
    "照常工作": lambda text: text.replace("上班", "照常工作"),
    "half width": lambda text: text.translate(str.maketrans("：，（）。０", ":,()。0")),
    "full width": lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
    "blanks and indents": lambda text: text.replace("\n", "\n　　 ").replace("月", "月 "),
    "Windows lines": lambda text: text.replace("\n", "\r\n\r\n"),
    "its place and day below": lambda text: (
        text + "\n国务院办公厅\n2025年11月4日\n（此件公开发布）"
    ),
}


@pytest.mark.parametrize("how", FOUND)
@pytest.mark.parametrize("year", [2026, 2023, 2008, 2006])
def test_it_is_pasted_as_it_was_found(how, year):
    """“不用整理格式”: whichever way it was copied, the same days come of it."""
    text = BY_YEAR[year]["text"]
    if "gov.cn" in how or "cells" in how:
        text = BY_YEAR[year := 2026]["text"]
    read, plain = parse_notice(FOUND[how](text)), parse_notice(text)
    assert (read.errors, read.doubts) == ((), ())
    assert [(e.day, e.mark) for e in read.entries] == [(e.day, e.mark) for e in plain.entries]
    assert (read.year, read.title) == (year, plain.title)


@pytest.mark.parametrize("how", ["the table of gov.cn above it", "its cells in lines"])
def test_number_and_day_are_taken_from_the_table(how):
    read = parse_notice(FOUND[how](BY_YEAR[2026]["text"]))
    assert (read.number, read.issued) == ("国办发明电〔2025〕7号", dt.date(2025, 11, 4))


def test_the_day_of_an_old_notice_is_written_out():
    text = BY_YEAR[2008]["text"] + "\n国务院办公厅\n二○○七年十二月十六日"
    assert parse_notice(text).issued == dt.date(2007, 12, 16)


THREE_THREE = (
    "广西壮族自治区2027年壮族三月三放假安排：4月9日至12日放假调休，共4天。4月17日（周六）上班。"
)
EASTER = BY_YEAR[2026]["text"] + "\n八、复活节：4月3日（周五）至6日（周一）放假，共4天。"
NEWS = "\n".join(BY_YEAR[2026]["text"].split("\n")[:5])
BAD = [
    (THREE_THREE, "没有找到通知的标题（国务院办公厅关于……的通知），请连同标题一起粘贴"),
    ("广西壮族自治区人民政府办公厅关于2027年壮族三月三放假的通知\n" + THREE_THREE,
     "不是国务院（办公厅）的通知，不能作为全国放假安排录入"),
    ("示例市人民政府办公室转发国务院办公厅关于2026年部分节假日安排的通知\n" + THREE_THREE,
     "这是转发的通知"),
    ("国务院办公厅关于2027年部分节假日安排的通知\n一、壮族三月三：4月9日（周五）至12日（周一）放假。",
     "“壮族三月三”不是全国放假的节日"),
    (EASTER, "“复活节”不是全国放假的节日"),
    (BY_YEAR[2026]["text"] + "\n" + BY_YEAR[2025]["text"], "文本中有2份通知"),
    (BY_YEAR[2026]["text"] + "\n" + SPECIAL[2019]["text"], "文本中有2份通知"),
    (BY_YEAR[2026]["text"] + "\n二、春节：2月15日至23日放假。", "2026-02-15（周日）重复登记"),
    (BY_YEAR[2026]["text"].replace("10月10日", "2028年10月14日"), "日期落在2028年"),
    (BY_YEAR[2026]["text"].replace("2026年", "2126年"), "年份2126超出日历范围"),
    (SPECIAL[2020]["text"].replace("至2月2日（农历正月初九，星期日）", "至1月20日（星期一）"),
     "不在现有假期（至2020-01-30）之后"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "said"), BAD)
def test_what_is_no_national_notice_has_its_sentence_and_is_not_applied(text, said):
    preview = parse_notice(
        text, calendar=SEED if "2020" not in text else all_applied([BY_YEAR[2020]])
    )
    assert any(said in error for error in preview.errors), preview.errors
    with pytest.raises(DomainError):
        preview.onto(SEED)


DROPPED = [
    ("half a notice", NEWS, "没有提到：清明、劳动节、端午、中秋、国庆节"),
    ("a sentence 上班 lost", BY_YEAR[2026]["text"].replace("5月9日（周六）上班。", ""),
     "净休日不符：放假的工作日减去调休上班日为14天"),
    ("the days of the year before", BY_YEAR[2026]["text"].replace("6月19日（周五）至21日（周日）", "6月26日至28日"),
     "法定节假日没有放假：6月19日"),
]  # fmt: skip


@pytest.mark.parametrize(("_what", "text", "said"), DROPPED)
def test_what_is_not_whole_never_makes_a_year_official_by_itself(_what, text, said):
    preview = parse_notice(text)
    assert preview.errors == ()
    assert any(said in doubt for doubt in preview.doubts), preview.doubts
    before = SEED.with_days([], official=[]).with_days([])
    open_year = Calendar(before.entries, official=before.official - {2026})
    assert preview.onto(open_year).is_provisional(2026)


def test_no_notice_takes_days_of_another():
    """A notice replaces an earlier reading of itself only; 35 days of 2026 once went with a paragraph."""
    special = "国务院办公厅关于2026年某纪念日放假的通知\n2026年纪念日：9月3日（周四）放假1天。"
    after = parse_notice(special).onto(SEED)
    kept = {entry.day for entry in after.entries} - {dt.date(2026, 9, 3)}
    assert kept == {entry.day for entry in SEED.entries}
    assert net_change(SEED, after) == 1
    assert all(
        not after.is_workday(day) for year in SEED.official for day in decree.statutory(year)
    )
    assert after.entry(dt.date(2026, 9, 3)).mark is Mark.REST


def test_a_day_of_the_decree_on_a_weekend_need_not_be_named_as_free() -> None:
    """2022-01-01 was a Saturday, 2022-04-05 a Tuesday: free by the week the one, to be given the other."""
    festivals = ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
    given = [
        Entry(day, Mark.REST, "通知")
        for day in decree.statutory(2022)
        if day not in (dt.date(2022, 1, 1), dt.date(2022, 4, 5))
    ]
    said = [one for one in doubts(2022, festivals, given) if "没有放假" in one]
    assert said == ["法定节假日没有放假：4月5日"]
