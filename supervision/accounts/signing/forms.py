"""The form of a signature on paper."""

from typing import Any, Self

from wtforms.fields import SelectChoice

from supervision.accounts.models import User
from supervision.accounts.service import people_of
from supervision.accounts.signing.leaders import leaders_of
from supervision.accounts.signing.on_paper import PaperSignature, Sought, key_of, signatory_of
from supervision.core.access.policy import Role
from supervision.core.db import session
from supervision.core.forms import choice, day, given, offer, paragraph, pick, uploads
from supervision.core.verbs import VerbForm

REGISTERED = "已登记线下批准，待另一人确认。"
DECIDED = "已登记线下决定，待另一人确认。"


class PaperSignatureForm(VerbForm):
    """Who signed when, with the scan; the review on paper is asked only where there was none here."""

    reviewer = choice("审核人（纸面审核）")
    reviewed_on = day("审核日期")
    signatory = pick("签发人", coerce=str, hint="没有账号的领导，由系统管理员列入“签批领导”")
    on = day("签批日期")
    scans = uploads(
        "签批扫描件",
        hint="图片、PDF、Word、Excel，单个不超过30MB；现在没有的，3个工作日内上传，单位看不到",
    )

    @classmethod
    def asking(cls, record: Any) -> Self:
        """The form about a record of a kind that says who is sought."""
        return cls.about(cls.seeking(record), record)

    @staticmethod
    def seeking(record: Any, /) -> Sought:
        """Who may have signed it; each kind of record says it."""
        raise NotImplementedError

    @classmethod
    def about(cls, sought: Sought, record: Any = None) -> Self:
        """The form with the people who may have reviewed and signed this record."""
        form = cls(of=record)
        form.signatory.label.text = sought.signs
        if sought.review:
            reviewers = _others(sought, Role.REVIEWER)
            offer(form.reviewer, reviewers, label=lambda one: one.name, blank=True)
        else:
            del form.reviewer, form.reviewed_on
        named = [SelectChoice(key_of(one), one.name) for one in _others(sought, sought.role)]
        named += [
            SelectChoice(key_of(one), f"{one.name} {one.post}".strip())
            for one in leaders_of(sought.body_id)
        ]
        form.signatory.choices = [SelectChoice("", "请选择"), *named]
        return form

    def signature(self) -> PaperSignature:
        """The form's content as the service takes it."""
        reviewer = self.reviewer.data if "reviewer" in self else None
        return PaperSignature(
            signatory=signatory_of(given(self.signatory)),
            on=given(self.on),
            reviewer=session.get_one(User, reviewer) if reviewer else None,
            reviewed_on=self.reviewed_on.data if "reviewed_on" in self else None,
            scans=tuple(self.scans.data),
        )

    def told(self) -> dict[str, object]:
        """The signature."""
        return {"signature": self.signature()}


class PaperDecisionForm(PaperSignatureForm):
    """What a leader decided beside approving: who when, with the scan."""

    on = day("决定日期", hint="纸上或者OA所写的日期，不是登记日期")
    scans = uploads("签批扫描件", needed=True)


class ReasonedDecisionForm(PaperDecisionForm):
    """A decision that gives its reason."""

    reason = paragraph("理由", most=2000)

    def told(self) -> dict[str, object]:
        """The signature and the reason."""
        return {**super().told(), "reason": self.reason.data or ""}


class ScanForm(VerbForm):
    """The scan that did not come with the registration."""

    scans = uploads("签批扫描件", needed=True)


def _others(sought: Sought, role: Role) -> list[User]:
    return [one for one in people_of(sought.body_id, role) if one.id not in sought.authors]
