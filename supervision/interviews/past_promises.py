"""分别承诺 in 补录: what each head of a past interview had promised for himself, and what had come of it by the time of entry."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from supervision.core.errors import DomainError
from supervision.core.eventdays import check_day
from supervision.interviews.models import Interview
from supervision.interviews.promising import NOTHING, Promise

FIELD = "own"  # of the form and of the sheet


@dataclass(frozen=True)
class PastPromise:
    """The promise of the head in place `seq`, who is called so; kept on a day, or not as far as is known."""

    seq: int
    who: str
    words: str = ""
    due: date | None = None
    kept_on: date | None = None
    result: str = ""

    @property
    def promise(self) -> Promise:
        return Promise(self.words, self.due)

    def __str__(self) -> str:
        kept = f"，{self.kept_on}落实：{self.result}" if self.kept_on else ""
        return f"{self.who}：{self.words}（{self.due}前{kept}）"


def check(own: Sequence[PastPromise], *, held_on: date) -> None:
    """DomainError where what came of a promise cannot have been so."""
    for one in own:
        if one.kept_on is None and not one.result.strip():
            continue
        if not one.promise.made:
            raise DomainError(f"{one.who}：填写了落实情况，请填写本人承诺和期限", field=FIELD)
        if one.kept_on is None or not one.result.strip():
            raise DomainError(f"{one.who}：落实日期和落实情况须同时填写", field=FIELD)
        check_day(one.kept_on, held_on, word=f"{one.who}：落实日期", field=FIELD)


def unkept(own: Sequence[PastPromise]) -> list[str]:
    """Who had not kept it yet, as far as is known."""
    return [one.who for one in own if one.kept_on is None]


def of_heads(interview: Interview, own: Sequence[PastPromise]) -> list[Promise]:
    """What each head promised, in their order."""
    said = {one.seq: one.promise for one in own}
    return [said.get(place, NOTHING) for place, _head in enumerate(interview.interviewees, start=1)]


def write_results(interview: Interview, own: Sequence[PastPromise]) -> None:
    """What came of each."""
    said = {one.seq: one for one in own}
    for place, head in enumerate(interview.interviewees, start=1):
        one = said.get(place)
        head.kept_on = one.kept_on if one else None
        head.promise_result = one.result.strip() if one else ""


def held_by(interview: Interview) -> list[PastPromise]:
    """The promises as the entry that would give them."""
    return [
        PastPromise(place, head.name, head.promise, head.promise_due, head.kept_on, head.promise_result)
        for place, head in enumerate(interview.interviewees, start=1)
        if head.promise_due is not None
    ]  # fmt: skip
