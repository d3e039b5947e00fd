"""What a person sets about the print in the drafting form comes out on paper, or is refused by name."""

import json

import lxml.html
import pytest
import sqlalchemy as sa

from supervision.agencies.models import Body, Unit
from supervision.core.db import session
from supervision.core.documents.checker import Style, check
from supervision.core.documents.docx import to_docx
from supervision.core.documents.model import Paper, Paragraph, SignatureStyle
from supervision.core.documents.pdf import pages_of, render
from supervision.core.documents.sheet import Rule
from supervision.instruments.checking import service as checking
from supervision.instruments.drafting import composing
from supervision.instruments.models import Instrument
from supervision.instruments.wording.completeness import lacks
from tests.make import issued, people
from tests.make.offices import found_office, sign_in
from tests.support.parts import words_of

FORM = "//form[@id='drafting']"
FILLED = {
    "copy_number": "12",
    "urgency": "特急",
    "note": "（联系人：王某某，电话：000-0000000）",
    "copies-0": "市人大常委会法工委，市营商环境建设局；市纪委监委",
    "joints-0": "示例市市场监督管理局",
    "joints-1": "示例市生态环境局",
    "upward": "y",
    "co_signatories": "李某，赵某某",
}


@pytest.fixture
def drafted(client, inside):
    """A draft of one item, opened by its handler; (paper id, its edit page)."""
    with inside():
        team = found_office()
        paper_id = issued.drafted(team).id
    sign_in(client, team.handler)
    return paper_id, f"/instruments/{paper_id}/edit"


def _paper(inside, paper_id: int) -> Paper:
    with inside():
        paper = session.get_one(Instrument, paper_id)
        return composing.document(paper, number="示司监意〔2026〕1号")


def test_every_element_reaches_the_paper_and_passes_the_check(client, inside, drafted) -> None:
    paper_id, edit = drafted
    assert client.submit(edit, FILLED, form=FORM).status_code == 302
    paper = _paper(inside, paper_id)
    assert (paper.copy_number, paper.urgency) == ("000012", "特急")
    assert paper.note == "联系人：王某某，电话：000-0000000"
    assert paper.copies_to == ("市人大常委会法工委", "市营商环境建设局", "市纪委监委")
    assert paper.issuers[1:] == ("示例市市场监督管理局", "示例市生态环境局")
    assert paper.signature.names == paper.issuers
    assert paper.signatories == ("待签发", "李某", "赵某某")
    rendered = render(paper)
    text = "".join("".join(page) for page in rendered.lines)
    for part in ("000012", "特急", "签发人：", "（联系人：王某某", "示例市生态环境局"):
        assert part in text
    report = check(rendered.pdf, layout=Style.OFFICIAL)
    assert report.passed, [row.sentence for row in report.failures]
    assert to_docx(paper)[:2] == b"PK"


@pytest.mark.parametrize("style", list(SignatureStyle))
def test_each_way_to_authenticate_can_be_chosen(client, inside, drafted, style) -> None:
    paper_id, edit = drafted
    sent = {"signature_style": style.value, "signatory_post": "局长"}
    assert client.submit(edit, sent, form=FORM).status_code == 302
    paper = _paper(inside, paper_id)
    assert (paper.signature.style, paper.signature.post) == (style, "局长")
    report = check(render(paper).pdf)
    assert report.passed, [row.sentence for row in report.failures]


def test_attachments_are_typed_one_after_another_with_tables_and_landscape(
    client, inside, drafted, page
) -> None:
    paper_id, edit = drafted
    more = client.submit(edit, {"more_attached": "1"}, form=FORM)
    assert "另附的附件 1" in page(more).text
    fields = _posted(more)
    fields |= {
        "attached-0-title": "案卷评查情况汇总表",
        "attached-0-text": "|序号:1^|案卷:6|问题:6|\n|1|示市监罚〔2026〕1号|未公示|",
        "attached-0-landscape": "y",
        "problem_list": "y",
    }
    assert client.post(edit, data=fields).status_code == 302
    paper = _paper(inside, paper_id)
    assert [one.title for one in paper.attachments] == [
        "行政执法监督问题清单", "案卷评查情况汇总表",
    ]  # fmt: skip
    assert paper.attachments[1].landscape
    assert check(render(paper).pdf).passed
    assert "案卷评查情况汇总表" in client.get(edit).text, "it stands there to be changed again"


