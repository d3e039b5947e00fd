"""Figures of what came in: 转办件 by their day of 办结, clues by what became of them."""

import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.clues.models import Clue
from supervision.clues.states import ClueStatus, Finding, Source
from supervision.reports.indicators.model import Indicator

GROUP = "线索与转办件"
_CLOSED = Clue.status.in_([ClueStatus.CLOSED, ClueStatus.REPORTED])
_LOOKED_AT = Clue.back_entered.is_(False) | Clue.accepted_on.is_not(None)  # 补录 only once reviewed
_OF_UNIT = sa.select(Unit.field).where(Unit.id == Clue.unit_id).scalar_subquery()


def _clues(
    key: str, counted: tuple[str, str], rule: str, basis: str, day: object, *where: object
) -> Indicator:
    return Indicator(
        key=key, name=counted[0], measure=counted[1], rule=rule, basis=basis, group=GROUP, record="clue",
        model=Clue, day=day, where=where, unit=Clue.unit_id, field=_OF_UNIT,
    )  # fmt: skip


INDICATORS = (
    _clues(
        "superior_cases_closed",
        ("办结省司法厅转办案件", "件"),
        "省司法厅转办、期间办结的案件（含已回告），与向外转办的函分别计数",
        "办结日期",
        Clue.closed_on,
        _CLOSED,
        Clue.source == Source.PROVINCE,
    ),
    _clues(
        "superior_site_clues",
        ("查处省司法厅实地督查线索", "个"),
        "省司法厅实地督查、期间办结且查实并已处理的线索",
        "办结日期",
        Clue.closed_on,
        _CLOSED,
        Clue.source == Source.PROVINCE_SITE,
        Clue.finding == Finding.TRUE,
        Clue.dealt_with.is_(True),
    ),
    _clues(
        "other_clues_closed",
        ("办结其他来源线索", "件"),
        "省司法厅转办、实地督查以外的来源，期间办结的线索（含已回告）",
        "办结日期",
        Clue.closed_on,
        _CLOSED,
        Clue.source.not_in([Source.PROVINCE, Source.PROVINCE_SITE]),
    ),
    _clues(
        "clues_received",
        ("收到线索和转办件", "件"),
        "期间收到的全部线索和转办件，不予受理的也计",
        "收件日期",
        Clue.received_on,
        _LOOKED_AT,
    ),
)
