"""What stands twice is put right: days of papers, rounds, objections, referrals, and the ledger's columns.

Until now these columns were carried from row to row by hand, in the row scope of whoever acted, so
that a problem whose paper a unit had signed for kept saying 已认定. From here on the kernel derives
them; this brings an old database to the same truth by SQL of its own day.

Revision ID: 0010
Revises: 0009
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# A paper that was delivered by sending it says so in its delivery, too.
DELIVERIES = """
UPDATE delivery SET received_on =
    (SELECT p.delivered_on FROM instrument p WHERE p.id = delivery.instrument_id)
WHERE received_on IS NULL
  AND id = (SELECT max(d.id) FROM delivery d WHERE d.instrument_id = delivery.instrument_id)
  AND NOT EXISTS (SELECT 1 FROM delivery d
      WHERE d.instrument_id = delivery.instrument_id AND d.received_on IS NOT NULL)
  AND EXISTS (SELECT 1 FROM instrument p
      WHERE p.id = delivery.instrument_id AND p.delivered_on IS NOT NULL)
"""
PAPERS = """
UPDATE instrument SET
  delivered_on = coalesce(
    (SELECT min(d.received_on) FROM delivery d WHERE d.instrument_id = instrument.id), delivered_on),
  due_on = (SELECT CASE WHEN t.state <> 'ended' THEN t.due END FROM due_date t
    WHERE t.owner_type = 'instrument' AND t.owner_id = instrument.id
      AND t.kind IN ('reply', 'supplement')
    ORDER BY t.id DESC LIMIT 1)
"""
ROUNDS = """
UPDATE reply_round SET supplement_due =
  CASE WHEN returned_on IS NOT NULL THEN
    (SELECT t.due FROM due_date t
     WHERE t.owner_type = 'instrument' AND t.owner_id = reply_round.instrument_id
       AND t.kind = 'supplement'
       AND (SELECT count(*) FROM due_date e WHERE e.owner_type = 'instrument'
              AND e.owner_id = t.owner_id AND e.kind = 'supplement' AND e.id <= t.id)
         = (SELECT count(*) FROM reply_round r WHERE r.instrument_id = reply_round.instrument_id
              AND r.returned_on IS NOT NULL AND r.number <= reply_round.number))
  END
"""
OBJECTIONS = """
UPDATE objection SET due_on = coalesce(
  (SELECT t.due FROM due_date t WHERE t.owner_type = 'objection' AND t.owner_id = objection.id
     AND t.kind = 'objection' ORDER BY t.id DESC LIMIT 1), due_on)
"""
REFERRALS = """
UPDATE referral SET due_on =
  (SELECT CASE WHEN t.state <> 'ended' THEN t.due END FROM due_date t
   WHERE t.owner_type = 'referral' AND t.owner_id = referral.id AND t.kind = 'referral'
   ORDER BY t.id DESC LIMIT 1)
"""
STANDING = """
WITH carried AS (
  SELECT i.problem_id, i.answered, i.conclusion, i.written_off_on,
    p.id AS paper_id, p.number, p.status, p.delivered_on, p.due_on,
    (SELECT count(*) FROM instrument_item a WHERE a.instrument_id = p.id) AS items,
    (SELECT count(*) FROM instrument_item a WHERE a.instrument_id = p.id AND a.answered) AS said,
    row_number() OVER (PARTITION BY i.problem_id ORDER BY
      CASE WHEN p.delivered_on IS NOT NULL THEN 1 ELSE 0 END DESC,
      CASE WHEN i.nature = 'corrective' THEN 1 ELSE 0 END DESC, p.id DESC, i.id) AS place
  FROM instrument_item i
  JOIN instrument p ON p.id = i.instrument_id
  JOIN instrument_kind k ON k.id = p.kind_id
  WHERE i.problem_id IS NOT NULL AND p.status <> 'void' AND k.reply_wanted
), chased AS (
  SELECT i.problem_id, c."on" AS day,
    CASE WHEN c.rung = '催办' THEN c.how ELSE c.rung END AS how,
    row_number() OVER (PARTITION BY i.problem_id ORDER BY c."on" DESC, c.id DESC) AS place
  FROM instrument_item i
  JOIN instrument p ON p.id = i.instrument_id
  JOIN chase_event c ON c.instrument_id = p.id
  WHERE i.problem_id IS NOT NULL AND p.status <> 'void'
)
SELECT q.id, q.status, q.ended_on, q.paper_id, q.paper_number, q.delivered_on, q.due_on,
  q.reply_state, q.conclusion, q.chased_on, q.chased_how,
  g.paper_id, g.number, g.delivered_on, g.due_on, g.status, g.answered, g.conclusion,
  g.written_off_on, g.said, g.items, c.day, c.how
