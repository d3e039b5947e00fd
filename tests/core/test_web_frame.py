"""The frame around every view: whose request it is, which names the site answers to, private data."""

import re
import stat
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from supervision.core import config
from tests.support import pages
from tests.support.client import Visitor
from tests.support.seats import SignIn
from tests.support.stores import MakeApp

LARGE = 'data-size="large"'


@pytest.mark.usefixtures("bureau")
def test_a_refused_form_is_answered_to_its_sender_not_to_whoever_came_before(
    sign_in: SignIn, client: Visitor
) -> None:
    """The token is judged before any view: by then it must be known anew who asks."""
    handler = sign_in("handler")
    handler.submit("/accounts/me", button="大字显示")
    assert LARGE in handler.get("/accounts/me").get_data(as_text=True)[:400]
    refused = client.post("/accounts/sign-in", data={"username": "x", "password": "y"})
    assert refused.status_code == 400
    assert LARGE not in refused.get_data(as_text=True)[:400]


@pytest.mark.store
@pytest.mark.usefixtures("bureau")
def test_no_address_has_a_nul_in_it(sign_in: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    """A refusal there could not be told on PostgreSQL's trail, and the log had a traceback for it."""
    auditor = sign_in("auditor")
    for address in ("/referrals/1/step/x%00", "/problems/%00", "/static/%00.css"):
        assert auditor.get(address).status_code == 404
        assert auditor.post(address).status_code in {400, 404}
    assert not [one.getMessage() for one in caplog.records if one.levelname == "ERROR"]


@pytest.mark.parametrize("host", ["evil.example", "mingdu.example.evil.example", "a b"])
def test_a_site_that_knows_its_name_answers_to_no_other(make_app: MakeApp, host: str) -> None:
    app = make_app(PUBLIC_URL="https://mingdu.example")
    client = app.test_client()
    refused = client.get("/agencies", headers={"Host": host})
    assert refused.status_code == 400
    assert "evil" not in refused.get_data(as_text=True)
    assert client.get("/accounts/sign-in", headers={"Host": "mingdu.example"}).status_code < 400
    assert client.get("/accounts/sign-in", headers={"Host": "127.0.0.1:8000"}).status_code < 400


def test_a_new_instance_folder_is_the_owners_alone(tmp_path: Path) -> None:
    settings = config.load({"INSTANCE": str(tmp_path / "data" / "instance")})
    folder = settings["INSTANCE"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for name in ("secret_key", "audit_key", "identity_key"):
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_a_host_name_that_can_be_none_is_refused_everywhere(make_app: MakeApp) -> None:
    for host in ("a b", "x/y", "evil.example:port"):
        answer = make_app().test_client().get("/accounts/sign-in", headers={"Host": host})
        assert answer.status_code in (200, 302, 400), host


@pytest.mark.usefixtures("bureau")
def test_every_static_file_bears_a_version(sign_in: SignIn) -> None:
    """Kept for a year by browsers: after an upgrade each must be asked for under another address."""
    found = pages.check(sign_in("handler").get("/problems/"))
    addresses = found.find("//link/@href | //script/@src")
    assert len(addresses) == 3
    for one in map(str, addresses):
        assert "v=" in urlsplit(one).query or re.search(r"/[0-9a-f]{12}\.(css|js)$", one), one
