"""Forms of 异议 and 复查决定."""

from dataclasses import replace
from typing import Self

from wtforms.fields import SelectChoice

from supervision.core.conditions import NeededIf
from supervision.core.forms import BaseForm, choice, day, given, paragraph, pick, text, uploads
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.registering import deciders
from supervision.instruments.objecting.service import DecisionFacts, ObjectionFacts
from supervision.instruments.objecting.states import Decision, Effect


class ObjectionForm(BaseForm):
    """The unit objects."""

    grounds = paragraph("异议理由", most=10_000, hint="写明对哪一条有异议、事实和依据")

    def facts(self) -> ObjectionFacts:
        """The form's content as the service takes it."""
        return ObjectionFacts(grounds=self.grounds.data or "")


class RegisteredObjectionForm(ObjectionForm):
    """An objection that came on paper."""

    raised_on = day("收到异议的日期")
    raised_by = text("提出单位或经办人", most=40, needed=False)
    letter_number = text("来文文号", most=60, needed=False)
    scans = uploads("异议书扫描件")

    def facts(self) -> ObjectionFacts:
        """The form's content as the service takes it."""
        return ObjectionFacts(
            grounds=self.grounds.data or "",
            raised_on=given(self.raised_on),
            raised_by=self.raised_by.data or "",
            letter_number=self.letter_number.data or "",
            scans=tuple(self.scans.data),
        )


class DecisionForm(BaseForm):
    """复查决定, with what it does to the deadline."""

    decision = choice("复查决定", Decision)
    wording = paragraph("决定内容和理由", most=10_000)
    effect = choice("对期限的影响", Effect, hint="不另作选择的，期限照常计算")
    new_due = day(
        "另定的到期日", needed=NeededIf("effect", [Effect.NEW_DATE], said="另定到期日的必填")
    )
    reviewers = text(
        "参加复查的人员",
        needed=False,
        hint="多人用“，”分开；承办、审核、签发、核查此件的人不能复查",
    )

    def facts(self) -> DecisionFacts:
        """The form's content as the service takes it."""
        return DecisionFacts(
            decision=given(self.decision),
            text=self.wording.data or "",
            effect=given(self.effect),
            new_due=self.new_due.data,
            reviewers=self.reviewers.data or "",
        )


class RegisteredDecisionForm(DecisionForm):
    """A 复查决定 made on paper: whoever decided is chosen, never typed."""

    decider = pick("复查决定人", coerce=str)
    decided_on = day("决定日期")
    scans = uploads("复查决定扫描件")

    @classmethod
    def about(cls, paper: Instrument, **options: object) -> Self:
        """With the people who may have decided about this paper."""
        form = cls(**options)
        people, listed = deciders(paper)
        named = [(one.name, one.name) for one in people]
        named += [(one.name, f"{one.name} {one.post}".strip()) for one in listed]
        form.decider.choices = [SelectChoice("", "请选择"), *(SelectChoice(*one) for one in named)]
        return form

    def facts(self) -> DecisionFacts:
        """The form's content as the service takes it."""
        others = self.reviewers.data or ""
        together = f"{given(self.decider)}，{others}" if others else given(self.decider)
        return replace(
            super().facts(),
            reviewers=together,
            decided_on=given(self.decided_on),
            scans=tuple(self.scans.data),
        )