FROM problem q
LEFT JOIN carried g ON g.problem_id = q.id AND g.place = 1
LEFT JOIN chased c ON c.problem_id = q.id AND c.place = 1
"""
PUT = """
UPDATE problem SET status = :status, ended_on = :ended_on, paper_id = :paper_id,
  paper_number = :paper_number, delivered_on = :delivered_on, due_on = :due_on,
  reply_state = :reply_state, conclusion = :conclusion, chased_on = :chased_on,
  chased_how = :chased_how, in_hand = :in_hand
WHERE id = :id
"""
NAMES = (
    "status", "ended_on", "paper_id", "paper_number", "delivered_on", "due_on", "reply_state",
    "conclusion", "chased_on", "chased_how",
)  # fmt: skip
FOLLOWING = ("established", "rectifying", "to_verify", "closed")
ENDED = ("rejected", "closed", "fixed_on_spot", "unfixable", "referred_away")
BY_PAPER = {
    "delivered": "rectifying", "supplement": "rectifying", "handed_back": "rectifying",
    "replied": "to_verify", "verified": "to_verify",
}  # fmt: skip
CONCLUSIONS = {
    "mended": "已整改", "partly": "部分整改", "not_mended": "未整改",
    "adopted": "采纳", "partly_adopted": "部分采纳", "not_adopted": "不采纳",
}  # fmt: skip


def upgrade() -> None:
    for statement in (DELIVERIES, PAPERS, ROUNDS, OBJECTIONS, REFERRALS):
        op.execute(sa.text(statement))
    connection = op.get_bind()
    wrong = []
    for row in connection.execute(sa.text(STANDING)):
        stored, wanted = dict(zip(NAMES, row[1:11], strict=True)), _wanted(row)
        if stored != {name: wanted[name] for name in NAMES}:
            wrong.append({"id": row[0], **wanted})
    if wrong:
        connection.execute(sa.text(PUT), wrong)


def downgrade() -> None:
    """What is true stays true."""


def _wanted(row: Any) -> dict[str, Any]:
    status, ended_on = row[1], row[2]
    (paper_id, number, delivered_on, due_on, paper_status, answered, conclusion, written_off_on,
     said, items, chased_on, chased_how) = row[11:23]  # fmt: skip
    if status in FOLLOWING:
        status = "closed" if written_off_on else BY_PAPER.get(paper_status, "established")
        ended_on = written_off_on
    return {
        "status": status,
        "ended_on": ended_on,
        "paper_id": paper_id,
        "paper_number": number or "",
        "delivered_on": delivered_on,
        "due_on": due_on,
        "reply_state": _reply_state(paper_id, paper_status, answered, said, items),
        "conclusion": CONCLUSIONS.get(conclusion, ""),
        "chased_on": chased_on,
        "chased_how": chased_how or "",
        "in_hand": status not in ENDED,
    }


def _reply_state(
    paper_id: int | None, paper_status: str, answered: Any, said: int, items: int
) -> str:
    if paper_id is None:
        return ""
    if paper_status == "supplement":
        return "退回补充"
    if paper_status in ("replied", "verified", "closed", "archived"):
        return f"已反馈 {said}/{items}"
    return "办理中" if answered else "未反馈"
