"""The day of a clue that its due date must agree with."""

from supervision.clues.models import Clue
from supervision.core.duedates import DueKind
from supervision.core.duedates.derived import same_day

AGREEMENTS = (same_day("clue_terms", "线索的办理期限", Clue, DueKind.CLUE, lambda: Clue.due_on),)
