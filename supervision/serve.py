"""Serving on one box: demonstration or first token on an empty database, then waitress."""

import logging

import waitress
from flask import Flask

from supervision import demo
from supervision.accounts import first_run
from supervision.core import jobs
from supervision.core.config import LOOPBACK


def serve(app: Flask) -> None:
    """Serve until Ctrl-C. Plain HTTP beyond loopback needs ALLOW_PLAIN_HTTP=1 and warns."""
    host, port = app.config["HOST"], app.config["PORT"]
    _check_transport(app, host)
    with app.app_context():
        _welcome(app)
    print(f"明督已启动：http://{host}:{port}  （Ctrl-C 停止）", flush=True)
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    clockwork = jobs.start(app, app.extensions["jobs"])
    try:
        waitress.serve(
            app, host=host, port=port, threads=8, ident=None, clear_untrusted_proxy_headers=True
        )
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
