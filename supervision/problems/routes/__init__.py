"""Pages of problems: lists and ledger, one problem, fast entry, bulk verbs, evidence."""

from supervision.problems.routes import bulk, correcting, entry, evidence, ledger, records, steps
from supervision.problems.routes.blueprint import bp

__all__ = ["bp", "bulk", "correcting", "entry", "evidence", "ledger", "records", "steps"]
