"""补录 and 更正补录 of clues: the reviewer's look. Who informs is never part of it."""

from dataclasses import replace

from supervision.accounts.looking import PastEntry
from supervision.clues import history, identity
from supervision.clues.history import Past
from supervision.clues.models import FLOW, Clue
from supervision.clues.service import ClueFacts
from supervision.clues.states import ClueStatus
from supervision.core.access.policy import Permission


def _bare(facts: ClueFacts, past: Past) -> tuple[ClueFacts, Past]:
    return replace(facts, informant=identity.NOBODY, files=()), past


ENTRY = PastEntry(
    name="clue",
    title="线索",
    model=Clue,
    flow=FLOW,
    draft=ClueStatus.REGISTERED,
    facts=ClueFacts,
    past=Past,
    proposes=Permission.CLUE_RECORD,
    called=lambda clue: str(clue.subject),
    check=lambda facts, past, _actor: history.check(facts, past),
    restate=history.restate,
    keep_beside=history.keep_beside,
    bare=_bare,
    live=history.live,
    correct=history.correct,
    may_correct=history.may_correct,
    labels={"unit": "涉及单位"},
    parts=identity.rows_of,
)
