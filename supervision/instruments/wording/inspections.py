"""What a paper says of the action it comes from: in which one, when, in what form, by whom, at whom it looked."""

import re

from supervision.actions.models import ActionForm, SupervisionAction
from supervision.core import clock
from supervision.core.db import session
from supervision.instruments.models import Instrument
from supervision.instruments.wording import names

NAMED = 3  # of the team; of a larger one the first, and how many they are
WAYS = (
    ActionForm.RESIDENT, ActionForm.FILE_REVIEW, ActionForm.SPOT_CHECK, ActionForm.UNANNOUNCED,
    ActionForm.JOINT,
)  # fmt: skip  # the other forms are no way of looking
_QUOTES = re.compile("[“”‘’「」《》]")  # “驻在式”监督 says 驻在式监督


def slots_of(paper: Instrument, own: str, you: str) -> dict[str, str]:
    """行动名称, 监督时间, 检查经过; `own` and `you`: how the paper calls issuer and reader."""
    action = session.get(SupervisionAction, paper.action_id) if paper.action_id else None
    if action is None:
        said = f"{own}对{you}行政执法工作进行了监督检查。"
        return {"行动名称": "", "监督时间": "", "检查经过": said}
    name = names.action_name(action.title)
    days = names.period(action.starts_on, action.ends_on)
    over = action.ends_on <= (paper.signed_on or clock.today())
    when = f"于{days}" if over else ""
    how = f"{own}{when}在{name}中，{_form(action)}{_team(action)}"
    said = f"{how}对{you}行政执法工作进行了监督检查。"
    return {"行动名称": name, "监督时间": days, "检查经过": said}


def _form(action: SupervisionAction) -> str:
    """采取案卷评查方式，; nothing where the action's own name says so, or the form is no way of looking."""
    way = action.form.label
    said = _QUOTES.sub("", action.title)
    return (
        f"采取{way}方式，" if action.form in WAYS and way.removesuffix("监督") not in said else ""
    )


def _team(action: SupervisionAction) -> str:
    """指派监督人员甲、乙，; the leader of the team first."""
    team = sorted(action.team, key=lambda one: (not one.leader, one.id))
    if not team:
        return ""
    called = "、".join(one.name for one in team[:NAMED])
    rest = f"等{len(team)}人" if len(team) > NAMED else ""
    return f"指派监督人员{called}{rest}，"
