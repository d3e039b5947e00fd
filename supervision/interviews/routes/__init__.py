"""Pages of interviews."""

from supervision.interviews.routes import records, steps
from supervision.interviews.routes.blueprint import bp

__all__ = ["bp", "records", "steps"]
