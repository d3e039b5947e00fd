"""Forms of the reminders slice: how a kind of due date warns and reminds."""

import re
from typing import Any

from wtforms import BooleanField, Field, IntegerField
from wtforms.validators import NumberRange, ValidationError

from supervision.core.deadlines import Policy
from supervision.core.forms import BaseForm, required, text
from supervision.core.pending.own_terms import MOST_DAYS

STEPS_HINT = "工作日数，用逗号隔开；不提醒的留空"


def _number(label: str, *, least: int, most: int, hint: str) -> IntegerField:
    limits = NumberRange(least, most, f"须为{least}至{most}的整数")
    return IntegerField(label, [required(), limits], description=hint)


class OwnTermForm(BaseForm):
    """How many working days the bureau gives itself for a duty, and whether its people are reminded."""

    days = _number("几个工作日内办理", least=1, most=MOST_DAYS, hint="内部时限，不是法定期限")
    reminds = BooleanField(
        "提醒承办这一事项的人",
        description="到期前一个工作日、到期当日、逾期第1和第3个工作日；不勾选只亮灯",
    )

    def facts(self) -> dict[str, Any]:
        """The form's content as `own_terms.put` takes it."""
        return {"days": self.days.data or 0, "reminds": bool(self.reminds.data)}


class PolicyForm(BaseForm):
    """One kind's policy."""

    amber_workdays = _number("提前几个工作日转为黄灯", least=0, most=250, hint="0为到期当日")
    amber_at_half = BooleanField("期限用去一半即转为黄灯")
    remind_before = text("到期前提醒", most=80, needed=False, hint=f"{STEPS_HINT}，例：3，1")
    remind_on_day = BooleanField("到期当日提醒")
    remind_after = text("逾期后提醒", most=80, needed=False, hint=f"{STEPS_HINT}，例：1，3，7，15")
    repeat_every = _number("此后每隔几个工作日再提醒", least=0, most=250, hint="0为不再提醒")
    head_after = _number(
        "逾期第几个工作日起告知科室负责人", least=0, most=250, hint="0为不告知；此后每次提醒都告知"
    )

    def validate_remind_before(self, field: Field) -> None:
        _steps(field)

    def validate_remind_after(self, field: Field) -> None:
        _steps(field)

    def policy(self) -> Policy:
        """The form's content; Policy itself raises DomainError where the numbers do not fit."""
        return Policy(
            amber_workdays=self.amber_workdays.data or 0,
            amber_at_half=bool(self.amber_at_half.data),
            remind_before=tuple(sorted(set(_steps(self.remind_before)), reverse=True)),
            remind_on_day=bool(self.remind_on_day.data),
            remind_after=tuple(sorted(set(_steps(self.remind_after)))),
            repeat_every=self.repeat_every.data or 0,
            head_after=self.head_after.data or 0,
        )


def shown(policy: Policy) -> dict[str, object]:
    """A policy as the form shows it."""
    return {
        "amber_workdays": policy.amber_workdays,
        "amber_at_half": policy.amber_at_half,
        "remind_before": "，".join(map(str, policy.remind_before)),
        "remind_on_day": policy.remind_on_day,
        "remind_after": "，".join(map(str, policy.remind_after)),
        "repeat_every": policy.repeat_every,
        "head_after": policy.head_after,
    }


def _steps(field: Field) -> list[int]:
    words = [word for word in re.split(r"[，,、\s]+", field.data or "") if word]
    if len(words) > 12 or not all(re.fullmatch(r"\d{1,3}", word) for word in words):
        raise ValidationError("请填工作日数，用逗号隔开，最多12个，例：3，1")
    return [int(word) for word in words]
