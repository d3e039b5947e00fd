"""All pages of papers: importing this module gives the blueprint its views."""

from flask import url_for

from supervision.core.duedates import register_link, register_reaction
from supervision.instruments import (  # noqa: F401  (each registers its views)
    drafting_routes,
    printing_routes,
    registering_routes,
    replying_routes,
    routes,
)
from supervision.instruments.blueprint import bp
from supervision.instruments.following import follow
from supervision.instruments.models import Instrument

register_link(Instrument.__tablename__, lambda key: url_for("instruments.show", paper_id=key))
register_reaction(Instrument.__tablename__, follow)

__all__ = ["bp"]
