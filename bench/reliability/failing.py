"""full, read-only, locked, lost: people go on working while the store fails; every answer must be true."""

import io
import os
import random
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import sqlalchemy as sa
from flask import Flask
from werkzeug.test import TestResponse

from bench.reliability.nonsense import pdf
from bench.reliability.outcome import Outcome
from bench.reliability.place import (
    CLUE_FORM,
    HANDLER,
    POSTGRESQL,
    SIGN_FORM,
    SIGNATORY,
    SQLITE,
    TYPED,
    Place,
    build,
    enter,
    in_words,
    truth,
)
from tests.support import outages, postgres
from tests.support.client import _fields
from tests.support.pages import Page
from tests.support.stores import dispose

ACTS = 8
Bring = Callable[[Flask], AbstractContextManager[None]]


@dataclass
class Seen:
    """What people were answered meanwhile."""

    saved: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    signed: list[int] = field(default_factory=list)
    raw: int = 0
    worst: float = 0.0


def under(trial: str, store: str, place: Place, bring: Bring) -> Outcome:
    """Fill in forms, let the store fail, send them, let it come back, send one more."""
    app = place.open()
    handler, signatory = enter(app, HANDLER), enter(app, SIGNATORY)
    forms = [_form(handler.get("/clues/new"), CLUE_FORM, "/clues/new") for _ in range(ACTS)]
    signing = {
        paper: _form(signatory.get(f"/instruments/{paper}"), SIGN_FORM, f"/instruments/{paper}")
        for paper in place.papers
    }
    seen = Seen()
    with bring(app):
        for number, (address, fields) in enumerate(forms):
            subject = f"{trial}-{number}"
            data = {**fields, **TYPED, "subject": subject, **_bulky(trial, number)}
            answer = _timed(seen, partial(handler.post, address, data=data))
            (seen.saved if answer.status_code == 302 else seen.refused).append(subject)
            _timed(seen, lambda: handler.get("/clues/"))
            _timed(seen, lambda: handler.get("/no/such/page"))
        for paper, (address, fields) in signing.items():
            answer = _timed(seen, partial(signatory.post, address, data=fields))
            if answer.status_code == 302:
                seen.signed.append(paper)
    last = {**TYPED, "subject": "afterwards"}
    again = handler.submit("/clues/new", last, form=CLUE_FORM).status_code
    dispose(app)
    return _judged(trial, store, seen, again, place)


def _bulky(trial: str, number: int) -> dict[str, object]:
    """On a full disk, what needs room for certain: half of the time a file, else words that cannot be packed."""
    if trial != "full":
        return {}
    if number % 2:
        return {"files": (io.BytesIO(pdf()), "附件.pdf")}
    rng = random.Random(number)
    return {"content": "".join(chr(rng.randrange(0x4E00, 0x9FA5)) for _ in range(30_000))}


def _judged(trial: str, store: str, seen: Seen, again: int, place: Place) -> Outcome:
    found = truth(place)
    lost = [one for one in seen.saved if not found.clues[one]]
    untrue = [one for one in seen.refused if found.clues[one]]
    numbers = {
        "已确认": len(seen.saved) + len(seen.signed), "已拒绝": len(seen.refused),
        "丢失": len(lost) + len(set(seen.signed) - found.signed),
        "说没有保存而已保存": len(untrue) + len(found.signed - set(seen.signed)),
        "英文原始错误": seen.raw, "最慢秒": round(seen.worst, 1),
        "文号缺口": found.gaps(), "审计异常": len(found.faults), "损坏文件": found.broken_files,
    }  # fmt: skip
    outcome = Outcome(trial, store, numbers)
    for promise in (
        "丢失",
        "说没有保存而已保存",
        "英文原始错误",
        "文号缺口",
        "审计异常",
        "损坏文件",
    ):
        outcome.expect(f"{promise}为0", held=numbers[promise] == 0)
    outcome.expect("故障期间有拒绝", held=bool(seen.refused))
    outcome.expect("恢复后可以继续办理", held=again == 302)
    return outcome


def _form(answer: TestResponse, form: str, url: str) -> tuple[str, dict[str, object]]:
    found = Page(answer).find(form)[0]
    return found.get("action") or url, dict(_fields(found))


def _timed(seen: Seen, ask: Callable[[], TestResponse]) -> TestResponse:
    began = time.monotonic()
    answer = ask()
    seen.worst = max(seen.worst, time.monotonic() - began)
    if answer.status_code >= 400 and not in_words(answer.get_data(as_text=True)):
        seen.raw += 1
    return answer


def read_only(store: str, root: Path) -> Outcome:
    bring = outages.read_only if store == SQLITE else outages.standby
    return under("read-only", store, build(store, root, papers=3), bring)


def locked(store: str, root: Path) -> Outcome:
    bring = outages.locked if store == SQLITE else outages.held
    return under("locked", store, build(store, root, papers=3), bring)


def lost(store: str, root: Path) -> Outcome:
    """The server is gone; of SQLite's file, all but the first page."""
    bring = outages.corrupt if store == SQLITE else outages.cut_off
    return under("lost", store, build(store, root, papers=3), bring)


def full(store: str, root: Path) -> Outcome:
    """A disk of its own (tmpfs, root only) filled to the last byte: data folder and database lie on it."""
    folder = root / "disk"
    folder.mkdir(parents=True)
    if os.geteuid() != 0 or subprocess.run(_mount(folder), check=False).returncode:
        return Outcome("full", store, {"未做": "须以 root 挂载 tmpfs"}, ["没有做"])
    try:
        place = build(store, root, papers=3, folder=folder / "instance")
        if store == POSTGRESQL:
            postgres.move(sa.make_url(place.url), folder / "postgres")
        return under("full", store, place, _filled(folder))
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=False)


def _mount(folder: Path) -> list[str]:
    return ["mount", "-t", "tmpfs", "-o", "size=128m,mode=0711", "tmpfs", str(folder)]


def _filled(folder: Path) -> Bring:
    @contextmanager
    def bring(_app: Flask) -> Iterator[None]:
        filler = folder / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while file.write(b"\0" * 65536):
                pass
        with suppress(OSError), filler.open("ab", buffering=0) as file:
            while file.write(b"\0"):
                pass
        try:
            yield
        finally:
            filler.unlink()

    return bring
