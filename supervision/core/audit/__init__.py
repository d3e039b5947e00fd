"""Audit trail: field diffs at flush, events from workflows, an HMAC chain nobody can rewrite unseen."""

from supervision.core.audit.chain import Verdict, verify
from supervision.core.audit.models import AuditEvent, AuditHead, AuditValue
from supervision.core.audit.recorder import record, trace_read
from supervision.core.audit.timeline import Entry, changes_of, timeline

__all__ = [
    "AuditEvent",
    "AuditHead",
    "AuditValue",
    "Entry",
    "Verdict",
    "changes_of",
    "record",
    "timeline",
    "trace_read",
    "verify",
]
