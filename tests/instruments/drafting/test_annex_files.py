"""Files uploaded to a draft as annexes: bound behind the paper, kept as they were, seen by the unit with the paper."""

import hashlib
import io

import pikepdf
import pytest
import sqlalchemy as sa

from supervision.core.db import session
from supervision.core.documents.checker import check
from supervision.core.documents.pictures import page_count
from supervision.core.files import Attachment, StoredFile
from supervision.core.files.models import Purpose
from supervision.instruments.delivering import service as delivery
from supervision.instruments.drafting import service as drafting
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing
from supervision.instruments.signing import service as signing
from tests.core.documents import structure
from tests.core.documents.bound_samples import (
    A3_WIDE,
    A4,
    PHOTO_PNG,
    PLAN_PDF,
    pdf_of,
    picture,
)
from tests.make import issued
from tests.make.offices import found_office, sign_in

FORM = "//form[@id='drafting']"
PLAN, PHOTO = "监督检查方案.pdf", "现场照片.png"


@pytest.fixture
def drafted(client, inside):
    """A draft of one item, opened by its handler; (the team, the paper's page)."""
    with inside():
        team = found_office()
        paper_id = issued.drafted(team).id
    sign_in(client, team.handler)
    return team, f"/instruments/{paper_id}"


def _upload(client, here: str, *files: tuple[str, bytes], **typed: str):
    sent = {"annex_files": [(io.BytesIO(content), name) for name, content in files], **typed}
    return client.submit(f"{here}/edit", sent, form=FORM)


def _key(here: str) -> int:
    return int(here.rsplit("/", 1)[1])


def test_they_follow_the_letter_are_named_in_it_and_can_be_had_as_they_were(
    client, inside, drafted, page
) -> None:
    _, here = drafted
    assert _upload(client, here, (PLAN, PLAN_PDF), (PHOTO, PHOTO_PNG)).status_code == 302
    shown = page(client.get(here))
    links = [one.get("href") for one in shown.find("//*[@id='annex-files']//a")]
    assert links == [f"{here}/annexes/1", f"{here}/annexes/2"]
    assert hashlib.sha256(PLAN_PDF).hexdigest() in shown.text
    assert "media_type" not in shown.text, "the trail tells of it in words"
    assert "3页，缩至72%，其中1页较大，缩至51%" in shown.text
    assert client.get(links[0]).data == PLAN_PDF
    assert client.get(links[1]).data == PHOTO_PNG
    assert client.get(f"{here}/annexes/3").status_code == 404
    with inside():
        set_pages = printing.set_pages(
            printing.as_it_stands(session.get_one(Instrument, _key(here)))
        )
        said = "".join("".join(run.text for run in mark.runs) for sheet in set_pages for mark in sheet.marks if hasattr(mark, "runs"))  # fmt: skip
    assert "附件：1.监督检查方案2.现场照片" in said
    pdf = client.get(f"{here}/paper.pdf").data
    assert page_count(pdf) == len(set_pages)
    report = check(pdf)
    assert report.row("bound").got == "4面"
    assert client.get(f"{here}/pages/{len(set_pages)}.png").data[:4] == b"\x89PNG"


def test_the_rows_keep_rename_and_drop_them(client, inside, drafted, page) -> None:
    _, here = drafted
    _upload(client, here, (PLAN, PLAN_PDF), (PHOTO, PHOTO_PNG))
    form = page(client.get(f"{here}/edit"))
    assert form.find("//a[@class='file-link' and contains(@href, '/annexes/1')]")
    renamed = {"attached-0-title": "示例方案", "attached-1-dropped": "y"}
    assert client.submit(f"{here}/edit", renamed, form=FORM).status_code == 302
    shown = page(client.get(here))
    assert "示例方案" in shown.text
    assert len(shown.find("//*[@id='annex-files']//a")) == 1
    assert client.get(f"{here}/annexes/1").data == PLAN_PDF
    with inside():
        held = session.scalars(sa.select(Attachment).where(Attachment.purpose == Purpose.OTHER))
        assert [one.file.name for one in held] == [PLAN]
        gone = session.scalars(sa.select(StoredFile).where(StoredFile.name == PHOTO)).one()
        assert not gone.attached, "the sweep takes it away"


