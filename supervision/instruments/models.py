"""Tables of papers: kind, paper, items, delivery, reply rounds, conclusions, write-off opinions."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from supervision.accounts.models import User
from supervision.agencies.models import Unit
from supervision.core.access.confined import seen_with
from supervision.core.access.scope import BodyScoped
from supervision.core.db import KEYS_ONCE, Identified, LongText, Model, Stamped, Versioned
from supervision.core.documents.model import Layout, SignatureStyle
from supervision.core.editions import digest
from supervision.core.indexes import only_where
from supervision.core.json_values import JsonArray
from supervision.instruments.kind_terms import KindTerms
from supervision.instruments.states import (
    Conclusion,
    DeliveryMethod,
    InstrumentStatus,
    KindPurpose,
    Nature,
    Numbering,
    Opinion,
    ReplyChannel,
)
from supervision.problems.models import Problem


class InstrumentKind(KindTerms, Identified, Stamped, BodyScoped, Model):
    """A kind of paper as one body uses it; a change makes a new row, so old papers keep theirs."""

    __tablename__ = "instrument_kind"

    code: Mapped[str] = mapped_column(sa.String(40), doc="代码")
    edition: Mapped[int] = mapped_column(default=1, doc="版次")
    in_force: Mapped[bool] = mapped_column(default=True, doc="启用")
    name: Mapped[str] = mapped_column(sa.String(60), doc="文种名称")
    series: Mapped[str] = mapped_column(sa.String(12), doc="代字")
    numbering: Mapped[Numbering] = mapped_column(default=Numbering.SYSTEM, doc="编号方式")
    layout: Mapped[str] = mapped_column(sa.String(12), doc="版式")
    item_noun: Mapped[str] = mapped_column(sa.String(10), default="项", doc="条目称谓")
    natures: Mapped[list[str]] = mapped_column(doc="条目类别")
    needs_problems: Mapped[bool] = mapped_column(default=False, doc="条目须对应问题")
    reply_wanted: Mapped[bool] = mapped_column(default=True, doc="要求反馈")
    legal_basis: Mapped[LongText] = mapped_column(default="", doc="法律依据")
    valid_from: Mapped[date | None] = mapped_column(doc="依据有效期自")
    valid_until: Mapped[date | None] = mapped_column(doc="依据有效期至")
    title_template: Mapped[LongText] = mapped_column(doc="标题模板")
    parts: Mapped[JsonArray] = mapped_column(default=list, doc="正文各部分")
    consequence_basis: Mapped[LongText] = mapped_column(default="", doc="后果依据")
    counted_as: Mapped[str] = mapped_column(sa.String(60), default="", doc="计入指标")
    amber_at_half: Mapped[bool] = mapped_column(default=False, doc="过半即预警")
    returnable: Mapped[bool] = mapped_column(default=False, doc="单位可退回改派")
    many_units: Mapped[bool] = mapped_column(default=False, doc="发给多个单位")
    purpose: Mapped[KindPurpose] = mapped_column(default=KindPurpose.ORDINARY, doc="用途")

    __table_args__ = (sa.UniqueConstraint("body_id", "code", "edition"),)

    @property
    def layout_words(self) -> str:
        return Layout(self.layout).label

    @property
    def version(self) -> int:
        """What is compared when new words are confirmed: an edition is never changed, only superseded."""
        return self.edition if self.in_force else -self.edition

    @property
    def of_matters(self) -> bool:
        """Whether its items are 转办事项, which are accepted or sent back, not mended."""
        return Nature.MATTER.value in self.natures

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        """As far as the unit holds a paper of the kind: other bodies' kinds are none of its business."""
        held = sa.select(Instrument.id).where(Instrument.unit_criteria(unit_ids, user_id))
        return held.where(Instrument.kind_id == cls.id).correlate(cls).exists()


WAITS_FOR_ARCHIVE = only_where("archive_id IS NULL AND frozen IS NOT NULL")


