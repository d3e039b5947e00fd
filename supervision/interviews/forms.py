"""Forms of interviews: many heads in one sitting, each a single line found by typing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from wtforms import BooleanField, FieldList, FormField, HiddenField
from wtforms.fields import SelectChoice

from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Officer, Unit
from supervision.agencies.naming import called
from supervision.agencies.picking import ended_said
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.form_part import FormPart
from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    given,
    offer,
    paragraph,
    pick,
    text,
)
from supervision.core.keys import identifiers
from supervision.core.pick_field import PickField, named
from supervision.core.picking import find, refusal, spellings
from supervision.core.still_there import StillThere
from supervision.instruments.models import Instrument
from supervision.interviews.models import Interview, Interviewee
from supervision.interviews.pasting import people
from supervision.interviews.people import IntervieweeFacts, Supervisor
from supervision.interviews.service import InterviewFacts
from supervision.interviews.states import Seat
from supervision.problems.models import Problem

HEADS_AT_FIRST = 10
HEADS_MORE = 5
INTERVIEWERS = 3


class HeadForm(FormPart):
    """One line of the table of heads; an empty line does not count."""

    class Meta:
        locales = ("zh",)

    who = text("姓名", most=100, needed=False)
    unit = text("单位", needed=False)
    post = text("职务", most=60, needed=False)
    certificate_no = text("执法证号", most=40, needed=False)
    in_leadership = BooleanField("领导班子成员")


def _supervisor_select(label: str) -> PickField:
    return pick(label, needed=False, coerce=str)


@dataclass(frozen=True)
class Known:
    """Officers, units and supervisors offered for typing, by the words that name them."""

    officers: Mapping[str, Officer]
    units: Mapping[str, Unit]
    unit_names: Mapping[str, Sequence[str]]
    supervisors: Mapping[str, Supervisor]

    @property
    def officer_names(self) -> Mapping[str, Sequence[str]]:
        """How each officer may be typed: the word that names one, the name alone, in pinyin."""
        return {word: spellings((word, one.name)) for word, one in self.officers.items()}

    def officer(self, said: str, unit: Unit | None) -> Officer | None:
        """The officer meant: by the word of the list, or by name where only one (of the unit) has it."""
        if said in self.officers or not said:
            return self.officers.get(said)
        own = [one for one in self.officers.values() if one.name == said]
        own = [one for one in own if unit in (None, one.unit)]
        return own[0] if len(own) == 1 else None

    def unit(self, said: str) -> Unit | None:
        """The unit that is called so. DomainError where there is none, or several."""
        found = find(said, self.unit_names)
        if said and found.value is None:
            gone = "" if found.values else ended_said(said)
            raise DomainError(gone or refusal(said, found, {name: name for name in self.units}))
        return self.units[found.value] if found.value else None


def officer_word(officer: Officer) -> str:
    """How the list of officers names one: 甲某某 · 示例市第一示范局 副局长."""
    return f"{officer.name} · {officer.unit.short_name} {officer.post}".strip()


def known(
    officers: Sequence[Officer], units: Sequence[Unit], supervisors: Sequence[Supervisor]
) -> Known:
    """Index what is offered; a unit answers to all its names."""
    names = called(units)
    return Known(
        officers={officer_word(one): one for one in officers},
        units={unit.name: unit for unit in units},
        unit_names={unit.name: spellings(names[unit.id]) for unit in units},
        supervisors={one.key: one for one in supervisors},
    )


class InterviewForm(BaseForm):
    """Planning an interview."""

    reason = text("约谈事由", hint="写入通知书和记录，例：整改事项逾期未完成")
    planned_on = day("约谈日期")
    planned_at = text("时间", most=20, needed=False, hint="例：9时30分")
    place = text("地点", needed=False)
    action_id = choice("监督行动", needed=False)
    heads = FieldList(FormField(HeadForm), "约谈对象", min_entries=HEADS_AT_FIRST, max_entries=100)
    pasted = paragraph(
        "粘贴名单",
        most=20_000,
        needed=False,
        hint="在Excel或WPS中选中后复制，一行一人：姓名、单位、职务、执法证号；点“保存”先填入上表，核对后再保存",
        render_kw={"data-pasted-rows": "true"},
    )
    interviewers = FieldList(
        _supervisor_select("约谈人"), "约谈人", min_entries=INTERVIEWERS, max_entries=10
    )
    recorder = _supervisor_select("记录人")
    content = paragraph("约谈提纲", most=5000, needed=False)
    problems = HiddenField("所涉问题", [StillThere(Problem, "问题", "个")])
    papers = HiddenField("所涉文书", [StillThere(Instrument, "文书", "件")])

    def offer_people(self, offered: Known, actions: Sequence[SupervisionAction]) -> None:
        """Fill the selects and keep what is known for reading the lines."""
        self.known = offered
        offer(self.action_id, actions, label=lambda action: action.title, blank=True)
        blank = [SelectChoice("", "请选择")]
        choices = blank + [
            named(
                key,
                f"{one.name}（{one.certificate_no}）" if one.certificate_no else one.name,
                one.name,
            )
            for key, one in offered.supervisors.items()
        ]
        for number, one in enumerate(self.interviewers, start=1):
            one.choices, one.label.text = choices, f"约谈人{number}"
        self.recorder.choices = choices

    def add_rows(self) -> None:
        """再加几行; where a list was pasted, its people in the first lines that are empty."""
        if self.pasted.data:
            try:
                self._fill(people(self.pasted.data))
            except DomainError as unclear:
                self.pasted.errors = [unclear.message]
            return
        for _ in range(min(HEADS_MORE, (self.heads.max_entries or 0) - len(self.heads))):
            self.heads.append_entry()

    def _fill(self, found: list[dict[str, object]]) -> None:
        lines = [line for line in self.heads if not line.form.who.data]
        room = len(lines) + (self.heads.max_entries or 0) - len(self.heads)
        if len(found) > room:
            message = f"一次约谈最多{self.heads.max_entries}人，名单有{len(found)}人"
            raise DomainError(message, field="pasted")
        while len(lines) < len(found):
            lines.append(self.heads.append_entry())
        for line, person in zip(lines, found, strict=False):
            for name, value in person.items():
                line.form[name].data = value
        self.pasted.data = ""

    def facts(self) -> InterviewFacts:
        """The form's content as the service takes it."""
        seats = [self.known.supervisors.get(one.data or "") for one in self.interviewers]
        return InterviewFacts.of(
            self.data,
            interviewees=self._heads(),
            interviewers=[one for one in seats if one is not None],
            recorder=self.known.supervisors.get(self.recorder.data or ""),
            problems=_chosen(Problem, self.problems.data),
            papers=_chosen(Instrument, self.papers.data),
        )

    def day_planned(self) -> object:
        """The day of the interview."""
        return given(self.planned_on)

    def _heads(self) -> list[IntervieweeFacts]:
        lines = enumerate((row.form for row in self.heads), start=1)
        return [self._head(number, line) for number, line in lines if line.who.data]

    def _head(self, number: int, line: HeadForm) -> IntervieweeFacts:
        try:
            unit = self.known.unit((line.unit.data or "").strip())
        except DomainError as unclear:
            raise DomainError(f"第{number}人的单位：{unclear.message}", field="heads") from None
        officer = self.known.officer(line.who.data or "", unit)
        name = officer.name if officer else (line.who.data or "")[:40]
        return IntervieweeFacts.of(line.data, name=name, unit=unit, officer=officer)


