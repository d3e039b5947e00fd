"""The night's look at the ledger: silent where it agrees, an alarm to both administrators where not."""

import sqlalchemy as sa

from supervision.core.db import session
from supervision.reminders import ledger
from supervision.reminders.models import Notice, NoticeKind


class _Off:
    """One row that does not say what follows."""

    label = "问题"


def test_it_tells_nobody_while_all_agrees(work, made) -> None:
    with work():
        assert ledger.compare() == "与来源一致"
        assert session.scalars(sa.select(Notice)).all() == []


def test_both_administrators_are_told_once_a_day_how_many_rows_are_off(
    work, made, clock, monkeypatch
) -> None:
    clock("2026-03-18 02:40")
    monkeypatch.setattr(ledger, "verify", lambda _store: [_Off(), _Off()])
    with work():
        for _ in range(2):
            assert ledger.compare() == "2处与来源不符，已提醒管理员"
        told = session.execute(sa.select(Notice.user_id, Notice.kind, Notice.title)).all()
        assert sorted(map(tuple, told)) == sorted(
            (made.id_of(name), NoticeKind.ALARM, "台账有2处与来源不符")
            for name in ("sysadmin", "secadmin")
        )