class Instrument(Identified, Stamped, Versioned, BodyScoped, Model):
    """One paper addressed to one unit."""

    __tablename__ = "instrument"

    kind_id: Mapped[int] = mapped_column(sa.ForeignKey("instrument_kind.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unit.id"), doc="被监督单位")
    addressee: Mapped[str] = mapped_column(doc="主送机关")
    action_id: Mapped[int | None] = mapped_column(sa.ForeignKey("supervision_action.id"), index=True)  # fmt: skip
    clue_id: Mapped[int | None] = mapped_column(sa.ForeignKey("clue.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("instrument.id"), index=True)
    subject_type: Mapped[str] = mapped_column(sa.String(64), default="")
    subject_id: Mapped[int | None]
    title: Mapped[str] = mapped_column(doc="标题")
    text: Mapped[LongText] = mapped_column(default="", doc="正文")
    wording: Mapped[JsonArray] = mapped_column(default=list, doc="改写的部分")
    superseded_text: Mapped[LongText] = mapped_column(default="", doc="升级前的正文")
    copies_to: Mapped[LongText] = mapped_column(default="", doc="抄送")
    urgency: Mapped[str] = mapped_column(sa.String(4), default="", doc="紧急程度")
    copy_number: Mapped[str] = mapped_column(sa.String(6), default="", doc="份号")
    note: Mapped[str] = mapped_column(default="", doc="附注")
    upward: Mapped[bool] = mapped_column(default=False, doc="上行文")
    joint: Mapped[LongText] = mapped_column(default="", doc="联合发文机关")
    co_signatories: Mapped[str] = mapped_column(default="", doc="联合发文机关签发人")
    signature_style: Mapped[SignatureStyle] = mapped_column(
        default=SignatureStyle.SEALED, doc="署名方式"
    )
    signatory_post: Mapped[str] = mapped_column(sa.String(20), default="", doc="签发人职务")
    seam: Mapped[bool] = mapped_column(default=False, doc="骑缝章")
    countersigned: Mapped[JsonArray] = mapped_column(default=list, doc="会签")
    annex: Mapped[JsonArray] = mapped_column(default=list, doc="附件")
    term_number: Mapped[int | None] = mapped_column(doc="期限")
    term_unit: Mapped[str] = mapped_column(sa.String(8), default="日", doc="期限单位")
    fixed_due: Mapped[date | None] = mapped_column(doc="固定到期日")
    basis: Mapped[LongText] = mapped_column(default="", doc="期限依据")
    handler_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), doc="承办人")
    drafted_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"), doc="拟稿人")
    author_ids: Mapped[list[int]] = mapped_column(default=list)  # whose hand is in its text
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="审核人")
    reviewed_on: Mapped[date | None] = mapped_column(doc="审核日期")
    reviewed_offline: Mapped[bool] = mapped_column(default=False, doc="纸面审核")
    check_pass_reason: Mapped[LongText] = mapped_column(default="", doc="版面检查放行理由")
    signed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="签发人")
    signatory_name: Mapped[str] = mapped_column(sa.String(40), default="", doc="签发人姓名")
    signed_offline: Mapped[bool] = mapped_column(default=False, doc="线下签批")
    back_entered: Mapped[bool] = mapped_column(default=False, doc="补录")
    signed_on: Mapped[date | None] = mapped_column(doc="成文日期")
    number: Mapped[str | None] = mapped_column(sa.String(60), doc="文号")
    number_year: Mapped[int | None] = mapped_column(doc="文号年份")
    number_serial: Mapped[int | None] = mapped_column(doc="文号序号")
    frozen: Mapped[LongText | None] = mapped_column(info={"secret": True}, doc="签发内容")
    archive_id: Mapped[int | None] = mapped_column(sa.ForeignKey("stored_file.id"), doc="归档件")
    archive_sha256: Mapped[str | None] = mapped_column(sa.String(64), index=True, doc="归档件SHA-256")  # fmt: skip
    archive_scanned: Mapped[bool] = mapped_column(default=False, doc="归档件为盖章扫描件")
    # What the rendition was made with, so that it can be made again to the same bytes: its hash is on the trail.
    archive_layout: Mapped[str | None] = mapped_column(sa.String(16), info={"unaudited": True})
    archive_facts: Mapped[LongText | None] = mapped_column(info={"unaudited": True})
    sent_at: Mapped[datetime | None] = mapped_column(doc="发送时间")
    sent_method: Mapped[DeliveryMethod | None] = mapped_column(doc="送达方式")
    shared: Mapped[bool] = mapped_column(default=False, doc="单位可见")
    delivered_on: Mapped[date | None] = mapped_column(doc="送达日期")
    due_on: Mapped[date | None] = mapped_column(doc="到期日")
    reply_ready: Mapped[bool] = mapped_column(default=False, doc="待单位负责人确认")
    reply_by_ids: Mapped[list[int]] = mapped_column(default=list)  # whose hand is in the reply
    closed_on: Mapped[date | None] = mapped_column(doc="办结日期")
    void_reason: Mapped[LongText] = mapped_column(default="", doc="作废理由")
    status: Mapped[InstrumentStatus] = mapped_column(default=InstrumentStatus.DRAFT, doc="状态")

    kind: Mapped[InstrumentKind] = relationship()
    unit: Mapped[Unit | None] = relationship()
    handler: Mapped[User] = relationship(foreign_keys=handler_id)
    drafted_by: Mapped[User] = relationship(foreign_keys=drafted_by_id)
    reviewed_by: Mapped[User | None] = relationship(foreign_keys=reviewed_by_id)
    items: Mapped[list["InstrumentItem"]] = relationship(
        cascade="all, delete-orphan", order_by="InstrumentItem.seq", back_populates="instrument"
    )
    deliveries: Mapped[list["Delivery"]] = relationship(
        cascade="all", order_by="Delivery.id", back_populates="instrument"
    )
    rounds: Mapped[list["ReplyRound"]] = relationship(
        cascade="all", order_by="ReplyRound.number", back_populates="instrument"
    )

    __table_args__ = (
        sa.UniqueConstraint("body_id", "number"),
        sa.Index("ix_instrument_list", "body_id", "id"),
        sa.Index("ix_instrument_due", "body_id", "due_on", "id"),
        sa.Index("ix_instrument_signed_on", "body_id", "signed_on", "id", "status", "kind_id", "action_id"),
        sa.Index("ix_instrument_number", "number"),
        sa.Index("ix_instrument_status", "body_id", "status", "due_on", "id"),
        sa.Index("ix_instrument_status_id", "body_id", "status", "id", "subject_type", "subject_id"),
        sa.Index("ix_instrument_status_signed", "body_id", "status", "signed_on", "id", "kind_id",
                 "action_id", "unit_id", "delivered_on", "sent_at"),
        sa.Index("ix_instrument_kind", "body_id", "kind_id", "id"),
        sa.Index("ix_instrument_kind_status", "body_id", "kind_id", "status", "id"),
        sa.Index("ix_instrument_unit", "unit_id", "shared", "id"),
        sa.Index("ix_instrument_unit_kind", "unit_id", "shared", "kind_id", "id"),
        sa.Index("ix_instrument_subject", "subject_type", "subject_id"),
        sa.Index("ix_instrument_signed", "body_id", "kind_id", "signed_on"),
        sa.Index("ix_instrument_unarchived", "number", **WAITS_FOR_ARCHIVE),
        sa.Index("ix_instrument_on_paper", "body_id", "status",
                 sqlite_where=signed_offline.is_(True) & back_entered.is_(False),
                 postgresql_where=signed_offline.is_(True) & back_entered.is_(False)),
        sa.CheckConstraint(
            "status NOT IN ('registered', 'signed', 'delivered', 'supplement', 'replied', 'handed_back', "
            "'verified', 'closed', 'archived', 'revoked') OR (number IS NOT NULL AND signed_on IS NOT NULL)",
            name="signed_has_number",
        ),
        sa.CheckConstraint(
            "status NOT IN ('delivered', 'supplement', 'replied', 'handed_back', 'verified', 'closed', "
            "'archived', 'revoked') OR delivered_on IS NOT NULL",
            name="delivered_has_day",
        ),
        sa.CheckConstraint(
            "status NOT IN ('closed', 'archived') OR closed_on IS NOT NULL", name="closed_has_day"
        ),
        KEYS_ONCE,
    )  # fmt: skip

    @property
    def name(self) -> str:
        """How people call it: its number, or the kind and unit while it has none."""
        return self.number or f"{self.kind.name}（未编号）"

    @property
    def asked_since(self) -> tuple[str, date | None]:
        """What set the unit's present round going, and when: the paper came, or its reply came back."""
        returned = self.rounds[-1].returned_on if self.rounds else None
        return ("退回", returned) if returned else ("送达", self.delivered_on)

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        return cls.unit_id.in_(unit_ids) & cls.shared.is_(True)

    @classmethod
    def staff_criteria(cls, user_id: int) -> sa.ColumnElement[bool] | None:
        return seen_with(cls.subject_type, cls.subject_id, user_id, apart_from="instrument")


