"""A few open matters dated relative to today, so that the 工作台 is alive."""

from datetime import date, timedelta

from supervision.actions.models import ActionForm, ProblemMeasure
from supervision.core import clock
from supervision.core.documents.model import Column, Form, Table
from supervision.core.documents.pdf import render
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
（三）结果公示不及时。部分检查结果超过规定期限公示。
各单位检查情况见附件1，未列入计划的检查见附件2。"""
COUNTS = Form(
    title="涉企行政检查情况统计表",
    issuer="示例市司法局",
    blocks=(
        Table(
            columns=(
                Column("序号", 0.6), Column("单位", 3), Column("计划检查（次）", 1.6),
                Column("实际检查（次）", 1.6), Column("未列入计划（次）", 1.6), Column("按期公示（件）", 1.6),
            ),
            rows=(
                ("1", "示例市市场监督管理局", "120", "126", "6", "118"),
                ("2", "示例市城市管理综合执法局", "96", "101", "5", "90"),
                ("3", "示例市卫生健康委员会", "80", "80", "0", "77"),
                ("4", "示例市交通运输局", "64", "66", "2", "61"),
                ("5", "示例市应急管理局", "72", "72", "0", "72"),
            ),
        ),
    ),
    note="本表为演示数据。",
)  # fmt: skip
UNPLANNED = Form(
    title="未列入计划的检查明细表",
    issuer="示例市司法局",
    blocks=(
        Table(
            columns=(Column("序号", 0.6), Column("单位", 3), Column("检查事由", 4), Column("次数", 1)),
            rows=(
                ("1", "示例市市场监督管理局", "食品经营临时检查", "6"),
                ("2", "示例市城市管理综合执法局", "户外广告设施临时检查", "5"),
                ("3", "示例市交通运输局", "货运源头单位临时检查", "2"),
            ),
        ),
    ),
    note="本表为演示数据。",
)  # fmt: skip
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
    files = [(f"{one.title}.pdf", render(one).pdf) for one in (COUNTS, UNPLANNED)]
    found = story.to_many(
        "circular", units, action_id, on=_ago(18), words=CIRCULAR, files=files
    )  # fmt: skip
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
