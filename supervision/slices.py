"""All slices, a higher one after those it rests upon; each declares itself in its `manifest.py`."""

from supervision.accounts.manifest import SLICE as ACCOUNTS
from supervision.actions.manifest import SLICE as ACTIONS
from supervision.agencies.manifest import SLICE as AGENCIES
from supervision.api.manifest import SLICE as API
from supervision.archive.manifest import SLICE as ARCHIVE
from supervision.auditing.manifest import SLICE as AUDITING
from supervision.calendar.manifest import SLICE as CALENDAR
from supervision.classified.manifest import SLICE as CLASSIFIED
from supervision.clues.manifest import SLICE as CLUES
from supervision.core.manifest import SLICE as CORE
from supervision.demo.manifest import SLICE as DEMO
from supervision.home.manifest import SLICE as HOME
from supervision.imports.manifest import SLICE as IMPORTS
from supervision.instruments.manifest import SLICE as INSTRUMENTS
from supervision.interviews.manifest import SLICE as INTERVIEWS
from supervision.operating.manifest import SLICE as OPERATING
from supervision.problems.manifest import SLICE as PROBLEMS
from supervision.referrals.manifest import SLICE as REFERRALS
from supervision.reminders.manifest import SLICE as REMINDERS
from supervision.reports.manifest import SLICE as REPORTS
from supervision.roster.manifest import SLICE as ROSTER
from supervision.search.manifest import SLICE as SEARCH
from supervision.settings.manifest import SLICE as SETTINGS

SLICES = (
    CORE, AGENCIES, ACCOUNTS, REMINDERS, ROSTER, SETTINGS, AUDITING, CLASSIFIED, CALENDAR,
    ACTIONS, CLUES, PROBLEMS, INSTRUMENTS, INTERVIEWS, REFERRALS, ARCHIVE, REPORTS,
    IMPORTS, SEARCH, API, HOME, OPERATING, DEMO,
)  # fmt: skip
