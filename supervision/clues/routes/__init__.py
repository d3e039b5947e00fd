"""Pages of clues."""

from supervision.clues.routes import records, steps, submissions
from supervision.clues.routes.blueprint import bp

__all__ = ["bp", "records", "steps", "submissions"]
