"""The form of one 催办."""

from supervision.core.forms import (
    BaseForm,
    choice,
    day,
    text,
)
from supervision.instruments.chasing.service import Channel, ChaseFacts, Rung


class ChaseForm(BaseForm):
    """One line of the ladder."""

    rung = choice("督促方式", Rung)
    how = choice("途径", Channel)
    on = day("日期", needed=False, hint="不填为今天")
    note = text("内容", most=500, needed=False)

    def facts(self) -> ChaseFacts:
        """The form's content as the service takes it."""
        return ChaseFacts(
            rung=self.rung.data, how=self.how.data, on=self.on.data, note=self.note.data or ""
        )
