"""What a paper lacks: shown in red while drafting, with the place; refused at submission."""

import re
from collections.abc import Iterator
from datetime import date
from typing import NoReturn

from supervision.agencies.models import Body
from supervision.core import clock
from supervision.core.db import session
from supervision.core.documents.title import title_lines
from supervision.core.errors import DomainError
from supervision.instruments.drafting.layout_facts import attached_of, names_in
from supervision.instruments.models import Instrument
from supervision.instruments.states import ABOUT_A_PAPER, KindPurpose
from supervision.instruments.wording import addressees, templating, tone
from supervision.instruments.wording.blocks import Block, blocks, has_items
from supervision.instruments.wording.lack import Lack
from supervision.instruments.wording.names import ALONE, TOGETHER
from supervision.instruments.wording.parts import Need, Part
from supervision.instruments.wording.shaping import whole
from supervision.instruments.wording.slots import basis_of, term_of

AFTER_A_PAPER = (KindPurpose.URGING, KindPurpose.REMINDER, KindPurpose.REVIEW, *ABOUT_A_PAPER)
_NO_MATTER = (
    Part.TERM, Part.REPLY, Part.REMEDY, Part.CONSEQUENCE, Part.CLOSING, Part.CONTACT,
)  # fmt: skip
_TERM = re.compile(
    r"(?:自?收到本[^，。；]{1,12}之日起|于)?\d+(?:日|个工作日|个月)(?:内|之内|以内)"
    r"|\d{4}年\d{1,2}月\d{1,2}日前"
)
_ASKED = re.compile(  # a term, and in the same sentence what the unit is asked for by then
    r"(?:(?P<term>自?收到本[^，。；]{1,12}之日起\d+(?:日|个工作日|个月)(?:内|之内|以内))"
    r"|(?:请|应当|须|务必)[^。；\n]*?(?P<day>于\d{4}年\d{1,2}月\d{1,2}日前))"
    r"[^。；\n]*?(?:反馈|报送|函复|函告|完成整改|整改到位|办结|办理完毕|书面报告)"
)
_OTHER_ACTS = ("方案", "延期", "异议", "退回")
_SIGNED = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|.{2,30}(?:局|厅|委员会|办公室|人民政府|司|处)")
_BODY = re.compile(r".{2,}(?:局|厅|委员会|委|办公室|办|政府|院)")
_OTHER_WORDS = ("申请行政复议", "提起行政诉讼", "最终决定")
_MOST = 5


def lacks(paper: Instrument, *, on: date | None = None) -> list[Lack]:
    """Everything that keeps the paper from being submitted; `on`: the day by which its unit is called, today."""
    parts = blocks(paper)
    return [
        *_overtaken(paper, on or clock.today()),
        *_of_record(paper, parts),
        *(lack for block in parts for lack in _of_part(block)),
        *_of_basis(paper, parts),
        *_of_order(parts),
        *_of_items(paper),
        *_of_annexes(paper),
        *_of_terms(paper, parts),
        *_of_names(paper, parts),
        *tone.lacks(paper, parts),
    ]


def require(paper: Instrument, *, on: date | None = None) -> None:
    """DomainError naming what is missing and where."""
    found = lacks(paper, on=on)
    if found:
        refuse(found)


def require_settled(paper: Instrument) -> None:
    """DomainError where it goes back first: an upgrade found text and items apart, or it was overtaken since."""
    if paper.superseded_text:
        message = "此件正文曾另行修改，与条目不一致，请先退回修改，核对后重新提交"
        raise DomainError(message)
    for one in _overtaken(paper, clock.today()):
        raise DomainError(f"请先退回修改：{one.said}")


def _overtaken(paper: Instrument, on: date) -> Iterator[Lack]:
    """What was right while it was drafted and is not on the day it goes out."""
    yield from addressees.lacks(paper, on)
    if paper.fixed_due is not None and paper.fixed_due <= on:
        said = f"固定到期日{clock.chinese_date(paper.fixed_due)}已到，单位收到即逾期，请改"
        yield Lack("fixed_due", "期限", said)


