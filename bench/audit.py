"""Verifying the trail beside a loop that does nothing but the same number of HMACs."""

import hashlib
import hmac
import time

from flask import Flask

from bench.city.made import opened
from bench.figure import Figure, figure
from bench.lists import MILLION
from bench.run import Run
from supervision.core import audit
from supervision.core.db import db

EACH = 200  # bytes of an event's canonical form, about
FEW = (
    200  # problems of a city with some 4,500 events, which quickly are enough: each costs the same
)


def run(run: Run) -> list[Figure]:
    """The whole trail of the city once, and a loop over as many events; quickly a tiny one's, as often as all."""
    city, rounds = (run.city(FEW), run.rounds) if run.quick else (run.city(), 1)
    app = opened(city)
    found = [_verified(app) for _ in range(rounds)]
    events = found[0][1]
    loop = [events / _loop(events) for _ in found]
    return [
        figure(f"verify {events:,} events", [events / taken for taken, _ in found],
               "events / s CPU", floor=loop, least=0.3, judged=run.rows >= MILLION),
    ]  # fmt: skip


def _verified(app: Flask) -> tuple[float, int]:
    with app.app_context(), db.engine.connect() as connection:
        begun = time.process_time()
        verdict = audit.verify(connection, key=app.config["AUDIT_KEY"])
        taken = time.process_time() - begun
    if not verdict.passed:
        raise RuntimeError(verdict.faults[0])
    return taken, verdict.count


def _loop(events: int) -> float:
    """Two HMACs an event, as the chain has: of its values and of itself."""
    mac, text = "0" * 64, "x" * EACH
    begun = time.process_time()
    for number in range(events):
        values = hmac.new(b"key", f"{number}{text}".encode(), hashlib.sha256).hexdigest()
        mac = hmac.new(b"key", f"{mac}{values}{text}".encode(), hashlib.sha256).hexdigest()
    return time.process_time() - begun
