"""What a paper says of the one before it: what that asked, whether it was answered, what is still owed."""

from dataclasses import dataclass
from datetime import date

from supervision.core import clock
from supervision.core.db import session
from supervision.core.duedates import DueKind, of_owner
from supervision.instruments.chasing.service import Rung, events_of
from supervision.instruments.models import Instrument, InstrumentItem, ReplyRound
from supervision.instruments.states import KindPurpose, Nature
from supervision.instruments.verifying import agreement
from supervision.instruments.wording.items import ended
from supervision.instruments.wording.names import chinese_number, this_paper
from supervision.instruments.wording.parts import parts_of


def named(paper: Instrument) -> str:
    """《行政执法监督整改通知书》（示司监改〔2026〕1号): how another paper names it."""
    return f"《{paper.kind.name}》（{paper.number}）" if paper.number else ""


def open_items(paper: Instrument) -> list[InstrumentItem]:
    """Items not yet settled: what a following paper is about."""
    return [
        item
        for item in paper.items
        if (item.conclusion is None or not item.conclusion.settles)
        and not agreement.ended_otherwise(item)
    ]


_ALL = (
    "前文", "前文日期", "前文期限", "到期日", "前文要求", "事项性质", "退回情况", "未办结情况",
    "期满情况", "催办情况",
)  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """How a paper of a sort asks, and what is said where nothing came or too little."""

    asked: str
    silent: str
    done: str
    again: str


_WORDS = {
    "整改": _Words("完成整改并书面反馈", "未反馈整改情况", "整改到位", "退回补充整改"),
    "办理": _Words("办结并函复", "未函复办理情况", "办结", "退回重新办理"),
    "通知办理": _Words("办理完毕并书面反馈", "未反馈办理情况", "办理完毕", "退回补充办理"),
    "执行": _Words("执行并书面报告", "未报告执行情况", "执行到位", "退回补充执行"),
}


def slots_of(paper: Instrument, own: str, you: str) -> dict[str, str]:
    """前文 and what there is to say of it; `own` and `you`: how the paper calls issuer and reader."""
    parent = session.get(Instrument, paper.parent_id) if paper.parent_id else None
    if parent is None:
        return dict.fromkeys(_ALL, "")
    words = _words(parent)
    due, last = _day(parent.due_on), _sent_back(parent)
    first = due if last is None or paper.kind.purpose is KindPurpose.REMINDER else _asked(parent)
    return {
        "前文": named(parent),
        "前文日期": _day(parent.signed_on),
        "前文期限": first,
        "到期日": due,
        "前文要求": words.asked,
        "退回情况": _returned(last, words, due, own, you) if last else "",
        "事项性质": doing(parent),
        "期满情况": f"未{words.done}" if parent.rounds else words.silent,
        "未办结情况": _still_open(parent, you),
        "催办情况": _urged(parent),
    }


def _words(paper: Instrument) -> _Words:
    """A letter asks for an answer by letter, a notice for a report."""
    does = doing(paper)
    noticed = does == "办理" and not _passed_on(paper)
    return _WORDS["通知办理" if noticed else does]


def _passed_on(paper: Instrument) -> bool:
    return any(one.nature is Nature.MATTER for one in paper.items)


def doing(paper: Instrument) -> str:
    """A decision is carried out (执行), a matter passed on, or what a notice asks for so (办理要求：), dealt with (办理),
    anything else mended (整改).
    """
    if paper.kind.purpose is KindPurpose.DECISION:
        return "执行"
    return "办理" if _passed_on(paper) or _label(paper).startswith("办理") else "整改"


def unmet(paper: Instrument) -> str:
    """逾期未整改或者整改不到位; of a matter or a decision, what was not done in time."""
    does = doing(paper)
    return "逾期未整改或者整改不到位" if does == "整改" else f"逾期未{_words(paper).done}"


