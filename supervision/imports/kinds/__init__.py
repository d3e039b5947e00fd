"""What can be imported: one module a kind of record, each through that record's own services."""

from supervision.imports.kinds.actions import ACTIONS
from supervision.imports.kinds.base import Kind, Values
from supervision.imports.kinds.clues import CLUES
from supervision.imports.kinds.interviews import INTERVIEWS
from supervision.imports.kinds.ledger import LEDGER
from supervision.imports.kinds.officers import OFFICERS
from supervision.imports.kinds.papers import PAPERS
from supervision.imports.kinds.problems import PROBLEMS
from supervision.imports.kinds.referrals import REFERRALS
from supervision.imports.kinds.roster import ROSTER
from supervision.imports.kinds.units import UNITS

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        PROBLEMS,
        LEDGER,
        UNITS,
        OFFICERS,
        ROSTER,
        CLUES,
        PAPERS,
        INTERVIEWS,
        REFERRALS,
        ACTIONS,
    )
}

__all__ = ["KINDS", "Kind", "Values"]
