"""A sender that was slow: another process has its dispatch by now, and what that one notes down stands."""

import pytest
import sqlalchemy as sa

from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.core.leases import Lease
from supervision.core.outgoing import Undelivered
from supervision.reminders import outbox, sending
from supervision.reminders.models import Dispatch, DispatchState, Notice
from supervision.reminders.sweep import sweep
from tests.make.dues import due_on
from tests.reminders.test_sending import FRIDAY


@pytest.fixture
def app(make_app):
    return make_app(SMTP_HOST="127.0.0.1", SMTP_FROM="m@example.test", PUBLIC_URL="https://m.test")


@pytest.fixture
def waiting(work, made, clock) -> None:
    """One dispatch: nobody but the handler is told of a clue's last day."""
    clock("2026-03-13 09:00")
    with work():
        due_on(made, FRIDAY, unit=1, holder="handler").unit_id = None
        sweep()


def _send(app) -> str:
    with app.app_context(), seeing(EVERYTHING):
        return sending.send_waiting()


def _stands(work) -> tuple[DispatchState, int, bool, list[int | None]]:
    with work():
        row = session.scalars(sa.select(Dispatch)).one()
        said = list(session.scalars(sa.select(Notice.mailed_in)))
        return row.state, row.attempt, row.lease_until is None, said


def _taken_over(*_letter: object) -> None:
    """Another process takes the dispatch while the server is slow."""
    with unit_of_work():
        session.execute(sa.update(Dispatch).values(attempt=Dispatch.attempt + 1))


def _refused(*letter: object) -> None:
    _taken_over(*letter)
    raise Undelivered("550", permanent=True)


@pytest.mark.parametrize("server", [_taken_over, _refused])
def test_it_notes_nothing_down_of_what_is_another_s(
    app, work, waiting, monkeypatch, server
) -> None:
    monkeypatch.setattr(sending, "send_mail", server)
    _send(app)
    assert _stands(work) == (DispatchState.SENDING, 2, False, [None])


def test_it_sends_nothing_when_another_has_it_before_the_letter_is_written(
    app, work, waiting, monkeypatch
) -> None:
    sent: list[object] = []
    monkeypatch.setattr(sending, "send_mail", sent.append)
    claim = outbox.claim

    def slow(*given: object, **more: object) -> Lease | None:
        lease = claim(*given, **more)  # type: ignore[arg-type]
        if lease is not None:
            session.execute(sa.update(Dispatch).values(attempt=Dispatch.attempt + 1))
        return lease

    monkeypatch.setattr(outbox, "claim", slow)
    assert _send(app) == "发出0件，未成0件"
    assert (sent, _stands(work)) == ([], (DispatchState.SENDING, 2, False, [None]))
