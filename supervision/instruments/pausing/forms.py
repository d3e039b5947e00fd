"""The form of 中止期限."""

from supervision.core.forms import BaseForm, choice, day, given, paragraph
from supervision.instruments.pausing.service import PauseFacts, PauseReason


class PauseForm(BaseForm):
    """From when (to when) a term stands still, why, on what basis."""

    reason = choice("中止原因", PauseReason)
    stopped = day("中止日", hint="从这一天起不计入期限")
    resumed = day(
        "恢复日", needed=False, hint="当日不计入，自次日起续算；尚未恢复的不填，恢复后再登记"
    )
    basis = paragraph("事实和依据", most=500)

    def facts(self) -> PauseFacts:
        """The form's content as the service takes it."""
        return PauseFacts(
            reason=self.reason.data,
            stopped=given(self.stopped),
            resumed=self.resumed.data,
            basis=self.basis.data or "",
        )


class ResumeForm(BaseForm):
    """When a term that stands still goes on."""

    resumed = day("恢复日", hint="当日不计入，自次日起续算")
