"""Working forms share one look, and finished files are bound and stamped without being set anew."""

import io

import pikepdf
import pytest

from supervision.core.documents.bundle import bind, stamped_void
from supervision.core.documents.model import Cell, Form, Grid, Paragraph, SignLine
from supervision.core.documents.pdf import render
from tests.core.documents.conftest import measured, text
from tests.core.documents.samples import DAY, forms, letter, official

FORMS = dict(forms())


@pytest.mark.parametrize("name", FORMS)
def test_a_form_stays_on_its_page_and_opens_with_its_title(name, drawn):
    form = FORMS[name]
    pages = drawn(form)
    for page in pages:
        assert (page.width, page.height) == pytest.approx(
            (297, 210) if form.landscape else (210, 297), abs=0.1
        )
        assert all(char.x0 >= 24.9 and char.x1 <= page.width - 24.9 for char in page.chars)
        assert all(char.top >= 24.9 and char.bottom <= page.height - 10 for char in page.chars)
    title = pages[0].lines(size=22)[0]
    assert text(title) == form.title
    assert (title[0].x0 + title[-1].x1) / 2 == pytest.approx(pages[0].width / 2, abs=0.3)


def test_pages_of_a_long_form_are_counted():
    form = Form(title="约谈记录", blocks=tuple(Paragraph("监督" * 60) for _ in range(30)))
    rendered = render(form)
    assert rendered.pages > 1
    assert f"第2页 共{rendered.pages}页" in rendered.lines[1]


def test_a_signature_line_shows_what_is_known():
    lines = render(
        Form(title="记录", blocks=(SignLine("记录人签名", "孙某", DAY), SignLine("被约谈人签名")))
    ).lines[0]
    assert {"记录人签名：", "孙某", "2026年9月8日", "被约谈人签名："} <= set(lines)


def test_the_head_of_a_table_is_repeated_on_each_page(drawn):
    for page in drawn(FORMS["problem_list"]):
        heads = "".join(char.text for char in page.chars if char.font.endswith("HeiTi"))
        assert "整改要求" in heads


def test_a_cell_taller_than_the_page_runs_on():
    form = Form(
        title="核查表", blocks=(Grid((1, 4), ((Cell("情况", label=True), Cell("监督" * 1500)),)),)
    )
    rendered = render(form)
    assert rendered.pages >= 3
    assert sum(line.count("监督") for page in rendered.lines for line in page) > 1400


def test_a_qr_code_is_drawn_as_shapes(drawn):
    pdf = render(FORMS["slip"]).pdf
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        drawn_paths = opened.pages[0].Contents.read_bytes()
    assert drawn_paths.count(b"\nh") + drawn_paths.count(b" h") > 100


def test_many_papers_are_bound_into_one_file_with_all_pages():
    parts = [render(official()), render(letter())]
    bound = bind(part.pdf for part in parts)
    assert bound == bind(part.pdf for part in parts)
    assert len(measured(bound)) == sum(part.pages for part in parts)


def test_a_voided_copy_keeps_its_text_and_bears_the_stamp_on_each_page():
    original = render(official()).pdf
    before, after = measured(original), measured(stamped_void(original))
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert {char.text for char in new.chars} - {char.text for char in old.chars} <= {"作", "废"}
        assert sum(char.red and char.text in "作废" for char in new.chars) == 2