class OfInstrument(BodyScoped):
    """A part of a paper: seen with it, on its timeline."""

    instrument_id: Mapped[int] = mapped_column(sa.ForeignKey("instrument.id"), index=True)

    @property
    def audit_root(self) -> tuple[str, int]:
        return "instrument", self.instrument_id

    @classmethod
    def unit_criteria(cls, unit_ids: tuple[int, ...], user_id: int) -> sa.ColumnElement[bool]:
        shown = sa.select(Instrument.id).where(Instrument.unit_criteria(unit_ids, user_id))
        return cls.instrument_id.in_(shown)


class InstrumentItem(Identified, OfInstrument, Model):
    """One item: the demand, the answer being written, the conclusion in force."""

    __tablename__ = "instrument_item"
    __title__ = "条目"
    __on_timeline__ = False

    seq: Mapped[int] = mapped_column(doc="序号")
    nature: Mapped[Nature] = mapped_column(default=Nature.CORRECTIVE, doc="类别")
    problem_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("problem.id"), index=True, doc="问题"
    )
    heading: Mapped[str] = mapped_column(default="", doc="小标题")
    statement: Mapped[LongText] = mapped_column(default="", doc="问题")
    provision: Mapped[LongText] = mapped_column(default="", doc="违反的规定")
    demand: Mapped[LongText] = mapped_column(doc="要求")
    measures: Mapped[LongText] = mapped_column(default="", doc="单位答复")
    plan: Mapped[LongText] = mapped_column(default="", doc="整改方案")
    plan_by: Mapped[str] = mapped_column(default="", doc="责任人")
    plan_until: Mapped[date | None] = mapped_column(doc="计划完成日期")
    answered: Mapped[bool] = mapped_column(default=False, doc="已答复")
    conclusion: Mapped[Conclusion | None] = mapped_column(doc="核查结论")
    conclusion_note: Mapped[LongText] = mapped_column(default="", doc="核查意见")
    concluded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="核查人")
    concluded_on: Mapped[date | None] = mapped_column(doc="核查日期")
    written_off_on: Mapped[date | None] = mapped_column(doc="销号日期")
    written_off_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("user.id"), doc="销号确认人"
    )

    instrument: Mapped[Instrument] = relationship(back_populates="items")
    problem: Mapped[Problem | None] = relationship()
    opinions: Mapped[list["WriteOffOpinion"]] = relationship(order_by="WriteOffOpinion.id")

    @property
    def edition(self) -> str:
        """What a verifier has before the eyes when concluding."""
        conclusion = self.conclusion.value if self.conclusion else ""
        return digest([conclusion, self.conclusion_note, self.measures])

    __table_args__ = (
        sa.CheckConstraint(
            "written_off_on IS NULL OR conclusion IS NOT NULL", name="written_off_is_concluded"
        ),
    )


