"""What a person sets about a paper's print beyond its text: 份号, 附注, 上行文, 联合行文, 签名章, 附件."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date

from supervision.core import clock
from supervision.core.documents.model import Attachment, BoundFile, SignatureStyle
from supervision.core.documents.text import parse_text
from supervision.core.errors import DomainError
from supervision.core.files import StoredFile
from supervision.core.json_values import JsonObject
from supervision.core.name_field import split
from supervision.instruments.models import Instrument

MOST_ATTACHED = 10
PROBLEM_LIST = "problem_list"  # in `Instrument.annex`: the list of the paper's own items
REPLY_FORM = "reply_form"  # the form in which the unit answers them
_COPY_NUMBER = re.compile(r"\d{1,6}")


@dataclass(frozen=True)
class AttachedText:
    """An attachment typed with the paper, or a file: a line is a paragraph, lines between bars are a table."""

    title: str
    text: str
    landscape: bool = False
    file: BoundFile | None = None

    def attachment(self) -> Attachment:
        """As it prints; raises DocumentError when its table is not whole."""
        if self.file is not None:
            return Attachment(self.title, file=self.file)
        return Attachment(self.title, tuple(parse_text(self.text)), self.landscape)

    def kept(self) -> JsonObject:
        """As it is kept with the paper."""
        said: JsonObject = {"title": self.title, "text": self.text, "landscape": self.landscape}
        if self.file is not None:
            pages = [list(size) for size in self.file.pages]
            said["file"] = asdict(self.file) | {"pages": pages}
        return said

    @classmethod
    def of(cls, kept: JsonObject) -> "AttachedText":
        """As `kept` wrote it."""
        file = kept.get("file")
        if file is None:
            return cls(**kept)
        pages = tuple((width, height) for width, height in file["pages"])
        return cls(**{**kept, "file": BoundFile(**{**file, "pages": pages})})


@dataclass(frozen=True)
class Countersign:
    """会签: who agreed for which body or section, and on which day."""

    organ: str
    name: str
    on: str  # ISO, as it is kept

    @property
    def words(self) -> str:
        """示例市财政局 王某某 2026年9月8日."""
        return f"{self.organ} {self.name} {clock.chinese_date(date.fromisoformat(self.on))}"


@dataclass(frozen=True)
class LayoutFacts:
    """Elements of the print that most papers leave alone."""

    copy_number: str = ""
    note: str = ""
    upward: bool = False
    joint: str = ""
    co_signatories: str = ""
    signature_style: SignatureStyle = SignatureStyle.SEALED
    signatory_post: str = ""
    attached: Sequence[AttachedText] = ()
    fresh: Sequence[StoredFile] = ()  # those of the files among them that were just uploaded
    seam: bool = False
    countersigned: Sequence[Countersign] = ()


def names_in(typed: str) -> tuple[str, ...]:
    """Names parted by commas, semicolons or lines."""
    return tuple(split(typed))


def apply(paper: Instrument, facts: LayoutFacts, *, problem_list: bool, reply_form: bool) -> None:
    """Put the facts on the paper."""
    paper.copy_number = facts.copy_number.strip().zfill(6) if facts.copy_number.strip() else ""
    paper.note = facts.note.strip().removeprefix("（").removesuffix("）")
    paper.upward = facts.upward
    paper.joint = "，".join(names_in(facts.joint))
    paper.co_signatories = "，".join(names_in(facts.co_signatories))
    paper.signature_style = facts.signature_style
    paper.seam = facts.seam
    paper.countersigned = [asdict(one) for one in facts.countersigned]
    paper.signatory_post = facts.signatory_post.strip()
    asked = ((PROBLEM_LIST, problem_list), (REPLY_FORM, reply_form))
    listed: list[object] = [name for name, wanted in asked if wanted]
    paper.annex = listed + [one.kept() for one in facts.attached]


def check(facts: LayoutFacts) -> None:
    """DomainError naming the field that cannot print."""
    if facts.copy_number.strip() and not _COPY_NUMBER.fullmatch(facts.copy_number.strip()):
        message = "份号用1至6位数字，如 000001"
        raise DomainError(message, field="copy_number")
    if facts.signature_style is SignatureStyle.STAMP and not facts.signatory_post.strip():
        message = "加盖签名章的，请填写签发人职务，如“局长”"
        raise DomainError(message, field="signatory_post")
    if names_in(facts.co_signatories) and not facts.upward:
        message = "只有上行文标注签发人，请勾选“上行文”"
        raise DomainError(message, field="upward")
    for number, said in enumerate(facts.countersigned, start=1):
        _check_countersign(number, said)
    for number, one in enumerate(facts.attached, start=1):
        _check_attached(number, one)


def _check_countersign(number: int, one: Countersign) -> None:
    wanted = (("会签单位", one.organ), ("会签人姓名", one.name), ("会签日期", one.on))
    missing = [label for label, value in wanted if not value.strip()]
    if missing:
        message = f"会签第{number}行：请填写{'、'.join(missing)}，不需要的请全部清空"
        raise DomainError(message, field="countersigns")
    if date.fromisoformat(one.on) > clock.today():
        message = f"会签第{number}行：日期不得晚于今天"
        raise DomainError(message, field="countersigns")


def countersigned_of(paper: Instrument) -> list[Countersign]:
    """Who has agreed to a paper, in the order in which they were recorded."""
    return [Countersign(**one) for one in paper.countersigned or []]


def _check_attached(number: int, one: AttachedText) -> None:
    empty = one.file is None and not one.text.strip()
    if not one.title.strip() or empty:
        missing = "名称" if not one.title.strip() else "内容"
        message = f"附件{number}：请填写{missing}，不需要的请全部清空"
        raise DomainError(message, field="attached")
    try:
        one.attachment()
    except DomainError as refusal:
        message = f"附件{number}：{refusal.message}"
        raise DomainError(message, field="attached") from refusal


def attached_of(paper: Instrument) -> list[AttachedText]:
    """The typed attachments and the files of a paper, in their order."""
    return [AttachedText.of(one) for one in paper.annex if isinstance(one, dict)]
