"""Rules of who and for whom: 份号, 紧急程度, 签发人, the mark's bodies, 署名, 抄送, 印发."""

import re
from collections.abc import Iterator

from supervision.core.documents.checker import parts
from supervision.core.documents.checker import standard as std
from supervision.core.documents.checker.anatomy import Anatomy, Line
from supervision.core.documents.checker.parts import flat, joined, segments
from supervision.core.documents.checker.report import Fault, Row, Style, idle, judged, mm
from supervision.core.documents.checker.rules_close import is_unsealed
from supervision.core.documents.model import SignatureStyle

_FIRST = "第1面"
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
_SIGNATORY = re.compile(r"签发人[：:]")


def copy_number(paper: Anatomy) -> Row:
    """份号: six digits, flush, on the first line."""
    wanted = "六位数字，顶格，版心第一行"
    line = next((one for one in paper.head if re.fullmatch(r"\d+", flat(one.text))), None)
    known = paper.record.copy_number if paper.record else ""
    if line is None:
        if known:
            fault = Fault(_FIRST, f"没有份号{known}")
            return judged("copy_number", "份号", wanted, got="", faults=[fault])
        return idle("copy_number", "份号", wanted, "没有份号")
    text = flat(line.text)
    faults = [] if re.fullmatch(r"\d{6}", text) else [Fault(line.place, f"{len(text)}位：{text}")]
    if known and text != known:
        faults.append(Fault(line.place, f"为{text}，与记录的{known}不一致"))
    if not line.flush_left:
        faults.append(Fault(line.place, f"左边在{mm(line.x0)}"))
    if paper.style is not Style.LETTER and abs(line.top - std.TOP) > 1:
        faults.append(Fault(line.place, f"上边在{mm(line.top)}"))
    return judged("copy_number", "份号", wanted, got=text, faults=faults)


def urgency(paper: Anatomy) -> Row:
    """紧急程度: 3号黑体, flush."""
    wanted = "3号黑体，顶格，特急或者加急"
    line = next((one for one in paper.head if _urgent(one)), None)
    known = paper.record.urgency if paper.record else ""
    if line is None:
        if known:
            fault = Fault(_FIRST, f"没有紧急程度“{known}”")
            return judged("urgency", "紧急程度", wanted, got="", faults=[fault])
        return idle("urgency", "紧急程度", wanted, "没有紧急程度")
    faults = []
    if line.faces() != {"黑体"}:
        faults.append(Fault(line.place, f"为{'、'.join(sorted(line.faces()))}"))
    if not line.flush_left:
        faults.append(Fault(line.place, f"左边在{mm(line.x0)}"))
    if known and flat(line.text) != known:
        faults.append(Fault(line.place, f"为“{flat(line.text)}”，记录为“{known}”"))
    return judged("urgency", "紧急程度", wanted, got=flat(line.text), faults=faults)


def _urgent(line: Line) -> bool:
    text = flat(line.text)
    return text in std.URGENCIES or (len(text) == 2 and text.endswith("急"))


def signatories(paper: Anatomy) -> Row:
    """签发人 of a paper to a superior: label 仿宋, names 楷体, 右空一字, the last line the number's."""
    wanted = "“签发人：”仿宋、姓名楷体，右空一字，末行与发文字号同行"
    first = next((one for one in paper.head if _SIGNATORY.search(one.text)), None)
    known = [flat(name) for name in paper.record.signatories] if paper.record else []
    if paper.style is not Style.OFFICIAL or (first is None and not known):
        return idle("signatories", "签发人", wanted, "不是上行文")
    if first is None:
        fault = Fault(_FIRST, f"没有签发人{'、'.join(known)}")
        return judged("signatories", "签发人", wanted, got="", faults=[fault])
    lines = [one for one in paper.head if one.row >= first.row and one.x1 > std.CENTRE]
    faults = [fault for line in lines for fault in _signatory_faults(line)]
    text = joined(lines)
    faults += [Fault(first.place, f"没有{name}") for name in known if name not in text]
    if paper.number and abs(lines[-1].baseline - paper.number.baseline) > 0.5:
        faults.append(Fault(lines[-1].place, "末行与发文字号不在同一行"))
    right = max(line.x1 for line in lines)
    if not 0 <= std.RIGHT - right - std.STEP + 1 <= 2 + 2 * std.STEP:
        faults.append(Fault(first.place, f"右空{mm(std.RIGHT - right)}"))
    return judged("signatories", "签发人", wanted, got=text[-12:], faults=faults)


