"""Annexes that are files: bound behind the letter as it prints, whatever was uploaded; the archive stays PDF/A."""

import io
from dataclasses import replace

import docx
import pikepdf
import pypdf
import pypdfium2
import pytest

from supervision.core.documents.apart import archive_apart
from supervision.core.documents.bound import MOST_PAGES, at_hand, read, refuse_too_many
from supervision.core.documents.checker import check
from supervision.core.documents.docx import to_docx
from supervision.core.documents.errors import DocumentError
from supervision.core.documents.model import Attachment, Paper, Paragraph
from supervision.core.documents.pdf import archive, in_parts, page_alone, pages_of, render
from supervision.core.documents.pictures import page_picture
from supervision.core.documents.sheet import Scan
from tests.core.documents import structure
from tests.core.documents.bound_samples import (
    A3_WIDE,
    A4,
    ANNEXES,
    PHOTO,
    PLAN,
    SCRIPT,
    pdf_of,
    picture,
)
from tests.core.documents.plain_samples import plain
from tests.core.documents.samples import letter, official

PAPER = official(attachments=ANNEXES)
PDF = "application/pdf"


def _scans(paper: Paper) -> list[tuple[int, Scan]]:
    return [(n, scan) for n, sheet in enumerate(pages_of(paper), 1) for scan in sheet.scans]


def test_every_page_of_every_file_follows_the_letter_with_running_numbers() -> None:
    rendered = render(PAPER)
    lines = [list(page) for page in rendered.lines]
    assert lines[2][0] == "附件1"
    assert lines[5][:2] == ["附件2", "现场照片"]
    assert [page[-1] for page in lines] == [f"— {n} —" for n in range(1, 7)]
    note = lines[1][lines[1].index("附件：") :]
    assert note[:5] == ["附件：", "1.", "检查方案", "2.", "现场照片"]
    assert [(n, scan.file.name, scan.page) for n, scan in _scans(PAPER)] == [
        (3, "检查方案.pdf", 1), (4, "检查方案.pdf", 2), (5, "检查方案.pdf", 3), (6, "现场.png", 1),
    ]  # fmt: skip


def test_a_page_is_scaled_alike_and_a_wide_one_turned() -> None:
    """A4 to the room below 附件N, 214.55 of 297 mm; A3 on its side by a quarter turned, its 420 mm to the same."""
    first, second, wide = [scan for _, scan in _scans(PAPER) if scan.file == PLAN]
    assert (round(first.height, 1), round(first.width, 1)) == (214.6, 151.7)
    assert (second.width, second.height) == (first.width, first.height)
    assert wide.turned
    assert (round(wide.height, 1), round(wide.width, 1)) == (214.6, 151.7)
    assert all(one.x >= 28 and one.x + one.width <= 184.01 for one in (first, second, wide))


def test_a_small_picture_is_not_blown_up_and_a_turned_photograph_stands_upright() -> None:
    small = read("小.png", "image/png", picture(size=(192, 96)))
    assert small.pages == ((50.8, 25.4),)
    ((_, scan),) = _scans(official(attachments=(Attachment("小图", file=small),)))
    assert (scan.width, scan.height) == (50.8, 25.4)
    exif = pytest.importorskip("PIL.Image").Exif()
    exif[0x0112] = 6  # taken with the camera on its side
    upright = read("竖.jpg", "image/jpeg", picture("JPEG", exif=exif))
    assert upright.pages[0][1] > upright.pages[0][0]


def test_what_prints_is_the_page_itself() -> None:
    """The blue field of the PDF, the orange disc of the photograph, each in its place; scripts are gone."""
    pdf = render(PAPER).pdf
    blue = page_picture(pdf, 3, 210).convert("RGB").getpixel((105, 200))
    orange = page_picture(pdf, 6, 210).convert("RGB").getpixel((105, 128))
    assert blue[2] > 180
    assert blue[0] < 60
    assert orange[0] > 220
    assert orange[2] < 90
    assert SCRIPT.encode() not in pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/OpenAction" not in opened.Root
        assert len(pypdf.PdfReader(io.BytesIO(pdf)).pages) == 6
        images = opened.pages[2].resources.XObject.values()  # all pages share what they draw with
        assert len(list(images)) == 4
        for image in images:
            assert image.ColorSpace in ("/DeviceRGB", "/DeviceGray")
            assert image.Width <= 1360, "no finer than it prints"


def test_the_archive_is_pdf_a_and_tagged_with_the_pages_as_figures() -> None:
    made = archive(PAPER, {"x": 1})
    assert structure.faults(made) == []
    figures = [one.alt for one in structure.elements(made) if one.kind == "/Figure"]
    assert figures == [
        "附件“检查方案”第1页，共3页", "附件“检查方案”第2页，共3页", "附件“检查方案”第3页，共3页",
        "附件“现场照片”第1页，共1页",
    ]  # fmt: skip
    assert made == archive(PAPER, {"x": 1}), "the same bytes again"


def test_a_process_of_its_own_makes_the_same_archive() -> None:
    assert archive_apart(PAPER, {}) == archive(PAPER, {})


TITLE = "关于转办行政执法投诉举报事项的函"


