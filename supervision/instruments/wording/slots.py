"""What the slots of a kind's texts stand for on one paper, read from its records."""

from datetime import date

import sqlalchemy as sa

from supervision.accounts.models import User
from supervision.agencies.models import Body
from supervision.core import clock
from supervision.core.db import session
from supervision.core.deadlines import term_text
from supervision.core.files.models import Purpose
from supervision.core.files.store import attachments_by_owner
from supervision.instruments.drafting import subjects
from supervision.instruments.drafting.layout_facts import names_in
from supervision.instruments.models import Instrument
from supervision.instruments.objecting.models import Objection
from supervision.instruments.states import KindPurpose, Nature
from supervision.instruments.wording import before, inspections, names, overview
from supervision.instruments.wording.matters import came_by
from supervision.instruments.wording.parts import Part, basis_apart, own_words, parts_of

FORMAL = (KindPurpose.DECISION, KindPurpose.REVIEW, KindPurpose.REVOCATION)  # say 本机关
_PROVES = (Purpose.EVIDENCE, Purpose.BEFORE)
HONOURED = (KindPurpose.SUPERIOR, KindPurpose.REFERRAL)


def slots(paper: Instrument) -> dict[str, str]:
    """Every slot; one that has nothing to say is empty."""
    body = session.get_one(Body, paper.body_id)
    own = own_name(paper)
    found = {
        "发文机关": body.name,
        "我局": own,
        "被监督单位": paper.unit.name if paper.unit else paper.addressee,
        "你单位": reader(paper),
        "文种": paper.kind.name,
        "本文书": names.this_paper(paper.kind.name),
        "依据": basis_of(paper),
        "条数": str(len(paper.items)),
        "量词": paper.kind.item_noun,
        "今日": clock.chinese_date(paper.signed_on or clock.today()),
        **inspections.slots_of(paper, own, _looked_at(paper)),
        **came_by(paper, own),
        **_of_term(paper),
        **overview.slots_of(paper),
        **before.slots_of(paper, own, reader(paper)),
        **_of_objection(paper),
        **_of_items(paper),
        **_of_contact(paper, body),
        "证据名称": _evidence(paper),
        **subjects.slots_of(paper),
    }
    return found | _remedy(paper) | _consequence(paper, own) | _cause_of_decision(paper, found)


def basis_of(paper: Instrument) -> str:
    """The kind's basis, or what the paper says instead: words of its own, or none with a reason."""
    configured = configured_basis(paper)
    own = own_words(paper.wording or []).get(Part.BASIS)
    if own is None or not basis_apart(parts_of(paper.kind.parts or [])):
        return configured
    return "" if own.left_out else "、".join(own.text.strip().rstrip("，。").split("\n"))


def configured_basis(paper: Instrument) -> str:
    """What the kind says."""
    return paper.kind.legal_basis.strip().rstrip("，。")


def own_name(paper: Instrument) -> str:
    """How whoever issues the paper speaks of itself: one word a paper."""
    if is_joint(paper):
        return names.TOGETHER
    if paper.kind.purpose in FORMAL:
        return "本机关"
    return names.own_name(session.get_one(Body, paper.body_id).name)


def is_joint(paper: Instrument) -> bool:
    """Do several bodies issue it?"""
    return bool(names_in(paper.joint or ""))


def reader(paper: Instrument) -> str:
    """How the paper calls whom it is addressed to."""
    if paper.kind.many_units:
        return names.EACH
    upward = paper.upward or paper.kind.purpose in HONOURED
    return names.reader_name(paper.addressee, honoured=upward)


def _looked_at(paper: Instrument) -> str:
    """Whom we looked at: not all that read it, where it goes to many."""
    return names.SOME if paper.kind.many_units else reader(paper)


def _of_term(paper: Instrument) -> dict[str, str]:
    return {
        "期限": term_text(paper.term_number, paper.term_unit),
        "期限语": term_of(paper),
        "退回期限": term_text(paper.kind.return_number, paper.kind.return_unit),
    }


def term_of(paper: Instrument) -> str:
    """The paper's own term in words."""
    return names.term_words(
        names.this_paper(paper.kind.name),
        number=paper.term_number,
        unit=paper.term_unit,
        fixed=paper.fixed_due,
    )


def _of_objection(paper: Instrument) -> dict[str, str]:
    """申请日期, and who looked at it anew, of a paper that decides on an objection."""
    if paper.kind.purpose is not KindPurpose.REVIEW or not paper.parent_id:
        return {"申请日期": "", "复查安排": ""}
    newest = sa.select(Objection).where(Objection.instrument_id == paper.parent_id)
    last = session.scalar(newest.order_by(Objection.raised_on.desc(), Objection.id.desc()).limit(1))
    if last is None:
        return {"申请日期": "", "复查安排": ""}
    apart = "指定未参与原监督事项的人员进行复查" if last.reviewers.strip() else ""
    return {"申请日期": _day(last.raised_on), "复查安排": apart}


