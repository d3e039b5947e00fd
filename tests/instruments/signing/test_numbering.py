"""Numbers: gapless under many writers, on both stores."""

import multiprocessing
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from supervision import create_app
from supervision.core import clock
from supervision.core.access import EVERYTHING, seeing
from supervision.core.db import session, unit_of_work
from supervision.instruments.models import Instrument
from supervision.instruments.signing import service as signing
from supervision.instruments.states import InstrumentStatus
from tests.make import case_files, on_paper, papers, people
from tests.make.offices import SMALL, Office, found_office
from tests.support import second
from tests.support.pages import PageCheck
from tests.support.seats import SignIn
from tests.support.work import Inside


def _sign_share(share: int, of: int, instance: str, url: str, username: str) -> None:
    """One process: sign every `of`-th paper; archives are left to the sweep."""
    app = create_app({"INSTANCE": instance, "SQLALCHEMY_DATABASE_URI": url, "JOBS": False})
    signing.archive_signed = lambda _paper_id: None  # type: ignore[assignment]
    with app.app_context(), seeing(EVERYTHING):
        with unit_of_work(write=False):
            signatory = people.principal(username)
            keys = list(session.scalars(sa.select(Instrument.id).order_by(Instrument.id)))
        for key in keys[share::of]:
            with unit_of_work():
                signing.sign(session.get_one(Instrument, key), actor=signatory)
    sys.exit(0)


@pytest.mark.store
@pytest.mark.parametrize(
    ("number", "processes"), [(4, 2), pytest.param(100, 4, marks=pytest.mark.battery)]
)
def test_signed_at_the_same_time_papers_take_consecutive_numbers(
    inside: Inside, instance: Path, database_url: str, number: int, processes: int
) -> None:
    with inside():
        desk = found_office(seats=SMALL)
        for _ in range(number):
            papers.paper(desk, InstrumentStatus.AWAITING_SIGNATURE)
    spawn = multiprocessing.get_context("spawn")
    workers = [
        spawn.Process(
            target=_sign_share,
            args=(share, processes, str(instance), database_url, desk.signatory.username),
        )
        for share in range(processes)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=200)
        assert worker.exitcode == 0
    with inside():
        serials = session.scalars(sa.select(Instrument.number_serial)).all()
        assert sorted(serials) == list(range(1, number + 1))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("20261", "请核对"),
        ("202612345", "号数过大"),
        ("102", "最多跳过100个号"),
    ],
)
def test_a_slip_in_a_typed_number_is_refused_on_the_page(
    inside: Inside, office: Office, sign_in: SignIn, page: PageCheck, typed: str, said: str
) -> None:
    with inside():
        key = case_files.draft(office).id
        chosen = f"leader-{on_paper.leader(office.body_id).id}"
        reviewer = people.principal("reviewer").user_id
    address = f"/instruments/{key}/signature"
    today = clock.today().isoformat()
    given = {"signatory": chosen, "on": today, "reviewer": reviewer, "reviewed_on": today}
    year = clock.today().year
    handler = sign_in("handler")
    refused = page(
        handler.submit(address, {**given, "number": f"示司监意〔{year}〕{typed}号"}), status=422
    )
    assert said in refused.text
    assert f"〔{year}〕{typed}号" in refused.html  # nothing typed is lost
    sent = handler.submit(address, {**given, "number": f"示司监意〔{year}〕101号"})
    assert sent.status_code == 302
    with inside():
        paper = session.get_one(Instrument, key)
        assert (paper.number, signing.expected(paper)) == (
            f"示司监意〔{year}〕101号", f"示司监意〔{year}〕1号",
        )  # fmt: skip
    assert second.confirm(sign_in("reviewer2")).status_code == 302
    with inside():
        assert signing.expected(session.get_one(Instrument, key)) == f"示司监意〔{year}〕102号"
