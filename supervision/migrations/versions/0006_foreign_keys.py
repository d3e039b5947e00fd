"""What names a person, a body, a unit, a clue is a foreign key.

Revision ID: 0006
Revises: 0005
"""

from supervision.migrations.foreign_keys import Key, add, remove

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OF_A_BODY = """
action_unit attachment chase_event classified_paper clue clue_identity delivery dictionary_entry due_date
due_date_change extension import_batch import_key imported_row instrument instrument_item instrument_kind
interview interview_paper interview_problem interview_seat interviewee joint_document objection officer
problem publication referral referral_problem referral_viewer reply_round report_text roster_entry
saved_view search_entry supervision_action team_member text_version unit unit_name working_paper
write_off_opinion
""".split()
ENTERED = """
api_token attachment calendar_version chase_event classified_paper clue clue_identity delivery deputy
dictionary_entry due_date due_date_change extension feed_token import_batch instrument instrument_kind
interview joint_document objection officer problem publication referral reminder_policy reply_round
report_text roster_entry saved_view setting stored_file supervision_action task text_version unit_name
user working_paper write_off_opinion
""".split()
KEYS = [
    *(Key(table, "body_id", "body") for table in OF_A_BODY),
    *(Key(table, "created_by_id", "user") for table in ENTERED),
    *(Key(table, "decided_by_id", "user") for table in ("calendar_version", "clue")),
    *(Key(table, "approved_by_id", "user") for table in ("interview", "referral", "supervision_action")),
    *(Key(table, "unit_id", "unit") for table in ("attachment", "due_date")),
    *(Key(table, "clue_id", "clue") for table in ("instrument", "problem")),
    Key("attachment", "pair_id", "attachment"),
    Key("due_date", "holder_id", "user"),
    Key("form_draft", "user_id", "user"),
    Key("import_batch", "run_by_id", "user"),
    Key("instrument_item", "concluded_by_id", "user"),
    Key("instrument_item", "written_off_by_id", "user"),
    Key("reply_round", "confirmed_by_id", "user"),
    Key("saved_view", "owner_id", "user"),
]


def upgrade() -> None:
    add(KEYS)


def downgrade() -> None:
    remove(KEYS)
