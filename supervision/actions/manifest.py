"""监督行动."""

from supervision.accounts.matters import MATTERS
from supervision.actions import duties, handing_over
from supervision.actions.derivations import AGREEMENTS
from supervision.actions.models import SupervisionAction
from supervision.actions.on_paper import APPROVAL, HALTS
from supervision.actions.routes import bp
from supervision.actions.routes.records import FILES
from supervision.actions.searching import SOURCES
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.files.finding import WITH_FILES
from supervision.core.pairs import ACTS
from supervision.core.pending import DUTIES
from supervision.core.places import Group, Place, RecordPage
from supervision.core.slices import Slice

SLICE = Slice(
    name="actions",
    blueprints=(bp,),
    files=tuple(FILES.values()),
    places=(Place(Group.SUPERVISION, 10, "监督行动", "actions.index", "flag", (P.ACTION_VIEW,)),),
    records=(Record("action", "监督行动"),),
    pages=(RecordPage("supervision_action", "actions.show", "action_id"),),
    searches=SOURCES,
    agreements=AGREEMENTS,
    joins=(
        MATTERS.join(handing_over.PART),
        WITH_FILES.join(SupervisionAction),
        ACTS.join(APPROVAL.declared()),
        *(ACTS.join(one.declared()) for one in HALTS),
        *map(DUTIES.join, duties.DUTIES),
    ),
)
