"""Owns the numbers the checker wants, written down again from the standard's table.

They are deliberately not imported from the typesetter: a wrong number there must be found here.
Lengths in mm from the page's top left corner, type in pt; sources in `docs/documents.md`.
"""

import re

MM_PER_PT = 25.4 / 72

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
LEFT, RIGHT = 28.0, 184.0  # 版心: 订口 28, 156 wide
TOP, BOTTOM = 37.0, 262.0  # 天头 37, 225 high
CENTRE = (LEFT + RIGHT) / 2
ROWS, CHARACTERS = 22, 28

TITLE, BODY, SMALL, CELL = 22.0, 16.0, 14.0, 12.0  # 2号, 3号, 4号, 小四
SIZES = (TITLE, BODY, SMALL, CELL)
EM, EM_SMALL = BODY * MM_PER_PT, SMALL * MM_PER_PT
PITCH = (BOTTOM - TOP - EM) / (ROWS - 1)
STEP = (RIGHT - LEFT - EM) / (CHARACTERS - 1)
INDENT = LEFT + 2 * STEP

MARK_TOP, LETTER_MARK_TOP = 72.0, 30.0
LETTER_RULES = (21.0, 191.0)
LETTER_FOOT = 277.0  # lower edge of a letter's second rule
LETTER_GAP = EM * 7 / 8
NUMBER_TO_RULE = 4.0
PAGE_NUMBER_MIDDLE = 269.0
THICK, THIN = 0.35, 0.25
SEAL = 42.0  # diameter, city and county
SEAL_ABOVE = 3.0  # the seal's centre above the middle of name and date (居中下压)

NO_START = frozenset("、。，：；？！）》〉】〕”’…")
NO_END = frozenset("（《〈【〔“‘")

DATE = re.compile(r"\d{4}年[1-9]\d?月[1-9]\d?日")
DATE_LIKE = re.compile(
    r"[\d〇○零一二三四五六七八九]{4}年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日"
)
NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}〔(19|20)\d{2}〕[1-9]\d*号")
NUMBER_LIKE = re.compile(
    r"[〔\[［(（【]\s*\d{2,4}\s*[〕\]］)）】].{0,3}\d+\s*号|\d{4}.{0,2}第?\d+号"
)
PAGE_NUMBER = re.compile(r"— (\d+) —")
PAGE_NUMBER_LIKE = re.compile(r"[—–―─\-－]*\s*(\d+)\s*[—–―─\-－]*")
ATTACHMENT = re.compile(r"附件\s*\d*")
IMPRINT = re.compile(r"(主送|抄送)：|.*印发$")
PRINTED = re.compile(r"印发\s*$")
URGENCIES = ("特急", "加急", "特提", "平急")
LEVEL_1 = re.compile(r"[一二三四五六七八九十百]+、")
LEVEL_2 = re.compile(r"（[一二三四五六七八九十百]+）")

LEVEL_3 = re.compile(r"\d{1,3}[.．](?!\d)|（\d{1,3}）")
LEVELS = (  # the number stands in the group
    re.compile(r"([一二三四五六七八九十百]+)、"),
    re.compile(r"（([一二三四五六七八九十百]+)）"),
    re.compile(r"(\d{1,3})[.．](?!\d)"),
    re.compile(r"（(\d{1,3})）"),
)
SPECIAL = "特殊情况："
SPECIAL_PITCH = re.compile(r"行距(\d+(?:\.\d+)?)磅")
SPECIAL_COUNT = re.compile(r"每行(\d+)字")
SPECIAL_IMPRINT = re.compile(r"版记行距(\d+(?:\.\d+)?)毫米")
SPECIAL_EASED = re.compile(r"(\d+)段有文号、日期等不拆行")
SPECIAL_EVENED = re.compile(r"(\d+)段末行仅一字")
PITCHES, COUNTS = (28.0, 30.5), (27, 29)  # what may be tried in a special case; pt, characters

FACES = {
    "小标宋": re.compile(r"biaosong|xiaobiao|小标宋|XBS", re.IGNORECASE),
    "仿宋": re.compile(r"fang ?song|仿宋|FZFS", re.IGNORECASE),
    "楷体": re.compile(r"kai|楷", re.IGNORECASE),
    "黑体": re.compile(r"hei|黑体|FZHT", re.IGNORECASE),
    "生僻字": re.compile(r"rare|babelstone", re.IGNORECASE),
    "宋体": re.compile(r"latin|song|sun|宋", re.IGNORECASE),
}


def face(font: str) -> str:
    """What a font's name says it is; the name itself when it is none of the standard's faces."""
    return next((name for name, pattern in FACES.items() if pattern.search(font)), font)


def is_han(char: str) -> bool:
    """A Chinese character, those beyond the common plane included; no mark, no digit."""
    if len(char) != 1:
        return False  # a ligature, or a glyph that has no way back to Unicode
    code = ord(char)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or code >= 0x20000
