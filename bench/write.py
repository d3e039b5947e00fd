"""Durable posts from many clients at once, beside a raw loop that keeps the same promises."""

import hashlib
import hmac
import secrets
import sqlite3
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from bench.figure import Figure, figure
from bench.people import cookie_of, hidden, ours
from bench.processor import seconds_of
from bench.run import SMALL, Run
from bench.serving import Server

CLIENTS = 64
POSTS, FEWER = 4, 1  # of each client in a round, and when it is to be quick
LOOP = 100  # writes, each of which waits for the disk; 400 take as much each
FORM = "/clues/new"
EXPECTED = (302, 500, 502, 503, 504)  # carried out, or what the figures are about


def run(run: Run) -> list[Figure]:
    """64 clients: nothing lost, nothing but the queue's 503, and what one costs; quickly 16 in the small city."""
    clients, posts = (16, FEWER) if run.quick else (CLIENTS, POSTS)
    answers: Counter[int] = Counter()
    costs, waits = [], []
    with run.city_to_change(SMALL if run.quick else None) as city, ours(city) as server:
        before = _clues(city)
        page = server.ask(FORM)
        token, server.cookie = hidden(page)["csrf_token"], cookie_of(page, server.cookie)
        for _ in range(run.rounds):
            cost, taken = _round(server, token, (clients, posts), answers)
            costs.append(cost)
            waits.append(max(taken))
        kept = _clues(city) - before
    if strange := {status for status in answers if status not in EXPECTED}:
        message = f"a post is answered {strange}: what is measured is no write"
        raise RuntimeError(message)
    raw = [_raw_loop() for _ in range(run.rounds)]
    refused = sum(count for status, count in answers.items() if status >= 500)
    wrong = sum(count for status, count in answers.items() if status >= 500 and status != 503)
    asked = sum(answers.values())
    full = not run.quick
    loop = [one / other for one, other in zip(raw, costs, strict=True)]
    return [
        figure(f"posts acknowledged and lost, {clients} clients", [answers[302] - kept], "posts",
               against="", most=0),
        figure("answers ≥ 500 but the queue's 503", [wrong], "answers", against="", most=0),
        figure("answers of 503", [100 * refused / asked], "%", against="", most=1, judged=full),
        figure("slowest answer of a round", [median(waits)], "s wall"),
        figure("raw loop ÷ post", loop, "times", against="", least=0.08),
        figure("one post", costs, "ms CPU", floor=raw),
    ]  # fmt: skip


def _round(
    server: Server, token: str, size: tuple[int, int], answers: Counter[int]
) -> tuple[float, list[float]]:
    """All clients at once; milliseconds of CPU a post, and how long each waited."""
    taken: list[float] = []
    clients, posts = size

    def client(number: int) -> None:
        for one in range(posts):
            begun = time.perf_counter()
            status = server.ask(FORM, method="POST", body=_form(token, number, one)).status
            taken.append(time.perf_counter() - begun)
            answers[status] += 1

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    before = seconds_of(server.workers)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (seconds_of(server.workers) - before) / len(taken) * 1000, taken


def _form(token: str, client: int, number: int) -> str:
    return urlencode(
        {
            "csrf_token": token, "once": secrets.token_urlsafe(18), "source": "province",
            "subject": f"量测来件{client}之{number}", "received_on": "2023-04-03",
            "content": "某单位执法文书不规范。" * 20,
        }
    )  # fmt: skip


def _clues(city: Path) -> int:
    with sqlite3.connect(f"file:{city / 'supervision.sqlite3'}?mode=ro", uri=True) as store:
        return int(store.execute("SELECT count(*) FROM clue").fetchone()[0])


def _raw_loop() -> float:
    """Insert, HMAC and counter in one durable transaction: milliseconds of CPU each."""
    with tempfile.TemporaryDirectory() as folder:
        store = sqlite3.connect(Path(folder) / "raw.sqlite3", isolation_level=None)
        for statement in (
            "PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL",
            "CREATE TABLE clue (id INTEGER PRIMARY KEY, subject TEXT, content TEXT, mac TEXT)",
            "CREATE TABLE head (count INTEGER, mac TEXT)", "INSERT INTO head VALUES (0, '')",
        ):  # fmt: skip
            store.execute(statement)
        begun = time.process_time()
        for number in range(LOOP):
            _raw_write(store, number)
        taken = time.process_time() - begun
        store.close()
    return taken / LOOP * 1000


def _raw_write(store: sqlite3.Connection, number: int) -> None:
    store.execute("BEGIN IMMEDIATE")
    count, before = store.execute("SELECT count, mac FROM head").fetchone()
    text = f"量测来件{number}"
    mac = hmac.new(b"key", f"{count}{before}{text}".encode(), hashlib.sha256).hexdigest()
    store.execute(
        "INSERT INTO clue (subject, content, mac) VALUES (?, ?, ?)",
        (text, "某单位执法文书不规范。" * 20, mac),
    )
    store.execute("UPDATE head SET count = ?, mac = ?", (count + 1, mac))
    store.execute("COMMIT")
