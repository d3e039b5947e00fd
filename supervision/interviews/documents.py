"""约谈记录 as a working form: facts of the interview, its minutes, lines to be signed."""

from datetime import date

from supervision.agencies.models import Body
from supervision.agencies.reform import name_on
from supervision.core import clock
from supervision.core.db import session
from supervision.core.documents.model import (
    Cell,
    Column,
    Form,
    FormBlock,
    Grid,
    SignLine,
    Table,
)
from supervision.interviews.models import Interview, Interviewee, InterviewSeat
from supervision.interviews.states import Seat, Signing

_SHARES = (2.0, 4.0, 2.0, 4.0)
_ROOM = 10  # lines kept for minutes still to be written by hand


def record_form(interview: Interview) -> Form:
    """The record to be signed; before the interview the rooms to be filled by hand stay empty."""
    body = session.get_one(Body, interview.body_id)
    return Form(
        title="行政执法监督约谈记录",
        issuer=body.name,
        number=interview.notice_number,
        blocks=(_facts(interview), _heads(interview), _minutes(interview), *_lines(interview)),
        note="本记录经约谈对象核对无误后逐页签名；拒绝签名的，由记录人注明理由。",
    )


def _facts(interview: Interview) -> Grid:
    day = interview.held_on or interview.planned_on
    when = clock.chinese_date(day) + " " + (interview.held_at or interview.planned_at)
    return Grid(
        shares=_SHARES,
        rows=(
            _wide("约谈事由", interview.reason),
            (*_pair("时间", when.strip()), *_pair("地点", interview.place)),
            (
                *_pair("约谈人", _names(interview.seated(Seat.INTERVIEWER))),
                *_pair("记录人", _names(interview.seated(Seat.RECORDER))),
            ),
        ),
    )


def _pair(label: str, text: str) -> tuple[Cell, Cell]:
    return Cell(label, label=True), Cell(text)


def _wide(label: str, text: str, lines: int = 1) -> tuple[Cell, Cell]:
    return Cell(label, label=True), Cell(text, span=3, lines=lines)


def _names(seats: list[InterviewSeat]) -> str:
    return "、".join(
        f"{one.name}（{one.certificate_no}）" if one.certificate_no else one.name for one in seats
    )


def _heads(interview: Interview) -> Table:
    columns = (
        Column("序号", 1), Column("姓名", 2), Column("单位", 5), Column("职务", 3),
        Column("执法证号", 3), Column("身份", 2.4), Column("备注", 2.4),
    )  # fmt: skip
    day = interview.held_on or interview.planned_on
    rows = tuple(
        (
            str(head.seq), head.name, name_on(head.unit, day), head.post, head.certificate_no,
            head.standing.label, "缺席" if head.absent else "",
        )
        for head in interview.interviewees
    )  # fmt: skip
    return Table(columns=columns, rows=rows, caption="约谈对象")


def _minutes(interview: Interview) -> Grid:
    rows = [_wide("约谈内容", interview.minutes, lines=_ROOM)]
    rows.append(_wide("整改承诺", _promises(interview), lines=3))
    return Grid(shares=_SHARES, rows=tuple(rows))


def _promises(interview: Interview) -> str:
    """What all promised, or each for himself."""
    own = [
        f"{head.name}：{_promise(head.promise, head.promise_due)}"
        for head in interview.promising_heads
    ]
    return "\n".join(own) or _promise(interview.promise, interview.promise_due)


def _promise(words: str, due: date | None) -> str:
    return words if due is None else f"{words}（{clock.chinese_date(due)}前，含当日）"


def _lines(interview: Interview) -> list[FormBlock]:
    heads: list[FormBlock] = [
        _head_line(head) for head in interview.interviewees if not head.absent
    ]
    seats: list[FormBlock] = [SignLine("约谈人签名"), SignLine("记录人签名")]
    return heads + seats


def _head_line(head: Interviewee) -> SignLine:
    if head.signing is Signing.REFUSED:
        return SignLine(f"约谈对象{head.name}", name=f"拒绝签名：{head.note}")
    return SignLine(f"约谈对象{head.name}签名")
