"""A referral with nothing left but its filing waits for its handler, and for nobody else."""

import pytest

from supervision.referrals.states import ReferralStatus as S
from tests.make import referrals as make
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")
TOLD = "待归档的移交移送"


@pytest.mark.parametrize(
    ("state", "answer_wanted", "waits"),
    [
        (S.ANSWERED, True, True),
        (S.RETURNED, True, True),
        (S.RECEIVED, False, True),
        (S.RECEIVED, True, False),
        (S.PROCESSING, True, False),
        (S.ARCHIVED, True, False),
    ],
)
def test_what_is_left_to_file(
    inside: Inside, sign_in: SignIn, page: PageCheck, state: S, answer_wanted: bool, waits: bool
) -> None:
    with inside():
        key = make.referral(state, answer_wanted=answer_wanted).id
    handler = sign_in("handler")
    shown = page(handler.get("/reminders/"))
    assert (TOLD in shown.text) is waits
    listed = page(handler.get("/referrals/?tab=file"))
    assert bool(listed.find(f"//main//a[@href='/referrals/{key}']")) is waits
    assert TOLD not in page(sign_in("signatory").get("/reminders/")).text
