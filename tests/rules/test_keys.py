"""A column that names a record is a foreign key; what cannot be one is listed with its reason."""

from flask import Flask

from supervision.core.db import db

ANY_KIND = "names a record of whichever kind stands beside it"
NONE = {
    "audit_event.actor_id": "the trail stays as written, whatever becomes of a row",
    "audit_event.body_id": "the trail stays as written, whatever becomes of a row",
    "audit_event.subject_id": ANY_KIND,
    "audit_event.root_id": ANY_KIND,
    "attachment.owner_id": ANY_KIND,
    "attachment.root_id": ANY_KIND,
    "body.created_by_id": "people belong to a body: the key would close a cycle",
    "dispatch.message_id": "the Message-ID of a mail",
    "due_date.owner_id": ANY_KIND,
    "due_date.root_id": ANY_KIND,
    "due_date_change.root_id": ANY_KIND,
    "import_key.record_id": ANY_KIND,
    "imported_row.record_id": ANY_KIND,
    "instrument.subject_id": ANY_KIND,
    "notice.due_date_id": "0 where no due date is meant (reminders.models.NO_DUE_DATE), part of a unique key",
    "notice.root_id": ANY_KIND,
    "problem.paper_id": "derived: items name the problem, the key would close a cycle",
    "proposal.subject_id": ANY_KIND,
    "review_note.item_id": "the item may be deleted since; what was said of it stays said",
    "row_seal.subject_id": ANY_KIND,
    "search_entry.record_id": ANY_KIND,
    "search_entry.unit_id": "an index made anew from the records, which have the key",
    "unit.created_by_id": "people belong to a unit: the key would close a cycle",
}


def test_what_names_a_record_is_a_foreign_key(app: Flask) -> None:
    free = {
        f"{table.name}.{column.name}"
        for table in db.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_id") and not column.foreign_keys
    }
    assert free - NONE.keys() == set(), "a foreign key, or a reason here"
    assert NONE.keys() - free == set(), "no longer an exception"
