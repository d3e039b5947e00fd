"""Our own application served, and somebody of the city signed in through its form."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from bench.city.made import PASSWORDS
from bench.serving import WORKERS, Answer, Server, served

HANDLER, AUDITOR, LIAISON = "zhou", "auditor", "shijian"
_INPUT = re.compile(r"<input [^>]*>")
_SAYS = re.compile(r'(name|value|type)="([^"]*)"')


@contextmanager
def ours(city: Path, *, as_user: str = HANDLER, workers: int = WORKERS) -> Iterator[Server]:
    """The city's instance under gunicorn without background jobs, asked as `as_user`."""
    settings = {"SUPERVISION_INSTANCE": str(city), "JOBS": "0", "DEMO": "0"}
    with served("app:app", settings, workers=workers) as server:
        server.cookie = sign_in(server, city, as_user)
        yield server


def sign_in(server: Server, city: Path, user: str) -> str:
    """The cookie of a session begun through the form."""
    password = json.loads((city / PASSWORDS).read_text("utf-8"))[user]
    page = server.ask("/accounts/sign-in", cookie="")
    cookie = cookie_of(page, "")
    data = {**hidden(page), "username": user, "password": password}
    done = server.ask("/accounts/sign-in", method="POST", body=urlencode(data), cookie=cookie)
    if done.status != 302:
        message = f"{user} is not let in: {done.status}"
        raise RuntimeError(message)
    begun = cookie_of(done, cookie)
    first = server.ask("/help", cookie=begun)  # a browser keeps what it is given with a page, too
    return cookie_of(first, begun)


def hidden(page: Answer) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    inputs = [dict(_SAYS.findall(one)) for one in _INPUT.findall(page.body.decode())]
    return {one["name"]: one["value"] for one in inputs if one.get("type") == "hidden"}


def cookie_of(answer: Answer, held: str) -> str:
    """The cookies after an answer: the session's, the machine's."""
    given = [one.split(";")[0] for one in answer.headers.get_all("Set-Cookie") or []]
    kept = dict(one.split("=", 1) for one in [*held.split("; "), *given] if one)
    return "; ".join(f"{name}={value}" for name, value in kept.items())
