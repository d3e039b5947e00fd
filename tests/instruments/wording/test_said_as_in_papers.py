"""How a paper speaks, from texts.md 0.1 and 0.3 by hand: one self-name, its reader, the action, quotes, whom to call."""

from datetime import date

import pytest

from supervision.actions.models import ActionStatus
from supervision.agencies.models import Body, Unit
from supervision.core.db import session
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting.composing import document
from supervision.instruments.models import Instrument
from supervision.instruments.states import Nature
from supervision.instruments.wording import blocks
from tests.make import actions as make
from tests.make import case_files as papers
from tests.make.offices import Office, on
from tests.support.work import Inside

DAY = date(2026, 2, 25)


def _drafted(
    office: Office, code: str = "opinion", *, addressee: str = "", heading: str = "一个问题", note: str = "",
    nature: Nature = Nature.CORRECTIVE, action_id: int | None = None,
) -> Instrument:  # fmt: skip
    with on(DAY, "handler") as handler:
        item = drafting.ItemFacts(
            heading=heading, statement="事实如此。", demand="请改正。", nature=nature
        )
        facts = drafting.PaperFacts(
            kind=papers.kind(office, code), unit=session.get_one(Unit, office.unit_id), items=[item],
            addressee=addressee, action_id=action_id,
        )  # fmt: skip
        paper = drafting.draft(facts, actor=handler)
        paper.note = note
        return paper


@pytest.mark.parametrize(
    ("issuer", "own"),
    [("示例市司法局", "我局"), ("示例省司法厅", "我厅"), ("示例市发展和改革委员会", "我委"),
     ("示例市司法办公室", "我办"), ("示例市人民政府", "本机关")],
)  # fmt: skip
def test_the_issuer_calls_itself_by_what_it_is(
    inside: Inside, office: Office, issuer: str, own: str
) -> None:
    with inside():
        session.get_one(Body, office.body_id).name = issuer
        text = blocks.compose(_drafted(office))
        others = {"我局", "我厅", "我委", "我办", "本机关"} - {own}
        assert text.startswith(f"{own}对你单位行政执法工作进行了监督检查。")
        assert not [word for word in others if word in text]


@pytest.mark.parametrize(
    ("reader", "called"),
    [("示例市甲局", "你单位"), ("示例市卫生健康委员会", "你单位"), ("示例市城区委托执法中心", "你单位"),
     ("示例市委巡察工作领导小组办公室", "贵办"), ("中共示例市委政法委员会", "贵委"),
     ("示例市委宣传部", "贵单位"), ("中共示例市委统战部", "贵单位"), ("中共示例市委组织部", "贵单位"),
     ("示例市人大常委会法工委", "贵委"), ("示例市监察委员会", "贵委"), ("示例市中级人民法院", "贵院"),
     ("示例市人民检察院", "贵院"), ("中共示例市委办公室", "贵办"), ("示例市委全面依法治市委员会办公室", "贵办")],
)  # fmt: skip
def test_the_reader_is_called_as_its_standing_asks(
    inside: Inside, office: Office, reader: str, called: str
) -> None:
    with inside():
        text = blocks.compose(_drafted(office, addressee=reader))
        assert f"对{called}行政执法工作进行了监督检查" in text
        assert called == "你单位" or "你单位" not in text


def test_a_superior_is_honoured(inside: Inside, office: Office) -> None:
    with inside():
        paper = _drafted(office, addressee="示例省卫生健康委员会")
        paper.upward = True
        text = blocks.compose(paper)
        assert "对贵委行政执法工作" in text
        assert "你单位" not in text


@pytest.mark.parametrize(
    ("title", "said"),
    [("示例“办事难”突出问题专项监督行动", "在示例“办事难”突出问题专项监督行动中，"),
     ("示例涉企执法专项整治", "在示例涉企执法专项整治工作中，")],
)  # fmt: skip
def test_an_action_has_no_quotes_around_its_name(
    inside: Inside, office: Office, title: str, said: str
) -> None:
    with inside():
        with on(DAY, "handler") as handler:
            units = [session.get_one(Unit, office.unit_id)]
            action = make.action(
                ActionStatus.PREPARING, by=handler, leader=handler, units=units, title=title
            )
            session.flush()
        text = blocks.compose(_drafted(office, action_id=action.id))
        assert said in text
        assert f"“{title}”" not in text


def test_quotes_inside_quotes_are_single(inside: Inside, office: Office) -> None:
    with inside():
        paper = _drafted(office, heading="“关于“只进一次门”的通知”没有执行")
        printed = "\n".join(getattr(one, "text", "") for one in document(paper).blocks)
        assert "“关于‘只进一次门’的通知”没有执行" in printed


def test_whom_to_call_stands_once(inside: Inside, office: Office) -> None:
    """At the end of the text, or in the 附注: never in both."""
    with inside():
        assert blocks.compose(_drafted(office)).count("联系人：") == 1
        paper = _drafted(office, note="联系人：示例某，电话：0000-1")
        assert "联系人：" not in blocks.compose(paper)


@pytest.mark.parametrize("missing", ["objection_basis", "objection_number", "objection_to"])
def test_a_way_to_object_is_said_only_where_all_three_are_filled_in(
    inside: Inside, office: Office, missing: str
) -> None:
    """Otherwise: 对认定的事实有不同意见的，请在反馈时一并书面说明; never 复议, 诉讼, 最终决定."""
    with inside():
        kind = papers.kind(office, "opinion")
        kind.objection_basis, kind.objection_to = "《示例条例》第三条", "示例市人民政府"
        kind.objection_number, kind.objection_unit = 10, "工作日"
        text = blocks.compose(_drafted(office))
        assert (
            "根据《示例条例》第三条，对本意见书有异议的，可以自收到本意见书之日起10个工作日内向示例市人民政府书面提出。"
            in text
        )
        setattr(kind, missing, None if missing == "objection_number" else "")
        text = blocks.compose(_drafted(office))
        assert "有异议的" not in text
        assert "对认定的事实有不同意见的，请在反馈时一并书面说明，并附有关材料。" in text
        assert not [word for word in ("复议", "诉讼", "最终决定") if word in text]


def test_advice_is_not_called_a_mending_demand(inside: Inside, office: Office) -> None:
    with inside():
        text = blocks.compose(_drafted(office, nature=Nature.ADVISORY))
        assert "监督意见：" in text
        assert "整改" not in text
        assert "逾期未整改" in blocks.compose(_drafted(office))
