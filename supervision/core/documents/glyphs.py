"""Owns what may be printed at all: characters that no face has, and characters that are no text."""

import dataclasses
import unicodedata
from collections.abc import Iterator

from supervision.core.documents.errors import DocumentError
from supervision.core.documents.fonts import Face, family_of
from supervision.core.documents.model import Document
from supervision.core.documents.text import clean

_SHOWN = 8  # findings that one message lists
_PLACES = {
    "issuers": "发文机关标志", "mark": "发文机关标志", "number": "发文字号", "copy_number": "份号",
    "urgency": "紧急程度", "signatories": "签发人", "title": "标题", "addressees": "主送机关",
    "blocks": "正文", "attachments": "附件", "signature": "署名", "note": "附注", "copies_to": "抄送机关",
    "printer": "印发机关", "watermark": "水印", "void": "作废章", "issuer": "制作单位",
}  # fmt: skip
_BIDI = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c")


def missing_characters(document: Document) -> list[tuple[str, str, str]]:
    """(character, code point, place) of everything that cannot be printed, in reading order."""
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for place, text in _texts(document):
        for char in dict.fromkeys(clean(text)):
            if not printable(char):
                found.setdefault((char, place), (char, f"U+{ord(char):04X}", place))
    return list(found.values())


def refuse_missing(document: Document) -> None:
    """Raises DocumentError that lists what cannot be printed and where it stands."""
    found = missing_characters(document)
    if not found:
        return
    items = [f"{place}的{_named(char)}（{code}）" for char, code, place in found[:_SHOWN]]
    more = f"等{len(found)}处" if len(found) > _SHOWN else ""
    raise DocumentError(f"有字符无法印制：{'、'.join(items)}{more}。请改用其他写法，或改为线下制发")


def printable(char: str) -> bool:
    """Has a face this character, and is it one that is seen?"""
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}:
        return False
    return family_of(Face.FANGSONG, char) is not None  # every face falls back to 仿宋's


def _named(char: str) -> str:
    """How a message shows the character: what is invisible is named by its kind."""
    if char in _BIDI:
        return "文字方向控制符"
    category = unicodedata.category(char)
    if category in {"Cc", "Cf", "Zl", "Zp"}:
        return "控制字符"
    return "未定义字符" if category in {"Cs", "Co", "Cn"} else f"“{char}”"


def _texts(document: Document) -> Iterator[tuple[str, str]]:
    """Every text of the document with the name of its place."""
    for field in dataclasses.fields(document):
        place = _PLACES.get(field.name, field.name)
        value = getattr(document, field.name)
        if isinstance(value, str):
            yield place, value
        elif field.name == "blocks":
            yield from _block_texts(place, value)
        elif field.name == "attachments":
            for number, attachment in enumerate(value, start=1):
                yield f"附件{number}标题", attachment.title
                yield from _block_texts(f"附件{number}", attachment.blocks)
        else:
            yield from ((place, text) for text in _strings(value))


def _block_texts(place: str, blocks: tuple[object, ...]) -> Iterator[tuple[str, str]]:
    for number, block in enumerate(blocks, start=1):
        yield from ((f"{place}第{number}段", text) for text in _strings(block))


def _strings(value: object) -> Iterator[str]:
    """All strings inside a value, depth first."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _strings(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _strings(getattr(value, field.name))
