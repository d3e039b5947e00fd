"""Forms of problems."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import cast

from wtforms import IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange

from supervision.accounts.models import User
from supervision.actions.models import SupervisionAction
from supervision.agencies.models import Dictionary, Unit
from supervision.agencies.picking import offer_units
from supervision.core.conditions import NeededIf
from supervision.core.db import session
from supervision.core.files import Attachment
from supervision.core.files.models import Purpose
from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    offer,
    offered,
    optional,
    paragraph,
    pick,
    text,
    uploads,
)
from supervision.core.listing import Option
from supervision.core.pick_field import PickField, named
from supervision.core.verbs import StepForm, VerbForm
from supervision.problems.models import MaterialKind, Problem, ProblemStatus, Severity
from supervision.problems.service import ProblemFacts
from supervision.problems.service.correcting import PastProblem
from supervision.problems.service.evidence import EVIDENCE, FULL_SCORE


def word(label: str, *, needed: bool = True) -> PickField:
    """A word of a dictionary, found by typing it or its pinyin."""
    return pick(label, needed=needed, coerce=str)


def _offer_words(field: PickField, options: Sequence[Option]) -> None:
    """Fill a word field; a retired word that the record carries stays, one typed just now does not."""
    known, carried = {option.value for option in options}, field.object_data
    held = [Option(carried, carried)] if carried and carried not in known else []
    field.choices = [SelectChoice("", "请选择")] + [
        named(one.value, one.label) for one in [*held, *options]
    ]


class EntryForm(BaseForm):
    """One problem under a known action; the first fields differ each time, the rest are carried over."""

    title = text("问题", most=200, hint="一句话写明，例：案卷缺少听证告知程序材料")
    case_number = text("所涉案件文号", needed=False)
    case_cause = text("案由", needed=False)
    officers = text("执法人员", needed=False)
    facts = paragraph("事实", most=10_000, needed=False)
    unit_id = choice("被监督单位")
    category = word("问题类别")
    found_on = day("发现日期")
    field = word("执法领域", needed=False)
    severity = choice("严重程度", Severity)
    rule_breached = paragraph("违反规定", most=2000, needed=False)

    def offer_units(self, units: Sequence[Unit]) -> None:
        """Fill the picker of units."""
        offer_units(self.unit_id, units)

    def offer_words(self, words: Mapping[Dictionary, Sequence[Option]]) -> None:
        """Fill category and field from the dictionaries."""
        _offer_words(self.category, words[Dictionary.CATEGORY])
        _offer_words(self.field, words[Dictionary.FIELD])

    def facts_for(
        self, action: SupervisionAction | None, *, handler: User | None = None
    ) -> ProblemFacts:
        """The form's content as the service takes it."""
        unit = session.get_one(Unit, self.unit_id.data)
        return ProblemFacts.of(self.data, unit=unit, action=action, handler=handler)


class ProblemForm(EntryForm):
    """One problem, with its action and who handles it."""

    action_id = choice("监督行动", needed=False, hint="不属于某次行动的可不填")
    handler_id = choice("承办人", needed=False, hint="不填则为录入人")

    def content(self) -> ProblemFacts:
        """The form's content as the service takes it."""
        action = (
            session.get(SupervisionAction, self.action_id.data) if self.action_id.data else None
        )
        handler = session.get(User, self.handler_id.data) if self.handler_id.data else None
        return self.facts_for(action, handler=handler)


ENDED = [ProblemStatus.FIXED_ON_SPOT, ProblemStatus.UNFIXABLE]
AT_ITS_END = NeededIf("end", ENDED, said="已了结的填写", asked=False)


class CorrectionForm(ProblemForm):
    """更正补录: the entry again, with the reason."""

    established_on = day("认定日期", hint="当年在纸面上认定的日期")
    end = choice("没有列入文书的，怎样了结", ENDED, needed=False)
    ended_on = day("了结日期", needed=AT_ITS_END)
    end_note = paragraph("了结说明", most=5000, needed=AT_ITS_END)
    why = paragraph("更正理由", most=2000, hint="例：发现日期录错；原值和新值都留在时间线上")

    def follow(self, problem: Problem) -> None:
        """What stands on a paper ends with it: then no other end may be said of it than the one it has."""
        if problem.paper_id is None:
            return
        if problem.status in ENDED:
            self.end.choices = offered([problem.status])
            return
        for name in ("end", "ended_on", "end_note"):
            del self[name]

    def past(self) -> PastProblem:
        """What had become of it, as the service takes it."""
        return PastProblem.of(self.data)


class DayForm(StepForm):
    """The day of an event."""

    keeps_drafts = False


class ExplainForm(DayForm):
    """登记事实确认."""

    text = paragraph("单位说明", most=5000, hint="事实确认书中单位的意见；对事实无异议的写“无异议”")


class ReassignForm(VerbForm):
    """转给."""

    keeps_drafts = False
    handler_id = choice("转给")

    def told(self) -> dict[str, object]:
        """The colleague chosen."""
        return {"handler": session.get_one(User, self.handler_id.data)}


class EndForm(DayForm):
    """An end beside 销号, or 不予认定; the workflow asks for the reason."""

    reason = paragraph("理由", most=2000, needed=False)


class OnSpotForm(EndForm):
    """立行立改."""

    proof = uploads("整改后的佐证", hint="立行立改须有佐证；已上传过整改后佐证的可不再传")


class ConfirmForm(VerbForm):
    """It is 整改后又发生."""

    keeps_drafts = False


class DenyForm(ConfirmForm):
    """It is not; the workflow asks for the reason."""

    reason = paragraph("理由", most=2000, needed=False)


class EvidenceForm(BaseForm):
    """Evidence of a problem."""

    files = uploads("文件", needed=True)
    purpose = SelectField(
        "用途",
        choices=offered(EVIDENCE),
        coerce=Purpose,
    )
    shows = text("证明内容", hint="这份材料说明什么")
    event_date = day("事发日期", hint="拍摄或形成的日期，不是上传日期")
    pair_id = choice("与哪一件整改前佐证对照", needed=False)

    def day(self) -> date:
        """The event's day; only of a valid form."""
        return cast(date, self.event_date.data)

    def offer_pairs(self, before: Sequence[Attachment]) -> None:
        """Offer the 整改前 pictures that still lack their counterpart."""
        offer(self.pair_id, before, label=lambda one: f"{one.file.name}：{one.shows}", blank=True)


class MaterialForm(BaseForm):
    """Working material."""

    kind = choice("材料种类", MaterialKind)
    made_on = day("形成日期")
    content = paragraph(
        "内容",
        most=20_000,
        needed=NeededIf("files", said="没有上传文件的必填", asked=False),
    )
    score = IntegerField(
        "评分",
        [optional(), NumberRange(0, FULL_SCORE, f"分数须在0至{FULL_SCORE}之间")],
        description="只有案卷评查评分填写",
    )
    files = uploads("文件")

    def day(self) -> date:
        """The day it was made; only of a valid form."""
        return cast(date, self.made_on.data)