def refuse(found: list[Lack]) -> NoReturn:
    more = f"；等{len(found)}处" if len(found) > _MOST else ""
    message = "文书还不完整：" + "；".join(one.sentence for one in found[:_MOST]) + more
    raise DomainError(message)


def _of_record(paper: Instrument, parts: list[Block]) -> Iterator[Lack]:
    if paper.kind.purpose in AFTER_A_PAPER and paper.parent_id is None:
        yield Lack("parent", "前文", f"{paper.kind.name}须从它所指的文书拟制，现在没有前文")
    if not paper.items and any(has_items(block) for block in parts) and paper.kind.natures:
        yield Lack("items", "条目", f"还没有条目，{paper.kind.name}须逐{paper.kind.item_noun}写明")
    if _told_to_itself(paper):
        message = "告知函发给上一级主管部门，主送不能是被监督单位自己"
        yield Lack("addressee", "主送机关", message)
    if "印发《" in paper.title and not paper.annex:
        yield Lack("attached", "附件", "所印发的文件还没有作为附件附上")
    if paper.superseded_text:
        yield Lack("superseded", "正文", "升级前的正文与条目不一致，请核对后保存一次")
    yield from _unfilled("title", "标题", paper.title)
    try:
        title_lines(paper.title)
    except DomainError as refusal:
        yield Lack("title", "标题", refusal.message)


def _told_to_itself(paper: Instrument) -> bool:
    """A letter to the superior of a unit that goes to the unit."""
    unit = paper.unit
    superior = paper.kind.purpose is KindPurpose.SUPERIOR
    return superior and unit is not None and paper.addressee == unit.name


def _of_part(block: Block) -> Iterator[Lack]:
    part = block.kind.part
    own = block.own.text if block.own else ""
    yield from _unfilled(part.value, part.label, block.words, typed=own)
    broken = whole("\n".join(block.lines))
    if broken:
        yield Lack(part.value, part.label, broken)
    if block.waived:
        return
    if block.own is not None and block.own.left_out:
        if block.kind.need is Need.REQUIRED:
            yield Lack(part.value, part.label, "这一部分不能不写")
        elif block.kind.need is Need.WAIVABLE:
            yield Lack(part.value, part.label, "不写这一部分，须写明理由")
        return
    nothing = not (block.words.strip() if block.elsewhere else block.lines)
    if nothing and not has_items(block) and block.kind.need is not Need.OPTIONAL:
        why = "，或者注明不写的理由" if block.kind.need is Need.WAIVABLE else ""
        yield Lack(part.value, part.label, f"这一部分没有内容，请填写{why}")


def _unfilled(place: str, where: str, said: str, *, typed: str | None = None) -> Iterator[Lack]:
    """Slots that stayed empty; and those that a person typed, which nobody fills."""
    if empty := templating.gaps(said):
        yield Lack(place, where, f"还没有填{'、'.join(empty)}")
    for name in templating.typed_slots(said if typed is None else typed):
        yield Lack(place, where, f"“{{{name}}}”不会自动填写，请写成文字")


def _of_items(paper: Instrument) -> Iterator[Lack]:
    for item in paper.items:
        said = "\n".join((item.heading, item.statement, item.provision, item.demand))
        yield from _unfilled("items", f"第{item.seq}{paper.kind.item_noun}", said)


def _of_annexes(paper: Instrument) -> Iterator[Lack]:
    for number, one in enumerate(attached_of(paper), start=1):
        yield from _unfilled("attached", f"另附的附件{number}", f"{one.title}\n{one.text}")


def _of_basis(paper: Instrument, parts: list[Block]) -> Iterator[Lack]:
    """A basis that was filled in, and rewritten away where it was to stand."""
    said = "\n".join(line for block in parts for line in block.lines)
    for block in (one for one in parts if one.elsewhere and one.words.strip()):
        if (basis := basis_of(paper)) not in said:
            part = block.kind.part
            yield Lack(part.value, part.label, f"所填的依据“{basis}”没有写进正文")


