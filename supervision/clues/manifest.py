"""线索与转办件."""

from supervision.accounts.matters import MATTERS
from supervision.clues import duties, handing_over, looking, own_terms, submissions, telling
from supervision.clues.derivations import AGREEMENTS
from supervision.clues.routes import bp
from supervision.clues.routes.records import FILES
from supervision.clues.searching import SOURCES
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.pairs import ACTS
from supervision.core.pending import DUTIES, OWN_TERMS
from supervision.core.places import Group, Place, RecordPage
from supervision.core.slices import Slice
from supervision.core.workflow import FIRED

SLICE = Slice(
    name="clues",
    blueprints=(bp,),
    files=tuple(FILES.values()),
    places=(
        Place(Group.SUPERVISION, 20, "线索与转办件", "clues.index", "signpost", (P.CLUE_VIEW,)),
        Place(
            Group.SUPERVISION,
            60,
            "提交线索",
            "clues.submit",
            "send",
            (P.CLUE_SUBMIT,),
            submissions.open_to,
        ),
        Place(
            Group.SUPERVISION,
            70,
            "我提交的线索",
            "clues.mine",
            "list-check",
            (P.CLUE_SUBMIT,),
            submissions.open_to,
        ),
    ),
    records=(Record("clue", "线索与转办件"),),
    pages=(RecordPage("clue", "clues.show", "clue_id"),),
    searches=SOURCES,
    agreements=AGREEMENTS,
    joins=(
        MATTERS.join(handing_over.PART),
        *map(ACTS.join, looking.ENTRY.declared()),
        FIRED.join(telling.tell),
        *map(DUTIES.join, duties.DUTIES),
        *map(OWN_TERMS.join, own_terms.OWN_TERMS),
    ),
)
