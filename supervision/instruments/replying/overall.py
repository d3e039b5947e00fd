"""总体情况 while the reply is being written: it stands beside the paper until the reply is sent, for all who send it."""

from supervision.core import drafts
from supervision.core.access.principal import Principal
from supervision.instruments.models import Instrument

SUMMARY = "summary"


def keep(paper: Instrument, words: str, *, actor: Principal) -> None:
    """As typed by whoever saved last; nothing typed takes it away."""
    assert actor.user_id is not None  # noqa: S101  (nobody else answers)
    if words.strip() != held(paper):
        drafts.leave(actor.user_id, _place(paper), {SUMMARY: words.strip()})


def held(paper: Instrument) -> str:
    """What was written so far."""
    return drafts.left(_place(paper)).get(SUMMARY, "")


def sent(paper: Instrument) -> None:
    """The round has it, or a letter came instead: the next one begins anew."""
    drafts.take_away(_place(paper))


def _place(paper: Instrument) -> str:
    return f"/instruments/{paper.id}/send-reply"
