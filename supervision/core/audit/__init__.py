"""Audit trail: field diffs at flush, events from workflows, an HMAC chain nobody can rewrite unseen."""

from supervision.core.audit.chain import Verdict, verify
from supervision.core.audit.gone import bodies_of, last_said
from supervision.core.audit.models import AuditEvent, AuditHead, AuditValue
from supervision.core.audit.pending import Pending
from supervision.core.audit.recorder import as_one, happened, record, trace_read
from supervision.core.audit.records import RowFault, verify_records
from supervision.core.audit.timeline import (
    Entry,
    changes_of,
    lately,
    steps_since,
    timeline,
    worked_on,
)

__all__ = [
    "AuditEvent",
    "AuditHead",
    "AuditValue",
    "Entry",
    "Pending",
    "RowFault",
    "Verdict",
    "as_one",
    "bodies_of",
    "changes_of",
    "happened",
    "last_said",
    "lately",
    "record",
    "steps_since",
    "timeline",
    "trace_read",
    "verify",
    "verify_records",
    "worked_on",
]
