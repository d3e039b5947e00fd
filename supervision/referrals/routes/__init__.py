"""Pages of referrals."""

from supervision.referrals.routes import chosen, records, steps
from supervision.referrals.routes.blueprint import bp

__all__ = ["bp", "chosen", "records", "steps"]
