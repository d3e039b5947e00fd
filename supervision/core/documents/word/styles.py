"""Owns the styles 正文, 标题, 一级, 二级: faces, levels of the outline, what stays with what follows."""

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from supervision.core.documents.fit import Spacing
from supervision.core.documents.fonts import Face
from supervision.core.documents.grid import SIZE1, SIZE3
from supervision.core.documents.word.paragraphs import Piece, look
from supervision.core.documents.word.xml import Element, element, flag, twips

_WORD_2013 = "15"
BODY, TITLE, LEVELS = "Mingdu0", "MingduTitle", {1: "Mingdu1", 2: "Mingdu2"}
_NAMES = {BODY: "公文正文", TITLE: "公文标题", "Mingdu1": "公文一级标题", "Mingdu2": "公文二级标题"}


def prepare(document: WordDocument, spacing: Spacing, usual: int) -> None:
    """Styles, and what Word must not do by itself: hang marks, squeeze them, part Latin from Chinese."""
    styles = document.styles.element
    normal = document.styles["Normal"].element
    for old in [*normal.findall(qn("w:rPr")), *normal.findall(qn("w:pPr"))]:
        normal.remove(old)
    normal.append(_plain(spacing))
    normal.append(look(Piece("")))
    styles.append(_style(BODY, _first_line(spacing), look(Piece("", spacing=usual))))
    title = element(
        "pPr", flag("keepNext"), element("jc", val="center"), element("outlineLvl", val=0)
    )
    styles.append(_style(TITLE, title, look(Piece("", Face.BIAOSONG, SIZE1))))
    for level, face in ((1, Face.HEITI), (2, Face.KAITI)):
        shape = _first_line(spacing)
        shape.append(element("outlineLvl", val=level))
        styles.append(_style(LEVELS[level], shape, look(Piece("", face, spacing=usual))))
    settings = document.settings.element
    for mode in settings.iter(qn("w:compatSetting")):
        if mode.get(qn("w:name")) == "compatibilityMode":
            mode.set(qn("w:val"), _WORD_2013)


def _style(key: str, shape: Element, letters: Element) -> Element:
    return element(
        "style",
        element("name", val=_NAMES[key]),
        element("basedOn", val="Normal"),
        element("next", val=BODY) if key != BODY else None,
        flag("qFormat"),
        shape,
        letters,
        type="paragraph",
        customStyle="1",
        styleId=key,
    )


def _plain(spacing: Spacing) -> Element:
    """Of every paragraph: exact lines, no grid, no hanging marks, no lone-line rules."""
    return element(
        "pPr",
        flag("widowControl", on=False),
        flag("kinsoku"),
        flag("overflowPunct", on=False),
        flag("autoSpaceDE", on=False),
        flag("autoSpaceDN", on=False),
        flag("adjustRightInd", on=False),
        flag("snapToGrid", on=False),
        element("spacing", before=0, after=0, line=twips(spacing.pitch), lineRule="exact"),
    )


def _first_line(spacing: Spacing) -> Element:
    """左空二字, justified."""
    return element(
        "pPr",
        element("ind", firstLine=twips(spacing.indent * SIZE3 * 25.4 / 72)),
        element("jc", val="both"),
    )
