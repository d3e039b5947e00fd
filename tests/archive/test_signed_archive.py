"""An office with a certificate signs its archives; 核验文件 says so offline; a certificate that cannot holds nothing up."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from asn1crypto import tsp
from flask import Flask

from supervision.archive.verifying import Finding, verify_file
from supervision.core.db import session
from supervision.core.files import StoredFile
from supervision.core.files.store import path_of
from supervision.instruments.models import Instrument
from supervision.operating import healing
from supervision.operating.health import State, examine
from tests.make import certificates, issued
from tests.make.offices import found_office
from tests.support.work import Inside


@pytest.fixture
def set_up(app: Flask, tmp_path: Path) -> None:
    """The office's certificate and whom it trusts."""
    _certificate(app, tmp_path)


def _certificate(app: Flask, folder: Path, **changes: object) -> None:
    key, roots = folder / "organisation.p12", folder / "roots.pem"
    key.write_bytes(certificates.organisation(**changes))  # type: ignore[arg-type]
    roots.write_bytes(certificates.authority().pem)
    app.config |= {
        "CERTIFICATE": str(key), "CERTIFICATE_PASSWORD": certificates.PASSWORD,
        "CERTIFICATE_ROOTS": str(roots), "TIMESTAMP_URL": "",
    }  # fmt: skip


@pytest.fixture
def service(app: Flask, set_up: None) -> Iterator[str]:
    """A time-stamp service on this machine."""
    stamper = certificates.stamper()

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            told = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_said: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app.config["TIMESTAMP_URL"] = f"http://127.0.0.1:{server.server_port}/"
    yield app.config["TIMESTAMP_URL"]
    server.shutdown()
    server.server_close()


def _signed(inside: Inside) -> tuple[int, bytes]:
    """A paper that was signed and archived, and its file."""
    with inside():
        team = found_office()
        key = issued.signed(team).id
    with inside():
        paper = session.get_one(Instrument, key)
        return key, path_of(session.get_one(StoredFile, paper.archive_id)).read_bytes()


def _words(inside: Inside, pdf: bytes) -> str:
    with inside():
        verdict = verify_file(pdf)
        assert verdict.finding is Finding.UNCHANGED
        return "；".join(verdict.signatures)


@pytest.mark.usefixtures("set_up")
def test_an_archive_is_signed_and_its_signature_is_read(inside: Inside) -> None:
    key, pdf = _signed(inside)
    assert _words(inside, pdf).endswith("签名有效")
    with inside():
        paper = session.get_one(Instrument, key)
        stored = session.get_one(StoredFile, paper.archive_id)
        assert healing._rendered_anew(stored) is None, "another signature would be another file"
    with inside():
        (held,) = [one for one in examine() if one.key == "certificate"]
        assert held.state is State.GOOD


@pytest.mark.usefixtures("service")
def test_a_service_gives_the_time(inside: Inside) -> None:
    assert "时间戳" in _words(inside, _signed(inside)[1])


def test_a_service_that_does_not_answer_costs_the_stamp_alone(
    app: Flask, inside: Inside, set_up: None
) -> None:
    app.config["TIMESTAMP_URL"] = "http://127.0.0.1:9/"
    said = _words(inside, _signed(inside)[1])
    assert "本机时间" in said
    assert said.endswith("签名有效")


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"begins": -9, "ends": -1}, "过期"), ({"name": "另一市司法局"}, "不是“示例市司法局”的")],
)
def test_a_certificate_that_cannot_sign_is_told_and_the_archive_is_made(
    app: Flask, inside: Inside, tmp_path: Path, changes: dict[str, object], said: str
) -> None:
    _certificate(app, tmp_path, **changes)
    key, pdf = _signed(inside)
    assert _words(inside, pdf) == ""
    with inside():
        trail = session.get_one(Instrument, key)
        assert trail.archive_id
    with inside():
        (wrong,) = [one for one in examine() if one.key == "certificate"]
        assert (wrong.state, said in wrong.said) == (State.WARN, True)
