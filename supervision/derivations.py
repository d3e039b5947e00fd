"""Every stored column that follows from other rows, in the order in which one rests upon another."""

import sqlalchemy as sa

from supervision.actions.models import SupervisionAction
from supervision.actions.phases import NOT_BEGUN
from supervision.clues.models import Clue
from supervision.core import derived
from supervision.core.duedates import DueKind
from supervision.core.duedates.derived import same_day
from supervision.instruments import derivations as papers
from supervision.interviews.models import Interview
from supervision.referrals import derivations as referrals
from supervision.roster.models import RosterEntry


def _phase_ends() -> sa.Case[object]:
    one = SupervisionAction
    begins = sa.func.coalesce(one.stationed_on, one.starts_on)
    return sa.case(
        (one.status.in_(NOT_BEGUN), begins), else_=sa.func.coalesce(one.withdrawn_on, one.ends_on)
    )


DERIVED = (*papers.DERIVED, *referrals.DERIVED)
AGREEMENTS = (
    *papers.AGREEMENTS,
    same_day("clue_terms", "线索的办理期限", Clue, DueKind.CLUE, lambda: Clue.due_on),
    same_day(
        "promises", "约谈的承诺期限", Interview, DueKind.PROMISE, lambda: Interview.promise_due
    ),
    same_day(
        "certificates", "监督证件有效期", RosterEntry, DueKind.CERTIFICATE,
        lambda: RosterEntry.certificate_until,
    ),
    same_day("terms", "聘期", RosterEntry, DueKind.APPOINTMENT, lambda: RosterEntry.term_until),
    same_day("phases", "行动阶段的日期", SupervisionAction, DueKind.ACTION, _phase_ends),
)  # fmt: skip


def install() -> None:
    """Let the kernel run these; `create_app()` calls it."""
    derived.install(DERIVED, AGREEMENTS)
