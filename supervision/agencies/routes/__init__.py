"""Pages of the agencies slice: units and officers, dictionaries, supervising bodies."""

from supervision.agencies.routes import bodies, dictionaries, units
from supervision.agencies.routes.blueprint import bp

__all__ = ["bodies", "bp", "dictionaries", "units"]
