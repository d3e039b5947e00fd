"""Pages of the reports; importing them registers their views."""

from supervision.reports.routes import dashboard, exports, publishing, year
from supervision.reports.routes.blueprint import bp

__all__ = ["bp", "dashboard", "exports", "publishing", "year"]
