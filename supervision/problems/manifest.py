"""发现问题 and the ledger."""

from supervision.accounts.matters import MATTERS
from supervision.actions.attached import ATTACHED
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.files.finding import WITH_FILES
from supervision.core.pairs import ACTS
from supervision.core.pending import DUTIES, OWN_TERMS
from supervision.core.places import Group, Place, RecordPage
from supervision.core.slices import Slice
from supervision.core.workflow import FIRED
from supervision.problems import duties, handing_over, looking, of_action, own_terms, telling
from supervision.problems.models import Problem
from supervision.problems.routes import bp
from supervision.problems.routes.ledger import FILES
from supervision.problems.searching import SOURCES

SLICE = Slice(
    name="problems",
    blueprints=(bp,),
    files=tuple(one for kinds in FILES.values() for one in kinds.values()),
    places=(
        Place(Group.DAILY, 20, "整改台账", "problems.ledger", "table", (P.PROBLEM_VIEW,)),
        Place(Group.SUPERVISION, 30, "发现问题", "problems.index", "exclamation-diamond",
              (P.PROBLEM_VIEW,)),
    ),
    records=(Record("problem", "发现问题"),),
    pages=(RecordPage("problem", "problems.show", "problem_id"),),
    searches=SOURCES,
    joins=(
        ATTACHED.join(of_action.PART),
        MATTERS.join(handing_over.PART),
        FIRED.join(telling.tell),
        WITH_FILES.join(Problem),
        ACTS.join(looking.CORRECTED),
        *map(DUTIES.join, duties.DUTIES),
        *map(OWN_TERMS.join, own_terms.OWN_TERMS),
    ),
)  # fmt: skip
