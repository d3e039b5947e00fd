"""Pages of interviews."""

from supervision.interviews.routes import chosen, records, steps
from supervision.interviews.routes.blueprint import bp

__all__ = ["bp", "chosen", "records", "steps"]
