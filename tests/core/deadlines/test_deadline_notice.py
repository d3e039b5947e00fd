"""Pasting a yearly notice: every style since 2006 is read, every fault is named."""

import datetime as dt
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.core.deadlines import Calendar, Mark, parse_notice, seed_calendar
from supervision.core.deadlines.calendar import weekday
from supervision.core.deadlines.seed import SPECIAL_NOTICES, notice_title
from supervision.core.errors import DomainError

SEED = seed_calendar()
R, W = Mark.REST, Mark.WORK


def marks(preview):
    return {f"{entry.day:%Y-%m-%d}": entry.mark for entry in preview.entries}


# One line a style, as the notices of that year wrote it, and the days it must give.
STYLES = [
    ("2026", "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。",
     "2026-01-01 2026-01-02 2026-01-03", "2026-01-04"),
    ("2026", ("二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，"
     "共9天。2月14日（周六）、2月28日（周六）上班。"),
     " ".join(f"2026-02-{day}" for day in range(15, 24)), "2026-02-14 2026-02-28"),
    ("2025", "一、元旦：1月1日（周三）放假1天，不调休。", "2025-01-01", ""),
    ("2024", "一、元旦：1月1日放假，与周末连休。", "2024-01-01", ""),
    ("2024", ("二、春节：2月17日放假调休，共1天。2月18日（星期日）上班。鼓励各单位结合带薪年休假等"
     "制度落实，安排职工在除夕（2月9日）休息。"), "2024-02-17", "2024-02-18"),
    ("2023", "一、元旦：2022年12月31日至2023年1月2日放假调休，共3天。",
     "2022-12-31 2023-01-01 2023-01-02", ""),
    ("2020", "一、元旦：2020年1月1日放假，共1天。", "2020-01-01", ""),
    ("2019", ("一、元旦：2018年12月30日至2019年1月1日放假调休，共3天。"
     "2018年12月29日（星期六）上班。"),
     "2018-12-30 2018-12-31 2019-01-01", "2018-12-29"),
    ("2017", "一、元旦：1月1日放假，1月2日（星期一）补休。", "2017-01-01 2017-01-02", ""),
    ("2015", ("特作如下调休：9月3日至5日调休放假，共3天。其中9月3日（星期四）放假，"
     "9月4日（星期五）调休，9月6日（星期日）上班。"),
     "2015-09-03 2015-09-04 2015-09-05", "2015-09-06"),
    ("2012", "五、端午节：6月22日至24日放假公休，共3天。", "2012-06-22 2012-06-23 2012-06-24", ""),
    ("2012", "一、元旦：2012年1月1日至3日放假调休，共3天。2011年12月31日（星期六）上班。",
     "2012-01-01 2012-01-02 2012-01-03", "2011-12-31"),
    ("2010", "五、端午节：6月14日至16日放假调休，共3天。6月12日（星期六）、13日（星期日）上班。",
     "2010-06-14 2010-06-15 2010-06-16", "2010-06-12 2010-06-13"),
    ("2008", ("五、端午节：6月7日—9日放假，共3天。其中：6月7日（星期六）照常公休，6月8日"
     "（农历五月初五，端午节）为法定节假日，6月8日（星期日）公休日调至6月9日（星期一）。"),
     "2008-06-07 2008-06-08 2008-06-09", ""),
    ("2008", ("一、元旦：2007年12月30日－2008年1月1日放假，共3天。其中：1月1日（星期二）为法定节假日，"
     "12月29日（星期六）公休日调至12月31日（星期一），12月29日（星期六）上班。"),
     "2007-12-30 2007-12-31 2008-01-01", "2007-12-29"),
    ("2007", ("二、春节：2月18日—20日（即农历大年初一至初三）放假，共3天。其中18日、19日、20日为法定"
     "假日，将17日（星期六）、25日（星期日）两个公休日分别调至21日（星期三）、22日（星期四）；"
     "24日（星期六）照常公休，17日、25日上班。"),
     "2007-02-18 2007-02-19 2007-02-20", "2007-02-17 2007-02-25"),
    ("2006", ("一、元旦：1月1日—3日放假，共3天。其中1月1日为法定假日，将12月31日（星期六）、1月1日"
     "（星期日）两个公休日调至1月2日（星期一）、3日（星期二），12月31日（星期六）上班。"),
     "2006-01-01 2006-01-02 2006-01-03", "2005-12-31"),
    ("2006", "三、“五一”：5月1日—3日放假，共三天。4月29日、30日均上班。",
     "2006-05-01 2006-05-02 2006-05-03", "2006-04-29 2006-04-30"),
]  # fmt: skip


