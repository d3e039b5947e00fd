"""Chosen papers as one PDF or a ZIP: made in the background, each person's own, voided ones stamped."""

import io
import zipfile

import pikepdf
import pytest
from flask import Flask

from supervision.core import tasks
from supervision.core.access import Role
from supervision.core.access.principal import acting
from supervision.core.access.scope import scope_of, seeing
from supervision.core.db import session
from supervision.core.documents import pdf
from supervision.core.errors import DomainError
from supervision.core.tasks import TaskState
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing
from supervision.instruments.printing import many as printing_many
from supervision.instruments.revoking import service as voiding
from supervision.instruments.states import InstrumentStatus
from supervision.instruments.wording.names import chinese_number
from tests.make import issued, papers, people
from tests.make.offices import SMALL, Office, found_office, sign_in

ROW = "//form[@id='bulk']"


def _signed(inside, count: int = 2, *, team=None) -> tuple[Office, list[int]]:
    with inside():
        team = team or found_office()
        made = [issued.signed(team).id for _ in range(count)]
    return team, made


def _print(app, client, ids: list[int], how: str):
    """Choose rows in the list, press the button, let the background work, fetch the file."""
    page = client.get("/instruments/").text
    assert f'formaction="/instruments/print-many/{how}"' in page
    token = page.split('name="csrf_token" value="')[1].split('"')[0]
    data = {"csrf_token": token, "ids": [str(key) for key in ids]}
    answer = client.post(f"/instruments/print-many/{how}", data=data)
    if answer.status_code != 302:
        return answer
    with app.app_context():
        tasks.work_off()
    with client.get(f"{answer.location}/file") as made:
        made.get_data()  # whole, before the file is closed
        return made


def test_chosen_papers_come_as_a_zip_of_their_archives(app: Flask, client, inside) -> None:
    team, ids = _signed(inside)
    sign_in(client, team.handler)
    answer = _print(app, client, ids, "zip")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as package:
        contents = {name: package.read(name) for name in package.namelist()}
    with inside():
        for paper_id in ids:
            paper = session.get_one(Instrument, paper_id)
            name = f"{paper.number} {paper.addressee}.pdf"
            assert contents[name] == printing.archived(paper), "the archive itself, not a new print"
    assert len(contents) == 2


def test_chosen_papers_come_as_one_pdf_each_on_a_front_side(app: Flask, client, inside) -> None:
    team, ids = _signed(inside, 3)
    with inside():
        counts = [printing.pages(session.get_one(Instrument, paper_id)) for paper_id in ids]
    sign_in(client, team.handler)
    answer = _print(app, client, ids, "pdf")
    assert answer.mimetype == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as opened:
        assert len(opened.pages) == sum(count + count % 2 for count in counts) - counts[-1] % 2


def test_a_draft_comes_with_its_watermark_and_equal_names_are_told_apart(
    app: Flask, client, inside
) -> None:
    with inside():
        team = found_office()
        ids = [issued.drafted(team).id for _ in range(2)]
    sign_in(client, team.handler)
    with zipfile.ZipFile(io.BytesIO(_print(app, client, ids, "zip").data)) as package:
        first, second = package.namelist()
    assert first.startswith("行政执法监督意见书（未编号）")
    assert second == first.replace(".pdf", "（2）.pdf")


