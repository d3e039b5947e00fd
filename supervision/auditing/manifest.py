"""Reading the audit trail."""

from supervision.auditing.routes import bp
from supervision.core.access.policy import Permission as P
from supervision.core.access.records import Record
from supervision.core.places import Group, Place
from supervision.core.slices import Slice

SLICE = Slice(
    name="auditing",
    blueprints=(bp,),
    places=(
        Place(Group.ADMINISTRATION, 110, "审计", "audit.index", "journal-check", (P.AUDIT_READ,)),
    ),
    records=(Record("audit", "审计"),),
)
