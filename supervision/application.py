"""Putting the application together: the only composition root. What slices declare: their manifests."""

from collections.abc import Mapping

from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from supervision import shell
from supervision.accounts import sessions
from supervision.core import config, hearing, marks, migrating, slices, static_views, web
from supervision.core.access.guard import verify_endpoints
from supervision.core.db import db
from supervision.core.keys import KeyConverter
from supervision.core.unindented import Unindented
from supervision.core.waiting import engine_options
from supervision.slices import SLICES


def compose(overrides: Mapping[str, object] | None = None) -> web.SupervisionApp:
    """The application; `overrides` win over environment and defaults (tests, benches).

    Raises RuntimeError when an endpoint declares no access rule.
    """
    app = web.SupervisionApp(
        __name__,
        root_path=str(config.ROOT),
        static_folder=str(config.ROOT / "static"),
        template_folder=str(config.ROOT / "templates"),
    )
    app.config.from_mapping(config.load(overrides))
    url = str(app.config["SQLALCHEMY_DATABASE_URI"])
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", engine_options(url))
    _trust_proxies(app)
    db.init_app(app)
    migrating.init(app)
    app.url_map.converters["int"] = KeyConverter
    web.init(app, sessions.load_principal)  # first: a refused token is answered to whom it concerns
    CSRFProtect(app)
    _configure_templates(app)
    hearing.listen()
    slices.install(app, SLICES)
    shell.init(app)
    static_views.init(app)
    verify_endpoints(app)
    return app


def _trust_proxies(app: web.SupervisionApp) -> None:
    hops = app.config["TRUSTED_PROXIES"]
    if hops:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops
        )


def _configure_templates(app: web.SupervisionApp) -> None:
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = True
    environment.lstrip_blocks = True
    environment.add_extension(Unindented)
    environment.globals["marks"] = marks
