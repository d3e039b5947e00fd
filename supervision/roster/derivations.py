"""The days of a person on the rolls that their due dates must agree with."""

from supervision.core.duedates import DueKind
from supervision.core.duedates.derived import same_day
from supervision.roster.models import RosterEntry

AGREEMENTS = (
    same_day(
        "certificates", "监督证件有效期", RosterEntry, DueKind.CERTIFICATE,
        lambda: RosterEntry.certificate_until,
    ),
    same_day("terms", "聘期", RosterEntry, DueKind.APPOINTMENT, lambda: RosterEntry.term_until),
)  # fmt: skip
