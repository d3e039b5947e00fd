"""All pages of papers: importing this module gives the blueprint its views."""

from supervision.core.duedates import register_reaction
from supervision.instruments import (  # noqa: F401  (each registers its views)
    drafting_routes,
    printing_routes,
    registering_routes,
    replying_routes,
    routes,
)
from supervision.instruments.blueprint import bp
from supervision.instruments.following import follow

register_reaction("instrument", follow)

__all__ = ["bp"]
