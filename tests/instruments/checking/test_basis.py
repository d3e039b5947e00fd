"""A 整改通知书 and a 约谈通知书 without a basis: red while drafting, refused, let pass for a reason of the drafter.

What must be refused is texts.md 0.1 ({依据}: “提示后可带理由放行”); no basis is invented on the paper.
"""

from collections.abc import Callable
from datetime import date

import pytest

from supervision.core.db import session
from supervision.core.documents.model import Paragraph
from supervision.instruments.drafting.composing import document
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.states import InstrumentStatus, KindPurpose
from supervision.instruments.wording.parts import Part
from supervision.interviews import notices
from supervision.interviews.states import InterviewStatus
from tests.make import case_files as papers
from tests.make import interviews as make
from tests.make.offices import Office, on
from tests.support.clock import Clock
from tests.support.pages import PageCheck
from tests.support.parts import FORM, words_of
from tests.support.seats import SignIn
from tests.support.work import Inside

DAY = date(2026, 2, 25)
SUBMIT = "//form[contains(@action, 'do/submit')]"
REASON = "本省尚无地方性法规，本次按工作方案开展，已请示局领导"
SAID = f"依据不写：{REASON}"


@pytest.fixture(autouse=True)
def _today(clock: Clock) -> None:
    clock("2026-02-25 09:00")


def _notice(office: Office, basis: str) -> Instrument:
    papers.kind(office, "rectification_notice").legal_basis = basis
    return papers.draft(office, "rectification_notice", over=[papers.problem(office)], day=DAY)


def _interview(office: Office, basis: str) -> Instrument:
    kind = kinds.for_purpose(office.body_id, KindPurpose.INTERVIEW)
    assert kind is not None
    kind.legal_basis = basis
    with on(DAY, "handler") as handler:
        held = make.interview(InterviewStatus.APPROVED, planned_on=date(2026, 3, 10))
        (made,) = notices.draft(held, actor=handler)
        return made


Draft = Callable[[Office, str], Instrument]
BOTH = pytest.mark.parametrize("draft", [_notice, _interview])


@pytest.fixture
def drafted(inside: Inside, office: Office) -> Callable[..., str]:
    """The address of a draft of an office whose kinds have this basis."""

    def make_one(draft: Draft, basis: str = "") -> str:
        with inside():
            paper = draft(office, basis)
            session.flush()
            return f"/instruments/{paper.id}"

    return make_one


def _printed(here: str) -> str:
    paper = session.get_one(Instrument, int(here.rsplit("/", 1)[1]))
    blocks = document(paper).blocks
    return "\n".join(one.text for one in blocks if isinstance(one, Paragraph))


@BOTH
def test_without_a_basis_it_is_red_and_refused(
    drafted: Callable[..., str], sign_in: SignIn, page: PageCheck, inside: Inside, draft: Draft
) -> None:
    here, handler = drafted(draft), sign_in("handler")
    shown = page(handler.get(here))
    assert shown.find(f"//*[@id='lacks']//a[@href='{here}/edit#block-basis']")
    form = page(handler.get(f"{here}/edit"))
    assert form.find("//*[@id='block-basis']//*[@class='field-error']")
    refused = page(handler.submit(here, {}, form=SUBMIT), status=422)
    assert "依据：这一部分没有内容，请填写，或者注明不写的理由" in refused.text
    with inside():
        paper = session.get_one(Instrument, int(here.rsplit("/", 1)[1]))
        assert paper.status is InstrumentStatus.DRAFT
        assert "根据" not in paper.text


@BOTH
def test_with_a_reason_it_passes_and_everybody_who_answers_for_it_reads_the_reason(
    drafted: Callable[..., str], sign_in: SignIn, page: PageCheck, inside: Inside, draft: Draft
) -> None:
    here, handler = drafted(draft), sign_in("handler")
    out = words_of(handler, here, Part.BASIS, field="left_out")
    reason = words_of(handler, here, Part.BASIS, field="reason")
    saved = handler.submit(f"{here}/edit", {out: "y", reason: REASON}, form=FORM)
    assert saved.status_code == 302
    assert not page(handler.get(here)).find("//*[@id='lacks']")
    assert SAID in page(handler.get(here)).text
    assert handler.submit(here, {}, form=SUBMIT).status_code == 302
    reviewer = sign_in("reviewer")
    reviewed = page(reviewer.get(here))
    assert SAID in reviewed.find("//*[@id='items']")[0].text_content()
    trail = reviewed.find("//*[contains(@class, 'timeline')]")[0].text_content()
    assert SAID in trail, "who let it go without, and when"
    passed = reviewer.submit(here, {}, form="//form[contains(@action, 'do/pass_review')]")
    assert passed.status_code == 302
    signatory = sign_in("signatory")
    assert SAID in page(signatory.get(here)).text
    signed = signatory.submit(here, {}, form="//form[contains(@action, 'do/sign')]")
    assert signed.status_code == 302
    kept = page(signatory.get(here))
    facts = "".join(one.text_content() for one in kept.find("//dl[@class='facts']"))
    assert SAID in facts, "kept with the signed paper"
    with inside():
        text = _printed(here)
    assert "根据" not in text
    assert REASON not in text
    assert "【待补" not in text