def asking(paper: Instrument) -> str:
    """监督意见, 整改要求, 办理要求: over what the paper asks, as its text leads it in."""
    return _label(paper) or f"{doing(paper)}要求"


def _label(paper: Instrument) -> str:
    """As the kind's text leads a demand in; empty where it does not."""
    led = (part.label for part in parts_of(paper.kind.parts or []) if part.label.strip())
    return next(led, "").strip().rstrip("：")


def found_as(paper: Instrument) -> str:
    """The heading over what a paper tells: of a matter passed on nobody has found a problem yet."""
    if paper.kind.purpose is KindPurpose.URGING:
        return "督办事项"
    return "反映的内容" if _passed_on(paper) else "问题"


def asked_as(paper: Instrument) -> str:
    """The heading over what the unit answers: 问题与要求, 事项与要求."""
    return f"{'问题' if found_as(paper) == '问题' else '事项'}与要求"


def list_title(paper: Instrument) -> str:
    """What the list of its items is called."""
    if paper.kind.purpose is KindPurpose.URGING:
        return "督办事项清单"
    return "转办事项清单" if _passed_on(paper) else "行政执法监督问题清单"


def answering(paper: Instrument) -> str:
    """整改, 办理, 执行: what is told in answer to it, as its tables name it."""
    return "办理" if asking(paper).startswith("办理") else doing(paper)


def told_as(paper: Instrument) -> str:
    """The heading over what the unit writes."""
    told = answering(paper)
    return f"{told}措施和结果" if told == "整改" else f"{told}情况和结果"


def _sent_back(paper: Instrument) -> ReplyRound | None:
    """The last reply, where it was sent back and none came since."""
    last = paper.rounds[-1] if paper.rounds else None
    return last if last is not None and last.returned_on is not None else None


def _asked(paper: Instrument) -> str:
    """By when the paper itself asked, before its reply was sent back with a further term."""
    rows = of_owner(paper, DueKind.REPLY)
    return _day(rows[-1].due if rows else paper.due_on)


def _returned(last: ReplyRound, words: _Words, due: str, own: str, you: str) -> str:
    until = f"，要求于{due}前（含当日）再次反馈" if due else ""
    return f"{you}反馈后，{own}于{_day(last.returned_on)}{words.again}{until}。"


def _still_open(paper: Instrument, you: str) -> str:
    """你单位尚未反馈整改情况; of a reply that was sent back, which items are not done."""
    words, left = _words(paper), open_items(paper)
    if not paper.rounds:
        return f"{you}尚{words.silent}"
    that = f"该{this_paper(paper.kind.name).removeprefix('本')}"
    if len(paper.items) < 2:
        return f"{that}所列事项尚未{words.done}"
    counted = f"{that}所列{len(paper.items)}{paper.kind.item_noun}"
    if len(left) == len(paper.items):
        return f"{counted}均未{words.done}"
    which = "、".join(chinese_number(item.seq) for item in left)
    return f"{counted}中，第{which}{paper.kind.item_noun}尚未{words.done}"


def owed(item: InstrumentItem) -> str:
    """经核查，部分整改。台账缺3月份。: what is still owed of an item; nothing where nobody has looked at an answer."""
    note = ended(item.conclusion_note)
    if item.conclusion is not None and not item.conclusion.settles:
        return f"经核查，{item.conclusion.label}。{note}"
    if item.nature is Nature.MATTER and item.conclusion is None and _sent_back(item.instrument):
        return f"办理结果未获认可，退回重新办理。{note}"
    return ""


def _urged(paper: Instrument) -> str:
    """催办2次（最近一次为2026年4月10日，电话）: how often its unit was urged; empty where never."""
    found = [one for one in events_of(paper) if one.rung == Rung.URGE]
    if not found:
        return ""
    return f"催办{len(found)}次（最近一次为{_day(found[-1].on)}，{found[-1].how}）"


def _day(day: date | None) -> str:
    return clock.chinese_date(day) if day else ""
