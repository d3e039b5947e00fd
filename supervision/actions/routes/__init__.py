"""Pages of supervision actions."""

from supervision.actions.routes import records, steps
from supervision.actions.routes.blueprint import bp

__all__ = ["bp", "records", "steps"]
