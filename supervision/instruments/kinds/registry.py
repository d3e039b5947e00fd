"""Kinds of paper as configuration: what a new body starts with, and editing a kind.

A further kind costs a row here (or in the browser), never code: name, series, layout, items,
default term, legal basis, template texts. Legal basis is left for the bureau to fill in: names and
articles differ by province and year (product.md §6).
"""

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from supervision.agencies.models import Body
from supervision.core.access.policy import Permission
from supervision.core.access.principal import Principal
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.instruments.drafting import templating
from supervision.instruments.models import InstrumentKind
from supervision.instruments.states import KindPurpose, Nature, Numbering

BOTH = (Nature.CORRECTIVE, Nature.ADVISORY)
CORRECTIVE = (Nature.CORRECTIVE,)
_REPLY = "请于收到本{文种}之日起{期限}内，将整改情况书面报送{发文机关}。"
_FOUND = "{发文机关}在{行动名称}中，发现你单位在行政执法工作中存在以下问题，现就有关事项通知如下："


# Figures of the yearly report in which a kind of paper may be counted, in the order of the report.
FIGURES = {
    "rectification_notices": "行政执法监督整改通知书",
    "transfer_letters": "行政执法监督案件转办函",
    "opinion_papers": "行政执法监督意见书",
    "supervision_notices": "行政执法监督通知书",
    "decisions": "行政执法监督决定书",
    "urging_papers": "行政执法监督督办函",
}


@dataclass(frozen=True)
class KindFacts:
    """What defines a kind of paper."""

    code: str
    name: str
    series: str
    layout: str = "official"
    item_noun: str = "项"
    natures: tuple[Nature, ...] = CORRECTIVE
    needs_problems: bool = False
    reply_wanted: bool = True
    term_number: int | None = 30
    term_unit: str = "日"
    numbering: Numbering = Numbering.SYSTEM
    legal_basis: str = ""
    title_template: str = "{发文机关}{文种}"
    opening_template: str = ""
    closing_template: str = ""
    counted_as: str = ""
    objection_number: int | None = None
    objection_unit: str = "工作日"
    decision_number: int | None = None
    decision_unit: str = "工作日"
    valid_from: date | None = None
    valid_until: date | None = None
    amber_at_half: bool = False
    returnable: bool = False
    purpose: KindPurpose = KindPurpose.ORDINARY


BUILT_IN = (
    KindFacts(
        code="opinion",
        name="行政执法监督意见书",
        series="监意",
        item_noun="条",
        natures=BOTH,
        opening_template="{发文机关}在{行动名称}中，对你单位行政执法情况进行了监督检查。现提出如下监督意见：",
        closing_template=_REPLY,
        counted_as="opinion_papers",
    ),
    KindFacts(
        code="rectification_notice",
        name="行政执法监督整改通知书",
        series="监改",
        needs_problems=True,
        opening_template=_FOUND,
        closing_template=_REPLY,
        counted_as="rectification_notices",
    ),
    KindFacts(
        code="supervision_notice",
        name="行政执法监督通知书",
        series="监通",
        opening_template="现就行政执法监督有关事项通知如下：",
        closing_template="请于收到本{文种}之日起{期限}内，将办理情况书面报送{发文机关}。",
        counted_as="supervision_notices",
    ),
    KindFacts(
        code="decision",
        purpose=KindPurpose.DECISION,
        name="行政执法监督决定书",
        series="监决",
        needs_problems=True,
        opening_template="经查，你单位存在以下问题，经督促仍未整改到位。现决定如下：",
        closing_template="请于收到本{文种}之日起{期限}内，将执行情况书面报告{发文机关}。",
        counted_as="decisions",
        objection_number=10,
        decision_number=15,
    ),
    KindFacts(
        code="transfer_letter",
        purpose=KindPurpose.TRANSFER,
        name="行政执法监督案件转办函",
        series="监转函",
        layout="letter",
        item_noun="件",
        natures=(Nature.MATTER,),
        term_number=30,
        title_template="{发文机关}关于转办行政执法监督案件的函",
        opening_template="现将下列事项转你单位办理：",
        closing_template="请依法办理，并于收到本函之日起{期限}内将办理结果函告{发文机关}。",
        counted_as="transfer_letters",
        returnable=True,
    ),
    KindFacts(
        code="referral_letter",
        purpose=KindPurpose.REFERRAL,
        name="移交函",
        series="监移函",
        layout="letter",
        natures=(),
        reply_wanted=False,  # the answer is followed on the referral, not a second time on its letter
        term_number=10,
        term_unit="工作日",
        title_template="{发文机关}关于{移交方式}{移交事由}的函",
        opening_template="现将{发文机关}在行政执法监督中发现的下列问题{移交方式}你单位，请按规定处理：",
        closing_template="{移交清单}\n{回告要求}",
    ),
    KindFacts(
        code="urging_paper",
        purpose=KindPurpose.URGING,
        name="行政执法监督督办函",
        series="监督函",
        layout="letter",
        term_number=10,
        term_unit="工作日",
        title_template="{发文机关}关于督办整改事项的函",
        opening_template="{前文}要求的整改事项，你单位尚未按期办结。现予督办：",
        closing_template="请于收到本函之日起{期限}内办结，并将结果函告{发文机关}。",
        counted_as="urging_papers",
    ),
    KindFacts(
        code="reminder",
        purpose=KindPurpose.REMINDER,
        name="行政执法监督催办通知",
        series="监催",
        layout="letter",
        natures=(),
        reply_wanted=False,
        term_number=None,
        title_template="{发文机关}关于催办整改事项的通知",
        opening_template="{前文}要求的整改事项将于{到期日}届满。请抓紧办理，按期反馈。",
    ),
    KindFacts(
        code="interview_notice",
        purpose=KindPurpose.INTERVIEW,
        name="行政执法监督约谈通知书",
        series="监约",
        natures=(),
        reply_wanted=False,
        term_number=None,
        opening_template="因{约谈事由}，{发文机关}定于{约谈时间}在{约谈地点}对下列人员进行约谈：{约谈对象}。",
        closing_template="请通知有关人员按时参加，并准备相关材料。",
    ),
    KindFacts(
        code="review_decision",
        purpose=KindPurpose.REVIEW,
        name="行政执法监督复查决定书",
        series="监复",
        natures=(),
        reply_wanted=False,
        term_number=None,
        opening_template="你单位对{前文}提出异议。{发文机关}经复查，现决定如下：",
    ),
    KindFacts(
        code="superior_letter",
        purpose=KindPurpose.SUPERIOR,
        name="告知上一级主管部门的函",
        series="监告函",
        layout="letter",
        natures=CORRECTIVE,
        reply_wanted=False,
        term_number=None,
        title_template="{发文机关}关于告知行政执法监督情况的函",
        opening_template="{发文机关}在行政执法监督中，发现{被监督单位}存在以下问题，现告知你单位：",
        closing_template="请按职责督促整改。",
    ),
    KindFacts(
        code="revocation",
        purpose=KindPurpose.REVOCATION,
        name="行政执法监督撤销决定书",
        series="监撤",
        natures=(),
        reply_wanted=False,
        term_number=None,
        opening_template="经核查，{发文机关}制发的{前文}存在下列情形，现决定予以撤销：",
        closing_template="{前文}自本{文种}送达之日起不再执行，所列事项不需再办理、反馈。",
    ),
    KindFacts(
        code="correction",
        purpose=KindPurpose.CORRECTION,
        name="行政执法监督更正通知书",
        series="监更",
        natures=(),
        reply_wanted=False,
        term_number=None,
        opening_template="{发文机关}制发的{前文}中有下列内容需要更正：",
        closing_template="{前文}的其他内容和期限不变，请按更正后的内容办理。",
    ),
)


