"""A few open matters dated relative to today, so that the 工作台 is alive."""

from datetime import date, timedelta

from supervision.actions.models import ActionForm, ProblemMeasure
from supervision.core import clock
from supervision.demo import story
from supervision.demo.cases import FINDINGS, OPINIONS
from supervision.demo.cast import Cast, fictional
from supervision.demo.stage import later, workday
from supervision.instruments.drafting.layout_facts import AttachedText

PLAN = """一、监督内容
涉企行政检查的计划、频次、程序和公示。
二、监督方式
调阅案卷，实地检查，走访企业。
三、有关要求
（一）各单位应当如实提供案卷和台账，不得事后补做。
（二）监督中发现的问题，由市司法局以文书反馈，各单位按期整改并书面报送整改情况。"""
CIRCULAR = """一、总体情况
多数单位已经制定年度检查计划，涉企行政检查的频次有所下降。
二、存在的主要问题
（一）检查计划执行不严。部分检查没有列入计划，未经批准即入企检查。
（二）检查程序不规范。部分检查没有出示执法证件，检查笔录没有第二名执法人员签名。
（三）结果公示不及时。部分检查结果超过规定期限公示。"""
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
    _to_many(cast, action_id)
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


def _to_many(cast: Cast, action_id: int) -> None:
    """The plan, which every unit has signed for; a 通报, signed for on screen, on paper and not yet."""
    plan = AttachedText("规范涉企行政检查重点监督方案", PLAN)
    told = story.to_many(
        "issuing_notice", [cast.units[key] for key in UNITS], action_id, on=_ago(74), attached=[plan]
    )  # fmt: skip
    sent = story.issue(told, on=_ago(74))
    for key in UNITS:
        story.sign_for(told, key, on=later(sent, 1))
    units = [cast.units[key] for key in UNITS[:3]]
    found = story.to_many("circular", units, action_id, on=_ago(18), words=CIRCULAR)
    sent = story.issue(found, on=_ago(18))
    story.sign_for(found, UNITS[0], on=later(sent, 1))
    story.sign_for_on_paper(found, units[1], recipient=fictional(30), on=later(sent, 2))


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
