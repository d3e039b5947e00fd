"""Figures of papers: by the figure their kind is counted in, on the day they were signed (成文)."""

import sqlalchemy as sa

from supervision.agencies.models import Unit
from supervision.core.listing.leading import one_of_few
from supervision.instruments.kinds.registry import FIGURES
from supervision.instruments.models import Instrument, InstrumentItem, InstrumentKind
from supervision.instruments.states import NUMBERED
from supervision.reports.indicators.model import Indicator

GROUP = "文书"
_SIGNED = Instrument.status.in_(NUMBERED)
_OF_UNIT = sa.select(Unit.field).where(Unit.id == Instrument.unit_id).scalar_subquery()


def _counted_as(figure: str) -> object:
    kinds = sa.select(InstrumentKind.id).where(InstrumentKind.counted_as == figure)
    return one_of_few(Instrument.kind_id, kinds.scalar_subquery())


def _papers(key: str) -> Indicator:
    return Indicator(
        key=key,
        name=FIGURES[key],
        measure="份",
        rule="期间签发的文书，作废、撤销的不计；一份列多个问题的仍计一份",
        basis="成文日期",
        group=GROUP,
        record="instrument",
        model=Instrument,
        day=Instrument.signed_on,
        where=(_SIGNED, _counted_as(key)),
        unit=Instrument.unit_id,
        field=_OF_UNIT,
        action=Instrument.action_id,
    )


INDICATORS = (
    _papers("rectification_notices"),
    _papers("transfer_letters"),
    _papers("opinion_papers"),
    Indicator(
        key="opinion_units",
        name="收到意见书的部门",
        measure="个",
        rule="期间签发的意见书的主送单位，同一部门计一个；作废、撤销的意见书不计",
        basis="成文日期",
        group=GROUP,
        record="instrument",
        model=Instrument,
        day=Instrument.signed_on,
        where=(_SIGNED, _counted_as("opinion_papers"), Instrument.unit_id.is_not(None)),
        unit=Instrument.unit_id,
        field=_OF_UNIT,
        action=Instrument.action_id,
        one_per=(Instrument.unit_id,),
        spoken=True,
    ),
    Indicator(
        key="opinions",
        name="提出执法监督意见",
        measure="条",
        rule="期间签发的意见书所列意见，作废、撤销的意见书不计",
        basis="成文日期",
        group=GROUP,
        record="opinion",
        model=InstrumentItem,
        joins=((Instrument, Instrument.id == InstrumentItem.instrument_id),),
        day=Instrument.signed_on,
        where=(_SIGNED, _counted_as("opinion_papers")),
        unit=Instrument.unit_id,
        field=_OF_UNIT,
        action=Instrument.action_id,
    ),
    _papers("supervision_notices"),
    _papers("decisions"),
    _papers("urging_papers"),
)