def install(body: Body) -> list[InstrumentKind]:
    """Give a new body the built-in kinds under its own 机关代字."""
    return [
        _add(body.id, replace(facts, series=f"{body.code}{facts.series}")) for facts in BUILT_IN
    ]


def _add(
    body_id: int, facts: KindFacts, *, edition: int = 1, actor_id: int | None = None
) -> InstrumentKind:
    kind = InstrumentKind(
        body_id=body_id,
        edition=edition,
        code=facts.code,
        name=facts.name,
        series=facts.series,
        numbering=facts.numbering,
        layout=facts.layout,
        item_noun=facts.item_noun,
        natures=[nature.value for nature in facts.natures],
        needs_problems=facts.needs_problems,
        reply_wanted=facts.reply_wanted,
        term_number=facts.term_number,
        term_unit=facts.term_unit,
        legal_basis=facts.legal_basis,
        title_template=facts.title_template,
        opening_template=facts.opening_template,
        closing_template=facts.closing_template,
        objection_number=facts.objection_number,
        objection_unit=facts.objection_unit,
        decision_number=facts.decision_number,
        decision_unit=facts.decision_unit,
        counted_as=facts.counted_as,
        valid_from=facts.valid_from,
        valid_until=facts.valid_until,
        amber_at_half=facts.amber_at_half,
        returnable=facts.returnable,
        purpose=facts.purpose,
        created_by_id=actor_id,
    )
    session.add(kind)
    session.flush()
    return kind


def revise(kind: InstrumentKind, facts: KindFacts, *, actor: Principal) -> InstrumentKind:
    """A new edition of a kind: papers already drafted keep the edition they were drafted by."""
    actor.require(Permission.KIND_EDIT)
    check(facts)
    kind.in_force = False
    session.flush()
    return _add(
        kind.body_id,
        replace(facts, code=kind.code),
        edition=kind.edition + 1,
        actor_id=actor.user_id,
    )


def add(body_id: int, facts: KindFacts, *, actor: Principal) -> InstrumentKind:
    """A further kind, entered in the browser."""
    actor.require(Permission.KIND_EDIT)
    check(facts)
    if in_force(body_id, facts.code) is not None:
        message = f"已有代码为“{facts.code}”的文种"
        raise DomainError(message, field="code")
    return _add(body_id, facts, actor_id=actor.user_id)


def check(facts: KindFacts) -> None:
    """Placeholders are known, the series is a 代字, the term is complete."""
    for field in ("title_template", "opening_template", "closing_template"):
        templating.check(getattr(facts, field), field=field)
    if facts.reply_wanted and facts.term_number is None:
        message = "要求反馈的文种须填默认期限"
        raise DomainError(message, field="term_number")


def in_force(body_id: int, code: str) -> InstrumentKind | None:
    """The edition of a kind that new papers of the body use."""
    return session.scalar(
        sa.select(InstrumentKind).where(
            InstrumentKind.body_id == body_id, InstrumentKind.code == code, InstrumentKind.in_force
        )
    )


def for_purpose(body_id: int, purpose: KindPurpose) -> InstrumentKind | None:
    """The kind that new papers of the body for `purpose` are of: the first of those in force."""
    return session.scalar(
        sa.select(InstrumentKind)
        .where(
            InstrumentKind.body_id == body_id,
            InstrumentKind.purpose == purpose,
            InstrumentKind.in_force,
        )
        .order_by(InstrumentKind.id)
        .limit(1)
    )


def all_in_force() -> list[InstrumentKind]:
    """Kinds the present scope may draft, in their customary order."""
    statement = sa.select(InstrumentKind).where(InstrumentKind.in_force).order_by(InstrumentKind.id)
    return list(session.scalars(statement))
