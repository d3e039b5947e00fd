"""Bad input on the whole road from draft to the reviewer: right output, or a refusal naming the place."""

import io

import pytest
from PIL import Image
from werkzeug.datastructures import FileStorage

from supervision.core.access import Role
from supervision.core.db import session
from supervision.core.documents.checker import check
from supervision.core.documents.pdf import render
from supervision.core.files import Refused
from supervision.core.files.store import receive
from supervision.instruments.drafting import composing
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus
from tests.make import issued, people
from tests.make.offices import found_office, sign_in
from tests.support.parts import FORM, words_of

PRINTS = {
    "ten thousand characters without a break": "监" * 10_000,
    "Latin and digits": "GB/T 9704-2012 和 ISO 9001:2015，金额1234567.89元 " * 60,
    "markup": "<script>alert(1)</script><img src=file:///etc/passwd>",
    "a template": "{{ 7*7 }}{% raw %}{7}",
    "control characters": "甲\x07乙\x1b丙\x00丁",
    "rare characters": "王𬍛、李㛃、赵䶮、朱镕、孙堃、钱喆",
}
REFUSED = {
    "an emoji": ("请整改😀", "正文第1段的“😀”（U+1F600）"),
    "a direction mark": ("甲\u202e乙", "正文第1段的文字方向控制符（U+202E）"),
    "another script": ("שלום", "（U+05E9）"),
    "a slot": ("请{你单位}整改。", "“{你单位}”不会自动填写，请写成文字"),
    "half a table": ("|甲|乙|\n|1|", "表格第1行有1格，表头有2格"),
}
SUBMIT = "//form[contains(@action, 'do/submit')]"


@pytest.fixture
def desk(client, inside):
    """(team, page of a draft), its handler signed in."""
    with inside():
        team = found_office()
        paper_id = issued.drafted(team).id
    sign_in(client, team.handler)
    return team, f"/instruments/{paper_id}"


@pytest.mark.parametrize("text", PRINTS.values(), ids=PRINTS)
def test_what_can_be_printed_goes_all_the_way_to_the_signatory(
    client, inside, page, desk, text
) -> None:
    team, here = desk
    assert (
        client.submit(f"{here}/edit", {words_of(client, here): text}, form=FORM).status_code == 302
    )
    shown = page(client.get(here))
    assert "草稿水印" in shown.text
    assert client.get(f"{here}/pages/1.png").data.startswith(b"\x89PNG")
    assert client.get(f"{here}/paper.docx").status_code == 200
    assert client.submit(here, {}, form=SUBMIT).status_code == 302
    sign_in(client, team.reviewer)
    passed = client.submit(here, {}, form="//form[contains(@action, 'do/pass_review')]")
    with inside():
        paper = session.get_one(Instrument, int(here.rsplit("/", 1)[1]))
        report = check(render(composing.document(paper, number="示司监意〔2026〕1号")).pdf)
        assert report.passed, [row.sentence for row in report.failures]
        assert paper.status is InstrumentStatus.AWAITING_SIGNATURE, passed.location


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_is_kept_said_on_its_page_and_goes_no_further(
    client, inside, page, desk, text, said
) -> None:
    _, here = desk
    assert (
        client.submit(f"{here}/edit", {words_of(client, here): text}, form=FORM).status_code == 302
    )
    assert said in page(client.get(here)).text
    assert said in page(client.submit(here, {}, form=SUBMIT), status=422).text
    with inside():
        paper = session.get_one(Instrument, int(here.rsplit("/", 1)[1]))
        assert paper.text.startswith(text)
        assert paper.status is InstrumentStatus.DRAFT


def test_only_punctuation_is_measured_and_left_to_the_reviewer(client, page, desk) -> None:
    team, here = desk
    client.submit(f"{here}/edit", {words_of(client, here): "，。！？；：" * 200}, form=FORM)
    client.submit(here, {}, form=SUBMIT)
    sign_in(client, team.reviewer)
    sent = client.submit(here, {}, form="//form[contains(@action, 'do/pass_review')]")
    assert sent.location == f"{here}/check"
    assert "避头尾" in page(client.get(sent.location)).text


def test_a_title_of_200_characters_is_refused_in_words(client, page, desk) -> None:
    _, here = desk
    title = ("关于进一步规范涉企行政执法行为" * 14)[:200]
    assert client.submit(f"{here}/edit", {"title": title}, form=FORM).status_code == 302
    assert "标题有200字" in page(client.get(here)).text
    assert "请精简标题" in page(client.submit(here, {}, form=SUBMIT), status=422).text


def test_an_addressee_the_system_does_not_know_is_printed_as_typed(client, inside, desk) -> None:
    _, here = desk
    form = "//form[@id='drafting']"
    sent = {"addressee": "示例市某某联席会议办公室"}
    assert client.submit(f"{here}/edit", sent, form=form).status_code == 302
    with inside():
        paper = session.get_one(Instrument, int(here.rsplit("/", 1)[1]))
        assert "示例市某某联席会议办公室：" in render(composing.document(paper)).lines[0]


@pytest.mark.parametrize(("side", "taken"), [(6324, True), (6400, False)])
def test_a_picture_of_40_megapixels_is_kept_and_a_larger_one_refused_undecoded(
    app, inside, side, taken
) -> None:
    picture = io.BytesIO()
    Image.new("1", (side, side)).save(picture, "PNG")
    picture.seek(0)
    upload = FileStorage(picture, filename="现场.png")
    with inside():
        actor = people.actor("handler", Role.HANDLER, body=people.body())
    with app.app_context():
        if taken:
            assert receive(upload, actor=actor).media_type == "image/png"
            return
        with pytest.raises(Refused, match="像素"):
            receive(upload, actor=actor)