def _signatory_faults(line: Line) -> Iterator[Fault]:
    """Names in 楷体; what stands before 签发人： is the number."""
    label = _SIGNATORY.search(line.text)
    text = line.text
    start = label.end() if label else 0
    if not label and std.NUMBER_LIKE.search(text):
        start = text.index("号") + 1
    if label:
        said = line.chars[label.start() : label.end()]
        wrong = {std.face(char.font) for char in said if std.is_han(char.text)} - {"仿宋"}
        if wrong:
            yield Fault(line.place, f"“签发人”为{'、'.join(sorted(wrong))}")
    faces = {std.face(char.font) for char in line.chars[start:] if std.is_han(char.text)}
    if faces - {"楷体", "生僻字"}:
        yield Fault(line.place, f"签发人姓名为{'、'.join(sorted(faces))}")
    if label and not flat(text[start:]):
        yield Fault(line.place, "“签发人：”后没有姓名")


def mark_names(paper: Anatomy) -> Row:
    """The bodies of the mark (in 文书式 of the title) are those of the 署名, in their order."""
    wanted = "与署名的机关一致，联合行文的逐个一致，主办机关在前"
    signed = "".join(flat(line.text) for line in paper.names)
    shown = joined(parts.title(paper)) if paper.style is Style.PLAIN else parts.mark_words(paper)
    faults = []
    record = paper.record
    if record and record.issuers and not record.mark:
        said = [flat(name) for name in record.issuers]
        listed = said[:1] if paper.style is Style.LETTER else said
        faults += [Fault(_FIRST, f"没有“{name}”") for name in listed if name not in shown]
    if not signed:
        if faults:
            return judged("mark_names", "发文机关", wanted, got="", faults=faults)
        return idle("mark_names", "发文机关", wanted, "没有署名")
    if not _agree(paper.style, shown, signed):
        at = paper.names[0].place
        faults.append(Fault(at, f"署名“{signed}”与“{shown.removesuffix('文件')}”不一致"))
    return judged("mark_names", "发文机关", wanted, got=signed, faults=faults)


def _agree(style: Style, shown: str, signed: str) -> bool:
    """A joint letter shows its 主办 body alone; a mark may use the body's shorter name."""
    if style is Style.PLAIN:
        return shown.startswith(signed)
    name = shown.removesuffix("文件")
    if style is Style.LETTER:
        return signed.startswith(name) or _shorter(name, signed)
    return name == signed or (name not in signed and _shorter(name, signed))


def _shorter(name: str, signed: str) -> bool:
    rest = iter(signed)
    return bool(name) and all(char in rest for char in name) and name[-1] == signed[-1]


def signed_names(paper: Anatomy) -> Row:
    """署名: there, each body once, its last one centred on the date when sealed."""
    wanted = "各机关一次；加盖印章的，末一机关与成文日期居中对齐（± 1 mm）"
    record, date = paper.record, paper.date
    sealed = record is None or record.signature.style is not SignatureStyle.STAMP
    known = [flat(name) for name in record.signature.names] if record and sealed else []
    if date is None:
        return idle("signed_names", "署名", wanted, "没有成文日期")
    if not paper.names:
        if known:
            fault = Fault(date.place, "没有署名")
            return judged("signed_names", "署名", wanted, got="", faults=[fault])
        return idle("signed_names", "署名", wanted, "没有署名（签名章）")
    names = [part for line in paper.names for part in segments(line)]
    text = "".join(flat(name) for name, _, _ in names)
    faults = [
        Fault(paper.names[0].place, f"“{name}”署了{text.count(name)}次")
        for name in dict.fromkeys(flat(name) for name, _, _ in names)
        if len(name) > 3 and sum(flat(other) == name for other, _, _ in names) > 1
    ]
    if known and text != "".join(known):
        faults.append(Fault(paper.names[0].place, f"署名“{text}”与记录不一致"))
    _, x0, x1 = names[-1]
    off = abs((x0 + x1) / 2 - date.centre)
    if off > 1 and not is_unsealed(paper) and abs(x1 - std.RIGHT) > 0.6:
        faults.append(Fault(paper.names[-1].place, f"署名中线偏离日期{mm(off)}"))
    return judged("signed_names", "署名", wanted, got=text, faults=faults)


