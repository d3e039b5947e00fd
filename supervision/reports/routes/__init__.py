"""Pages of the reports; importing them registers their views."""

from supervision.reports.routes import breakdown, dashboard, exports, publishing, year
from supervision.reports.routes.blueprint import bp

__all__ = ["bp", "breakdown", "dashboard", "exports", "publishing", "year"]
