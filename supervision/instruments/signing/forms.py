"""The form of 登记线下签批."""

from typing import Self

from wtforms.fields import SelectChoice

from supervision.accounts.models import User
from supervision.core.access.policy import Role
from supervision.core.db import session
from supervision.core.forms import BaseForm, choice, day, given, offer, pick, text, uploads
from supervision.instruments.models import Instrument
from supervision.instruments.signing.leaders import authors, holders, leaders_of
from supervision.instruments.signing.models import Leader
from supervision.instruments.signing.registering import OfflineSignature
from supervision.instruments.states import InstrumentStatus

LEADER = "leader-"  # before the key of a leader without an account


class OfflineSignatureForm(BaseForm):
    """登记线下签批; the review on paper is asked only where there was none here."""

    reviewer = choice("审核人（纸面审核）", needed=False)
    reviewed_on = day("审核日期", needed=False)
    signatory = pick("签发人", coerce=str, hint="没有账号的领导，由系统管理员列入“签批领导”")
    on = day("签批日期", hint="即成文日期")
    number = text(
        "OA文号",
        most=60,
        needed=False,
        hint="由办公室编号的填写，如 示司〔2026〕12号；由本系统编号的不填",
    )
    scans = uploads("签批扫描件")

    @classmethod
    def about(cls, paper: Instrument) -> Self:
        """The form with the people who may have reviewed and signed this paper."""
        form = cls()
        hands = authors(paper)
        if paper.status is InstrumentStatus.AWAITING_SIGNATURE:
            del form.reviewer, form.reviewed_on
        else:
            reviewers = [
                one for one in holders(paper.body_id, Role.REVIEWER) if one.id not in hands
            ]
            offer(form.reviewer, reviewers, label=lambda one: one.name, blank=True)
        signing = [one for one in holders(paper.body_id, Role.SIGNATORY) if one.id not in hands]
        named = [SelectChoice(str(one.id), one.name) for one in signing]
        named += [
            SelectChoice(f"{LEADER}{one.id}", f"{one.name} {one.post}".strip())
            for one in leaders_of(paper.body_id)
        ]
        form.signatory.choices = [SelectChoice("", "请选择"), *named]
        return form

    def facts(self) -> OfflineSignature:
        """The form's content as the service takes it."""
        reviewer = self.reviewer.data if "reviewer" in self else None
        return OfflineSignature(
            signatory=_signatory(given(self.signatory)),
            on=given(self.on),
            number=self.number.data or "",
            reviewer=session.get_one(User, reviewer) if reviewer else None,
            reviewed_on=self.reviewed_on.data if "reviewed_on" in self else None,
            scans=tuple(self.scans.data),
        )


def _signatory(chosen: str) -> User | Leader:
    if chosen.startswith(LEADER):
        return session.get_one(Leader, int(chosen.removeprefix(LEADER)))
    return session.get_one(User, int(chosen))
