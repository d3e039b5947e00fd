"""Figures of the rosters (new in the period, in office at its end) and of joint documents."""

from supervision.reports.indicators.model import Indicator
from supervision.roster.models import JointDocument, Pool, RosterEntry

GROUP = "监督力量与协作"


def _roster(key: str, name: str, pool: Pool, *, stock: bool) -> Indicator:
    flow = f"期间{pool.entering}的，期间内又{pool.leaving}的也计"
    held = f"期末在册的：{pool.entering}日期不晚于期末，且期末尚未{pool.leaving}（{pool.leaving}当日不计）"
    return Indicator(
        key=key,
        name=name,
        measure=pool.measure,
        rule=f"{held if stock else flow}；与其他名册不相加",
        basis="期末" if stock else f"{pool.entering}日期",
        group=GROUP,
        record="roster_entry",
        model=RosterEntry,
        day=RosterEntry.appointed_on,
        where=(RosterEntry.pool == pool,),
        until=RosterEntry.left_on if stock else None,
    )


INDICATORS = (
    _roster("contact_points_new", "新设行政执法监督联系点", Pool.CONTACT_POINT, stock=False),
    _roster("contact_points_held", "现有行政执法监督联系点", Pool.CONTACT_POINT, stock=True),
    _roster("observers_new", "新聘监督员", Pool.OBSERVER, stock=False),
    _roster("observers_held", "现有监督员", Pool.OBSERVER, stock=True),
    _roster("inspectors_new", "新聘法治督察人才库督察员", Pool.INSPECTOR_TALENT, stock=False),
    _roster("inspectors_held", "现有法治督察人才库督察员", Pool.INSPECTOR_TALENT, stock=True),
    Indicator(
        key="joint_documents",
        name="联合印发协作文件",
        measure="件",
        rule="期间印发的协作文件",
        basis="印发日期",
        group=GROUP,
        record="joint_document",
        model=JointDocument,
        day=JointDocument.dated_on,
    ),
)
