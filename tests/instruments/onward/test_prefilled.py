"""What a 复查决定书 was given to begin with follows the record until somebody writes otherwise; typed words are nobody's to touch."""

from datetime import date

from supervision.core.db import session
from supervision.core.duedates import DueKind, of_owner
from supervision.instruments.models import Instrument
from supervision.instruments.wording.parts import Part
from tests.make import every_kind
from tests.make.every_kind import KINDS
from tests.make.offices import Office
from tests.support.parts import FORM, words_of
from tests.support.seats import SignIn
from tests.support.work import Inside

OTHER = "示例市市场监督管理局"
ALONE = (
    "本机关认为，补充归档在监督检查之后完成，不影响对当时事实的认定。",
    "并按期向本机关书面报告。",
)
TOGETHER = (
    "我们认为，补充归档在监督检查之后完成，不影响对当时事实的认定。",
    "并按期向示例市司法局书面报告。",
)


def _drafted(inside: Inside, office: Office) -> int:
    with inside():
        every_kind.based(office)
        return KINDS["review_decision"](office, 2).id


def _text(inside: Inside, key: int) -> str:
    with inside():
        return session.get_one(Instrument, key).text


def test_prefilled_words_follow_a_paper_that_becomes_joint_and_back(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    key = _drafted(inside, office)
    edit, handler = f"/instruments/{key}/edit", sign_in("handler")
    assert all(said in _text(inside, key) for said in ALONE)
    assert handler.submit(edit, {"joints-0": OTHER}, form=FORM).status_code == 302
    text = _text(inside, key)
    assert all(said in text for said in TOGETHER)
    assert "本机关" not in text
    assert handler.submit(edit, {}, form=FORM).status_code == 302, "saved once more as it stands"
    assert handler.submit(edit, {"joints-0": ""}, form=FORM).status_code == 302
    assert all(said in _text(inside, key) for said in ALONE)


def test_typed_words_stay_as_they_were_typed(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    key = _drafted(inside, office)
    edit, handler = f"/instruments/{key}/edit", sign_in("handler")
    typed = "本机关认为，补充归档属实，但不影响对当时事实的认定。"
    changed = {words_of(handler, f"/instruments/{key}", Part.GROUNDS): typed, "joints-0": OTHER}
    assert handler.submit(edit, changed, form=FORM).status_code == 302
    text = _text(inside, key)
    assert typed in text
    assert TOGETHER[1] in text, "the other parts follow"
    assert handler.submit(edit, {"joints-0": ""}, form=FORM).status_code == 302
    assert typed in _text(inside, key)


def test_a_day_that_moves_meanwhile_is_told_as_it_is(
    inside: Inside, office: Office, sign_in: SignIn
) -> None:
    """The calendar moves the last day of the paper objected to while the draft waits; nobody opens the form."""
    key = _drafted(inside, office)
    here, handler = f"/instruments/{key}", sign_in("handler")
    with inside():
        objected = session.get_one(Instrument, session.get_one(Instrument, key).parent_id)
        [runs] = of_owner(objected, DueKind.REPLY)
        runs.due = date(2026, 4, 21)
        session.commit()
    assert "仍为2026年4月21日（含当日）" in handler.get(f"{here}/edit").get_data(as_text=True)
