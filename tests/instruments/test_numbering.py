"""Numbers: gapless under many writers, on both stores."""

import multiprocessing
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from supervision import create_app
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.instruments.models import Instrument
from supervision.instruments.signing import service as signing
from supervision.instruments.states import InstrumentStatus
from tests.make import papers, people
from tests.support.work import Inside

PROCESSES, PAPERS = 4, 100


def _sign_share(share: int, instance: str, url: str, username: str) -> None:
    """One process: sign every PROCESSES-th paper; archives are left to the sweep."""
    app = create_app({"INSTANCE": instance, "SQLALCHEMY_DATABASE_URI": url, "JOBS": False})
    signing.archive_signed = lambda _paper_id: None  # type: ignore[assignment]
    with app.app_context(), seeing(EVERYTHING):
        with unit_of_work(write=False):
            signatory = people.principal(username)
            keys = list(session.scalars(sa.select(Instrument.id).order_by(Instrument.id)))
        for key in keys[share::PROCESSES]:
            with unit_of_work():
                signing.sign(session.get_one(Instrument, key), actor=signatory)
    sys.exit(0)


@pytest.mark.store
def test_100_concurrent_signings_give_100_consecutive_numbers(
    inside: Inside, instance: Path, database_url: str
) -> None:
    with inside():
        desk = papers.bureau()
        for _ in range(PAPERS):
            papers.paper(desk, InstrumentStatus.AWAITING_SIGNATURE)
    spawn = multiprocessing.get_context("spawn")
    workers = [
        spawn.Process(
            target=_sign_share, args=(share, str(instance), database_url, desk.signatory.username)
        )
        for share in range(PROCESSES)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=200)
        assert worker.exitcode == 0
    with inside():
        serials = session.scalars(sa.select(Instrument.number_serial)).all()
        assert sorted(serials) == list(range(1, PAPERS + 1))
