"""What whoever drafts a paper must write because no record says it: 听取意见, 理由, 查明的事实."""

from dataclasses import replace

from supervision.core.access.principal import Principal
from supervision.core.access.writing import crossing
from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.models import Instrument
from supervision.instruments.onward import service as onward
from supervision.instruments.states import KindPurpose
from supervision.instruments.wording.blocks import blocks
from supervision.instruments.wording.parts import OwnWords, Part, kept, parts_of
from supervision.instruments.wording.templating import gaps

SAID = {
    Part.HEARING: "本机关已听取你单位意见。你单位未提出意见。",
    Part.FACTS: "经复查查明：认定的事实清楚，有检查记录、案卷等证据证明。",
    Part.GROUNDS: "本机关认为，上述行为不符合有关规定。",
}


def of_a_kind(body_id: int, key: str) -> None:
    """The kind's own texts say these parts whole, as an office may set them: nothing waits for words."""
    kind = kinds.in_force(body_id, key)
    assert kind is not None
    with crossing("an office sets its texts"):
        kind.parts = kept(
            replace(part, text=SAID[part.part]) if part.part in SAID and "{" in part.text else part
            for part in parts_of(kind.parts)
        )
        session.flush()


def by_hand(paper: Instrument, *, actor: Principal) -> None:
    """Write these parts where they wait for words."""
    waiting = [
        OwnWords(block.kind.part, SAID[block.kind.part])
        for block in blocks(paper)
        if block.kind.part in SAID and gaps(block.words)
    ]
    if waiting:
        drafting.reword(paper, *waiting, actor=actor)


def follow(paper: Instrument, *, purpose: KindPurpose, actor: Principal) -> Instrument:
    """A paper that follows from another, so far written that it can be submitted."""
    drafted = onward.follow(paper, purpose, actor=actor)
    by_hand(drafted, actor=actor)
    return drafted