def copies(paper: Anatomy) -> Row:
    """抄送: 左空一字 (文书式: 二字), wrapped lines under the names, a full stop at the end."""
    plain = paper.style is Style.PLAIN
    wanted = f"左空{'二' if plain else '一'}字“抄送：”，回行与冒号后对齐，末尾句号"
    lines, record = parts.listed(paper, "抄送"), paper.record
    known = parts.names_as(record.copies_to) if record else ""
    if not lines:
        if known and (paper.date or not plain):
            fault = Fault(f"第{len(paper.pages)}面", f"没有抄送“{known[:20]}”")
            return judged("copies", "抄送机关", wanted, got="", faults=[fault])
        return idle("copies", "抄送机关", wanted, "没有抄送")
    begin = std.INDENT if plain else std.LEFT + std.EM_SMALL
    under = std.LEFT + 5 * std.STEP if plain else std.LEFT + 4 * std.EM_SMALL
    faults = []
    text = joined(lines)
    if not text.startswith("抄送："):
        faults.append(Fault(lines[0].place, f"写作“{text[:4]}”"))
    if not text.endswith("。"):
        faults.append(Fault(lines[-1].place, "末尾没有句号"))
    for line, wanted_x in zip(lines, [begin, *[under] * len(lines)], strict=False):
        if abs(line.x0 - wanted_x) > 0.6:
            faults.append(Fault(line.place, f"左边在{mm(line.x0)}，应为{mm(wanted_x)}"))
    if known and parts.unparted(text).removeprefix("抄送：").removesuffix("。") != known:
        faults.append(Fault(lines[0].place, "抄送机关与记录不一致"))
    return judged("copies", "抄送机关", wanted, got=f"{len(lines)}行", faults=faults)


def printed(paper: Anatomy) -> Row:
    """印发机关 左空一字, 印发日期 右空一字, not before the 成文日期."""
    wanted = "印发机关左空一字，印发日期右空一字、不早于成文日期、加“印发”"
    if paper.style is not Style.OFFICIAL or not paper.imprint:
        return idle("printed", "印发机关和日期", wanted, "没有版记")
    line = parts.printed(paper)
    if line is None:
        fault = Fault(f"第{len(paper.pages)}面版记", "没有印发机关和印发日期")
        return judged("printed", "印发机关和日期", wanted, got="", faults=[fault])
    faults, text = [], flat(line.text)
    found = _DAY.search(text)
    if found is None or "0" in (found[2][0], found[3][0]):
        faults.append(Fault(line.place, f"印发日期写作“{text[-12:]}”"))
    elif paper.date and (dated := _DAY.search(flat(paper.date.text))) and _day(found) < _day(dated):
        faults.append(Fault(line.place, f"{found[0]}印发，早于成文日期{dated[0]}"))
    if not found or found.start() == 0:
        faults.append(Fault(line.place, "没有印发机关"))
    if abs(line.x0 - std.LEFT - std.EM_SMALL) > 0.6:
        faults.append(Fault(line.place, f"印发机关左边在{mm(line.x0)}"))
    if abs(std.RIGHT - std.EM_SMALL - line.x1) > 0.6:
        faults.append(Fault(line.place, f"印发日期右边在{mm(line.x1)}"))
    record = paper.record
    if record and record.printer and flat(record.printer) not in text:
        faults.append(Fault(line.place, f"印发机关不是“{record.printer}”"))
    return judged("printed", "印发机关和日期", wanted, got=text, faults=faults)


def _day(found: re.Match[str]) -> tuple[int, int, int]:
    return int(found[1]), int(found[2]), int(found[3])
