"""Certificates and terms of those in office stand in the common table of due dates, to be renewed."""

from collections.abc import Sequence
from datetime import date

from supervision.core import duedates
from supervision.core.access.principal import Principal
from supervision.core.duedates import Begun, DueKind
from supervision.roster.models import Pool, RosterEntry

BASES = {
    DueKind.CERTIFICATE: "监督证件载明的有效期",
    DueKind.APPOINTMENT: "聘任文件载明的聘期",
}


def follow(entry: RosterEntry, *, actor: Principal) -> None:
    """Let the common table say what the entry says; nothing expires for somebody who has left."""
    for kind, until in (
        (DueKind.CERTIFICATE, entry.certificate_until),
        (DueKind.APPOINTMENT, entry.term_until),
    ):
        _follow(entry, kind, until if entry.left_on is None else None, actor=actor)


def begin(entries: Sequence[RosterEntry], *, actor: Principal) -> None:
    """The same for many who have just been entered."""
    begun = [
        Begun(entry, kind, until, _title(entry, kind), BASES[kind])
        for entry in entries
        for kind, until in (
            (DueKind.CERTIFICATE, entry.certificate_until),
            (DueKind.APPOINTMENT, entry.term_until),
        )
        if until is not None
    ]
    duedates.start_many(begun, actor=actor)


def _follow(entry: RosterEntry, kind: DueKind, until: date | None, *, actor: Principal) -> None:
    duedates.follow(
        entry, kind, until, title=_title(entry, kind), basis=BASES[kind], moved="续期或更正日期",
        actor=actor, gone_on=entry.left_on,
    )  # fmt: skip


def _title(entry: RosterEntry, kind: DueKind) -> str:
    """周某某的监督证件到期, 孙某某的特邀监督员聘期届满."""
    if kind is DueKind.CERTIFICATE:
        return f"{entry.name}的监督证件到期"
    pool = "" if entry.pool is Pool.SUPERVISOR else entry.pool.label
    return f"{entry.name}的{pool}聘期届满"
