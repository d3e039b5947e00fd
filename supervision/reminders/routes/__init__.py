"""Pages of reminders: a person's own (`reminders`), the administrators' (`sending`), 内部时限 (`own_terms`)."""

from supervision.reminders.routes.own import bp as reminders
from supervision.reminders.routes.own_terms import bp as own_terms
from supervision.reminders.routes.sending import bp as sending

__all__ = ["own_terms", "reminders", "sending"]
