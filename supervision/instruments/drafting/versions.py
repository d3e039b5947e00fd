"""送审稿: the wording of a paper as it stood at each submission, and what changed between two."""

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.instruments.drafting.composing import document
from supervision.instruments.drafting.layout_facts import countersigned_of
from supervision.instruments.drafting.models import TextVersion
from supervision.instruments.models import Instrument

_WORD = re.compile(r"[A-Za-z0-9]+|.", re.DOTALL)
_AHEAD = 12  # new lines looked through for the one that an old line became
_ALIKE = 0.5  # two lines less alike than this are one gone and one new, not one changed


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Characters of a line with one fate."""

    mark: Mark
    text: str


Line = tuple[Piece, ...]


def keep(paper: Instrument, *, actor: Principal) -> None:
    """Keep the wording of this moment, at submission."""
    version = TextVersion(
        body_id=paper.body_id,
        instrument_id=paper.id,
        number=count(paper) + 1,
        text=wording(paper),
        created_by_id=actor.user_id,
    )
    session.add(version)
    session.flush()


def wording(paper: Instrument) -> str:
    """Everything of the paper a reviewer reads, a line each."""
    said = (
        ("份号", paper.copy_number),
        ("紧急程度", paper.urgency),
        ("联合发文机关", paper.joint),
        ("上行文签发人", paper.co_signatories),
        ("标题", paper.title),
        ("主送机关", paper.addressee),
    )
    after = (
        ("附注", paper.note),
        ("署名方式", "" if not paper.signatory_post else paper.signature_style.label),
        ("抄送", paper.copies_to),
        ("会签", "；".join(one.words for one in countersigned_of(paper))),
    )
    lines = [f"{label}：{value}" for label, value in said if value]
    lines += [*paper.text.splitlines(), *_natures(paper)]
    for number, one in enumerate(document(paper).attachments, start=1):
        lines.append(f"附件{number}：{one.title}")
        lines += [line for block in one.blocks for line in _block_lines(block)]
        if one.file is not None:
            lines.append(
                f"文件“{one.file.name}”，{len(one.file.pages)}页，SHA-256 {one.file.sha256}"
            )
    return "\n".join([*lines, *(f"{label}：{value}" for label, value in after if value)])


def _natures(paper: Instrument) -> list[str]:
    """Of which sort each item is, where the kind has several: it does not print, and yet is reviewed."""
    if len(paper.kind.natures) < 2 or not paper.items:
        return []
    return ["条目类别：" + "；".join(f"{one.seq} {one.nature.label}" for one in paper.items)]


def _block_lines(block: object) -> list[str]:
    rows: Sequence[Sequence[str]] | None = getattr(block, "rows", None)
    return [str(getattr(block, "text", ""))] if rows is None else ["｜".join(row) for row in rows]


@dataclass(frozen=True)
class Submissions:
    """How often it was submitted, the wording of the last time and of the time before ("" at the first)."""

    count: int
    before: str
    after: str

    def changed(self) -> list[Line]:
        """The lines that differ from the time before; none at the first submission."""
        if self.count < 2:
            return []
        lines = changes(self.before, self.after)
        return [line for line in lines if any(piece.mark is not Mark.SAME for piece in line)]


def count(paper: Instrument) -> int:
    """How often the paper has been submitted."""
    counted = sa.select(sa.func.count()).select_from(TextVersion)
    return session.scalar(counted.where(TextVersion.instrument_id == paper.id)) or 0


def submissions(paper: Instrument) -> Submissions:
    """The last two, as they stand in the store."""
    newest = sa.select(TextVersion.number, TextVersion.text)
    newest = newest.where(TextVersion.instrument_id == paper.id)
    found = session.execute(newest.order_by(TextVersion.number.desc()).limit(2)).all()
    texts = [row.text for row in found]
    return Submissions(
        found[0].number if found else 0,
        texts[1] if len(texts) > 1 else "",
        texts[0] if texts else wording(paper),
    )


def changes(before: str, after: str) -> list[Line]:
    """Every line of both, changed ones with the very characters that changed."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[Line] = []
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            lines += [(Piece(Mark.SAME, line),) for line in old[a:b]]
        else:
            lines += _replaced(old[a:b], new[c:d])
    return lines


def _replaced(old: list[str], new: list[str]) -> Iterator[Line]:
    """Each old line beside the next new one that is like it; the others are gone, or new."""
    at = 0
    for gone in old:
        alike = next(
            (n for n in range(at, min(at + _AHEAD, len(new))) if _like(gone, new[n])), None
        )
        if alike is None:
            yield (Piece(Mark.GONE, gone),)
            continue
        yield from ((Piece(Mark.NEW, line),) for line in new[at:alike])
        yield _compared(gone, new[alike])
        at = alike + 1
    yield from ((Piece(Mark.NEW, line),) for line in new[at:])


def _like(gone: str, come: str) -> bool:
    matcher = difflib.SequenceMatcher(None, gone, come, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _compared(gone: str, come: str) -> Line:
    a, b = _WORD.findall(gone), _WORD.findall(come)
    pieces = []
    for kind, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(Mark.SAME, "".join(a[i:j])))
            continue
        pieces += [
            Piece(mark, text)
            for mark, text in ((Mark.GONE, "".join(a[i:j])), (Mark.NEW, "".join(b[k:m])))
            if text
        ]
    return tuple(pieces)
