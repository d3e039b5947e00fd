"""Forms of referrals."""

from collections.abc import Sequence

import sqlalchemy as sa
from wtforms import BooleanField, HiddenField, IntegerField, SelectField
from wtforms.validators import NumberRange, Optional

from supervision.accounts.models import User
from supervision.accounts.signing.forms import PaperSignatureForm, ReasonedDecisionForm
from supervision.core.conditions import NeededIf
from supervision.core.db import session
from supervision.core.deadlines import Unit
from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    key_or_none,
    offer,
    offered,
    paragraph,
    several,
    text,
    uploads,
)
from supervision.core.keys import identifiers
from supervision.core.still_there import StillThere
from supervision.core.verbs import StepForm
from supervision.problems.models import Problem
from supervision.referrals.history import Past
from supervision.referrals.models import Referral
from supervision.referrals.on_paper import decider, sought
from supervision.referrals.service import Answer, ReferralFacts
from supervision.referrals.states import Way

TERM_UNITS = (Unit.WORKDAY, Unit.DAY, Unit.MONTH)  # what a mechanism says most often first


def _viewer_key(value: object) -> int | None:
    """The key of a person chosen, or of one who is in the circle of a referral already."""
    return key_or_none(getattr(value, "user_id", value))


class ReferralForm(BaseForm):
    """Drafting a referral."""

    way = choice(
        "方式", Way, hint="移交：按工作机制交巡察办等；移送：依法交纪检监察、公安、检察机关"
    )
    recipient = text("接收机关", hint="全称")
    subject = text("事由", hint="例：专项监督中发现的有关问题")
    basis = paragraph(
        "工作机制或法律依据",
        most=2000,
        needed=NeededIf("way", [Way.STATUTORY], said="移送必填", alone=False, asked=False),
    )
    reasons = paragraph("情况说明", needed=False)
    problems = HiddenField("问题清单", [StillThere(Problem, "问题", "个")])
    answer_wanted = BooleanField("要求回告", default=True)
    term_number = IntegerField(
        "回告期限",
        [Optional(), NumberRange(1, 3650, "须为1至3650的整数")],
        render_kw={"inputmode": "numeric"},
    )
    term_unit = SelectField("期限单位", choices=offered(TERM_UNITS))
    approver_id = choice("审批人", needed=False, hint="报批前须指定，不得是承办人本人")
    viewers = several(
        "知悉人员",
        needed=False,
        hint="承办人、审批人之外可以看到的人；审核、签发移交函的人须列入",
        coerce=_viewer_key,
    )
    files = uploads("材料")

    def offer_people(self, approvers: Sequence[User], colleagues: Sequence[User]) -> None:
        """Fill the choices of people of the body."""
        offer(self.approver_id, approvers, label=lambda user: user.name, blank=True)
        offer(self.viewers, colleagues, label=lambda user: user.name)

    def chosen_problems(self) -> list[Problem]:
        """The problems carried in by the address or held already."""
        wanted = identifiers((self.problems.data or "").split(","))
        if not wanted:
            return []
        statement = sa.select(Problem).where(Problem.id.in_(wanted)).order_by(Problem.id)
        return list(session.scalars(statement.options(sa.orm.joinedload(Problem.unit))))

    def facts(self) -> ReferralFacts:
        """The form's content as the service takes it."""
        return ReferralFacts.of(
            self.data,
            problems=self.chosen_problems(),
            approver=session.get(User, self.approver_id.data) if self.approver_id.data else None,
            viewers=people(self.viewers.data),
            files=tuple(self.files.data),
        )


def people(keys: Sequence[int] | None) -> list[User]:
    """The users of these keys."""
    if not keys:
        return []
    return list(session.scalars(sa.select(User).where(User.id.in_(keys)).order_by(User.id)))


def held(referral: Referral) -> dict[str, object]:
    """A referral's links as its form shows them."""
    return {
        "problems": ",".join(str(link.problem_id) for link in referral.problem_links),
        "viewers": [row.user_id for row in referral.viewers],
    }


class PastReferralForm(ReferralForm):
    """补录: a referral with all that had happened to it."""

    sent_on = day("发出日期", hint="移交、移送的真实日期")
    letter_number = text("函号", most=60, needed=False)
    approved_on = day("批准日期", needed=False)
    received_on = day("接收日期", needed=False)
    received_by = text("接收人", most=40, needed=False)
    answered_on = day("回告日期", needed=False)
    answer_number = text("回告文号", most=60, needed=False)
    result = paragraph("处理结果", most=5000, needed=False)
    archived_on = day("归档日期", needed=False)

    def past(self) -> Past:
        """What had happened, as the service takes it."""
        return Past.of(self.data)


class CorrectionForm(PastReferralForm):
    """更正补录: the entry again, with the reason."""

    why = paragraph("更正理由", most=2000, hint="例：函号录错；原值和新值都留在时间线上")


class ApprovalForm(PaperSignatureForm):
    """登记线下批准."""

    seeking = staticmethod(sought)


class PaperReturnForm(ReasonedDecisionForm):
    """登记线下退回修改."""

    seeking = staticmethod(decider)


class SendForm(StepForm):
    """登记发出."""

    number = text("函号", most=60, needed=False)


class ReceiveForm(StepForm):
    """登记接收."""

    by = text("接收人", most=40, needed=False)
    receipts = uploads("回执")


class AnswerForm(StepForm):
    """登记回告."""

    result = paragraph("处理结果", most=5000)
    number = text("回告文号", most=60, needed=False)
    files = uploads("回告来文")

    def told(self) -> dict[str, object]:
        """The day, and the answer as the service takes it."""
        answer = Answer(self.result.data or "", self.number.data or "", tuple(self.files.data))
        return {"on": self.on.data, "told": answer}


class ViewersForm(BaseForm):
    """The circle of those who may see; while it waits for approval, also whose."""

    approver_id = choice("审批人", hint="原审批人离岗、不能审批的，另行指定")
    viewers = several("知悉人员", needed=False)
    reason = text("说明", needed=False)
