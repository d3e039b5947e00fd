"""明督: the supervision system. `create_app()` is its only composition root."""

from collections.abc import Mapping
from functools import partial, update_wrapper
from typing import Any

from flask_bootstrap import Bootstrap5
from flask_migrate import Migrate
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from supervision import cli, derivations, shell
from supervision.accounts import handover, sessions
from supervision.accounts.principals import acting_for
from supervision.actions import attached
from supervision.actions import handing_over as open_actions
from supervision.agencies import service as agencies
from supervision.clues import handing_over as open_clues
from supervision.core import config, tasks, web
from supervision.core.access.guard import public, verify_endpoints
from supervision.core.db import db
from supervision.core.keys import KeyConverter
from supervision.core.tasks import making
from supervision.instruments import handing_over as open_papers
from supervision.instruments import of_unit
from supervision.instruments.chasing import routes as chasing_pages
from supervision.instruments.checking import service as checking
from supervision.instruments.delivering import reactions
from supervision.instruments.drafting import origins, subjects
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.onward import routes as onward_pages
from supervision.instruments.printing import many as printing_many
from supervision.instruments.signing import service as signing
from supervision.interviews import handing_over as open_interviews
from supervision.interviews import notices
from supervision.problems import bulk, guards, of_action
from supervision.problems import handing_over as open_problems
from supervision.referrals import handed_over, letters, views
from supervision.referrals import handing_over as open_referrals
from supervision.search import sources

__all__ = ["create_app"]


def create_app(overrides: Mapping[str, object] | None = None) -> web.SupervisionApp:
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
    _trust_proxies(app)
    db.init_app(app)
    Migrate(
        app,
        db,
        directory=str(config.ROOT / "supervision" / "migrations"),
        render_as_batch=True,
        compare_type=True,
    )
    app.url_map.converters["int"] = KeyConverter
    Bootstrap5(app)
    web.init(app, sessions.load_principal)  # first: a refused token is answered to whom it concerns
    CSRFProtect(app)
    _configure_templates(app)
    for blueprint in shell.BLUEPRINTS:
        app.register_blueprint(blueprint)
    attached.register(of_action.PART)
    sources.register()
    shell.init(app)
    _connect_slices()
    cli.register(app)
    for name in ("static", "bootstrap.static"):
        view: Any = app.view_functions[name]
        app.view_functions[name] = public(update_wrapper(partial(view), view))
    verify_endpoints(app)
    return app


def _connect_slices() -> None:
    """Where an upper slice reacts to a lower one, or shows its part on a lower one's page."""
    derivations.install()
    origins.install()
    of_unit.install()
    views.install()
    subjects.register("interview", notices.slots)
    subjects.register("referral", letters.slots)
    reactions.on_delivery(notices.delivered)
    reactions.on_delivery(letters.delivered)
    guards.know_of_handing_over(handed_over.taken)
    tasks.register(printing_many.PRINT, printing_many.make)
    tasks.register(checking.CHECK, checking.measure)
    tasks.register(signing.ARCHIVE, signing.archive_ordered)
    tasks.register(making.FILE, making.work(acting_for))
    agencies.equip("kinds of paper", kinds.install)
    bulk.offer(chasing_pages.CHASE)
    bulk.offer(onward_pages.DRAFT)
    for matters in (
        open_actions, open_clues, open_problems, open_papers, open_interviews, open_referrals,
    ):  # fmt: skip
        handover.register(matters.PART)


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
