"""The lists of one pool as of one day and of joint documents, declared for core/listing."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from supervision.core.access.principal import current
from supervision.core.listing import AsOf, Column, DateRange, Listing, Sort, Tab, Text
from supervision.roster import service
from supervision.roster.models import JointDocument, Pool, RosterEntry

AS_OF = AsOf("on", "截至日期")


def _named(words: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        RosterEntry.name.contains(words, autoescape=True),
        RosterEntry.initials.contains(words.lower(), autoescape=True),
        RosterEntry.organisation.contains(words, autoescape=True),
        RosterEntry.certificate_no.contains(words, autoescape=True),
    )


def _criteria(entries: sa.Select[RosterEntry]) -> Sequence[sa.ColumnElement[bool]]:
    """What a select of the service demands, so that tabs and figures are the same by construction."""
    return (entries.whereclause,) if entries.whereclause is not None else ()


def _headings(pool: Pool) -> tuple[Column, ...]:
    place = pool is Pool.CONTACT_POINT
    official = pool is Pool.SUPERVISOR
    until = () if place else (Column("证件有效期至" if official else "聘期至"),)
    return (
        Column("联系点" if place else "姓名", "name"),
        Column("联系人" if place else "职务"),
        Column("证件号" if official else "电话"),
        Column(f"{pool.entering}日期", "appointed"),
        *until,
        Column("状态"),
    )


def roster(pool: Pool, on: date) -> Listing:
    """Entries of `pool` in the actor's own body; the views are taken as of `on`."""
    january = date(on.year, 1, 1)
    return Listing(
        model=RosterEntry,
        columns=(
            RosterEntry.name,
            RosterEntry.organisation,
            RosterEntry.post,
            RosterEntry.contact,
            RosterEntry.telephone,
            RosterEntry.certificate_no,
            RosterEntry.appointed_on,
            RosterEntry.left_on,
            service.until().label("until"),
        ),
        headings=_headings(pool),
        sorts=(
            Sort("name", RosterEntry.initials),
            Sort("appointed", RosterEntry.appointed_on, descending=True),
        ),
        filters=(Text("q", "姓名、单位、证件号", _named), AS_OF),
        tabs=(
            Tab("", "在册", lambda: _criteria(service.in_office(pool, on))),
            Tab("new", "年内新增", lambda: _criteria(service.new_in(pool, january, on))),
            Tab(
                "expiring",
                "将到期和已到期",
                lambda: _criteria(service.expiring(pool, on)),
                tone="near",
            ),
            Tab("all", "全部", lambda: (RosterEntry.pool == pool,)),
        ),
        base=lambda: (RosterEntry.body_id == current().body_id,),
    )


EXPORT_HEADINGS = (
    "姓名（名称）", "所在单位", "职务", "联系人", "电话", "证件号", "聘任（设立）日期", "聘期（证件有效期）至", "离任日期",
)  # fmt: skip


def export_row(row: Any) -> tuple[Any, ...]:
    """A row of an export, under EXPORT_HEADINGS."""
    return (
        row.name, row.organisation, row.post, row.contact, row.telephone, row.certificate_no,
        row.appointed_on, row.until, row.left_on,
    )  # fmt: skip


def _titled(words: str) -> sa.ColumnElement[bool]:
    return sa.or_(
        JointDocument.title.contains(words, autoescape=True),
        JointDocument.partner.contains(words, autoescape=True),
        JointDocument.number.contains(words, autoescape=True),
    )


DOCUMENTS = Listing(
    model=JointDocument,
    columns=(
        JointDocument.title,
        JointDocument.partner,
        JointDocument.number,
        JointDocument.dated_on,
        JointDocument.note,
    ),
    headings=(
        Column("文件"),
        Column("协作单位"),
        Column("文号"),
        Column("印发日期", "dated"),
        Column("正文"),
    ),
    sorts=(Sort("dated", JointDocument.dated_on, descending=True),),
    filters=(
        Text("q", "名称、单位或文号", _titled),
        DateRange("dated", "印发日期", JointDocument.dated_on),
    ),
    base=lambda: (JointDocument.body_id == current().body_id,),
)
