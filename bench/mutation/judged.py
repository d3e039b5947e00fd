"""Faults that lived on and were judged to change nothing anybody could see, each with its reason.

By file and the change in words, without the line, so that a judgement outlives what is written above it.
"""

from bench.mutation.faults import Fault

JUDGED: dict[str, dict[str, str]] = {
    "supervision/core/numbering.py": {
        "table.c.last > number → table.c.last >= number": "the greater of two equal numbers",
    },
    "supervision/core/derived/commands.py": {
        "False → True": "a comparison that may write writes nothing",
        "200 → 201": "one line more at a shell before the rest is counted",
    },
    "supervision/core/derived/ledger.py": {
        "changed & _moving(touch) → changed | _moving(touch)": "more rows are looked at, none is moved by it",
    },
    "supervision/core/audit/facts.py": {
        "if self._now is None → if True": "the rows are read again for each event, and are the same",
        "500 → 501": "one key more a statement",
    },
    "supervision/reports/indicators/interviews.py": {
        "0 → 1": "who is typed by hand has a name, an officer on file has none here: they are never one",
    },
    "supervision/reports/indicators/model.py": {
        "self.model.body_id + 0 → self.model.body_id - 0": "a sum that no index answers, either way",
    },
    "supervision/reminders/sweep.py": {
        "1000 → 1001": "one notice more is looked through for what a clock that ran ahead said",
    },
    "supervision/reminders/outbox.py": {
        "Dispatch.lease_until < now → Dispatch.lease_until <= now": "a lease that ends this very microsecond",
    },
    "supervision/imports/models.py": {
        "0 → 1": "the size is said before the sheet is kept, or by nobody asked until its columns are known",
    },
    "supervision/core/access/scope.py": {
        "cls.body_id + _NOTHING_MORE → cls.body_id - _NOTHING_MORE": "nothing more, or nothing less",
    },
}


def reason_of(fault: Fault) -> str:
    """The reason, "" where it was not judged so: then it counts as a missing test."""
    return JUDGED.get(fault.path, {}).get(fault.what, "")
