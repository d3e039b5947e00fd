"""Rules of the file: no missing glyph, every font inside and outlined, text extractable."""

import re

from supervision.core.documents.checker.anatomy import Anatomy
from supervision.core.documents.checker.report import Fault, Row, idle, judged

_UNREADABLE = re.compile(r"\(cid:\d+\)|[\ufffd\u25a1\ue000-\uf8ff]")


def missing_glyphs(paper: Anatomy) -> list[Fault]:
    """Signs of characters that no face could print: they show as boxes."""
    faults = [
        Fault(f"第{page}面", f"{font.name}有缺字")
        for page, font in paper.reading.fonts
        if font.custom_map
    ]
    for page in paper.pages:
        bad = sorted(
            {c.text for c in page.chars if _UNREADABLE.fullmatch(c.text) and c.text != "□"}
        )
        if bad:
            shown = "、".join(f"U+{ord(text):04X}" if len(text) == 1 else text for text in bad)
            faults.append(Fault(f"第{page.number}面", f"无法显示的字符{shown}"))
    return faults


def glyphs(paper: Anatomy) -> Row:
    """No box, no U+FFFD, no character map of WeasyPrint's own."""
    faults = missing_glyphs(paper)
    return judged("glyphs", "缺字", "没有缺字", got="没有缺字", faults=faults)


def embedded(paper: Anatomy) -> Row:
    """Every font is inside the file, none as Type 3."""
    wanted = "全部嵌入，无Type 3"
    fonts = paper.reading.fonts
    if not fonts:
        return idle("embedded", "字体嵌入", wanted, "没有文字（扫描件）")
    faults = [
        Fault(f"第{page}面", f"{font.name}{'为Type 3' if font.type3 else '未嵌入'}")
        for page, font in fonts
        if font.type3 or not font.embedded
    ]
    return judged("embedded", "字体嵌入", wanted, got=f"{len(fonts)}种，全部嵌入", faults=faults)


def extractable(paper: Anatomy) -> Row:
    """A second reader (PDFium) finds every line that the first found."""
    wanted = "全部文字可提取，与所见一致"
    lines = [line for page in paper.pages for line in paper.lines[page.number]]
    faults = [
        Fault(f"第{page}面", f"{font.name}没有文字对照表")
        for page, font in paper.reading.fonts
        if not font.readable
    ]
    if not lines:
        faults.append(Fault("全文", "没有可提取的文字"))
    texts = {page.number: _flat(page.text) for page in paper.pages}
    faults += [
        Fault(line.place, "提取的文字与所见不一致")
        for line in lines
        if not paper.has_table(line.page) and _flat(line.text) not in texts[line.page]
    ]
    return judged("extractable", "文字可提取", wanted, got=f"{len(lines)}行", faults=faults)


def _flat(text: str) -> str:
    return "".join(text.split())
