"""Evidence with what it shows and its event date; before/after pairs; working material."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from supervision.core import clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.audit import record as note
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.files import Attachment, StoredFile, attach
from supervision.core.files.models import Purpose
from supervision.problems.models import MaterialKind, Problem, WorkingPaper

EVIDENCE = (Purpose.EVIDENCE, Purpose.BEFORE, Purpose.AFTER)
FULL_SCORE = 100


def add_evidence(
    problem: Problem,
    stored: Sequence[StoredFile],
    *,
    purpose: Purpose,
    shows: str,
    event_date: date,
    actor: Principal,
) -> list[Attachment]:
    """Hang files on a problem. The event date is when the thing happened, not when it is uploaded."""
    _require_staff(problem, actor)
    if purpose not in EVIDENCE:
        raise DomainError("用途须是佐证材料、整改前或整改后", field="purpose")
    if not stored:
        raise DomainError("请选择文件", field="files")
    if event_date > clock.today():
        raise DomainError("事发日期不得晚于今天", field="event_date")
    found = [
        attach(one, problem, actor=actor, purpose=purpose, shows=shows, event_date=event_date)
        for one in stored
    ]
    label = f"上传{purpose.label}{len(found)}件"
    note(problem, action="evidence", label=label, actor=actor)
    session.flush()
    return found


def pair(before: Attachment, after: Attachment, *, problem: Problem, actor: Principal) -> None:
    """Set 整改前 and 整改后 of the same thing beside each other."""
    _require_staff(problem, actor)
    own = ("problem", problem.id)
    if any((one.owner_type, one.owner_id) != own for one in (before, after)):
        raise DomainError("只能对照同一问题的佐证", field="pair_id")
    if (before.purpose, after.purpose) != (Purpose.BEFORE, Purpose.AFTER):
        raise DomainError("请选择一件整改前、一件整改后的佐证", field="pair_id")
    if before.event_date and after.event_date and after.event_date < before.event_date:
        raise DomainError("整改后的日期不得早于整改前", field="event_date")
    before.pair_id, after.pair_id = after.id, before.id
    session.flush()


def unpaired(evidence: Sequence[Attachment]) -> list[Attachment]:
    """整改前 pictures that still lack their counterpart."""
    return [one for one in evidence if one.purpose is Purpose.BEFORE and one.pair_id is None]


def same_elsewhere(evidence: Sequence[Attachment]) -> dict[int, str]:
    """What to say of attachments whose very bytes are used elsewhere too, by attachment id."""
    by_hash: dict[str, list[Attachment]] = {}
    for one in evidence:
        by_hash.setdefault(one.file.sha256, []).append(one)
    if not by_hash:
        return {}
    rows = session.execute(
        sa.select(Attachment.id, StoredFile.sha256, Attachment.root_type, Attachment.root_id)
        .join(StoredFile, StoredFile.id == Attachment.file_id)
        .where(StoredFile.sha256.in_(by_hash))
    ).all()
    said = {}
    for own in (one for same in by_hash.values() for one in same):
        others = [row for row in rows if row.sha256 == own.file.sha256 and row.id != own.id]
        if others:
            here = all(
                (row.root_type, row.root_id) == (own.root_type, own.root_id) for row in others
            )
            where = "本问题" if here else "其他记录"
            said[own.id] = f"与{where}的另外{len(others)}件附件内容完全相同"
    return said


def add_material(
    problem: Problem,
    kind: MaterialKind,
    *,
    made_on: date,
    content: str,
    actor: Principal,
    score: int | None = None,
    stored: Sequence[StoredFile] = (),
) -> WorkingPaper:
    """Add working material: 调卷清单, 询问笔录, 工作底稿, 案卷评查评分 (0 to 100)."""
    _require_staff(problem, actor)
    if made_on > clock.today():
        raise DomainError("形成日期不得晚于今天", field="made_on")
    if (kind is MaterialKind.SCORE) != (score is not None):
        raise DomainError("案卷评查评分须填写分数，其他材料不填", field="score")
    if score is not None and not 0 <= score <= FULL_SCORE:
        raise DomainError("分数须在0至100之间", field="score")
    if not content.strip() and not stored:
        raise DomainError("请填写内容或上传文件", field="content")
    paper = WorkingPaper(
        body_id=problem.body_id,
        problem=problem,
        kind=kind,
        made_on=made_on,
        content=content.strip(),
        score=score,
        created_by_id=actor.user_id,
    )
    session.add(paper)
    session.flush()
    for one in stored:
        attach(one, paper, actor=actor, purpose=Purpose.OTHER, shows=kind.label, event_date=made_on)
    note(problem, action="material", label=f"添加{kind.label}", actor=actor)
    return paper


def _require_staff(problem: Problem, actor: Principal) -> None:
    """承办人 add evidence; 审核人 may add the proof of what they close."""
    if not actor.can(Permission.PROBLEM_RECORD):
        actor.require(Permission.PROBLEM_CONFIRM)
