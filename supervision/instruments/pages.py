"""All pages of papers: importing this module gives the blueprint its views."""

from supervision.instruments import (  # noqa: F401  (each registers its views)
    back_entry_routes,
    drafting_routes,
    extending_routes,
    following_routes,
    kind_routes,
    objecting_routes,
    paperwork_routes,
    printing_routes,
    registering_routes,
    replying_routes,
    routes,
)
from supervision.instruments.blueprint import bp

__all__ = ["bp"]
