"""The named parts of a paper: what a kind says in each, and what one paper says instead."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass

from supervision.core.json_values import JsonArray, JsonObject
from supervision.core.words import Word


class Part(Word):
    """A named part of a paper, in the customary order."""

    CAUSE = "cause", "缘由"
    OVERVIEW = "overview", "总体情况"
    FACTS = "facts", "事实"
    EVIDENCE = "evidence", "证据"
    HEARING = "hearing", "听取意见"
    GROUNDS = "grounds", "理由"
    BASIS = "basis", "依据"
    MATTERS = "matters", "事项"
    DEMAND = "demand", "要求"
    TERM = "term", "期限"
    REPLY = "reply", "反馈方式"
    REMEDY = "remedy", "不同意见和救济"
    CONSEQUENCE = "consequence", "后果"
    CLOSING = "closing", "结语"
    CONTACT = "contact", "联系人"


class Need(Word):
    """Whether a paper of the kind must have the part."""

    REQUIRED = "required", "必备"
    WAIVABLE = "waivable", "必备，说明理由可以不写"
    OPTIONAL = "optional", "没有内容的不写"


class Listing(Word):
    """How the items stand in a part."""

    NONE = "none", "没有条目"
    TOGETHER = "together", "逐条写问题和要求"
    BRIEF = "brief", "逐条写标题和要求"
    OWED = "owed", "逐条写标题、尚欠的内容和要求"
    FACTS = "facts", "逐条写问题"
    DEMANDS = "demands", "逐条写要求"


@dataclass(frozen=True)
class KindPart:
    """What papers of a kind say in one part: a text with slots, and the items below it.

    `level`: 1 numbers the items 一、, 2 （一）; `label` leads a demand where a fact stands before it.
    """

    part: Part
    text: str = ""
    need: Need = Need.REQUIRED
    listing: Listing = Listing.NONE
    level: int = 1
    label: str = ""

    @classmethod
    def of(cls, kept: JsonObject) -> "KindPart":
        """As it is kept."""
        return cls(
            Part(kept["part"]), kept.get("text", ""), Need(kept.get("need", Need.REQUIRED)),
            Listing(kept.get("listing", Listing.NONE)), kept.get("level", 1), kept.get("label", ""),
        )  # fmt: skip


@dataclass(frozen=True)
class OwnWords:
    """What one paper says in a part instead of its kind's text; or that it leaves the part out, and why.

    `made`: what the system had given it to say (`decided`); a text that still reads so follows the record.
    """

    part: Part
    text: str = ""
    left_out: bool = False
    reason: str = ""
    made: str = ""

    @classmethod
    def of(cls, kept: JsonObject) -> "OwnWords":
        """As it is kept."""
        return cls(
            Part(kept["part"]), kept.get("text", ""), kept.get("left_out", False),
            kept.get("reason", ""), kept.get("made", ""),
        )  # fmt: skip


def kept(parts: Iterable[KindPart | OwnWords]) -> JsonArray:
    """As they are kept with the kind or the paper."""
    return [{name: _plain(value) for name, value in asdict(one).items()} for one in parts]


def _plain(value: object) -> object:
    return value.value if isinstance(value, Word) else value


def parts_of(rows: JsonArray) -> tuple[KindPart, ...]:
    """The parts of a kind, in the order they print."""
    return tuple(KindPart.of(row) for row in rows)


def basis_apart(parts: Iterable[KindPart]) -> bool:
    """Whether the basis is a part without a text of its own: it is printed where another part has `{依据}`.

    Then it can be worded for one paper, or left out with a reason, wherever it stands.
    """
    found = {one.part: one.text for one in parts}
    own = found.pop(Part.BASIS, None)
    return own == "" and any("{依据}" in text for text in found.values())


def own_words(rows: JsonArray) -> dict[Part, OwnWords]:
    """What a paper says in its own words, by part."""
    return {one.part: one for one in map(OwnWords.of, rows)}


def said_in(rows: JsonArray, wording: Iterable[OwnWords]) -> list[OwnWords]:
    """Own words of parts that the kind has; what says nothing follows the record."""
    own = {row["part"] for row in rows}
    return [one for one in wording if one.part in own and (one.left_out or one.text.strip())]


def lines_of(typed: str | None) -> str:
    """What was typed, without empty lines and the blanks around each."""
    lines = (line.strip() for line in (typed or "").splitlines())
    return "\n".join(line for line in lines if line)
