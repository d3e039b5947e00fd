"""Owns the editable copy: the same text as a Word file on Word's own character grid."""


from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import RGBColor

from supervision.core.documents.fonts import Face
from supervision.core.documents.model import (
    Align,
)

_FONTS = {
    Face.BIAOSONG: "方正小标宋简体",
    Face.FANGSONG: "仿宋_GB2312",
    Face.KAITI: "楷体_GB2312",
    Face.HEITI: "黑体",
}
_LATIN = "Times New Roman"
_RED = RGBColor(0xE6, 0x00, 0x12)
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTER: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
}
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of the zip's entries: the same paper gives the same bytes
