"""补录 and 更正补录 of clues: the reviewer's look. Who informs is never part of it."""

from dataclasses import replace

from supervision.accounts.looking import PastEntry
from supervision.clues import history
from supervision.clues.history import Past
from supervision.clues.identity import NOBODY
from supervision.clues.models import Clue
from supervision.clues.service import ClueFacts
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal

ENTRY = PastEntry(
    name="clue",
    title="线索",
    model=Clue,
    facts=ClueFacts,
    past=Past,
    proposes=Permission.CLUE_RECORD,
    called=lambda clue: str(clue.subject),
    check=lambda facts, past, _actor: history.check(facts, past),
    live=history.live,
    correct=history.correct,
    may_correct=history.may_correct,
    labels={"unit": "涉及单位"},
)


def ask(facts: ClueFacts, past: Past, *, actor: Principal) -> Clue:
    """The registrar's half of 补录."""
    clue = history.begin(facts, actor=actor)
    ENTRY.ask(clue, _looked_at(facts), past, actor=actor)
    return clue


def ask_again(clue: Clue, facts: ClueFacts, past: Past, *, actor: Principal) -> None:
    """A draft that came back, put right."""
    history.restate(clue, facts, actor=actor)
    ENTRY.ask(clue, _looked_at(facts), past, actor=actor)


def ask_correction(
    clue: Clue, facts: ClueFacts, past: Past, *, reason: str, actor: Principal
) -> None:
    """The registrar's half of 更正补录; who informs and new files are kept at once."""
    ENTRY.ask_correction(clue, _looked_at(facts), past, reason=reason, actor=actor)
    history.keep_beside(clue, facts, actor=actor)


def _looked_at(facts: ClueFacts) -> ClueFacts:
    return replace(facts, informant=NOBODY, files=())
