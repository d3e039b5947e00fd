"""Texts, terms and bases of a kind: worded by the section head, confirmed by a leader, nobody else."""

import lxml.html

from supervision.core.db import session
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from tests.make import case_files as papers
from tests.make.offices import Office
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

FORM = "//form[contains(@action, '/words')]"


def _cause(head: object, path: str) -> str:
    form = lxml.html.fromstring(head.get(path).data).xpath(FORM)[0]  # type: ignore[attr-defined]
    named = (n for n, v in form.form_values() if n.endswith("-part") and v == "cause")
    return str(next(named).removesuffix("part") + "words")


def test_the_head_words_a_kind_and_it_holds_once_a_leader_confirms(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        before = papers.draft(office)
        old, key = before.id, before.kind_id
    path = f"/instruments/kinds/{key}/words"
    head = sign_in("reviewer")
    box = _cause(head, path)
    typed = {
        box: "〔根据{依据}，〕{我局}对{你单位}进行了核查：",
        "legal_basis": "《示例条例》有关规定",
        "term_number": "20",
    }
    shown = page(head.submit(path, {**typed, "preview": "1"}, form=FORM))
    assert "根据《示例条例》有关规定，我局对你单位进行了核查：" in shown.text
    assert "自收到本意见书之日起20日内" in shown.text
    assert "示例市甲局" in shown.text  # a real paper, not only samples
    wrong = page(head.submit(path, {**typed, box: "{乱写}"}, form=FORM), status=422)
    assert "没有名为“乱写”的占位符" in wrong.text
    proposed = head.submit(path, typed, form=FORM)
    assert proposed.status_code == 302, page(proposed, status=422).text
    own = page(head.get(proposed.location))
    assert own.find("//button[@name='withdraw']")
    assert not own.find("//button[@name='confirm']")
    with inside():
        assert papers.draft(office).term_number == 30
    leader = sign_in("signatory")
    no = {"refuse": "1", "reason": "先查依据"}
    assert leader.submit(proposed.location, no, form="//main//form").status_code == 302
    assert "上次提请未同意：先查依据" in page(head.get(path)).text
    proposed = head.submit(f"{path}?again=1", {}, form=FORM)  # nothing typed is lost
    assert proposed.status_code == 302, page(proposed, status=422).text
    waiting = page(leader.get(proposed.location))
    assert "30 → 20" in waiting.text
    assert "进行了核查：" in waiting.text
    yes = leader.submit(proposed.location, {"confirm": "1"}, form="//main//form")
    assert yes.status_code == 302
    with inside():
        fresh = papers.draft(office)
        assert (fresh.term_number, fresh.kind.edition) == (20, 2)
        assert fresh.text.startswith("根据《示例条例》有关规定，我局对你单位进行了核查：")
        assert session.get_one(Instrument, old).kind.edition == 1


def test_a_part_that_the_kind_had_not_is_added_previewed_and_kept_when_refused(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    with inside():
        path = f"/instruments/kinds/{papers.draft(office).kind_id}/words"
    head = sign_in("reviewer")
    form = lxml.html.fromstring(head.get(path).data).xpath(FORM)[0]
    box = form.xpath("string(.//details[summary[contains(., '增加')]]//textarea/@name)")
    assert box
    typed = {box: "请一并说明原因。"}
    assert "请一并说明原因。" in page(head.submit(path, {**typed, "preview": "1"}, form=FORM)).text
    refused = page(head.submit(path, {box: "请{乱写}说明原因。"}, form=FORM), status=422)
    assert "没有名为“乱写”的占位符" in refused.text
    assert "请{乱写}说明原因。" in refused.text


def test_the_administrator_has_no_hand_in_the_words_nor_the_head_in_the_series(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        kind = kinds.in_force(office.body_id, "opinion")
        assert kind is not None
        here = f"/instruments/kinds/{kind.id}"
    assert sign_in("sysadmin").get(f"{here}/words").status_code == 403
    head = sign_in("reviewer")
    assert head.get(here).status_code == 200
    assert head.get(f"{here}/revise").status_code == 403
    assert sign_in("signatory").get(f"{here}/words").status_code == 403


def test_the_administrators_change_keeps_the_words(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    with inside():
        kind = papers.kind(office, "decision")
        kind.legal_basis = "《示例条例》第一条"
        here, parts = f"/instruments/kinds/{kind.id}", kind.parts
    form = "//form[contains(@action, '/revise')]"
    revised = sign_in("sysadmin").submit(f"{here}/revise", {"series": "示司监定"}, form=form)
    assert revised.status_code == 302
    with inside():
        fresh = papers.kind(office, "decision")
        assert (fresh.series, fresh.legal_basis) == ("示司监定", "《示例条例》第一条")
        assert fresh.parts == parts
        assert fresh.objection_number == 10


OLD = "本局对{你单位}进行了检查，原来的说法如下："
OWN = "{我局}对{你单位}进行了核查，情况如下："


def test_newer_built_in_words_are_shown_and_taken_as_a_draft(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck
) -> None:
    """An office that has kept to older built-in words: an upgrade changes nothing by itself."""
    with inside():
        kind = kinds.in_force(office.body_id, "opinion")
        assert kind is not None
        first, *rest = kind.parts
        kind.parts = [first | {"text": OLD}, *rest]
        here = f"/instruments/kinds/{kind.id}"
    head, leader, panel = sign_in("reviewer"), sign_in("signatory"), "//*[@id='built-in']"
    basis = head.submit(f"{here}/words", {"legal_basis": "《示例条例》有关规定"}, form=FORM)
    leader.submit(basis.location, {"confirm": "1"}, form="//main//form")
    with inside():  # a basis of its own, the words as they were brought
        filled = kinds.in_force(office.body_id, "opinion")
        assert filled is not None
        here = f"/instruments/kinds/{filled.id}"
    assert page(head.get("/instruments/kinds")).text.count("内置文本有新版") == 1
    (shown,) = page(head.get(here)).find(panel)
    said = shown.text_content()
    assert "系统内置文本有新版" in said
    assert OLD in said
    assert "〔根据{依据}，〕{检查经过}" in said
    (link,) = shown.xpath(".//a[.='采用为草稿']/@href")
    for other in ("sysadmin", "signatory"):
        (told,) = page(sign_in(other).get(here)).find(panel)
        assert not told.xpath(".//a")
    proposed = head.submit(link, {}, form=FORM)
    assert proposed.status_code == 302, page(proposed, status=422).text
    assert not page(head.get(here)).find(f"{panel}//a"), "it waits for the leader"
    yes = leader.submit(proposed.location, {"confirm": "1"}, form="//main//form")
    assert yes.status_code == 302
    with inside():
        fresh = kinds.in_force(office.body_id, "opinion")
        assert fresh is not None
        assert (fresh.edition, fresh.parts[0]["text"]) == (3, "〔根据{依据}，〕{检查经过}")
        now = f"/instruments/kinds/{fresh.id}"
    assert not page(head.get(now)).find(panel)
    assert "内置文本有新版" not in head.get("/instruments/kinds").text
    box = _cause(head, f"{now}/words")
    own = head.submit(f"{now}/words", {box: OWN}, form=FORM)
    leader.submit(own.location, {"confirm": "1"}, form="//main//form")
    with inside():
        worded = kinds.in_force(office.body_id, "opinion")
        assert worded is not None
        last = f"/instruments/kinds/{worded.id}"
    (plain,) = page(head.get(last)).find(panel)
    assert "与系统内置文本不同" in plain.text_content()
    assert "内置文本有新版" not in head.get("/instruments/kinds").text, "its own words are no fault"