def _day(day: date | None) -> str:
    return clock.chinese_date(day) if day else ""


def _of_items(paper: Instrument) -> dict[str, str]:
    """What the paper asks follows from its items: facts and corrections, or advice alone."""
    found = f"经查，{reader(paper)}行政执法工作中存在以下问题，现提出监督意见："
    advice = [item for item in paper.items if item.nature is Nature.ADVISORY]
    only_advice = bool(advice) and len(advice) == len(paper.items)
    each = f"逐{paper.kind.item_noun}" if len(paper.items) != 1 else ""
    does = before.doing(paper)
    done = "完成整改" if does == "整改" else f"{does}完毕"
    corrected = f"{does}措施、{does}结果和完成时间，附有关证明材料"
    told = "采纳情况和落实措施" if only_advice else corrected
    return {
        "意见引语": found if _tells(paper) else "现提出以下监督意见：",
        "建议语": "对其中的建议，未采纳或者部分采纳的，请说明理由。" if advice else "",
        "落实语": "将研究采纳情况书面报送" if only_advice else f"{done}，并将{does}情况书面报送",
        "反馈要求": f"反馈材料应当{each}说明{told}，加盖公章后报送。",
    }


def _evidence(paper: Instrument) -> str:
    """What the evidence of its problems is called: only a decision names it."""
    if paper.kind.purpose is not KindPurpose.DECISION:
        return ""
    problems = [item.problem for item in paper.items if item.problem is not None]
    held = [one for few in attachments_by_owner(problems).values() for one in few]
    said = [one.shows or one.file.name.rpartition(".")[0] for one in held if one.purpose in _PROVES]
    return "、".join(dict.fromkeys(name.strip(" 。") for name in said))


def _tells(paper: Instrument) -> bool:
    """Whether it states facts that one may see otherwise."""
    return any(item.statement.strip() for item in paper.items)


def _of_contact(paper: Instrument, body: Body) -> dict[str, str]:
    """The handler, named once: not again where the 附注 names somebody."""
    elsewhere = "联系人" in paper.note
    handler = session.get(User, paper.handler_id) if paper.handler_id else None
    if elsewhere or handler is None:
        return {"联系人": "", "电话": "", "联系方式": ""}
    phone = handler.telephone or body.telephone
    said = f"联系人：{handler.name}{f'，联系电话：{phone}' if phone else ''}。"
    return {"联系人": handler.name, "电话": phone, "联系方式": said}


def _remedy(paper: Instrument) -> dict[str, str]:
    """Objection is said only where basis, term and receiving organ are all filled in (product.md §6)."""
    kind, this, you = paper.kind, names.this_paper(paper.kind.name), reader(paper)
    default = "对认定的事实有不同意见的，请在反馈时一并书面说明，并附有关材料。"
    if kind.objection_number is None or not (kind.objection_basis and kind.objection_to):
        return {"异议语": default if kind.reply_wanted and _tells(paper) else "", "复查语": ""}
    term = names.term_words(this, number=kind.objection_number, unit=kind.objection_unit)
    basis = f"根据{kind.objection_basis.strip()}，"
    said = f"{basis}对{this}有异议的，可以{term}向{kind.objection_to}书面提出。异议处理期间，不停止{before.doing(paper)}。"
    decided = this.removesuffix("书") if this.endswith("决定书") else this
    formal = (
        f"{basis}{you}对{decided}有异议的，可以{term}，向{kind.objection_to}书面申请复查，"
        f"说明理由并附有关材料。复查期间，{decided}不停止执行。"
    )
    return {"异议语": said, "复查语": formal}


def _consequence(paper: Instrument, own: str) -> dict[str, str]:
    basis = paper.kind.consequence_basis.strip() or "有关规定"
    corrects = any(item.nature is Nature.CORRECTIVE for item in paper.items)
    said = f"{before.unmet(paper)}的，{own}将依照{basis}处理。" if corrects else ""
    return {"后果依据": basis, "后果语": said}


def _cause_of_decision(paper: Instrument, found: dict[str, str]) -> dict[str, str]:
    """What was asked before and not done; without a preceding paper, what was looked into."""
    if not (found["前文"] and found["前文日期"] and found["前文期限"]):
        return {"决定缘由": found["检查经过"]}
    you = found["你单位"]
    return {
        "决定缘由": f"{found['前文日期']}，{found['我局']}向{you}发出{found['前文']}，要求于"
        f"{found['前文期限']}前（含当日）{found['前文要求']}。{found['退回情况']}期限届满后，{you}{found['期满情况']}。"
    }