def test_the_rows_change_places_without_a_script_and_keep_what_is_typed(
    client, drafted, page
) -> None:
    _, here = drafted
    edit = f"{here}/edit"
    _upload(client, here, (PLAN, PLAN_PDF), (PHOTO, PHOTO_PNG))
    moved = client.submit(edit, {"annexes": "down-1", "attached-0-title": "示例方案"}, form=FORM)
    assert moved.status_code == 200
    (form,) = page(moved).find(FORM)
    fields = dict(form.form_values())
    assert [fields["attached-0-title"], fields["attached-1-title"]] == ["现场照片", "示例方案"]
    assert "示例方案" not in client.get(here).text, "nothing is saved by it"
    for nowhere in ("up-1", "down-2", "up-9", "up-²", "drop-1"):
        still = client.post(edit, data=fields | {"annexes": nowhere})
        (again,) = page(still).find(FORM)
        assert dict(again.form_values())["attached-0-title"] == "现场照片"
    fields.pop("annexes", None)
    assert client.post(edit, data=fields).status_code == 302
    assert client.get(f"{here}/annexes/1").data == PHOTO_PNG
    assert client.get(f"{here}/annexes/2").data == PLAN_PDF


BAD = {
    "locked": (("密.pdf", pdf_of(A4, password="123456")), "“密.pdf”设有打开密码，不能装订"),
    "damaged": (("坏.pdf", b"%PDF-1.7\n" + b"x" * 500), "“坏.pdf”已损坏，读不出页面"),
    "long": (("长.pdf", pdf_of(*[A4] * 500)), "附件文件共503页（其中“长.pdf”500页），随文书装订的最多200页"),
    "cut": (("断.jpg", picture("JPEG")[:3000]), "“断.jpg”已损坏，图片打不开"),
    "a sheet": (("表.csv", "序号,问题\n1,甲".encode()), "“表.csv”不能随文书装订：附件文件只收PDF、JPG、PNG"),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_is_refused_beside_the_field_and_the_rest_stays(
    client, drafted, page, case: str
) -> None:
    _, here = drafted
    bad, said = BAD[case]
    answer = _upload(client, here, (PLAN, PLAN_PDF), bad, note="联系人：示例某甲")
    shown = page(answer, status=422)
    (field,) = shown.find("//*[@data-upload][.//input[@name='annex_files']]")
    assert said in field.text_content()
    kept = [one.text_content() for one in field.xpath(".//ul[@class='kept']/li")]
    assert len(kept) == 1, "the good one need not be chosen again, the bad one is given back"
    assert PLAN in kept[0]
    assert "联系人：示例某甲" in answer.text


def test_a_wide_page_and_scripts_do_not_reach_the_paper(client, drafted) -> None:
    """A3 is turned and made smaller, what a script would do is not there; the original is as it was."""
    _, here = drafted
    source = pdf_of(A3_WIDE, script=True)
    assert _upload(client, here, ("大表.pdf", source)).status_code == 302
    pdf = client.get(f"{here}/paper.pdf").data
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert "/OpenAction" not in opened.Root
        assert "/Names" not in opened.Root or "/JavaScript" not in opened.Root.Names
    assert client.get(f"{here}/annexes/1").data == source


def test_nobody_binds_another_papers_file_by_its_hash(client, inside, drafted, page) -> None:
    team, here = drafted
    _upload(client, here, (PLAN, PLAN_PDF))
    with inside():
        other = f"/instruments/{issued.drafted(team).id}"
    more = client.submit(f"{other}/edit", {"more_attached": "1"}, form=FORM)
    assert more.status_code == 200
    (found,) = page(more).find(FORM)
    stolen = dict(found.form_values()) | {
        "attached-0-title": "别件的附件",
        "attached-0-file": hashlib.sha256(PLAN_PDF).hexdigest(),
    }
    assert "附件1：请填写内容" in page(client.post(f"{other}/edit", data=stolen), status=422).text
    assert client.get(f"{other}/annexes/1").status_code == 404


def test_signed_and_delivered_the_archive_holds_them_and_the_unit_gets_them(
    client, inside, drafted, page, app
) -> None:
    team, here = drafted
    _upload(client, here, (PLAN, PLAN_PDF), (PHOTO, PHOTO_PNG))
    with inside():
        paper = session.get_one(Instrument, _key(here))
        drafting.submit(paper, actor=team.handler)
        drafting.pass_review(paper, actor=team.reviewer)
        signing.sign(paper, actor=team.signatory)
    with inside():
        paper = session.get_one(Instrument, _key(here))
        archived = printing.archived(paper)
        assert archived is not None
    assert structure.faults(archived) == []
    figures = [one.alt for one in structure.elements(archived) if one.kind == "/Figure"]
    assert figures[0] == "附件“监督检查方案”第1页，共3页"
    sign_in(client, team.liaison)
    assert client.get(f"{here}/annexes/1").status_code == 404, "not yet theirs"
    with inside():
        delivery.send(session.get_one(Instrument, _key(here)), actor=team.handler)
    shown = page(client.get(here))
    links = [one.get("href") for one in shown.find("//*[@id='annex-files']//a")]
    assert [client.get(one).data for one in links] == [PLAN_PDF, PHOTO_PNG]
    assert client.get(f"{here}/paper.pdf").data == archived