@pytest.mark.parametrize(("year", "text", "rests", "works"), STYLES)
def test_each_historical_style_is_read(year, text, rests, works):
    title = SPECIAL_NOTICES["2015-09"] if "特作" in text else notice_title(int(year))
    preview = parse_notice(text, year=int(year), title=title)
    assert preview.errors == ()
    expected = dict.fromkeys(rests.split(), R) | dict.fromkeys(works.split(), W)
    assert marks(preview) == expected


def write_notice(year, *, day_format):
    """The text of a year's notice, made from the rows of the seed."""
    rows = [entry for entry in SEED.entries if entry.source == notice_title(year)]
    spans = _spans([entry.day for entry in rows if entry.mark is R])
    names = {entry.day: entry.name for entry in rows}
    pending = [entry for entry in rows if entry.mark is W]
    lines = [f"国务院办公厅关于{year}年部分节假日安排的通知", "各地区、各部门："]
    for number, span in zip("一二三四五六七八九十", spans, strict=False):
        festivals = list(dict.fromkeys(names[day] for day in span))
        own = [entry.day for entry in pending if entry.name in festivals]
        pending = [entry for entry in pending if entry.name not in festivals]
        line = f"{number}、{'、'.join(festivals)}：{day_format(span[0], year)}"
        if len(span) > 1:
            line += f"至{day_format(span[-1], year)}"
        line += f"放假调休，共{len(span)}天。"
        if own:
            line += "、".join(day_format(day, year) for day in own) + "上班。"
        lines.append(line)
    return "\n".join([*lines, "节假日期间，各地区、各部门要妥善安排好值班。", "示例市司法局录入"])


def _spans(days):
    numbered = enumerate(sorted(days))
    groups = groupby(numbered, key=lambda pair: pair[1].toordinal() - pair[0])
    return [[day for _, day in group] for _, group in groups]


def _today(day, year):
    prefix = f"{day.year}年" if day.year != year else ""
    return f"{prefix}{day.month}月{day.day}日（{weekday(day)}）"


def _older(day, year):
    return _today(day, year).replace("周", "星期")


def _one_line_halfwidth(day, year):
    return _today(day, year).replace("（", "(").replace("）", ")")


@pytest.mark.parametrize("day_format", [_today, _older, _one_line_halfwidth])
@pytest.mark.parametrize("year", sorted(SEED.official))
def test_the_seed_written_as_a_notice_reads_back_the_same(year, day_format):
    text = write_notice(year, day_format=day_format)
    if day_format is _one_line_halfwidth:
        text = text.replace("：", ":").replace("，", ",").replace("\n", "")
    preview = parse_notice(text)
    expected = {
        f"{entry.day:%Y-%m-%d}": entry.mark
        for entry in SEED.entries
        if entry.source == notice_title(year)
    }
    assert preview.errors == ()
    assert (preview.year, preview.title) == (year, notice_title(year))
    assert marks(preview) == expected


COMPLETE = write_notice(2026, day_format=_today)


def test_a_complete_notice_makes_its_year_official():
    preview = parse_notice(COMPLETE)
    assert preview.official
    empty = Calendar()
    calendar = preview.onto(empty)
    assert not calendar.is_provisional(2026)
    assert calendar.kind(dt.date(2026, 2, 14)) is SEED.kind(dt.date(2026, 2, 14))
    assert calendar.source(dt.date(2026, 2, 14)) == notice_title(2026)


def test_reading_a_corrected_notice_again_drops_what_it_no_longer_says():
    first = parse_notice(COMPLETE).onto(Calendar())
    corrected = COMPLETE.replace("5月9日（周六）上班。", "5月10日（周日）上班。")
    second = parse_notice(corrected).onto(first)
    assert first.is_workday(dt.date(2026, 5, 9))
    assert not second.is_workday(dt.date(2026, 5, 9))
    assert second.is_workday(dt.date(2026, 5, 10))
    assert second.version == first.version + 1


def test_a_notice_about_one_festival_does_not_make_the_year_official():
    text = (
        "国务院办公厅关于调整2019年劳动节假期安排的通知\n"
        "一、2019年5月1日至4日放假调休，共4天。4月28日（星期日）、5月5日（星期日）上班。"
    )
    preview = parse_notice(text)
    assert (preview.year, preview.errors, preview.official) == (2019, (), False)
    assert preview.entries[0].name == "劳动节"
    assert preview.onto(Calendar()).is_provisional(2019)
    assert preview.special
    assert preview.onto(Calendar(), excepted=True).is_provisional(2019)


