"""What is approved stands on the page that approves it: actions, interviews, referrals."""

import pytest

from tests.accounts.test_approved_on_paper import KINDS, STEP, made
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside

pytestmark = pytest.mark.usefixtures("bureau")


@pytest.mark.parametrize(
    ("kind", "shown", "step"),
    [("action", "起止日期", "approve"),
     ("interview", "示例负责人0（示例市甲局）", "approve_heads"),
     ("referral", "接收机关", "")],
)  # fmt: skip
def test_what_is_approved_stands_on_the_page_that_approves_it(
    inside: Inside, sign_in: SignIn, page: PageCheck, kind: str, shown: str, step: str
) -> None:
    """Approve pages once had a date, and none of the plan."""
    which = KINDS[kind]
    key, _ = made(inside, which)
    assert shown in page(sign_in("handler").get(f"{which.path}/{key}{STEP}")).text
    if step:
        leader_sees = page(sign_in("signatory").get(f"{which.path}/{key}/step/{step}"))
        assert shown in leader_sees.text
