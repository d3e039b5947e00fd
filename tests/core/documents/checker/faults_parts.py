"""The faults of what must be there: a part missing, in another place, in other words or in another face."""

from collections.abc import Callable

from supervision.core.documents import grid
from supervision.core.documents.fonts import Face
from supervision.core.documents.model import Attachment, Paper, Paragraph, Signature
from supervision.core.documents.sheet import Mark, Rule, Scan, Sheet, Text, shifted, single
from tests.core.documents.bound_samples import ANNEXES
from tests.core.documents.checker.mutations import (
    BASE,
    LETTER,
    Mutation,
    Spoil,
    change,
    faced,
    is_body,
    is_title,
    replaced,
    signed,
    starting,
    words,
    written,
)
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import BUREAU, DAY, HEALTH, OPENING, items, official

ROW = grid.PITCH
UPWARD = official(signatories=("王某某",), urgency="特急", addressees=("示例市人民政府",))
JOINT_NAMES = (BUREAU, "示例市市场监督管理局", "示例市生态环境局")
JOINT = official(issuers=JOINT_NAMES, signature=Signature(names=JOINT_NAMES, date=DAY))
_ANNEXES = (
    Attachment("问题清单", (Paragraph("一、未公示", 1), Paragraph("二、未记录", 1))),
    Attachment("反馈表式样", (Paragraph("逐条填写整改措施。"),)),
)
ANNEXED = official(
    blocks=(Paragraph(OPENING), *items(2)),
    attachments=_ANNEXES,
    note="联系人：王某，电话：000-0000000",
)
BOUND_FILES = official(attachments=ANNEXES)
BOUND_SHORT = official(attachments=ANNEXES[:1])
PLAIN = plain()
NESTED = official(blocks=(Paragraph("请落实“首违不罚‘清单’制度”，并公开。"), *items(2)))
SINGLE = official(blocks=(Paragraph("请立即整改，并书面报告。"), *items(2)))


def is_scan(mark: Mark) -> bool:
    """A page of a bound file."""
    return isinstance(mark, Scan)


def is_text(mark: Mark) -> bool:
    """A line of the text on page 1: 3号, begun at the left or two characters in, below 主送."""
    begun = isinstance(mark, Text) and (mark.x < 29 or 39 < mark.x < 40)
    return begun and is_body(mark) and words(mark) not in ("000001", f"{HEALTH}：")


def is_name(name: str) -> Callable[[Mark], bool]:
    """A black line that says just this."""
    return lambda mark: words(mark) == name and isinstance(mark, Text) and not mark.red


def drop(page: int, pick: Callable[[Mark], bool]) -> Spoil:
    return change(page, pick, lambda _mark: None)


def on_its_page(pick: Callable[[Mark], bool], turn: Callable[[Mark], Mark | None]) -> Spoil:
    """Change it on the page where it stands, the last one."""

    def spoil(sheets: list[Sheet]) -> None:
        place = max(n for n, sheet in enumerate(sheets) if any(map(pick, sheet.marks)))
        change(place, pick, turn)(sheets)

    return spoil


def throughout(pick: Callable[[Mark], bool], turn: Callable[[Mark], Mark | None]) -> Spoil:
    """Change it wherever it stands."""

    def spoil(sheets: list[Sheet]) -> None:
        places = [n for n, sheet in enumerate(sheets) if any(map(pick, sheet.marks))]
        assert places, "the mutation changes nothing"
        for place in places:
            change(place, pick, turn)(sheets)

    return spoil


def down(rows: float) -> Callable[[Mark], Mark]:
    return lambda mark: shifted(mark, dy=rows * ROW)


def right(mm: float) -> Callable[[Mark], Mark]:
    return lambda mark: shifted(mark, dx=mm)


def is_2(mark: Mark) -> bool:
    """A line of the paper's own title, whatever it says."""
    return isinstance(mark, Text) and mark.size == grid.SIZE1 and not mark.red


def is_note(mark: Mark) -> bool:
    """A part of the 附件说明."""
    named = words(mark) in ("问题清单", "反馈表式样") and not is_2(mark)
    return words(mark) in ("附件：", "1.", "2.") or named


def swapped(first: str, second: str) -> Spoil:
    """Two parts of one page, each in the other's place."""

    def spoil(sheets: list[Sheet]) -> None:
        for sheet in sheets:
            one = next((m for m in sheet.marks if words(m).startswith(first)), None)
            other = next((m for m in sheet.marks if words(m).startswith(second)), None)
            if one is not None and other is not None:
                by = {id(one): other.top - one.top, id(other): one.top - other.top}
                sheet.marks = [shifted(m, dy=by.get(id(m), 0.0)) for m in sheet.marks]
                return
        raise AssertionError("not on one page")

    return spoil