def _posted(response) -> dict[str, str]:
    form = lxml.html.fromstring(response.data).xpath(FORM)[0]
    return dict(form.form_values())


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"copy_number": "甲"}, "份号用1至6位数字"),
        ({"signature_style": "stamp"}, "请填写签发人职务"),
        ({"co_signatories": "李某"}, "只有上行文标注签发人"),
        ({"joints-0": "甲" * 501}, "最多500个字"),
    ],
)
def test_what_cannot_print_is_refused_beside_its_field(client, drafted, page, sent, said) -> None:
    _, edit = drafted
    answer = client.submit(edit, sent | {"note": "联系人甲"}, form=FORM)
    assert answer.status_code == 422
    assert said in page(answer, status=422).text
    assert "联系人甲" in answer.text, "what was typed stays"


@pytest.mark.parametrize(
    ("text", "title", "said"),
    [
        ("|甲|乙|\n|1|", "表", "附件1：表格第1行有1格"),
        ("", "只有名称", "附件1：请填写内容"),
        ("只有内容", "", "附件1：请填写名称"),
    ],
)
def test_an_attachment_that_is_not_whole_is_refused(
    client, drafted, page, text, title, said
) -> None:
    _, edit = drafted
    fields = _posted(client.submit(edit, {"more_attached": "1"}, form=FORM))
    answer = client.post(edit, data=fields | {"attached-0-title": title, "attached-0-text": text})
    assert answer.status_code == 422
    assert said in page(answer, status=422).text


def test_a_part_in_own_words_outlives_a_change_of_the_form_and_the_item_prints(
    client, inside, drafted
) -> None:
    paper_id, edit = drafted
    box = words_of(client, f"/instruments/{paper_id}")
    client.submit(edit, {box: "人工改过的缘由。"}, form=FORM)
    client.submit(edit, {"urgency": "加急", "items-0-demand": "另一项要求。"}, form=FORM)
    with inside():
        text = session.get_one(Instrument, paper_id).text
        assert text.startswith("人工改过的缘由。")
        assert "另一项要求。" in text


def test_the_signatory_stands_on_a_paper_to_a_superior_once_it_is_signed(inside) -> None:
    with inside():
        team = found_office()
        paper = issued.drafted(team)
        paper.upward = True
        paper.signatory_name = "王某丁"
        assert composing.document(paper).signatories == ("王某丁",)


def test_the_archive_keeps_the_elements(inside) -> None:
    with inside():
        team = found_office()
        paper = issued.awaiting(team)
        paper.copy_number, paper.note = "000001", "联系人甲"
        session.flush()
        checking.require_signable(paper)
        content = json.loads(composing.document(paper).to_json())["document"]
        assert (content["copy_number"], content["note"]) == ("000001", "联系人甲")


def test_a_body_is_chosen_by_any_name_and_a_free_one_stays_as_typed(
    client, inside, drafted, page
) -> None:
    """Its short name becomes the full one; 市纪委监委, which no register has, is printed as typed."""
    paper_id, edit = drafted
    with inside():
        unit = session.scalars(sa.select(Unit).order_by(Unit.id)).first()
        assert unit is not None
        unit.also_called, called, full = "甲支局", "甲支局", unit.name
    shown = page(client.get(edit))
    assert full in [one.get("value") for one in shown.find("//datalist[@id='bodies']/option")]
    sent = {"copies-0": called, "copies-1": "市纪委监委", "joints-0": called}
    assert client.submit(edit, sent, form=FORM).status_code == 302
    paper = _paper(inside, paper_id)
    assert paper.copies_to == (full, "市纪委监委")
    assert paper.issuers[1:] == (full,)


