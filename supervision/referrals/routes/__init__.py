"""Pages of referrals."""

from supervision.referrals.routes import records, steps
from supervision.referrals.routes.blueprint import bp

__all__ = ["bp", "records", "steps"]