def test_the_preview_shows_each_festival_with_its_days():
    sections = {section.name: section for section in parse_notice(COMPLETE).sections}
    assert list(sections) == ["元旦", "春节", "清明", "劳动节", "端午", "中秋", "国庆节"]
    assert sections["劳动节"].works == (dt.date(2026, 5, 9),)
    assert len(sections["春节"].rests) == 9


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("一、元旦：1月1日至3日放假，共3天。", "没有写明年份"),
        ("2026年元旦：1月1日（周五）放假1天。", "星期不符：1月1日(周五)应为周四（按2026年）"),
        ("2026年元旦：1月1日至3日放假，共4天。", "“元旦”天数不符：写明4天，按日期为3天"),
        ("2026年元旦：1月1日放假。1月1日补休。", "2026-01-01（周四）重复登记"),
        ("2026年元旦：1月1日至3日放假。1月3日上班。", "2026-01-03（周六）既登记为休又登记为班"),
        ("2026年元旦：1月1日放假。1月5日上班。", "2026-01-05（周一）本来就是工作日"),
        ("2026年春节：2月30日放假。", "“春节”中没有这一天：2月30日"),
        ("2026年春节：2月23日至2月15日放假。", "“春节”的起止日期不合理"),
        ("2026年元旦：1月1日起大家休整。", "“元旦”一段没有认出放假或上班的日期"),
        ("关于2026年部分节假日的通知", "没有认出任何放假或上班的日期"),
        ("关于1948年部分节假日的通知", "年份1948超出日历范围"),
        ("关于2101年部分节假日的通知", "年份2101超出日历范围"),
        ("", "没有写明年份"),
        ("元旦" * 6000, "文本过长"),
        (
            "现将2026年放假安排通知如下。一、元旦：2028年1月1日放假。",
            "日期落在2028年，与通知年份2026年不符",
        ),
    ],
)
def test_each_fault_is_named_and_forbids_applying(text, message):
    preview = parse_notice(text, title=notice_title(2026))
    assert any(message in error for error in preview.errors), preview.errors
    assert not preview.official
    with pytest.raises(DomainError):
        preview.onto(Calendar())


TOKENS = st.sampled_from(
    [
        "2026年",
        "0000年",
        "12月",
        "2月",
        "1日",
        "31日",
        "（周四）",
        "至",
        "、",
        "，",
        "。",
        "：",
        "\n",
        "一、",
        "元旦",
        "春节",
        "放假",
        "补休",
        "上班",
        "共",
        "9天",
        "其中",
        "除夕",
        "“",
        "—",
        "②",
        "٣日",
    ]
)


@given(st.lists(TOKENS, max_size=40).map("".join))
def test_no_text_whatever_breaks_the_reader(text):
    """Either it is sound enough for the calendar, or its faults are named."""
    preview = parse_notice(text)
    assert preview.errors or preview.onto(Calendar()).version == 2


def test_a_detail_outside_its_range_is_a_further_day_off():
    """其中 repeats days of the range; a day that is not among them must not be lost."""
    preview = parse_notice(
        "2015年纪念日：9月3日放假。其中9月3日放假，9月4日（星期五）调休。",
        title=SPECIAL_NOTICES["2015-09"],
    )
    assert marks(preview) == {"2015-09-03": R, "2015-09-04": R}


def test_a_forgotten_festival_is_doubted():
    shortened = "\n".join(line for line in COMPLETE.split("\n") if "端午" not in line)
    preview = parse_notice(shortened)
    assert preview.errors == ()
    assert preview.doubts == (
        "没有提到：端午，请核对是否只粘贴了通知的一部分",
        "法定节假日没有放假：6月19日",
        (
            "净休日不符：放假的工作日减去调休上班日为12天，"
            "按《全国年节及纪念日放假办法》（国务院令第795号）应为13天，请核对有没有漏掉“上班”的一句"
        ),
    )
    assert not preview.official
    assert preview.onto(Calendar()).is_provisional(2026)
    assert not preview.onto(Calendar(), excepted=True).is_provisional(2026)


def test_the_date_of_the_paper_is_not_taken_for_its_year():
    assert parse_notice("2025年11月4日\n" + COMPLETE + "\n2025年11月4日").year == 2026


@pytest.mark.parametrize(("length", "long"), [(6_000, False), (6_001, True)])
def test_a_notice_may_be_six_thousand_characters_long(length: int, long: bool) -> None:
    found = parse_notice("元" * length, title=notice_title(2026))
    assert any("文本过长" in one for one in found.errors) is long
