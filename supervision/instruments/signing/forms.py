"""The form of 登记线下签批."""

from supervision.accounts.signing.forms import PaperSignatureForm, ReasonedDecisionForm
from supervision.core.forms import day, text
from supervision.instruments.signing.returning import decider


class OfflineSignatureForm(PaperSignatureForm):
    """登记线下签批 of a paper, which has a number."""

    on = day("签批日期", hint="即成文日期")
    number = text(
        "OA文号",
        most=60,
        needed=False,
        hint="由办公室编号的填写，如 示司〔2026〕12号；由本系统编号的不填",
    )


class PaperReturnForm(ReasonedDecisionForm):
    """登记线下退回修改."""

    seeking = staticmethod(decider)
