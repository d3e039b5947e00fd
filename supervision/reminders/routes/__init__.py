"""Pages of reminders: a person's own (`reminders`), and the administrators' (`sending`)."""

from supervision.reminders.routes.own import bp as reminders
from supervision.reminders.routes.sending import bp as sending

__all__ = ["reminders", "sending"]