def test_a_name_that_several_bear_is_refused_beside_its_box_and_stays(
    client, inside, drafted
) -> None:
    _, edit = drafted
    with inside():
        handler = people.principal("handler")
        for name in ("示例市甲支队", "示例市乙支队"):
            people.unit(name, by=handler).also_called = "直属支队"
    refused = client.submit(edit, {"copies-1": "直属支队"}, form=FORM)
    assert refused.status_code == 422
    assert "“直属支队”有2个相符" in refused.get_data(as_text=True)
    assert _posted(refused)["copies-1"] == "直属支队"


def test_the_own_body_is_no_joint_one(client, inside, drafted) -> None:
    paper_id, edit = drafted
    with inside():
        body = session.get_one(Body, session.get_one(Instrument, paper_id).body_id).name
    client.submit(edit, {"joints-0": body}, form=FORM)
    with inside():
        said = [one.sentence for one in lacks(session.get_one(Instrument, paper_id))]
    assert any("不用再写本机关" in one for one in said)


def test_the_reply_form_is_annexed_and_the_text_asks_to_fill_it(client, inside, drafted) -> None:
    paper_id, edit = drafted
    assert client.submit(edit, {"reply_form": "y"}, form=FORM).status_code == 302
    paper = _paper(inside, paper_id)
    assert [one.title for one in paper.attachments] == ["整改情况反馈表"]
    text = "".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert "按附件的格式填写，加盖公章" in text
    assert (
        client.submit(edit, {"reply_form": "y", "problem_list": "y"}, form=FORM).status_code == 302
    )
    paper = _paper(inside, paper_id)
    assert [one.title for one in paper.attachments] == ["行政执法监督问题清单", "整改情况反馈表"]
    text = "".join(block.text for block in paper.blocks if isinstance(block, Paragraph))
    assert "按附件2的格式填写，加盖公章" in text
    report = check(render(paper).pdf, record=paper)
    assert report.passed, [row.sentence for row in report.failures]


def test_countersigning_is_recorded_with_name_and_day_and_refused_half_filled(
    client, inside, drafted, page
) -> None:
    """Kept with the paper and shown on its page, in no print."""
    paper_id, edit = drafted
    half = {"countersigns-0-organ": "示例市财政局", "countersigns-0-name": "王某某"}
    refused = client.submit(edit, half, form=FORM)
    assert refused.status_code == 422
    assert "会签第1行：请填写会签日期" in refused.get_data(as_text=True)
    assert _posted(refused)["countersigns-0-name"] == "王某某"
    assert (
        client.submit(edit, half | {"countersigns-0-on": "2099-01-01"}, form=FORM).status_code
        == 422
    )
    whole = half | {"countersigns-0-on": "2026-01-08"}
    assert client.submit(edit, whole, form=FORM).status_code == 302
    assert "示例市财政局 王某某 2026年1月8日" in page(client.get(f"/instruments/{paper_id}")).text
    assert "王某某" in client.get(edit).text, "it stands there to be changed again"
    lines = "".join("".join(lines) for lines in render(_paper(inside, paper_id)).lines)
    assert "王某某" not in lines


def test_room_for_a_seal_across_the_pages_is_marked_at_every_edge(client, inside, drafted) -> None:
    """On request, a seal's diameter (42 mm) apart around the middle; the checker finds nothing wrong."""
    paper_id, edit = drafted
    assert client.submit(edit, {"seam": "y", "problem_list": "y"}, form=FORM).status_code == 302
    paper = _paper(inside, paper_id)
    sheets = pages_of(paper)
    assert len(sheets) > 1
    for sheet in sheets:
        ticks = [m.top for m in sheet.marks if isinstance(m, Rule) and m.x > 184.5]
        assert sorted(ticks) == pytest.approx([148.5 - 21, 148.5 + 21], abs=0.2)
    report = check(render(paper).pdf, record=paper)
    assert report.passed, [row.sentence for row in report.failures]
