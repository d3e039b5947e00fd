"""Serving on one box: demonstration or first token on an empty database, then waitress."""

import gc
import logging
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import flask_migrate
import sqlalchemy as sa
import waitress
from flask import Flask

from supervision.accounts import first_run
from supervision.core import jobs, startup
from supervision.core.config import LOOPBACK, MEGABYTE
from supervision.core.db import db
from supervision.core.startup import ports
from supervision.demo import loading as demo

AGAIN = 2.0  # seconds until a Ctrl-C that nobody heard is said again


def serve(app: Flask) -> None:
    """Serve until Ctrl-C or SIGTERM. Plain HTTP beyond loopback needs ALLOW_PLAIN_HTTP=1 and warns.

    Raises SystemExit with one sentence where something is wrong that serving would make worse.
    """
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    host, port = app.config["HOST"], app.config["PORT"]
    _check_transport(app, host)
    for line in startup.check(app):
        print(f"注意：{line}", flush=True)
    server = _listen(app, host, port)
    with startup.serve_from(app.config["INSTANCE"]):
        _serve(app, server)


def _serve(app: Flask, server: object) -> None:
    host, port = app.config["HOST"], app.config["PORT"]
    try:
        with _heard(), app.app_context():
            _welcome(app)
    except KeyboardInterrupt:
        raise SystemExit("已停止。") from None
    except sa.exc.OperationalError as fault:
        raise SystemExit(startup.unusable(fault)) from None
    gc.collect()
    gc.freeze()  # what stays as long as the process is looked at no more: 8 % of a request
    print(f"明督已启动：http://{host}:{port}  （Ctrl-C 停止）", flush=True)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    _run(app, server)


@contextmanager
def _heard() -> Iterator[None]:
    """Ctrl-C is said again until it is heard: within a callback of a library it is lost without a word."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        yield  # begun in the background
        return

    def stop(_number: int, _frame: object) -> None:
        signal.setitimer(signal.ITIMER_REAL, AGAIN)
        raise KeyboardInterrupt

    before = [(one, signal.signal(one, stop)) for one in (signal.SIGINT, signal.SIGALRM)]
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for one, handler in before:
            signal.signal(one, handler)


def _listen(app: Flask, host: str, port: int) -> object:
    """The server, already bound: who is told that it has started can open it."""
    try:
        return waitress.create_server(
            app,
            host=host,
            port=port,
            threads=8,
            ident=None,
            clear_untrusted_proxy_headers=True,
            max_request_body_size=app.config["MAX_CONTENT_LENGTH"] + MEGABYTE,
        )
    except OSError as fault:
        message = f"不能监听 HOST={host} PORT={port}：{ports.why(fault)}。可换一个端口，如 PORT={port + 1}"
        raise SystemExit(message) from None


def _run(app: Flask, server: Any) -> None:
    clockwork = jobs.start(app)
    try:
        server.run()
    finally:
        if clockwork is not None:
            clockwork.stop()


def _check_transport(app: Flask, host: str) -> None:
    if host in LOOPBACK or app.config["HTTPS"]:
        return
    if not app.config["ALLOW_PLAIN_HTTP"]:
        message = (
            f"不以明文HTTP对外提供服务（HOST={host}）。请放在启用TLS的nginx之后并设 HTTPS=1，"
            "或确知风险后设 ALLOW_PLAIN_HTTP=1。"
        )
        raise SystemExit(message)
    print("警告：正以明文HTTP对外提供服务，口令和内容可能被窃听。", flush=True)


def _welcome(app: Flask) -> None:
    """On an empty database: the demonstration with its generated passwords, or the first token."""
    if demo.was_interrupted():
        _begin_anew(app)
    if not first_run.is_empty():
        return
    if app.config["DEMO"]:
        print("空数据库：正在载入演示案例（DEMO=0 可不载入）……", flush=True)
        for line in demo.load():
            print(line, flush=True)
        return
    token = first_run.issue_token(app.config["INSTANCE"])
    address = f"http://{app.config['HOST']}:{app.config['PORT']}/accounts/first"
    print(f"首次使用：打开 {address} ，初始化口令 {token}", flush=True)


def _begin_anew(app: Flask) -> None:
    """Half a demonstration, from a first start that was stopped, makes room for a whole one.

    It began on an empty database and nobody was told a password; where somebody signed in all the same, the mark
    says nothing true, and nothing is thrown away.
    """
    folder = app.config["INSTANCE"]
    if first_run.is_in_use():
        raise SystemExit(
            f"{folder / demo.MARK} 说演示案例没有载入完，但这里已有人登录使用，不能清空。"
            "请删除这个标记文件，再重新启动。"
        )
    if db.engine.dialect.name != "sqlite":
        raise SystemExit(
            f"上次载入演示案例时中断，数据不完整。请清空数据库并删除 {folder / demo.MARK}，再重新启动。"
        )
    print("上次载入演示案例时中断，现在重新载入。", flush=True)
    db.session.remove()
    db.engine.dispose()
    for path in (*folder.glob("supervision.sqlite3*"), folder / "audit_anchor.json"):
        path.unlink(missing_ok=True)
    shutil.rmtree(folder / "files", ignore_errors=True)
    flask_migrate.upgrade()
    (folder / demo.MARK).unlink()
