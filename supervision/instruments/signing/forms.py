"""The form of 登记线下签批."""

from supervision.core.forms import (
    BaseForm,
    day,
    given,
    text,
    uploads,
)
from supervision.instruments.signing.service import OfflineSignature


class OfflineSignatureForm(BaseForm):
    """登记线下签批."""

    signatory_name = text("签发人", most=40)
    on = day("签批日期", hint="即成文日期")
    number = text(
        "OA文号",
        most=60,
        needed=False,
        hint="由办公室编号的填写，如 示司〔2026〕12号；由本系统编号的不填",
    )
    scans = uploads("签批扫描件")

    def facts(self) -> OfflineSignature:
        """The form's content as the service takes it."""
        return OfflineSignature(
            signatory_name=self.signatory_name.data or "",
            on=given(self.on),
            number=self.number.data or "",
            scans=tuple(self.scans.data),
        )
