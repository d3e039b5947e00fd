"""The component gallery: a tiny Flask app that shows every component with invented data, in all its states.

`make dev` shows it at /styleguide; alone it runs with `python -m tests.look.gallery` at http://127.0.0.1:5099/.
"""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, abort, current_app, flash, redirect, render_template, request
from flask_wtf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined

from supervision.core import marks
from supervision.core.bundle import bundle
from supervision.core.listing.controls import controls_of
from tests.look import sample_paper, sample_records, sample_states, sample_year
from tests.look.sample_forms import KEPT_FILES, LedgerFilters, ProblemForm

ROOT = Path(__file__).resolve().parents[2]
CSP = "default-src 'self'; img-src 'self' data: blob:"
PAGES = (
    "ledger",
    "ledger-empty",
    "paper",
    "year",
    "form",
    "form-errors",
    "components",
    "states",
    "sign-in",
    "print-list",
)
ERRORS = (400, 403, 404, 405, 409, 413, 422, 429, 500, 503)
LINKS = {
    "home": "/ledger",
    "search": "/ledger",
    "inbox": "/components",
    "profile": "/form",
    "large_type": "/large-type",
    "help": "/components",
    "sign_out": "/echo",
}


def create_gallery() -> Flask:
    """Return the gallery app; each page lives at /<name>, each error page at /error/<code>."""
    app = Flask("gallery", template_folder=ROOT / "templates", static_folder=ROOT / "static")
    app.config.update(SECRET_KEY="gallery-only", WTF_I18N_ENABLED=False)
    app.jinja_loader = ChoiceLoader(  # type: ignore[assignment]
        [FileSystemLoader(ROOT / "templates"), FileSystemLoader(Path(__file__).parent / "pages")]
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = lambda kind: f"/static/{getattr(bundle(), kind)}"
    app.jinja_env.globals["marks"] = marks
    app.jinja_env.globals["once_key"] = lambda: "key"
    app.jinja_env.globals["product_version"] = "0.0.0"
    app.jinja_env.globals["counted"] = str
    app.jinja_env.globals["url_with"] = lambda endpoint, query, **more: "#"
    CSRFProtect(app)
    app.context_processor(_frame_context)
    app.after_request(_with_policy)
    _add_routes(app)
    return app


def _frame_context() -> dict[str, object]:
    parts: Any = current_app.jinja_env.get_template("components/frame.html").module
    return {
        "nav": parts.navigation(sample_records.navigation(active=request.path.strip("/"))),
        "me": SimpleNamespace(
            name="周某某",
            username="zhoumm",
            role_labels=["承办人"],
            body_name="示例市司法局",
            unit_name=None,
        ),
        "inbox_count": 7,
        "links": {name: f"{request.script_root}{path}" for name, path in LINKS.items()},
        "large_type": "large" in request.args,
        "search_query": request.args.get("q", ""),
        "today": "2023-07-10",
    }


def _with_policy(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = CSP
    return response


def _add_routes(app: Flask) -> None:
    @app.get("/")
    def index() -> str:
        every = (*PAGES, *(f"error/{code}" for code in ERRORS))
        return "".join(
            f'<p><a href="{request.script_root}/{name}">{name}</a></p>' for name in every
        )

    @app.get("/<name>")
    def page(name: str) -> str:
        return _render(name) if name in PAGES else abort(404)

    @app.get("/error/<int:code>")
    def error(code: int) -> tuple[str, int]:
        """?bare: with no more than the kernel always knows."""
        context = sample_records.ERROR_CONTEXT
        if "bare" in request.args:
            context = {"message": None, "mine": None, "theirs": None}
        return render_template(f"errors/{code}.html", **context), code

    @app.post("/echo")
    def echo() -> dict[str, list[str]]:
        return {key: request.form.getlist(key) for key in request.form}

    @app.post("/autosave")
    def autosave() -> dict[str, str]:
        return {"saved_at": "14:32"}

    @app.post("/large-type")
    def large_type() -> object:
        return redirect("/ledger?large=1")


def _render(name: str) -> str:
    form = ProblemForm(meta={"csrf": False})
    if name == "form-errors":
        form = ProblemForm(formdata=ProblemForm.REFUSED, meta={"csrf": False})
        form.validate()
    if name == "components":
        flash("已催办 2 个单位。", "success")
        flash("2024 年放假安排尚未发布，日期为暂定。", "warning")
    if name == "states":
        flash("已转给3条。", "undo /echo")
        flash("文件没有收到，请重新上传。", "error")
        flash("您填写的内容已恢复。", "plain")
    return render_template(
        f"{name}.html",
        form=form,
        filters=controls_of(LedgerFilters(request.args, meta={"csrf": False})),
        kept=KEPT_FILES,
        records=sample_records,
        paper=sample_paper,
        year=sample_year,
        states=sample_states,
    )


if __name__ == "__main__":
    create_gallery().run(port=5099)