@BOTH
def test_the_unit_reads_nothing_of_the_reason(
    drafted: Callable[..., str], sign_in: SignIn, page: PageCheck, draft: Draft
) -> None:
    here, handler = drafted(draft), sign_in("handler")
    out = words_of(handler, here, Part.BASIS, field="left_out")
    reason = words_of(handler, here, Part.BASIS, field="reason")
    handler.submit(f"{here}/edit", {out: "y", reason: REASON}, form=FORM)
    handler.submit(here, {}, form=SUBMIT)
    sign_in("reviewer").submit(here, {}, form="//form[contains(@action, 'do/pass_review')]")
    sign_in("signatory").submit(here, {}, form="//form[contains(@action, 'do/sign')]")
    assert handler.submit(here, {}, form="//form[contains(@action, 'do/send')]").status_code == 302
    liaison = sign_in("liaison")
    assert REASON not in page(liaison.get(here)).text
    liaison.submit(here, {}, form="//form[contains(@action, 'do/receive')]")
    assert REASON not in page(liaison.get(here)).text


@pytest.mark.parametrize("blank", ["", "   ", "\u3000"])
@BOTH
def test_a_blank_reason_is_none(
    drafted: Callable[..., str], sign_in: SignIn, page: PageCheck, draft: Draft, blank: str
) -> None:
    here, handler = drafted(draft), sign_in("handler")
    out = words_of(handler, here, Part.BASIS, field="left_out")
    reason = words_of(handler, here, Part.BASIS, field="reason")
    handler.submit(f"{here}/edit", {out: "y", reason: blank}, form=FORM)
    refused = page(handler.submit(here, {}, form=SUBMIT), status=422)
    assert "依据：不写这一部分，须写明理由" in refused.text


@BOTH
def test_a_reason_that_is_too_long_is_said_beside_it_and_stays(
    drafted: Callable[..., str], sign_in: SignIn, page: PageCheck, draft: Draft
) -> None:
    here, handler = drafted(draft), sign_in("handler")
    out = words_of(handler, here, Part.BASIS, field="left_out")
    reason = words_of(handler, here, Part.BASIS, field="reason")
    long = "理" * 201
    refused = handler.submit(f"{here}/edit", {out: "y", reason: long}, form=FORM)
    told = page(refused, status=422)
    [box] = told.find(f"//*[@name='{reason}']")
    assert (box.get("value") or box.text_content()) == long
    assert box.get("aria-invalid") == "true"


@BOTH
def test_a_reason_alone_leaves_the_part_out(
    drafted: Callable[..., str], sign_in: SignIn, page: PageCheck, draft: Draft
) -> None:
    """Nobody types a reason for going without and means something else; nothing typed is lost."""
    here, handler = drafted(draft), sign_in("handler")
    reason = words_of(handler, here, Part.BASIS, field="reason")
    assert handler.submit(f"{here}/edit", {reason: REASON}, form=FORM).status_code == 302
    assert SAID in page(handler.get(here)).text


@BOTH
def test_words_and_a_reason_to_have_none_contradict_each_other(
    drafted: Callable[..., str], sign_in: SignIn, page: PageCheck, draft: Draft
) -> None:
    here, handler = drafted(draft), sign_in("handler")
    words = words_of(handler, here, Part.BASIS)
    reason = words_of(handler, here, Part.BASIS, field="reason")
    refused = handler.submit(f"{here}/edit", {words: "《示例规定》", reason: REASON}, form=FORM)
    assert "请勾选“这一部分不写”，或者删去理由" in page(refused, status=422).text


@BOTH
def test_a_basis_of_the_one_paper_stands_where_the_kind_has_it(
    drafted: Callable[..., str], sign_in: SignIn, page: PageCheck, inside: Inside, draft: Draft
) -> None:
    here, handler = drafted(draft), sign_in("handler")
    words = words_of(handler, here, Part.BASIS)
    handler.submit(f"{here}/edit", {words: "《示例工作规定》第三条"}, form=FORM)
    assert handler.submit(here, {}, form=SUBMIT).status_code == 302
    with inside():
        assert _printed(here).count("根据《示例工作规定》第三条，") == 1
    assert "依据不写" not in page(sign_in("reviewer").get(here)).text


@BOTH
def test_a_configured_basis_needs_no_word_and_one_rewritten_away_does(
    drafted: Callable[..., str], sign_in: SignIn, page: PageCheck, inside: Inside, draft: Draft
) -> None:
    here, handler = drafted(draft, "《示例条例》有关规定"), sign_in("handler")
    assert not page(handler.get(here)).find("//*[@id='lacks']")
    with inside():
        assert _printed(here).count("根据《示例条例》有关规定，") == 1
    cause = words_of(handler, here, Part.CAUSE)
    handler.submit(f"{here}/edit", {cause: "现将有关事项通知如下："}, form=FORM)
    refused = page(handler.submit(here, {}, form=SUBMIT), status=422)
    assert "依据：所填的依据“《示例条例》有关规定”没有写进正文" in refused.text
