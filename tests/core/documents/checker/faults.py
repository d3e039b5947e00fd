"""The faults: every row of the checker has at least one mutation that must fail it."""

from dataclasses import replace

from supervision.core.documents import grid
from supervision.core.documents.fonts import Face
from supervision.core.documents.sheet import Rule, shifted, single
from tests.core.documents.checker.file_faults import mute, not_embedded, type3, wider
from tests.core.documents.checker.mutations import (
    HEADED_LAST,
    LETTER,
    LONG,
    MM,
    Mutation,
    alone,
    change,
    circle,
    digits_apart,
    drifting,
    early_imprint,
    extra_page,
    faced,
    fewer_lines,
    hourglass,
    is_body,
    is_number,
    is_page_number,
    is_red_rule,
    is_red_text,
    is_rule,
    is_title,
    last_rule,
    lowered,
    move,
    not_page_number,
    painted,
    replaced,
    row,
    rows_of,
    shortened,
    signed,
    sized,
    starting,
    without_text,
    words,
    written,
)

MUTATIONS = (
    Mutation("page_size", "Letter paper", spoil_file=wider),
    Mutation("top_margin", "page 2 is 2 mm low", move(1, is_body, dy=2), paper=LONG),
    Mutation("left_margin", "everything 2 mm left", move(1, not_page_number, dx=-2)),
    Mutation("type_area", "everything 2 mm right", move(1, not_page_number, dx=2)),
    Mutation("type_area", "one line below 版心", move(1, row(3), dy=18 * grid.PITCH + 2)),
    Mutation("lines_per_page", "21 lines", fewer_lines, paper=LONG),
    Mutation("heading_place", "as the first rules set it", paper=HEADED_LAST),
    Mutation("line_pitch", "28.95 pt a line", change(1, is_body, rows_of(28.95 / MM)), paper=LONG),
    Mutation("grid_drift", "0.04 mm more a line", drifting, paper=LONG),
    Mutation("characters_per_line", "27 characters", shortened(stretched=True), paper=LONG),
    Mutation("line_ends", "27 characters, ragged", shortened(stretched=False), paper=LONG),
    Mutation(
        "line_breaks", "a line begins with ，", change(1, row(3), written(lambda t: "，" + t[1:]))
    ),
    Mutation(
        "line_breaks", "a line ends with （", change(1, row(3), written(lambda t: t[:-1] + "（"))
    ),
    Mutation(
        "line_breaks",
        "版记 begins a line with 。",
        replaced(lambda t: t.startswith("政府"), lambda t: "。" + t[1:], page=-1),
    ),
    Mutation("unbroken", "a number in two lines", digits_apart, paper=LONG),
    Mutation("faces", "text in 黑体", change(1, row(3), faced(Face.HEITI))),
    Mutation("faces", "a heading in 仿宋", change(1, starting("三、"), faced(Face.FANGSONG))),
    Mutation(
        "faces", "the title in 黑体", change(0, lambda m: is_title(words(m)), faced(Face.HEITI))
    ),
    Mutation("faces", "the mark in 仿宋", change(0, is_red_text, faced(Face.FANGSONG))),
    Mutation(
        "faces", "the 版记 in 黑体", change(-1, starting("示例市司法局办公室"), faced(Face.HEITI))
    ),
    Mutation("faces", "the page number in 黑体", change(1, is_page_number, faced(Face.HEITI))),
    Mutation("sizes", "15 pt text", change(1, row(3), sized(15.0))),
    Mutation("colour", "red text", change(1, row(3), painted(red=True))),
    Mutation("mark", "3 mm low", move(0, is_red_text, dy=3)),
    Mutation("mark", "black", change(0, is_red_text, painted(red=False))),
    Mutation("mark", "not centred", move(0, is_red_text, dx=4)),
    Mutation("mark", "3 mm low in a letter", move(0, is_red_text, dy=3), paper=LETTER),
    Mutation("red_rule", "too short", change(0, is_red_rule, lambda m: replace(m, width=150.0))),
    Mutation("red_rule", "too thick", change(0, is_red_rule, lambda m: replace(m, height=1.4))),
    Mutation("red_rule", "missing", change(0, is_red_rule, lambda _m: None)),
    Mutation(
        "letter_rules",
        "too short",
        change(0, is_red_rule, lambda m: replace(m, width=156.0)),
        paper=LETTER,
    ),
    Mutation(
        "letter_rules",
        "2 mm high at the foot",
        move(0, lambda m: is_red_rule(m) and m.top > 200, dy=-2),
        paper=LETTER,
    ),
    Mutation(
        "letter_rules",
        "thin above thick at the head",
        change(
            0, lambda m: is_red_rule(m) and m.top < 200, lambda m: replace(m, height=1.0 - m.height)
        ),
        paper=LETTER,
    ),
    Mutation("number_gap", "5 mm above the rule", move(0, starting("示司执监"), dy=-1)),
    Mutation("number_gap", "not centred", move(0, starting("示司执监"), dx=-10)),
    Mutation(
        "number_gap",
        "not at the right in a letter",
        move(0, starting("示司函"), dx=-10),
        paper=LETTER,
    ),
    Mutation(
        "number_form", "square brackets", replaced(is_number, lambda _t: "示司执监[2026]12号")
    ),
    Mutation(
        "number_form", "round brackets", replaced(is_number, lambda _t: "示司执监（2026）12号")
    ),
    Mutation(
        "number_form", "lenticular brackets", replaced(is_number, lambda _t: "示司执监【2026】12号")
    ),
    Mutation(
        "number_form", "leading zero", replaced(is_number, lambda _t: "示司执监〔2026〕012号")
    ),
    Mutation("number_form", "with 第", replaced(is_number, lambda _t: "示司执监〔2026〕第12号")),
    Mutation("number_form", "short year", replaced(is_number, lambda _t: "示司执监〔26〕12号")),
    Mutation("title", "hourglass", hourglass),
    Mutation("title", "not centred", move(0, lambda m: is_title(words(m)), dx=3)),
    Mutation(
        "date_form", "leading zero", signed(written(lambda _t: "2026年09月08日"), date_only=True)
    ),
    Mutation(
        "date_form",
        "Chinese numerals",
        signed(written(lambda _t: "二〇二六年九月八日"), date_only=True),
    ),
    Mutation("date_form", "missing", signed(lambda _m: None, date_only=True)),
    Mutation("date_place", "5 mm left", signed(lambda m: shifted(m, dx=-5), date_only=True)),
    Mutation("seal", "two rows further down", lowered(2)),
    Mutation("seal", "a seal 10 mm aside", spoil_file=circle(10, 0)),
    Mutation("seal", "a seal over the 版记", spoil_file=circle(0, 55)),
    Mutation("not_alone", "nothing above the signature", alone),
    Mutation("not_alone", "此页无正文", without_text),
    Mutation("page_numbers", "3 mm high", move(1, is_page_number, dy=-3)),
    Mutation("page_numbers", "even page at the right", move(1, is_page_number, dx=130)),
    Mutation("page_numbers", "hyphens", change(1, is_page_number, written(lambda _t: "- 2 -"))),
    Mutation(
        "page_numbers", "another number", change(1, is_page_number, written(lambda _t: "— 3 —"))
    ),
    Mutation("page_numbers", "missing", change(1, is_page_number, lambda _m: None)),
    Mutation(
        "page_numbers",
        "on page 1 of a letter",
        lambda s: s[0].marks.append(single("— 1 —", x=163.4, top=266.53, size=14.0, gap=0.0)),
        paper=LETTER,
    ),
    Mutation("imprint_place", "odd page", extra_page),
    Mutation("imprint_place", "not on the last page", early_imprint),
    Mutation("imprint_place", "missing", lambda sheets: sheets[-1].marks.clear()),
    Mutation(
        "imprint_rules",
        "last rule too thick",
        last_rule(lambda m: replace(m, top=m.top - 0.25, height=0.6)),
    ),
    Mutation("imprint_rules", "too short", change(-1, is_rule, lambda m: replace(m, width=140.0))),
    Mutation(
        "imprint_rules",
        "rules in a letter",
        lambda s: s[-1].marks.append(Rule(28, 255.0, 156, 0.35)),
        paper=LETTER,
    ),
    Mutation("imprint_foot", "1 mm high", last_rule(lambda m: shifted(m, dy=-1))),
    Mutation("glyphs", "an emoji", change(1, row(3), written(lambda t: t[:-1] + "😀"))),
    Mutation("glyphs", "U+FFFD", change(1, row(3), written(lambda t: t[:-1] + "\ufffd"))),
    Mutation("embedded", "fonts left out", spoil_file=not_embedded),
    Mutation("embedded", "Type 3", spoil_file=type3),
    Mutation("extractable", "no way back to Unicode", spoil_file=mute),
)