def _chosen(model: Any, keys: str | None) -> list[Any]:
    wanted = identifiers((keys or "").split(","))
    if not wanted:
        return []
    return list(session.scalars(sa.select(model).where(model.id.in_(wanted)).order_by(model.id)))


def held(interview: Interview) -> dict[str, object]:
    """An interview as its form shows it, with spare lines."""
    heads = [_line(head) for head in interview.interviewees]
    heads += [{}] * max(2, HEADS_AT_FIRST - len(heads))
    interviewers = [_key(one) for one in interview.seated(Seat.INTERVIEWER)]
    recorders = [_key(one) for one in interview.seated(Seat.RECORDER)]
    return {
        "heads": heads,
        "interviewers": interviewers + [""] * max(0, INTERVIEWERS - len(interviewers)),
        "recorder": recorders[0] if recorders else "",
        "problems": ",".join(str(link.problem_id) for link in interview.problem_links),
        "papers": ",".join(str(link.instrument_id) for link in interview.paper_links),
    }


def _key(seat: Any) -> str:
    return f"r{seat.roster_entry_id}" if seat.roster_entry_id else f"u{seat.user_id}"


def _line(head: Interviewee) -> dict[str, object]:
    return {
        "who": head.name,
        "unit": head.unit.name,
        "post": head.post,
        "certificate_no": head.certificate_no,
        "in_leadership": head.in_leadership,
    }
