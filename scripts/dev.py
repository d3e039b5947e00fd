"""`make dev`: serves the demonstration on loopback, starts anew when a file changes, shows tracebacks.

The debugger runs whatever is typed into it: HOST is not asked, and DEBUG is never set elsewhere.
"""

from importlib import import_module
from pathlib import Path

from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import is_running_from_reloader

from supervision import create_app
from supervision.accounts import first_run
from supervision.core import jobs
from supervision.demo import loading as demo

ACCOUNTS = "accounts.txt"  # of the folder .dev: the passwords of the demonstration, for every start
ELSEWHERE = ["*/.venv/*", "*/tests/*", "/usr/*"]  # changes there start nothing anew


def prepare(app: Flask) -> str:
    """The demonstration, loaded when nobody has an account yet; the accounts as lines to print."""
    kept: Path = app.config["INSTANCE"] / ACCOUNTS
    with app.app_context():
        if first_run.is_empty():
            print("正在载入演示案例（只在首次，约一分钟）……", flush=True)
            kept.touch(mode=0o600)
            kept.write_text("\n".join(demo.load()), encoding="utf-8")
    return kept.read_text(encoding="utf-8") if kept.exists() else ""


def with_styleguide(app: Flask) -> Flask:
    """The application with every component in its states at /styleguide (tests/look); nowhere but here."""
    gallery = import_module("tests.look.gallery").create_gallery()
    app.wsgi_app = DispatcherMiddleware(app.wsgi_app, {"/styleguide": gallery})  # type: ignore[method-assign]
    return app


def serve(app: Flask) -> None:
    """Until Ctrl-C. The first process only watches; the one it starts anew answers and does jobs."""
    if is_running_from_reloader():
        jobs.start(app)
    else:
        print(prepare(app), f"http://127.0.0.1:{app.config['PORT']}（Ctrl-C 停止）", sep="\n")
    app.run("127.0.0.1", app.config["PORT"], debug=True, exclude_patterns=ELSEWHERE)


if __name__ == "__main__":
    served = create_app({"HOST": "127.0.0.1", "SEND_FILE_MAX_AGE_DEFAULT": 0})
    serve(with_styleguide(served))
