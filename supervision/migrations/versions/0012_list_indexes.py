"""Indexes end in what is sorted; none leads with the body alone.

Without statistics SQLite takes an index on the body for selective and reads all of it.

Revision ID: 0012
Revises: 0011
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

GONE = (
    ("ix_action_unit_body_id", "action_unit", "body_id"),
    ("ix_attachment_body_id", "attachment", "body_id"),
    ("ix_chase_event_body_id", "chase_event", "body_id"),
    ("ix_classified_paper_body_id", "classified_paper", "body_id"),
    ("ix_clue_body_id", "clue", "body_id"),
    ("ix_clue_handler", "clue", "handler_id", "status"),
    ("ix_clue_source", "clue", "body_id", "source", "closed_on"),
    ("ix_clue_status", "clue", "body_id", "status", "due_on"),
    ("ix_clue_unit", "clue", "unit_id", "received_on"),
    ("ix_clue_identity_body_id", "clue_identity", "body_id"),
    ("ix_delivery_body_id", "delivery", "body_id"),
    ("ix_dictionary_entry_body_id", "dictionary_entry", "body_id"),
    ("ix_due_date_body_id", "due_date", "body_id"),
    ("ix_due_date_holder_id", "due_date", "holder_id"),
    ("ix_due_date_owner", "due_date", "owner_type", "owner_id"),
    ("ix_due_date_unit_id", "due_date", "unit_id"),
    ("ix_due_date_change_body_id", "due_date_change", "body_id"),
    ("ix_extension_body_id", "extension", "body_id"),
    ("ix_import_batch_body_id", "import_batch", "body_id"),
    ("ix_import_key_body_id", "import_key", "body_id"),
    ("ix_imported_row_body_id", "imported_row", "body_id"),
    ("ix_instrument_body_id", "instrument", "body_id"),
    ("ix_instrument_status", "instrument", "body_id", "status", "due_on"),
    ("ix_instrument_item_body_id", "instrument_item", "body_id"),
    ("ix_instrument_kind_body_id", "instrument_kind", "body_id"),
    ("ix_interview_body_id", "interview", "body_id"),
    ("ix_interview_held", "interview", "body_id", "held_on"),
    ("ix_interview_status", "interview", "body_id", "status", "planned_on"),
    ("ix_interview_paper_body_id", "interview_paper", "body_id"),
    ("ix_interview_problem_body_id", "interview_problem", "body_id"),
    ("ix_interview_seat_body_id", "interview_seat", "body_id"),
    ("ix_interviewee_body_id", "interviewee", "body_id"),
    ("ix_joint_document_body_id", "joint_document", "body_id"),
    ("ix_objection_body_id", "objection", "body_id"),
    ("ix_officer_body_id", "officer", "body_id"),
    ("ix_problem_body_id", "problem", "body_id"),
    ("ix_problem_earlier", "problem", "body_id", "earlier_id"),
    ("ix_problem_in_hand", "problem", "body_id", "in_hand", "due_on", "id", "status", "severity", "paper_number"),
    ("ix_problem_list", "problem", "body_id", "found_on", "id", "status"),
    ("ix_problem_paper_number", "problem", "body_id", "paper_number", "found_on", "id"),
    ("ix_problem_status", "problem", "body_id", "status", "found_on", "id"),
    ("ix_publication_body_id", "publication", "body_id"),
    ("ix_referral_body_id", "referral", "body_id"),
    ("ix_referral_sent", "referral", "body_id", "way", "sent_on"),
    ("ix_referral_status", "referral", "body_id", "status", "due_on"),
    ("ix_referral_problem_body_id", "referral_problem", "body_id"),
    ("ix_referral_viewer_body_id", "referral_viewer", "body_id"),
    ("ix_reply_round_body_id", "reply_round", "body_id"),
    ("ix_report_text_body_id", "report_text", "body_id"),
    ("ix_roster_entry_body_id", "roster_entry", "body_id"),
    ("ix_saved_view_body_id", "saved_view", "body_id"),
    ("ix_search_entry_body_id", "search_entry", "body_id"),
    ("ix_supervision_action_body_id", "supervision_action", "body_id"),
    ("ix_supervision_action_list", "supervision_action", "body_id", "starts_on", "id"),
    ("ix_team_member_body_id", "team_member", "body_id"),
    ("ix_text_version_body_id", "text_version", "body_id"),
    ("ix_unit_body_id", "unit", "body_id"),
    ("ix_unit_name_body_id", "unit_name", "body_id"),
    ("ix_working_paper_body_id", "working_paper", "body_id"),
    ("ix_write_off_opinion_body_id", "write_off_opinion", "body_id"),
)
NEW = (
    ("ix_clue_closed", "clue", "body_id", "closed_on", "id"),
    ("ix_clue_due", "clue", "body_id", "due_on", "id"),
    ("ix_clue_finding", "clue", "body_id", "finding", "received_on", "id"),
    ("ix_clue_handler", "clue", "handler_id", "status", "received_on", "id"),
    ("ix_clue_source", "clue", "body_id", "source", "received_on", "id"),
    ("ix_clue_source_closed", "clue", "body_id", "source", "closed_on"),
    ("ix_clue_status", "clue", "body_id", "status", "due_on", "id", "report_wanted"),
    ("ix_clue_status_closed", "clue", "body_id", "status", "closed_on", "id", "report_wanted"),
    ("ix_clue_status_finding", "clue", "body_id", "status", "finding", "received_on", "id"),
    ("ix_clue_status_received", "clue", "body_id", "status", "received_on", "id", "report_wanted"),
    ("ix_clue_status_source", "clue", "body_id", "status", "source", "received_on", "id"),
    ("ix_clue_unit", "clue", "unit_id", "received_on", "id"),
    ("ix_due_date_body", "due_date", "body_id", "state", "kind", "due", "id"),
    ("ix_due_date_holder", "due_date", "holder_id", "state", "due", "id"),
    ("ix_due_date_owner", "due_date", "owner_type", "owner_id", "state", "kind"),
    ("ix_due_date_unit", "due_date", "unit_id", "state", "due", "id"),
    ("ix_extension_status", "extension", "status", "instrument_id"),
    ("ix_instrument_due", "instrument", "body_id", "due_on", "id"),
    ("ix_instrument_kind", "instrument", "body_id", "kind_id", "id"),
    ("ix_instrument_signed_on", "instrument", "body_id", "signed_on", "id"),
    ("ix_instrument_status", "instrument", "body_id", "status", "due_on", "id"),
    ("ix_instrument_status_id", "instrument", "body_id", "status", "id"),
    ("ix_instrument_status_signed", "instrument", "body_id", "status", "signed_on", "id"),
    ("ix_interview_held", "interview", "body_id", "held_on", "id", "status"),
    ("ix_interview_promise", "interview", "body_id", "status", "promise_due", "id"),
    ("ix_interview_promises", "interview", "body_id", "promise_due", "id"),
    ("ix_interview_status", "interview", "body_id", "status", "planned_on", "id"),
    ("ix_notice_due_date", "notice", "due_date_id", "user_id", "id"),
    ("ix_objection_status", "objection", "status", "instrument_id"),
    ("ix_problem_action_in_hand", "problem", "action_id", "in_hand", "due_on", "id", "status"),
    ("ix_problem_earlier", "problem", "body_id", "earlier_id", "found_on", "id"),
    ("ix_problem_earlier_id", "problem", "earlier_id"),
    ("ix_problem_ended", "problem", "body_id", "status", "ended_on", "action_id", "measure", "unit_id"),
    ("ix_problem_field_in_hand", "problem", "body_id", "field", "in_hand", "due_on", "id", "status"),
    ("ix_problem_in_hand", "problem", "body_id", "in_hand", "due_on", "id", "status", "severity", "paper_number", "found_on", "delivered_on"),
    ("ix_problem_in_hand_found", "problem", "body_id", "in_hand", "found_on", "id", "status"),
    ("ix_problem_list", "problem", "body_id", "found_on", "id", "status", "action_id", "measure", "earlier_id", "unit_id"),
    ("ix_problem_paper_number", "problem", "paper_number", "found_on", "id"),
    ("ix_problem_severity_in_hand", "problem", "body_id", "severity", "in_hand", "due_on", "id", "status"),
    ("ix_problem_status", "problem", "body_id", "status", "found_on", "id", "paper_id", "first_by_id", "second_by_id"),
    ("ix_problem_status_due", "problem", "body_id", "status", "due_on", "id", "in_hand"),
    ("ix_referral_due", "referral", "body_id", "due_on", "id"),
    ("ix_referral_sent_on", "referral", "body_id", "sent_on", "id", "way"),
    ("ix_referral_status", "referral", "body_id", "status", "due_on", "id"),
    ("ix_referral_status_id", "referral", "body_id", "status", "id"),
    ("ix_supervision_action_begun", "supervision_action", "body_id", "begun_on", "id", "status", "form"),
    ("ix_supervision_action_list", "supervision_action", "body_id", "starts_on", "id", "status"),
)


def upgrade() -> None:
    _change(GONE, NEW)


def downgrade() -> None:
    _change(NEW, GONE)


def _change(gone: tuple[tuple[str, ...], ...], new: tuple[tuple[str, ...], ...]) -> None:
    for name, table, *_columns in gone:
        op.drop_index(name, table_name=table)
    for name, table, *columns in new:
        op.create_index(name, table, columns)