def test_a_unit_prints_its_own_papers_and_nobody_elses(app: Flask, client, inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        mine = papers.paper(desk, InstrumentStatus.DELIVERED).id
        draft = papers.paper(desk).id
        foreign = found_office("乙市", seats=SMALL, prefix="other-")
        theirs = papers.paper(foreign, InstrumentStatus.DELIVERED).id
    sign_in(client, desk.liaison)
    assert _print(app, client, [mine], "pdf").data.startswith(b"%PDF")
    for hidden in (draft, theirs):
        assert _print(app, client, [mine, hidden], "zip").status_code == 404


def test_what_may_be_seen_is_looked_at_again_when_the_papers_are_read(app: Flask, inside) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        paper_id = papers.paper(desk, InstrumentStatus.DELIVERED).id
    with inside(), seeing(scope_of(desk.liaison)), acting(desk.liaison):
        task_id = printing_many.order([paper_id], printing_many.Bound.PDF, actor=desk.liaison).id
    with inside():
        session.get_one(Instrument, paper_id).shared = False
    with app.app_context():
        tasks.work_off()
    with inside():
        task = session.get_one(tasks.Task, task_id)
        assert task.state is TaskState.FAILED
        assert "无权查看" in task.error
        assert not task.file_key


def test_nothing_chosen_and_too_many_are_refused(client, inside) -> None:
    with inside():
        actor = people.actor("handler", Role.HANDLER, body=people.body())
        with pytest.raises(DomainError, match="勾选"):
            printing_many.order([], printing_many.Bound.PDF, actor=actor)
        with pytest.raises(DomainError, match="一次最多打印200件"):
            printing_many.order(list(range(1, 300)), printing_many.Bound.PDF, actor=actor)


def test_a_voided_paper_is_its_archive_with_a_stamp(client, inside) -> None:
    team, (paper_id,) = _signed(inside, 1)
    with inside():
        paper = session.get_one(Instrument, paper_id)
        before = printing.archived(paper)
        with acting(team.reviewer):
            voiding.void(paper, reason="内容有误", actor=team.reviewer)
    sign_in(client, team.handler)
    served = client.get(f"/instruments/{paper_id}/paper.pdf").data
    assert served != before
    with pikepdf.open(io.BytesIO(served)) as copy, pikepdf.open(io.BytesIO(before)) as original:
        assert len(copy.pages) == len(original.pages)
        for page, kept in zip(copy.pages, original.pages, strict=True):
            assert kept.Contents.read_bytes() in _streams(page), "laid over, not set again"
            assert "/XObject" in page.Resources
    with inside():
        assert session.get_one(Instrument, paper_id).archive_sha256, "the archive is not touched"


def _streams(page: pikepdf.Page) -> bytes:
    contents = page.obj.Contents
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"".join(part.read_bytes() for part in parts)


def test_a_long_paper_is_never_drawn_while_somebody_waits(
    app: Flask, client, inside, page, monkeypatch
) -> None:
    """Preview, review, signature and print of a long paper answer at once; the queue does the work."""
    drawn: list[int] = []
    real = pdf._draw

    def counted(document, sheets, **options):
        drawn.append(len(sheets))
        return real(document, sheets, **options)

    monkeypatch.setattr(pdf, "_draw", counted)
    text = "\n".join(
        f"{chinese_number(n)}、第{n}项要求\n" + "请逐项落实并报送佐证材料。" * 60
        for n in range(1, 34)
    )
    with inside():
        team = found_office()
        paper_id = issued.reviewing(team, text=text).id
        assert printing.pages(session.get_one(Instrument, paper_id)) >= pdf.LONG
    here = f"/instruments/{paper_id}"
    sign_in(client, team.reviewer)
    assert client.get(here).status_code == 200
    assert client.get(f"{here}/pages/31.png").status_code == 200
    sent = client.submit(here, {}, form="//form[contains(@action, 'do/pass_review')]")
    assert sent.location == f"{here}/check"
    assert client.get(f"{here}/paper.pdf").location == f"{here}/print"
    ordered = client.submit(sent.location)
    assert "/tasks/" in ordered.location
    assert max(drawn) == 1
    with app.app_context():
        tasks.work_off()
    assert max(drawn) == pdf.PART
    assert f'href="{here}/check"' in client.get(ordered.location).text
    assert "全部规则检查通过" in page(client.get(f"{here}/check")).text
    client.submit(here, {}, form="//form[contains(@action, 'do/pass_review')]")
    sign_in(client, team.signatory)
    drawn.clear()
    signed = client.submit(here, {}, form="//form[contains(@action, 'do/sign')]")
    assert signed.status_code == 302
    assert not drawn
    with inside():
        paper = session.get_one(Instrument, paper_id)
        assert paper.status is InstrumentStatus.SIGNED
        assert paper.archive_id is None
    assert client.get(here).status_code == 200
    with app.app_context():
        tasks.work_off()
    assert not drawn, "archived in a process of its own"
    assert client.get(f"{here}/paper.pdf").data.startswith(b"%PDF")
