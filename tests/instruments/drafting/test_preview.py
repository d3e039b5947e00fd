"""The live preview: what is being typed, as it would print, without saving or locking anything."""

import base64

import lxml.html
import pytest
import sqlalchemy as sa

from supervision.core.access import Role
from supervision.core.db import _writing, session
from supervision.instruments.models import Instrument
from supervision.instruments.printing import files as printing
from tests.make import issued, people
from tests.make.offices import found_office, sign_in
from tests.support.parts import words_of

FORM = "//form[@id='drafting']"
NEW = "/instruments/new?kind=opinion"


@pytest.fixture
def team(client, inside):
    with inside():
        made = found_office()
    sign_in(client, made.handler)
    return made


@pytest.fixture
def paper_id(client, inside) -> int:
    """A draft, its handler signed in."""
    with inside():
        made = found_office()
        paper = issued.drafted(made).id
    sign_in(client, made.handler)
    return paper


def _typed(client, url: str, form: str = FORM, **changes: str) -> dict[str, str]:
    found = lxml.html.fromstring(client.get(url).data).xpath(form)[0]
    return dict(found.form_values()) | changes


def _is_png(answer) -> bool:
    head, _, data = answer["picture"].partition(",")
    return head == "data:image/png;base64" and base64.b64decode(data).startswith(b"\x89PNG")


def test_a_paper_not_yet_saved_is_shown_with_its_number_of_pages(client, inside, team) -> None:
    typed = _typed(client, NEW, **{"items-0-demand": "请逐项整改。" * 300})
    answer = client.post("/instruments/preview?kind=opinion&page=2", data=typed).json
    assert _is_png(answer)
    assert (answer["page"], answer["pages"]) == (2, 4)
    with inside():
        assert session.scalar(sa.select(sa.func.count()).select_from(Instrument)) == 0


def test_nothing_is_locked_while_it_is_drawn(client, team, monkeypatch) -> None:
    seen = []
    real = printing.picture_of
    monkeypatch.setattr(
        printing, "picture_of", lambda *given: seen.append(_writing.get()) or real(*given)
    )
    typed = _typed(client, NEW, **{"items-0-demand": "请整改。"})
    assert _is_png(client.post("/instruments/preview?kind=opinion", data=typed).json)
    assert seen == [False]


def test_a_draft_and_its_wording_are_shown_as_typed_and_stay_as_saved(
    client, inside, paper_id
) -> None:
    with inside():
        before = session.get_one(Instrument, paper_id).text
    here = f"/instruments/{paper_id}"
    typed = _typed(client, f"{here}/edit", title="改过的标题")
    assert _is_png(client.post(f"{here}/preview", data=typed).json)
    words = _typed(client, f"{here}/edit", **{words_of(client, here): "一、另写的正文"})
    assert _is_png(client.post(f"{here}/preview", data=words).json)
    with inside():
        paper = session.get_one(Instrument, paper_id)
        assert (paper.text, paper.version) == (before, 1)


def test_a_fixed_last_day_on_a_day_off_is_said_while_it_is_chosen(client, inside, clock) -> None:
    """Product.md §4: a fixed date does not roll; if it is a day off, say so while drafting."""
    clock("2026-03-02 09:00")
    with inside():
        made = found_office()
        here = f"/instruments/{issued.drafted(made).id}"
    sign_in(client, made.handler)
    for day, said in (
        ("2026-04-04", "请注意：2026年4月4日为清明"), ("2026-04-03", ""), ("2027-10-01", "为法定节假日国庆节"),
        ("2027-10-06", "以通知为准"),
    ):  # fmt: skip
        typed = _typed(client, f"{here}/edit", fixed_due=day)
        remark = client.post(f"{here}/preview", data=typed).json["remark"]
        assert (said in remark, bool(remark)) == (True, bool(said))
    typed = _typed(client, f"{here}/edit", fixed_due="2026-04-04")
    assert client.post(f"{here}/edit", data=typed).status_code == 302
    assert "2026年4月4日为清明休息日" in client.get(here).get_data(as_text=True)


@pytest.mark.parametrize(
    ("number", "unit", "said"),
    [("0", "日", "须为1至3650的整数"), ("10000", "日", "须为1至3650的整数"),
     ("3000", "工作日", "最多2500个工作日"), ("200", "月", "最多120个月")],
)  # fmt: skip
def test_a_term_of_nothing_or_of_ten_thousand_comes_back_at_its_field(
    client, paper_id, number, unit, said
) -> None:
    here = f"/instruments/{paper_id}/edit"
    answer = client.post(here, data=_typed(client, here, term_number=number, term_unit=unit))
    assert answer.status_code == 422
    wrong = lxml.html.fromstring(answer.data).xpath("//*[@id='term_number']")[0]
    assert wrong.get("aria-invalid") == "true"
    assert said in answer.get_data(as_text=True)


@pytest.mark.parametrize(
    ("text", "said"),
    [("请核查😀", "“😀”"), ("|甲|乙|\n|1|", "表格第1行有1格"), ("甲\u202e乙", "文字方向控制符")],
)
def test_what_cannot_print_is_said_while_it_is_typed(client, paper_id, text, said) -> None:
    here = f"/instruments/{paper_id}"
    words = _typed(client, f"{here}/edit", **{words_of(client, here): text})
    answer = client.post(f"{here}/preview", data=words).json
    assert said in answer["refusal"]


def test_another_bodys_draft_is_not_previewed(client, inside, paper_id) -> None:
    with inside():
        other = people.actor("other", Role.HANDLER, body=people.body("乙市"))
    sign_in(client, other)
    token = _typed(client, NEW)["csrf_token"]
    answer = client.post(f"/instruments/{paper_id}/preview", data={"csrf_token": token})
    assert answer.status_code == 404


def test_what_was_done_to_make_it_fit_is_said_in_the_preview(client, paper_id) -> None:
    """A third line of one character was evened in: the drafter learns it."""
    here, text = f"/instruments/{paper_id}", ("执法监督" * 40)[:82] + "好。"
    typed = _typed(client, f"{here}/edit", **{words_of(client, here): text})
    answer = client.post(f"{here}/preview", data=typed).json
    assert "版面作了特殊处理：" in answer["remark"]
    assert "末行仅一字，已匀入。" in answer["remark"]
