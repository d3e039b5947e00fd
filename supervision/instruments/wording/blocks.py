"""A paper as the blocks it is made of: its parts, and the items that stand in them.

A draft's text is nothing but its blocks; what was submitted keeps the text of that moment.
"""

from dataclasses import dataclass

from supervision.instruments.drafting.layout_facts import (
    PROBLEM_LIST,
    REPLY_FORM,
    attached_of,
    names_in,
)
from supervision.instruments.kinds.facts import KindFacts
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.states import EDITABLE
from supervision.instruments.wording import decided, items, templating
from supervision.instruments.wording.names import (
    issuers,
    jointly,
    nested_quotes,
    plan_words,
    term_words,
    this_paper,
)
from supervision.instruments.wording.parts import (
    KindPart,
    Listing,
    Need,
    OwnWords,
    Part,
    basis_apart,
    own_words,
    parts_of,
)
from supervision.instruments.wording.slots import configured_basis, is_joint, slots

BY_POST = "以邮寄方式报送的，以交邮日期为准，在途时间不计入期限。"


@dataclass(frozen=True)
class Block:
    """One part: the words its kind and records make, what the paper says instead, its items."""

    kind: KindPart
    made: str
    own: OwnWords | None
    items: tuple[str, ...]
    always: str = ""  # said whatever the words: the rules of the kind, below its term
    elsewhere: bool = False  # printed where another part has the slot for it

    @property
    def words(self) -> str:
        """What stands above the items: the paper's own words, else those made."""
        if self.own is None:
            return with_rules(self.made, self.always)
        return "" if self.own.left_out else with_rules(self.own.text, self.always)

    @property
    def lines(self) -> list[str]:
        """What prints, a paragraph a line."""
        if self.elsewhere:
            return []
        return [line for line in [*self.words.split("\n"), *self.items] if line.strip()]

    @property
    def waiver(self) -> str:
        """That it is left out, and why; empty where it isn't, or needs no reason."""
        own = self.own
        if own is None or not (self.waived and own.reason.strip()):
            return ""
        return f"{self.kind.part.label}不写：{own.reason.strip()}"

    @property
    def waived(self) -> bool:
        """Whether it is left out with a reason, where the kind allows that."""
        own = self.own
        return (
            own is not None
            and own.left_out
            and self.kind.need is not Need.REQUIRED
            and (self.kind.need is Need.OPTIONAL or bool(own.reason.strip()))
        )


def with_rules(words: str, always: str) -> str:
    """The words with what is always said behind them, once."""
    return words if always in words else f"{words}{always}"


def blocks(paper: Instrument) -> list[Block]:
    """The paper's parts in the order they print."""
    parts = parts_of(paper.kind.parts)
    own = decided.following(paper, own_words(paper.wording))
    apart = items.listed_apart(paper, parts)
    values, elsewhere = slots(paper), basis_apart(parts)
    lead = values["发文机关"] if is_joint(paper) else ""
    if PROBLEM_LIST in (named := annex_names(paper, apart=apart)):
        where = named[PROBLEM_LIST]
        values["问题清单"] = where
        values["意见引语"] = _led_in(paper, parts, values, where)
    if REPLY_FORM in named:
        said = values["反馈要求"]
        values["反馈要求"] = said.replace("，加盖", f"，按{named[REPLY_FORM]}的格式填写，加盖")
    return [
        Block(
            part,
            _made(part, values, lead)
            if not _is_basis(part, elsewhere=elsewhere)
            else configured_basis(paper),
            own.get(part.part),
            tuple(items.lines(paper, part, apart=apart)),
            always_said(part, paper.kind),
            _is_basis(part, elsewhere=elsewhere),
        )
        for part in parts
    ]


def _led_in(
    paper: Instrument, parts: tuple[KindPart, ...], values: dict[str, str], where: str
) -> str:
    """意见引语 of a paper with its list annexed: of many items the list says the opinions, too."""
    if any(items.summed_up(paper, part) for part in parts):
        found = f"经查，{values['你单位']}行政执法工作中存在{values['类别概述']}"
        return f"{found}，具体问题和监督意见见{where}。"
    told = f"{values['类别概述']}（具体见{where}）"
    return values["意见引语"].replace("以下问题", told)


def _is_basis(part: KindPart, *, elsewhere: bool) -> bool:
    return elsewhere and part.part is Part.BASIS


def waivers(paper: Instrument) -> str:
    """What the paper goes without, each with its reason: for whoever reviews and signs, never printed."""
    if not any(one.left_out for one in own_words(paper.wording).values()):
        return ""
    return "；".join(block.waiver for block in blocks(paper) if block.waiver)


def always_said(part: KindPart, kind: InstrumentKind | KindFacts) -> str:
    """What the kind has said in a part whatever its words: its rules for the reply, below the term."""
    if part.part is not Part.TERM or not kind.reply_wanted:
        return ""
    term = term_words(this_paper(kind.name), number=kind.plan_number, unit=kind.plan_unit)
    return plan_words(term, kind.item_noun) + (BY_POST if kind.posted_counts else "")


def _made(part: KindPart, values: dict[str, str], lead: str) -> str:
    """The kind's text, filled; `lead`: the 主办 body where several speak."""
    text = part.text.replace("本机关", "{我局}") if lead else part.text
    said = templating.fill(text, values).strip()
    return nested_quotes(jointly(said, lead) if lead else said)


def own_annexes(paper: Instrument, *, apart: bool | None = None) -> list[str]:
    """The annexes made of the paper's own items, in order: the 问题清单 where it was asked for or the
    facts don't fit into the text, the 反馈表."""
    if apart is None:
        apart = items.listed_apart(paper, parts_of(paper.kind.parts))
    listed = [PROBLEM_LIST] if apart or PROBLEM_LIST in paper.annex else []
    return [*listed, *([REPLY_FORM] if REPLY_FORM in paper.annex and paper.items else [])]


def annex_names(paper: Instrument, *, apart: bool) -> dict[str, str]:
    """What the text calls them: 附件 where there is but one, else 附件1, 附件2."""
    own = own_annexes(paper, apart=apart)
    alone = len(own) + len(attached_of(paper)) == 1
    return {name: "附件" if alone else f"附件{number}" for number, name in enumerate(own, start=1)}


def compose(paper: Instrument) -> str:
    """The text of the blocks; one paragraph a line, levels by their numbering."""
    return "\n".join(nested_quotes(line) for block in blocks(paper) for line in block.lines)


def text_of(paper: Instrument) -> str:
    """What prints: a draft follows its blocks, anything later is what was submitted."""
    if paper.status is None or paper.status in EDITABLE:
        return compose(paper)
    return paper.text


def title_of(paper: Instrument) -> str:
    """The title its kind gives it, with all that issue it."""
    values = slots(paper)
    values["发文机关"] = issuers(values["发文机关"], names_in(paper.joint or ""))
    return nested_quotes(templating.fill(paper.kind.title_template, values))


def has_items(block: Block) -> bool:
    """Whether the part is one that items stand in."""
    return block.kind.listing is not Listing.NONE
