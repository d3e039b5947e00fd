"""Business verbs on problems: recording, evidence, establishing, ending."""

from supervision.problems.service.back_entering import back_end, back_enter
from supervision.problems.service.ending import cannot_fix, fix_on_spot, refer_away
from supervision.problems.service.establishing import (
    Outcome,
    confirm,
    establish,
    explain,
    hindrance,
    in_bulk,
    reject,
)
from supervision.problems.service.evidence import add_evidence, add_material, pair
from supervision.problems.service.recording import (
    RECORDABLE,
    ProblemFacts,
    amend,
    reassign,
    record,
    record_many,
)
from supervision.problems.service.recurring import (
    confirm_recurrence,
    deny_recurrence,
    earlier_problem,
    recurred_as,
)
from supervision.problems.service.removing import remove
from supervision.problems.service.taking_back import take_back

__all__ = [
    "RECORDABLE",
    "Outcome",
    "ProblemFacts",
    "add_evidence",
    "add_material",
    "amend",
    "back_end",
    "back_enter",
    "cannot_fix",
    "confirm",
    "confirm_recurrence",
    "deny_recurrence",
    "earlier_problem",
    "establish",
    "explain",
    "fix_on_spot",
    "hindrance",
    "in_bulk",
    "pair",
    "reassign",
    "record",
    "record_many",
    "recurred_as",
    "refer_away",
    "reject",
    "remove",
    "take_back",
]