def _of_order(parts: list[Block]) -> Iterator[Lack]:
    """“如下：” with nothing below: nothing at all, or what is no matter."""
    said = [block for block in parts if block.lines]
    for number, block in enumerate(said):
        if not block.lines[-1].endswith(("：", ":")):
            continue
        following = said[number + 1] if number + 1 < len(said) else None
        if following is None or following.kind.part in _NO_MATTER:
            part = block.kind.part
            yield Lack(part.value, part.label, f"“{block.lines[-1][-8:]}”后面没有内容")


def _of_terms(paper: Instrument, parts: list[Block]) -> Iterator[Lack]:
    """A term in own words that is not the term of the record."""
    wanted = term_of(paper)
    for block in parts:
        own = block.own
        if own is None or own.left_out:
            continue
        if block.kind.part is not Part.TERM:
            yield from _of_other_terms(block.kind.part, own.text, wanted)
        elif wanted and wanted not in own.text:
            yield Lack(Part.TERM.value, Part.TERM.label, f"所写的期限与记录的期限“{wanted}”不一致")
        elif not wanted and _TERM.search(own.text):
            yield Lack(Part.TERM.value, Part.TERM.label, "写了期限，但记录中没有期限")


def _of_other_terms(part: Part, text: str, wanted: str) -> Iterator[Lack]:
    """Where the reply is asked for in another part, it is asked for by the same day."""
    if not wanted or part is Part.REMEDY:
        return
    for found in _ASKED.finditer(text):
        term = found["term"] or found["day"]
        if term not in wanted and not any(word in found[0] for word in _OTHER_ACTS):
            said = f"所写的期限“{term}”与记录的期限“{wanted}”不一致"
            yield Lack(part.value, part.label, said)


def _of_names(paper: Instrument, parts: list[Block]) -> Iterator[Lack]:
    """One self-name; title and signature of the bodies in the mark; no remedy that is none."""
    text = "\n".join(line for block in parts for line in block.lines)
    own, joint = session.get_one(Body, paper.body_id).name, names_in(paper.joint)
    mixed = [name for name in ALONE[:-1] if name in text]
    if joint:
        yield from _of_one(parts)
    elif mixed and ALONE[-1] in text:
        yield Lack("parts", "正文", f"“{mixed[0]}”与“本机关”混用，一件文书只用一种自称")
    for block in parts:
        said = block.own.text if block.own else ""
        for word in (one for one in _OTHER_WORDS if one in said):
            part = block.kind.part
            yield Lack(part.value, part.label, f"监督文书不写“{word}”")
    last = text.rsplit("\n", 1)[-1].strip()
    if own in joint:
        yield Lack("joint", "联合发文机关", f"不用再写本机关“{own}”")
    issuers = (own, *joint)
    if _SIGNED.fullmatch(last):
        yield Lack("parts", "署名", f"正文末尾写了“{last}”，署名和日期由系统按版头机关印，请删去")
    named = _named_in(paper)
    if _BODY.fullmatch(named) and not _all_of(named, issuers):
        yield Lack("title", "标题", f"标题写的机关“{named}”不是版头和署名的发文机关")


def _of_one(parts: list[Block]) -> Iterator[Lack]:
    """Where a paper of several bodies speaks as one of them; the unit may, in what it is said to have told."""
    for block in (one for one in parts if one.kind.part is not Part.HEARING):
        for name in (one for one in ALONE if any(one in line for line in block.lines)):
            part = block.kind.part
            said = f"联合行文的自称用“{TOGETHER}”，不写“{name}”"
            yield Lack(part.value, part.label, said)


def _named_in(paper: Instrument) -> str:
    """Who issues the paper by its title: what stands before 关于, or before the name of the kind."""
    named, about, rest = paper.title.partition("关于")
    if about:
        return named if rest else ""
    return paper.title.removesuffix(paper.kind.name) if paper.title != paper.kind.name else ""


def _all_of(named: str, issuers: tuple[str, ...]) -> bool:
    rest = named
    for issuer in issuers:
        rest = rest.replace(issuer, "")
    return not rest.strip("、，和 ")
