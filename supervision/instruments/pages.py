"""All pages of papers: importing this module gives the blueprint its views."""

from supervision.core.duedates import register_reaction
from supervision.instruments import (  # noqa: F401  (each registers its views)
    back_entry_routes,
    checking_routes,
    drafting_routes,
    extending_routes,
    following_routes,
    kind_routes,
    objecting_routes,
    originals_routes,
    paperwork_routes,
    preview_routes,
    printing_routes,
    registering_routes,
    replying_routes,
    routes,
)
from supervision.instruments.blueprint import bp
from supervision.instruments.moved_dates import follow, follow_objection

register_reaction("instrument", follow)
register_reaction("objection", follow_objection)

__all__ = ["bp"]
