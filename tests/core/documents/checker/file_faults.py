"""Tools to spoil the finished file: its page size and its fonts."""

from collections.abc import Iterator

import pikepdf


def wider(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].mediabox = [0, 0, 612, 792]


def fonts_of(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    for page in pdf.pages:
        yield from page.resources.get("/Font", {}).values()


def not_embedded(pdf: pikepdf.Pdf) -> None:
    for font in fonts_of(pdf):
        descriptor = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if key in descriptor:
                del descriptor[key]


def type3(pdf: pikepdf.Pdf) -> None:
    page = pdf.pages[0]
    page.resources.Font["/F99"] = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type3,
            FontBBox=[0, 0, 1, 1],
            FontMatrix=[1, 0, 0, 1, 0, 0],
            CharProcs=pikepdf.Dictionary(),
            Encoding=pikepdf.Name.WinAnsiEncoding,
            FirstChar=0,
            LastChar=0,
            Widths=[0],
        )
    )


def mute(pdf: pikepdf.Pdf) -> None:
    for font in fonts_of(pdf):
        if "/ToUnicode" in font:
            del font["/ToUnicode"]
