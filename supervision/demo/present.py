"""A few open matters dated relative to today, so that the 工作台 is alive."""

from datetime import date, timedelta

from supervision.actions.models import ActionForm, ProblemMeasure
from supervision.core import clock
from supervision.demo import story
from supervision.demo.cases import FINDINGS, OPINIONS
from supervision.demo.cast import Cast
from supervision.demo.stage import workday

UNITS = ("shijian", "chengguan", "weijian", "jiaotong", "yingji")


def _ago(days: int) -> date:
    return workday(clock.today() - timedelta(days=days))


def stage(cast: Cast) -> None:
    """An action under way: papers overdue, near, replied, waiting for signature, and fresh findings."""
    action_id = story.carry_out(
        story.ActionPlan(
            title="规范涉企行政检查重点监督",
            form=ActionForm.SPOT_CHECK,
            measure=ProblemMeasure.GE,
            starts_on=_ago(75),
            ends_on=_ago(-30),
            unit_ids=[cast.units[key] for key in UNITS],
            content="涉企行政检查的计划、频次、程序和公示",
        )
    )
    overdue = _notice(cast, action_id, "shijian", 3, found=_ago(70))
    story.receive(overdue, "shijian", on=_ago(50))
    story.reply(overdue, "shijian", on=_ago(20), missing=1)
    replied = _notice(cast, action_id, "chengguan", 3, found=_ago(62))
    story.receive(replied, "chengguan", on=_ago(40))
    story.reply(replied, "chengguan", on=_ago(4))
    near = _notice(cast, action_id, "weijian", 2, found=_ago(48))
    story.receive(near, "weijian", on=_ago(28))
    _notice(cast, action_id, "jiaotong", 2, found=_ago(20))
    story.opinion(cast.units["yingji"], action_id, OPINIONS[:2], on=_ago(3))
    story.find(action_id, cast.units["yingji"], [(FINDINGS[n], "") for n in (0, 4, 7)], on=_ago(5))


def _notice(cast: Cast, action_id: int, key: str, count: int, *, found: date) -> int:
    chosen = FINDINGS[: count + 2][-count:]
    problem_ids = story.find(action_id, cast.units[key], [(one, "") for one in chosen], on=found)
    story.establish(problem_ids, on=workday(found + timedelta(days=4)))
    demands = [one.demand for one in chosen]
    paper_id = story.notice(
        cast.units[key], problem_ids, demands, on=workday(found + timedelta(days=7))
    )
    story.issue(paper_id, on=workday(found + timedelta(days=8)))
    return paper_id