def _letter(*, rotate: int = 0, wide: bool = False) -> bytes:
    """A letter as it comes from another office; `wide`: its first page lies on a wide one; `rotate`: shown turned."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(render(letter()).pdf)) as made:
        if wide:
            made.pages[0].mediabox = [0, 0, 842, 842]
            made.pages[0].cropbox = [0, 300, 842, 842]
        made.pages[0].rotate(rotate, relative=False)
        made.save(out, deterministic_id=True)
    return out.getvalue()


@pytest.mark.parametrize(
    "source", [_letter(), _letter(rotate=90), _letter(rotate=180), _letter(wide=True)],
    ids=["as it is", "turned", "upside down", "wide"],
)  # fmt: skip
def test_the_words_of_a_bound_page_are_found_where_they_are_seen(source: bytes) -> None:
    """In the copy that is shown and in the archive, by another reader than wrote them; nothing more is seen."""
    file = read("来函.pdf", PDF, source)
    paper = official(attachments=(Attachment("来函", file=file),))
    with at_hand({file.sha256: source}):
        made, kept = render(paper).pdf, archive(paper, {})
    for pdf in (made, kept):
        with pypdfium2.PdfDocument(pdf) as opened:
            page = opened[2]
            words = page.get_textpage()
            assert TITLE in "".join(words.get_text_range().split())
            place = words.search(TITLE[:8]).get_next()
            assert place is not None
            x0, y0, x1, y1 = words.get_charbox(place[0])
            assert min(x1 - x0, y1 - y0) > 5
            picture = page.render(scale=4).to_pil().convert("L")
            high = page.get_height()
            seen = picture.crop((4 * x0, 4 * (high - y1), 4 * x1, 4 * (high - y0)))
            assert seen.getextrema()[0] < 90, "ink of the character under its box"
    assert check(made, record=paper).passed
    assert structure.faults(kept) == []
    said = [one for one in structure.elements(kept) if one.kind in ("/Figure", "/P")]
    place = next(n for n, one in enumerate(said) if one.kind == "/Figure")
    assert TITLE[:6] in "".join(said[place + 1].text.split())


@pytest.mark.parametrize("make", [official, letter, plain])
def test_every_layout_binds_and_passes_its_check(make) -> None:
    paper = make(attachments=ANNEXES)
    report = check(render(paper).pdf, record=paper)
    assert report.passed, [row.sentence for row in report.failures]
    assert report.row("bound").got == "4面"


def test_the_imprint_stands_below_the_last_page_where_there_is_a_back_for_it() -> None:
    """Without one it takes a page: the paper of the first case ends on page 6, the other on page 5."""
    assert len(pages_of(PAPER)) == 6
    odd = pages_of(official(attachments=ANNEXES[:1]))
    assert (len(odd), bool(odd[-1].scans)) == (6, False)


def test_drawn_page_by_page_it_is_the_same() -> None:
    sheets = pages_of(PAPER)
    alone = page_picture(page_alone(PAPER, sheets, 6), 1, 210)
    whole = page_picture(render(PAPER).pdf, 6, 210)
    assert alone.tobytes() == whole.tobytes()
    assert (
        sum(len(pypdf.PdfReader(io.BytesIO(part)).pages) for part in in_parts(PAPER, sheets)) == 6
    )


def test_it_is_frozen_and_read_again() -> None:
    again = Paper.from_json(PAPER.to_json())
    assert again == PAPER
    assert again.attachments[0].file is not None
    assert again.attachments[0].file.sha256 == PLAN.sha256


def test_the_word_copy_names_the_file() -> None:
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(to_docx(PAPER))).paragraphs)
    assert "附件文件“检查方案.pdf”，共3页，装订在正本之后" in text
    assert "附件文件“现场.png”，共1页" in text


BAD = {
    "locked": ("密.pdf", PDF, pdf_of(A4, password="一二三"), "“密.pdf”设有打开密码，不能装订"),
    "damaged": ("坏.pdf", PDF, b"%PDF-1.7\n" + b"x" * 200, "“坏.pdf”已损坏，读不出页面"),
    "cut": ("断.jpg", "image/jpeg", picture("JPEG")[:3000], "“断.jpg”已损坏，图片打不开"),
    "a ribbon": (
        "条.pdf",
        PDF,
        pdf_of(A4, (10, 4000)),
        "“条.pdf”第2页的尺寸是10×4000毫米，排不进版心",
    ),
    "sheet": ("表.xlsx", "application/vnd.ms-excel", b"PK", "“表.xlsx”不能随文书装订"),
}


@pytest.mark.parametrize("case", BAD)
def test_what_cannot_be_bound_is_refused_in_words(case: str) -> None:
    name, media_type, content, said = BAD[case]
    with pytest.raises(DocumentError) as refused:
        read(name, media_type, content)
    assert refused.value.message.startswith(said)


def test_five_hundred_pages_are_too_many() -> None:
    file = read("五百页.pdf", PDF, pdf_of(*[A4] * 500))
    with pytest.raises(DocumentError, match=r"“五百页.pdf”500页.*最多200页"):
        refuse_too_many([file, PHOTO])
    refuse_too_many([replace(file, pages=file.pages[:MOST_PAGES])])


def test_a_mix_of_typed_and_bound_keeps_its_order() -> None:
    typed = Attachment("说明", (Paragraph("逐条核对。"),))
    lines = render(official(attachments=(typed, *ANNEXES))).lines
    assert [
        page[0] for page in lines if page and page[0].startswith("附件") and page[0] != "附件："
    ] == ["附件1", "附件2", "附件3"]


def test_a_wide_page_is_the_only_one_turned() -> None:
    file = read("表.pdf", PDF, pdf_of(A3_WIDE, A4))
    paper = official(attachments=(Attachment("表", file=file),))
    assert [scan.turned for _, scan in _scans(paper)] == [True, False]
