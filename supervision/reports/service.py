"""Business verbs on reports: word the paragraph, publish."""

import hashlib
from collections.abc import Sequence

import sqlalchemy as sa

from supervision.core import audit, clock
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.access.scope import EVERYTHING, seeing
from supervision.core.canonical import as_json
from supervision.core.db import Query, session
from supervision.core.errors import DomainError
from supervision.core.prepared import ask_today
from supervision.problems.models import Problem
from supervision.referrals.models import Referral, ReferralProblem
from supervision.referrals.states import Way
from supervision.reports import paragraph, persons
from supervision.reports.comparing import Beside
from supervision.reports.counting import Counts, Figure
from supervision.reports.keys import Keys
from supervision.reports.models import Publication, ReportText
from supervision.reports.paragraph.writing import Mentions
from supervision.reports.periods import Period
from supervision.reports.reach import Reach, Span, below, reach_among
from supervision.roster.models import JointDocument


def written(counts: Counts, reach: Reach) -> str:
    """The template as the system writes it."""
    return paragraph.write(counts, reach, _mentions(counts.period, reach.body_ids))


def _mentions(period: Period, body_ids: Sequence[int]) -> Mentions:
    """Recipients of what was handed over, and joint documents, by name; two queries."""
    when = Referral.sent_on.between(period.since, period.until)

    def recipients() -> Query:
        return (
            sa.select(Problem.action_id, Referral.recipient)
            .join(ReferralProblem, ReferralProblem.problem_id == Problem.id)
            .join(Referral, Referral.id == ReferralProblem.referral_id)
            .where(Referral.body_id.in_(body_ids), Referral.way == Way.MECHANISM, when)
            .distinct()
            .order_by(Referral.recipient)
        )

    documents = (
        sa.select(JointDocument.partner, JointDocument.title)
        .where(
            JointDocument.body_id.in_(body_ids),
            JointDocument.dated_on.between(period.since, period.until),
        )
        .limit(2)
    )
    by_action: dict[int, list[str]] = {}
    with seeing(EVERYTHING):
        for action_id, recipient in ask_today(
            ("recipients", period, tuple(body_ids)), recipients
        ).rows:
            by_action.setdefault(action_id or 0, []).append(recipient)
        named = [(partner, title) for partner, title in session.execute(documents)]
    return Mentions(by_action, named)


def text_of(reach: Reach, period: Period) -> ReportText | None:
    """The paragraph as edited; None while it is the system's own. One's own body, or none."""
    return session.scalar(
        sa.select(ReportText).where(
            ReportText.body_id == reach.body.id,
            ReportText.period == period.key,
            ReportText.span == reach.span.value,
        )
    )


def word(reach: Reach, counts: Counts, template: str, *, actor: Principal) -> ReportText:
    """Keep an edited paragraph; every token in it must mean a figure."""
    actor.require(Permission.FIGURES_VIEW)
    if not template.strip():
        raise DomainError(
            "段落不能为空；要恢复自动生成的文字，请用“恢复自动生成”", field="template"
        )
    paragraph.read(template, counts)
    kept = text_of(reach, counts.period)
    if kept is None:
        kept = ReportText(
            body_id=reach.body.id, period=counts.period.key, span=reach.span.value,
            created_by_id=actor.user_id,
        )  # fmt: skip
        session.add(kept)
    kept.template = template.strip()
    session.flush()
    return kept


def restore(reach: Reach, period: Period, *, actor: Principal) -> None:
    """Drop the edited paragraph: the system's own words again."""
    kept = text_of(reach, period)
    if kept is not None:
        session.delete(kept)
        session.flush()


def publications(reach: Reach, period: Period) -> list[Publication]:
    """What was published of a period, the latest edition first."""
    statement = (
        sa.select(Publication)
        .where(
            Publication.body_id == reach.body.id,
            Publication.period == period.key,
            Publication.span == reach.span.value,
        )
        .order_by(Publication.edition.desc())
    )
    with seeing(EVERYTHING):  # figures of bodies below are for their superior too
        return list(session.scalars(statement))


def beside(reach: Reach, period: Period) -> Beside:
    """What was published last of a period and of the same a year before."""
    newest = [publications(reach, one)[:1] for one in (period, period.before())]
    return Beside(*(found[0] if found else None for found in newest))


def publication_of(key: int, *, home_id: int) -> tuple[Publication, Reach] | None:
    """A publication of one's own body or of one below it, whose figures (not records) are one's own to read, and
    what it was about."""
    with seeing(EVERYTHING):
        found = session.get(Publication, key)
    if found is None:
        return None
    offered = below(home_id)
    chosen = next((one for one in offered if one.id == found.body_id), None)
    return None if chosen is None else (found, reach_among(chosen, Span(found.span), offered))


def publish(reach: Reach, counts: Counts, *, actor: Principal) -> Publication:
    """Freeze figures (with the keys of their records) and text; the hash goes into the audit chain."""
    actor.require(Permission.FIGURES_PUBLISH)
    kept = text_of(reach, counts.period)
    parts = paragraph.read(kept.template if kept else written(counts, reach), counts)
    earlier, keys = publications(reach, counts.period), Keys(counts)
    publication = Publication(
        body_id=reach.body.id,
        period=counts.period.key,
        span=reach.span.value,
        edition=earlier[0].edition + 1 if earlier else 1,
        published_on=clock.today(),
        published_at=clock.now(),
        published_by=actor.name,
        body_name=reach.body.name,
        text=paragraph.plain(parts),
        figures=[_frozen(figure, keys) for figure in counts.figures()],
        created_by_id=actor.user_id,
    )
    publication.sha256 = digest(publication)
    session.add(publication)
    session.flush()
    label = f"发布{counts.period.label}数据第{publication.edition}版，SHA-256 {publication.sha256}"
    audit.record(publication, action="publish", label=label, actor=actor)
    return publication


def _frozen(figure: Figure, keys: Keys) -> dict[str, object]:
    ids = keys.of(figure)
    told = persons.told(figure.indicator, ids) if figure.indicator.person else {}
    return {
        "id": figure.id,
        "name": figure.name,
        "label": figure.label,
        "measure": figure.measure,
        "value": figure.value,
        "before": figure.before,
        "rule": figure.indicator.rule,
        "basis": figure.indicator.basis,
        "ids": ids,
        **({"whom": [told[key].frozen for key in ids]} if figure.indicator.person else {}),
    }


def digest(publication: Publication) -> str:
    """SHA-256 over what was published, in canonical form."""
    content = {
        name: getattr(publication, name)
        for name in ("body_id", "period", "span", "edition", "published_on", "published_by",
                     "text", "figures")
    }  # fmt: skip
    return hashlib.sha256(as_json(content).encode()).hexdigest()


def shown_text(reach: Reach, counts: Counts) -> tuple[ReportText | None, str]:
    """The edited paragraph, if any, and the template in force."""
    kept = text_of(reach, counts.period)
    return kept, kept.template if kept else written(counts, reach)
