"""The rolls of supervisors, observers and contact points; joint documents."""

from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.files.finding import WITH_FILES
from supervision.core.places import Group, Place, RecordPage
from supervision.core.slices import Slice
from supervision.roster.derivations import AGREEMENTS
from supervision.roster.models import JointDocument
from supervision.roster.routes import FILES, bp
from supervision.roster.searching import SOURCES

SLICE = Slice(
    name="roster",
    blueprints=(bp,),
    files=tuple(one for kinds in FILES.values() for one in kinds.values()),
    places=(Place(Group.RESULTS, 30, "名册", "roster.index", "people", (P.ROSTER_VIEW,)),),
    records=(Record("roster", "名册"),),
    pages=(
        RecordPage("roster_entry", "roster.show", "entry_id"),
        RecordPage("joint_document", "roster.amend_document", "document_id"),
    ),
    searches=SOURCES,
    agreements=AGREEMENTS,
    joins=(WITH_FILES.join(JointDocument),),
)