class Delivery(Identified, Stamped, OfInstrument, Model):
    """One attempt at delivery; the paper is delivered when the unit signed for it."""

    __tablename__ = "delivery"
    __title__ = "送达记录"
    __on_timeline__ = False

    method: Mapped[DeliveryMethod] = mapped_column(doc="送达方式")
    sent_on: Mapped[date] = mapped_column(doc="发出日期")
    received_on: Mapped[date | None] = mapped_column(doc="签收日期")
    received_at: Mapped[datetime | None] = mapped_column(doc="签收时间")
    recipient: Mapped[str] = mapped_column(sa.String(40), default="", doc="签收人")
    proxy_reason: Mapped[str] = mapped_column(default="", doc="代收人及理由")
    address: Mapped[str] = mapped_column(default="", doc="送达地址")
    left_reason: Mapped[str] = mapped_column(default="", doc="留置理由")
    witness: Mapped[str] = mapped_column(default="", doc="见证人")
    note: Mapped[str] = mapped_column(default="", doc="备考")
    delivered_by: Mapped[str] = mapped_column(sa.String(40), default="", doc="送达人")

    instrument: Mapped[Instrument] = relationship(back_populates="deliveries")


class ReplyRound(Identified, Stamped, OfInstrument, Model):
    """One reply of the unit, frozen when sent; a return opens the next round."""

    __tablename__ = "reply_round"
    __title__ = "反馈"
    __on_timeline__ = False

    number: Mapped[int] = mapped_column(doc="第几次")
    channel: Mapped[ReplyChannel] = mapped_column(doc="反馈方式")
    sent_on: Mapped[date] = mapped_column(doc="反馈日期")
    letter_number: Mapped[str] = mapped_column(sa.String(60), default="", doc="来文文号")
    letter_date: Mapped[date | None] = mapped_column(doc="来文日期")
    received_on: Mapped[date] = mapped_column(doc="收文日期")
    posted_on: Mapped[date | None] = mapped_column(doc="交邮日期")
    summary: Mapped[LongText] = mapped_column(default="", doc="总体情况")
    answers: Mapped[JsonArray] = mapped_column(default=list, doc="逐条答复")
    confirmed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"), doc="单位负责人确认")  # fmt: skip
    returned_on: Mapped[date | None] = mapped_column(doc="退回日期")
    return_reason: Mapped[LongText] = mapped_column(default="", doc="退回理由")
    supplement_due: Mapped[date | None] = mapped_column(doc="补充整改期限")

    instrument: Mapped[Instrument] = relationship(back_populates="rounds")
    __table_args__ = (sa.UniqueConstraint("instrument_id", "number"),
                      sa.Index("ix_reply_round_received", "body_id", "received_on"))  # fmt: skip


class WriteOffOpinion(Identified, Stamped, OfInstrument, Model):
    """One supervisor's opinion on writing an item off; two must agree."""

    __tablename__ = "write_off_opinion"
    __title__ = "销号意见"
    __on_timeline__ = False

    item_id: Mapped[int] = mapped_column(sa.ForeignKey("instrument_item.id"), index=True)
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    user_name: Mapped[str] = mapped_column(sa.String(40), doc="监督人员")
    opinion: Mapped[Opinion] = mapped_column(doc="销号意见")
    note: Mapped[LongText] = mapped_column(default="", doc="说明")
    given_on: Mapped[date] = mapped_column(doc="日期")

    __table_args__ = (sa.UniqueConstraint("item_id", "user_id"),
                      sa.Index("ix_write_off_opinion_given", "body_id", "given_on"))  # fmt: skip
