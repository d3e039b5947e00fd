"""约谈."""

from supervision.accounts.matters import MATTERS
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.pairs import ACTS
from supervision.core.pending import DUTIES
from supervision.core.places import Group, Place, RecordPage
from supervision.core.slices import Slice
from supervision.instruments.delivering.reactions import DELIVERED, REDATED
from supervision.instruments.drafting.subjects import SUBJECTS, Subject
from supervision.instruments.states import KindPurpose
from supervision.interviews import duties, handing_over, looking, notices
from supervision.interviews.derivations import AGREEMENTS, DERIVED
from supervision.interviews.on_paper import APPROVAL
from supervision.interviews.routes import bp
from supervision.interviews.routes.chosen import INTERVIEW
from supervision.interviews.routes.records import FILES
from supervision.interviews.searching import SOURCES
from supervision.problems.bulk import OFFERED

SLICE = Slice(
    name="interviews",
    blueprints=(bp,),
    files=tuple(FILES.values()),
    places=(
        Place(Group.SUPERVISION, 40, "约谈", "interviews.index", "chat-square-text",
              (P.INTERVIEW_VIEW,)),
    ),
    records=(Record("interview", "约谈"),),
    pages=(RecordPage("interview", "interviews.show", "interview_id"),),
    searches=SOURCES,
    derivations=DERIVED,
    agreements=AGREEMENTS,
    joins=(
        SUBJECTS.join(Subject("interview", notices.slots, KindPurpose.INTERVIEW, "interviews.create", "约谈",
                              notices.day)),
        DELIVERED.join(notices.delivered),
        REDATED.join(notices.FOLLOWING),
        MATTERS.join(handing_over.PART),
        OFFERED.join(INTERVIEW),
        *map(ACTS.join, (APPROVAL.declared(), *looking.ENTRY.declared())),
        *map(DUTIES.join, duties.DUTIES),
    ),
)  # fmt: skip
