"""Forms of 补录 of interviews: all that had happened, and what each head had promised for himself."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Self

from wtforms import FieldList, FormField

from supervision.actions.models import SupervisionAction
from supervision.core.errors import DomainError
from supervision.core.form_part import FormPart
from supervision.core.forms import choice, day, paragraph, text, uploads
from supervision.interviews import past_promises
from supervision.interviews.forms import HEADS_AT_FIRST, InterviewForm, Known, held
from supervision.interviews.history import Past
from supervision.interviews.models import Interview
from supervision.interviews.past_promises import PastPromise
from supervision.interviews.service import Record
from supervision.interviews.states import Sharing
from supervision.interviews.step_forms import SHARED


class OwnPromiseForm(FormPart):
    """What one head promised for himself, and what came of it; an empty line says nothing."""

    class Meta:
        locales = ("zh",)

    promise = paragraph("本人承诺", most=5000, needed=False)
    promise_due = day("承诺期限", needed=False)
    kept_on = day("落实日期", needed=False)
    result = paragraph("落实情况", most=2000, needed=False)

    def said(self) -> tuple[str, date | None, date | None, str]:
        """Words, last day, the day it was kept, what came of it."""
        words, result = (self.promise.data or "").strip(), (self.result.data or "").strip()
        return words, self.promise_due.data, self.kept_on.data, result

    @property
    def filled(self) -> bool:
        return any(self.said())


def _plain(who: str) -> str:
    """The name alone, of what the list of officers offers."""
    return who.split(" · ", maxsplit=1)[0].strip()


class PastInterviewForm(InterviewForm):
    """补录: an interview with all that had happened; the day planned is the day held."""

    planned_on = day("实施日期", hint="约谈当天的真实日期")
    approved_on = day("批准日期", needed=False)
    notified_on = day("通知日期", needed=False)
    notice_number = text("通知书文号", most=60, needed=False)
    minutes = paragraph("约谈记录", needed=False)
    promising = choice("承诺方式", Sharing, hint="没有承诺的不用改，下面留空")
    promise = paragraph("整改承诺", most=5000, needed=SHARED)
    promise_due = day("承诺期限", needed=SHARED)
    own = FieldList(
        FormField(OwnPromiseForm), "分别承诺", min_entries=HEADS_AT_FIRST, max_entries=100
    )
    closed_on = day("办结日期", needed=False)
    promise_result = paragraph("承诺落实情况", most=5000, needed=False)
    files = uploads("签字的约谈记录")

    def past(self) -> Past:
        """What had happened, as the service takes it."""
        record = Record.of(
            self.data, held_at=self.planned_at.data or "", files=tuple(self.files.data)
        )
        return Past.of(self.data, held_on=self.day_planned(), record=record, own=self._own())

    def offer_people(self, offered: Known, actions: Sequence[SupervisionAction]) -> None:
        """As planning does; with a line of promises for each line of heads."""
        super().offer_people(offered, actions)
        while len(self.own) < len(self.heads):
            self.own.append_entry()

    @property
    def promisers(self) -> list[tuple[OwnPromiseForm, str]]:
        """Each line of promises with whose it is: the name typed in the same line of heads, or its number."""
        names = [line.form.who.data or "" for line in self.heads]
        return [
            (line.form, _plain(name) or f"第{number}人")
            for number, (line, name) in enumerate(zip(self.own, names, strict=False), start=1)
        ]

    def _own(self) -> list[PastPromise]:
        """The promises, by the place of who made them among those named."""
        found: list[PastPromise] = []
        place = 0
        for number, (line, head) in enumerate(zip(self.own, self.heads, strict=False), start=1):
            said = PastPromise(0, _plain(head.form.who.data or ""), *line.form.said())
            place += bool(said.who)
            if not line.form.filled:
                continue
            if not said.who:
                message = f"第{number}行没有约谈对象，却填了承诺"
                raise DomainError(message, field="own")
            found.append(replace(said, seq=place))
        return found


class CorrectionForm(PastInterviewForm):
    """更正补录: the entry again, with the reason."""

    why = paragraph("更正理由", most=2000, hint="例：实施日期录错；原值和新值都留在时间线上")

    @classmethod
    def asking(cls, interview: Interview) -> Self:
        """The form as the entry stands; the day of the first own promise is no shared one."""
        form = cls(obj=interview, data=past_held(interview))
        if interview.promising_heads and not form.is_submitted():
            form.promise_due.data = None
        return form


def past_held(interview: Interview) -> dict[str, object]:
    """A past interview as its form shows it."""
    own = past_promises.held_by(interview)
    way = Sharing.EACH if own else Sharing.TOGETHER
    return {**held(interview), "promising": way, "own": lines(own)}


def lines(own: Iterable[PastPromise]) -> list[dict[str, object]]:
    """Promises as the lines of the form, beside those who made them."""
    said = {one.seq: one for one in own}
    places = range(1, max([HEADS_AT_FIRST, *said]) + 1)
    return [_line(said[place]) if place in said else {} for place in places]


def _line(one: PastPromise) -> dict[str, object]:
    return {
        "promise": one.words,
        "promise_due": one.due,
        "kept_on": one.kept_on,
        "result": one.result,
    }


def typed_again(typed: dict[str, Any]) -> dict[str, Any]:
    """What was typed of an entry that came back, as its form shows it."""
    return {**typed, "own": lines(typed.get("own", ()))}
