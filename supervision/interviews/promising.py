"""整改承诺: heads of one interview share a promise, or each makes an own one with its own day.

A promise that is shared is the interview's; of own ones each head's row has words, day and what came of it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from supervision.core import duedates
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.duedates import DueKind
from supervision.core.errors import DomainError
from supervision.core.eventdays import check_day
from supervision.interviews.models import FLOW, Interview, Interviewee
from supervision.interviews.states import Sharing

BASIS = "约谈中被约谈人的承诺"


@dataclass(frozen=True)
class Promise:
    """What is promised, and until when."""

    words: str = ""
    due: date | None = None

    @property
    def made(self) -> bool:
        return bool(self.words.strip()) or self.due is not None


NOTHING = Promise()


def write(
    interview: Interview, sharing: Sharing, shared: Promise, own: Sequence[Promise], *, on: date
) -> None:
    """Write the promises made on the day of the interview, own ones in the order of the heads; DomainError
    where they are not whole."""
    each = list(zip(interview.interviewees, own, strict=True))
    for head, made in each:
        if made.made and head.absent:
            raise DomainError(f"{head.name}缺席，没有承诺", field="attendance")
    check(sharing, shared, [(head.name, made) for head, made in each], on=on)
    for head, made in each:
        head.promise, head.promise_due = made.words.strip(), made.due
    split = sharing is Sharing.EACH
    interview.promise = shared.words.strip()
    interview.promise_due = min(_days(interview), default=None) if split else shared.due


def check(
    sharing: Sharing, shared: Promise, own: Iterable[tuple[str, Promise]], *, on: date,
    field: str = "attendance",
) -> None:  # fmt: skip
    """DomainError where promises are not whole, or made in both ways; own ones with who made them (`field`)."""
    made = [(who, one) for who, one in own if one.made]
    _refuse_the_other(
        shared, [who for who, _one in made], split=sharing is Sharing.EACH, field=field
    )
    for who, one in made:
        _check(one, on, field, of=f"{who}：")
    _check(shared, on, "promise")


def _refuse_the_other(shared: Promise, makers: Sequence[str], *, split: bool, field: str) -> None:
    """What was typed for the other way of promising is neither taken nor lost."""
    if split and shared.made:
        raise DomainError("选的是分别承诺，共同承诺不填", field="promise")
    if split and not makers:
        raise DomainError("分别承诺的，请至少填写一人的承诺和期限", field=field)
    if not split and makers:
        message = f"选的是共同承诺，却另填了{'、'.join(makers)}的承诺；各有各的，请选分别承诺"
        raise DomainError(message, field="promising")


def _check(made: Promise, on: date, field: str, *, of: str = "") -> None:
    own = field != "promise"
    if made.due is not None and made.due < on:
        message = f"{of}承诺期限不得早于实施日期"
        raise DomainError(message, field=field if own else "promise_due")
    if bool(made.words.strip()) != (made.due is not None):
        lacking = "promise_due" if made.words.strip() else "promise"
        raise DomainError(f"{of}整改承诺和承诺期限须同时填写", field=field if own else lacking)


def _days(interview: Interview) -> Iterator[date]:
    return (one.promise_due for one in interview.interviewees if one.promise_due is not None)


def unkept(interview: Interview) -> list[Interviewee]:
    """The heads whose own promise is not known to be kept."""
    return [one for one in interview.promising_heads if one.kept_on is None]


def follow(interview: Interview, *, actor: Principal) -> None:
    """Every promise's day goes into the common table of due dates."""
    if not interview.promising_heads and interview.promise_due is not None:
        _start(interview, f"约谈承诺：{interview.reason}", interview.promise_due, interview, actor)
    for head in unkept(interview):
        if head.promise_due is not None:
            title = f"约谈承诺（{head.name}）：{interview.reason}"
            _start(head, title, head.promise_due, interview, actor)


def _start(owner: object, title: str, due: date, interview: Interview, actor: Principal) -> None:
    duedates.start_fixed(
        owner, DueKind.PROMISE, due, title=title[:200], basis=BASIS, actor=actor,
        holder_id=interview.handler_id,
    )  # fmt: skip


def keep(interview: Interview, results: Mapping[int, str], *, on: date, actor: Principal) -> None:
    """登记落实 of own promises, each with what came of it; once all are kept nothing is followed any more."""
    FLOW.check(interview, "keep", actor=actor)
    check_day(on, interview.held_on)
    kept = [head for head in unkept(interview) if head.id in results]
    if not kept:
        raise DomainError("请勾选已经落实的人", field="heads")
    for head in kept:
        if not results[head.id].strip():
            raise DomainError(f"请填写{head.name}的落实情况", field="heads")
    for head in kept:
        head.kept_on, head.promise_result = on, results[head.id].strip()
        duedates.end(head, DueKind.PROMISE, on=on)
    names = "、".join(head.name for head in kept)
    FLOW.fire(interview, "keep", actor=actor, note=f"{names}的承诺已落实")
    if not unkept(interview):
        FLOW.fire(interview, "all_kept", actor=actor)
    session.flush()


def end(interview: Interview, *, on: date) -> None:
    """The interview is over: nothing promised is due any more."""
    duedates.end(interview, DueKind.PROMISE, on=on)
    for head in unkept(interview):
        duedates.end(head, DueKind.PROMISE, on=on)