def stripped(sheets: list[Sheet]) -> None:
    """Nothing is left but running text."""
    for sheet in sheets:
        sheet.marks = [m for m in sheet.marks if isinstance(m, Text) and m.size == grid.SIZE3]
        sheet.marks = [m for m in sheet.marks if m.x < 40 and not words(m).endswith("：")]
        sheet.marks = [m for m in sheet.marks if m.top > 150]


def with_red_rule(sheets: list[Sheet]) -> None:
    sheets[0].marks.append(Rule(grid.LEFT, 90.0, grid.WIDTH, 0.5, red=True))


def with_imprint(sheets: list[Sheet]) -> None:
    text = single("抄送：市纪委监委。", x=grid.LEFT + grid.EM4, top=250.0, size=14.0, gap=0.0)
    sheets[-1].marks.append(text)


def other(text: str) -> Callable[[Mark], Mark]:
    return written(lambda _old: text)


MARK_NAMES = (
    Mutation("mark_names", "another body signs", signed(lambda m: other("示例市公安局局")(m) if words(m) == BUREAU else m)),
    Mutation(
        "mark_names", "a joint name missing in the mark",
        change(0, lambda m: isinstance(m, Text) and m.red and words(m) == JOINT_NAMES[2], lambda _m: None),
        paper=JOINT,
    ),
    Mutation(
        "mark_names", "a joint name missing below",
        on_its_page(is_name(JOINT_NAMES[0]), lambda _m: None), paper=JOINT,
    ),
    Mutation("mark_names", "文书式 of another body", change(0, is_name(BUREAU), other("示例市公安局局")), paper=PLAIN),
)  # fmt: skip
HEAD = (
    Mutation("copy_number", "five digits", replaced(lambda t: t == "000001", lambda _t: "00001")),
    Mutation("copy_number", "not flush", change(0, starting("000001"), right(6))),
    Mutation("copy_number", "a row lower", change(0, starting("000001"), down(1))),
    Mutation("copy_number", "missing", drop(0, starting("000001")), known=True),
    Mutation("urgency", "in 仿宋", change(0, starting("特急"), faced(Face.FANGSONG)), paper=UPWARD),
    Mutation("urgency", "not flush", change(0, starting("特急"), right(6)), paper=UPWARD),
    Mutation("urgency", "missing", drop(0, starting("特急")), paper=UPWARD, known=True),
    Mutation("urgency", "another", change(0, starting("特急"), other("加急")), paper=UPWARD, known=True),
    Mutation("signatories", "the name in 仿宋", change(0, starting("王某某"), faced(Face.FANGSONG)), paper=UPWARD),
    Mutation("signatories", "the label in 黑体", change(0, starting("签发人"), faced(Face.HEITI)), paper=UPWARD),
    Mutation("signatories", "above the number's line", change(0, lambda m: words(m) in ("签发人：", "王某某"), down(-1)), paper=UPWARD),
    Mutation("signatories", "not 右空一字", change(0, lambda m: words(m) in ("签发人：", "王某某"), right(5)), paper=UPWARD),
    Mutation("signatories", "no name", drop(0, starting("王某某")), paper=UPWARD),
    Mutation("signatories", "missing", drop(0, lambda m: words(m) in ("签发人：", "王某某")), paper=UPWARD, known=True),
    Mutation("title_place", "missing", drop(0, is_2)),
    Mutation("title_place", "one empty row", change(0, is_2, down(-1))),
    Mutation("title_place", "three empty rows", change(0, is_2, down(1))),
    Mutation("title_place", "other words", change(0, lambda m: is_title(words(m)), written(lambda t: t.replace("通报", "报告"))), known=True),
    Mutation("title_place", "one empty row in a letter", change(0, is_2, down(-1)), paper=LETTER),
    Mutation("title_place", "文书式 on the first row", change(0, is_2, down(-2)), paper=PLAIN),
    Mutation("plain_head", "a red rule", with_red_rule, paper=PLAIN),
    Mutation("plain_head", "the number at the left", change(0, starting("示司监约"), right(-60)), paper=PLAIN),
    Mutation("plain_head", "the number after an empty row", change(0, starting("示司监约"), down(1)), paper=PLAIN),
    Mutation("no_imprint", "a 版记", with_imprint, paper=PLAIN),
)  # fmt: skip
ADDRESSED = (
    Mutation("addressees", "no colon", change(0, starting(HEALTH), other(HEALTH))),
    Mutation("addressees", "half a colon", change(0, starting(HEALTH), other(f"{HEALTH}:"))),
    Mutation("addressees", "no empty row above", change(0, starting(HEALTH), down(-1))),
    Mutation("addressees", "two empty rows above", change(0, starting(HEALTH), down(1))),
    Mutation("addressees", "indented", change(0, starting(HEALTH), right(2 * grid.STEP)), known=True),
    Mutation("addressees", "missing", drop(0, starting(HEALTH)), known=True),
    Mutation("addressees", "another unit", change(0, starting(HEALTH), other("示例市公安局：")), known=True),
    Mutation("first_page", "主送 alone on page 1", drop(0, is_text)),
    Mutation("first_page", "主送 alone on page 1 of 文书式", drop(0, is_text), paper=PLAIN),
    Mutation("addressees", "no colon in 文书式", change(0, starting(HEALTH), other(HEALTH)), paper=PLAIN),
)  # fmt: skip
WORDS = (
    Mutation("heading_order", "二、 left out", throughout(starting("二、"), written(lambda t: "三、" + t[2:]))),
    Mutation("heading_order", "一、 twice", throughout(starting("二、"), written(lambda t: "一、" + t[2:]))),
    Mutation("heading_order", "begins with 二、", throughout(starting("一、"), written(lambda t: "二、" + t[2:]))),
    Mutation("heading_order", "（一） is followed by （三）", throughout(lambda m: words(m)[:2] in ("一、", "二、"), written(lambda t: ("（一）" if t[0] == "一" else "（三）") + t[2:]))),
    Mutation("heading_order", "（二） is followed by （1）", throughout(lambda m: words(m)[:2] in ("一、", "二、"), written(lambda t: ("（一）" if t[0] == "一" else "（1）") + t[2:]))),
    Mutation("heading_order", "out of order in an annex", change(2, starting("二、"), written(lambda t: "四、" + t[2:])), paper=ANNEXED),
    Mutation("quotes", "“ inside “", change(0, lambda m: "‘" in words(m), written(lambda t: t.replace("‘", "“").replace("’", "”"))), paper=NESTED),
    Mutation("quotes", "no opening one", change(0, lambda m: "‘" in words(m), written(lambda t: t.replace("“", "请"))), paper=NESTED),
    Mutation("quotes", "‘ on its own", throughout(starting("请立即"), written(lambda t: t.replace("整改", "‘整改’"))), paper=SINGLE),
)  # fmt: skip
ANNEX = (
    Mutation("attachments", "no note", on_its_page(is_note, lambda _m: None), paper=ANNEXED),
    Mutation("attachments", "a mark after the name", on_its_page(lambda m: is_note(m) and words(m) == "问题清单", other("问题清单；")), paper=ANNEXED),
    Mutation("attachments", "another name than the annex", on_its_page(lambda m: is_note(m) and words(m) == "问题清单", other("问题汇总")), paper=ANNEXED),
    Mutation("attachments", "the label not indented", on_its_page(starting("附件："), right(-2 * grid.STEP)), paper=ANNEXED),
    Mutation("attachments", "no empty row above", on_its_page(lambda m: is_note(m) and words(m) not in ("2.", "反馈表式样"), down(-1)), paper=ANNEXED),
    Mutation("attachments", "附件1 twice", on_its_page(is_name("附件2"), other("附件1")), paper=ANNEXED),
    Mutation("attachments", "附件 in 仿宋", on_its_page(is_name("附件1"), faced(Face.FANGSONG)), paper=ANNEXED),
    Mutation("attachments", "附件 indented", on_its_page(is_name("附件1"), right(2 * grid.STEP)), paper=ANNEXED),
    Mutation("attachments", "the title on the second line", on_its_page(lambda m: words(m) == "反馈表式样" and is_2(m), down(-1)), paper=ANNEXED),
    Mutation("attachments", "an annex without a title", on_its_page(lambda m: words(m) == "反馈表式样" and is_2(m), lambda _m: None), paper=ANNEXED),
)  # fmt: skip
BOUND = (
    Mutation("bound", "a page left out", lambda sheets: sheets[-2].marks.remove(sheets[-2].scans[0]), paper=BOUND_FILES, known=True),
    Mutation("bound", "over the left edge", on_its_page(is_scan, right(-12)), paper=BOUND_FILES),
    Mutation("bound", "below 版心", change(3, is_scan, down(4)), paper=BOUND_FILES),
    Mutation("bound", "over its 附件N", on_its_page(is_scan, down(-1)), paper=BOUND_SHORT),
    Mutation("bound", "without a page number", on_its_page(starting("— 4"), lambda _m: None), paper=BOUND_FILES),
    Mutation("bound", "no 附件N above it", on_its_page(is_name("附件"), lambda _m: None), paper=BOUND_SHORT, known=True),
)  # fmt: skip
CLOSING = (
    Mutation("signed_names", "4 mm beside the date", signed(lambda m: shifted(m, dx=-4) if words(m) == BUREAU else m)),
    Mutation("signed_names", "missing", signed(lambda m: None if words(m) == BUREAU else m), known=True),
    Mutation("signed_names", "a body twice", on_its_page(is_name(JOINT_NAMES[1]), other(JOINT_NAMES[2])), paper=JOINT),
    Mutation("signed_names", "another than recorded", signed(lambda m: other("示例市公安局局")(m) if words(m) == BUREAU else m), known=True),
    Mutation("note", "no brackets", on_its_page(starting("（联系人"), written(lambda t: t.strip("（）"))), paper=ANNEXED),
    Mutation("note", "not indented", on_its_page(starting("（联系人"), right(-2 * grid.STEP)), paper=ANNEXED),
    Mutation("note", "missing", on_its_page(starting("（联系人"), lambda _m: None), paper=ANNEXED, known=True),
    Mutation("note", "other words", on_its_page(starting("（联系人"), other("（此件公开发布）")), paper=ANNEXED, known=True),
    Mutation("copies", "no full stop", on_its_page(lambda m: words(m).endswith("建设局。"), written(lambda t: t[:-1]))),
    Mutation("copies", "at the very edge", on_its_page(starting("抄送："), right(-grid.EM4))),
    Mutation("copies", "wrapped under the label", on_its_page(lambda m: words(m).endswith("建设局。"), right(-3 * grid.EM4))),
    Mutation("copies", "抄报", on_its_page(starting("抄送："), other("抄送:"))),
    Mutation("copies", "other bodies", on_its_page(lambda m: words(m).endswith("建设局。"), other("局。")), known=True),
    Mutation("copies", "no full stop in 文书式", on_its_page(lambda m: words(m).endswith("建设局。"), written(lambda t: t[:-1])), paper=PLAIN),
    Mutation("copies", "missing in a letter", on_its_page(lambda m: words(m) in ("抄送：", "市纪委监委。"), lambda _m: None), paper=LETTER, known=True),
    Mutation("printed", "before the date", on_its_page(lambda m: words(m).endswith("印发"), other("2026年9月7日印发"))),
    Mutation("printed", "leading zeros", on_its_page(lambda m: words(m).endswith("印发"), other("2026年09月08日印发"))),
    Mutation("printed", "no day", on_its_page(lambda m: words(m).endswith("印发"), lambda _m: None)),
    Mutation("printed", "no office", on_its_page(starting(f"{BUREAU}办公室"), lambda _m: None)),
    Mutation("printed", "at the very edge", on_its_page(starting(f"{BUREAU}办公室"), right(-grid.EM4))),
    Mutation("printed", "another office", on_its_page(starting(f"{BUREAU}办公室"), other("示例市公安局办公室")), known=True),
    Mutation("order", "附件说明 below the date", on_its_page(is_note, down(11)), paper=ANNEXED),
    Mutation("order", "署名 below the date", swapped(BUREAU, "2026年9月8日"), known=True),
    Mutation("order", "the number above the mark", change(0, starting("示司执监"), down(-5))),
    Mutation("order", "the 抄送 below 印发", on_its_page(lambda m: words(m).endswith("印发") or words(m) == f"{BUREAU}办公室", down(-2.2))),
    Mutation("order", "the number above the title in 文书式", change(0, starting("示司监约"), down(-3)), paper=PLAIN),
    Mutation("paper", "running text alone", stripped),
    Mutation("paper", "running text alone as 文书式", stripped, paper=PLAIN),
    Mutation("page_numbers", "odd page at the left", change(0, lambda m: words(m) == "— 1 —", right(-130))),
)  # fmt: skip
FAULTS = (*MARK_NAMES, *HEAD, *ADDRESSED, *WORDS, *ANNEX, *BOUND, *CLOSING)
PAPERS: dict[str, Paper] = {
    "base": BASE, "upward": UPWARD, "joint": JOINT, "annexed": ANNEXED, "plain": PLAIN, "nested": NESTED,
    "single": SINGLE, "bound": BOUND_FILES, "bound_short": BOUND_SHORT,
}  # fmt: skip
