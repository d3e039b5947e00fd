"""The guards of the tests themselves work: the network guard refuses, the page check sees each fault."""

import socket

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support import pages
from tests.support.network import NetworkForbidden

GOOD = """<!doctype html><html lang="zh-CN"><head><title>工作台 · 明督</title></head><body>
<h1>工作台</h1><form method="post"><input type="hidden" name="csrf_token" value="t">
<label for="name">名称</label><input id="name" name="name"><button>保存</button></form>
<footer>本系统不得处理涉密信息</footer></body></html>"""
FAULTS = [
    ('lang="zh-CN"', 'lang="en"', "html lang"),
    ("工作台 · 明督", " · 明督", "title"),
    ("<h1>工作台</h1>", "<h1>工作台</h1><h1>又一个</h1>", "one h1"),
    ("<h1>工作台</h1>", "<h1>工作台</h1><p id='name'></p>", "more than once"),
    ("</body>", "<script>go()</script></body>", "inline script"),
    ("</body>", "<p style='color:red'>红</p></body>", "inline script or style"),
    ("<button>", "<button onclick='go()'>", "inline handler"),
    ("</head>", "<link href='https://example.org/a.css'></head>", "another host"),
    ('<label for="name">名称</label>', "", "no label"),
    ("</body>", "<img src='/a.png'></body>", "no alt"),
    ("保存", "", "nothing to read aloud"),
    ('name="csrf_token"', 'name="other"', "no CSRF token"),
    ('method="post"', 'method="get"', "into the URL"),
    ("<h1>工作台</h1>", "<h1>工作台</h1><td>None</td>", "'None'"),
    ("<h1>工作台</h1>", "<h1>工作台</h1>undefined", "'undefined'"),
    ("不得处理涉密信息", "", "does not say"),
]


def _fetch(html: str, *, policy: str = "default-src 'self'") -> TestResponse:
    app = Flask(__name__)
    app.add_url_rule(
        "/", view_func=lambda: Response(html, headers={"Content-Security-Policy": policy})
    )
    client: FlaskClient = app.test_client()
    return client.get("/")


def test_a_good_page_passes() -> None:
    assert pages.check(_fetch(GOOD)).heading == "工作台"


@pytest.mark.parametrize(("right", "wrong", "fault"), FAULTS)
def test_each_fault_of_a_page_is_found(right: str, wrong: str, fault: str) -> None:
    page = pages.Page(_fetch(GOOD.replace(right, wrong)))
    found = list(pages.faults_of(page))
    assert len(found) == 1, found
    assert fault in found[0]


def test_a_lax_policy_is_found() -> None:
    page = pages.Page(_fetch(GOOD, policy="default-src 'self' 'unsafe-inline'"))
    assert "Content-Security-Policy" in next(pages.faults_of(page))


@pytest.mark.parametrize("host", ["10.0.0.1", "192.168.1.1", "example.org", "2001:db8::1"])
def test_another_machine_cannot_be_reached(host: str) -> None:
    with pytest.raises(NetworkForbidden):
        socket.create_connection((host, 80), timeout=1)


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=1).close()
