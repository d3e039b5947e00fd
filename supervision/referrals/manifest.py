"""移交移送: seen by named people only."""

from supervision.accounts.matters import MATTERS, PASSED_ON
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.pairs import ACTS
from supervision.core.pending import DUTIES
from supervision.core.places import Group, Place, RecordPage
from supervision.core.related import PANELS
from supervision.core.slices import Slice
from supervision.core.workflow import FIRED
from supervision.instruments.delivering.reactions import DELIVERED, REDATED
from supervision.instruments.drafting.subjects import SUBJECTS, Subject
from supervision.instruments.states import KindPurpose
from supervision.problems.bulk import OFFERED
from supervision.problems.guards import TAKEN_OVER
from supervision.referrals import (
    duties,
    handed_over,
    handing_over,
    letters,
    looking,
    telling,
    views,
)
from supervision.referrals.derivations import DERIVED
from supervision.referrals.models import Referral
from supervision.referrals.on_paper import APPROVAL, RETURN
from supervision.referrals.routes import bp
from supervision.referrals.routes.chosen import REFER
from supervision.referrals.routes.records import FILES
from supervision.referrals.searching import SOURCES

SLICE = Slice(
    name="referrals",
    blueprints=(bp,),
    files=tuple(FILES.values()),
    places=(
        Place(Group.SUPERVISION, 50, "移交移送", "referrals.index", "box-arrow-right",
              (P.REFERRAL_VIEW,)),
    ),
    records=(Record("referral", "移交移送"),),
    pages=(RecordPage("referral", "referrals.show", "referral_id"),),
    searches=SOURCES,
    derivations=DERIVED,
    confined=(Referral,),
    joins=(
        SUBJECTS.join(Subject("referral", letters.slots, KindPurpose.REFERRAL, "referrals.create", "移交移送")),
        DELIVERED.join(letters.delivered),
        REDATED.join(letters.FOLLOWING),
        TAKEN_OVER.join(handed_over.taken),
        PANELS.join(views.PANEL),
        OFFERED.join(REFER),
        MATTERS.join(handing_over.PART),
        PASSED_ON.join(handing_over.nobody_approves),
        *map(ACTS.join, (APPROVAL.declared(), RETURN.declared(), *looking.ENTRY.declared())),
        FIRED.join(telling.tell),
        *map(DUTIES.join, duties.DUTIES),
    ),
)  # fmt: skip
