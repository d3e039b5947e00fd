"""Wording the paragraph, publishing, and what changed since."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import abort, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.addresses import url_with
from supervision.core.forms import BaseForm
from supervision.core.web import done, page
from supervision.reports import comparing, counting, paragraph, records, service
from supervision.reports.comparing import Difference
from supervision.reports.forms import TextForm
from supervision.reports.paragraph import token
from supervision.reports.periods import parse
from supervision.reports.routes.blueprint import asked_period, asked_reach, bp, place
from supervision.reports.routes.year import frame_of

Reply = str | tuple[str, int] | Response
NAMED = 8  # records of a difference that are named and linked
LOOKED_AT = 200  # and whether they are still there


@bp.route("/text", methods=["GET", "POST"])
@allows(Permission.FIGURES_VIEW)
def text() -> Reply:
    """Word the paragraph; the figures in it stay live."""
    period, where = asked_period(), asked_reach()
    counts = counting.count(period, where.body_ids)
    kept, template = service.shown_text(where, counts)
    form = TextForm(obj=kept, data={"template": template})
    if form.validate_on_submit():
        service.word(where, counts, form.template.data or "", actor=current())
        return done("已保存段落。", url_with("reports.year", place(period, where)))
    figures = [figure for figure in counts.folded() if figure.value or figure.before]
    return page(
        "reports/text.html",
        **frame_of(period, where),
        form=form,
        kept=kept,
        tokens=[(figure, token(figure)) for figure in figures],
        preview=paragraph.read(template, counts),
    )


@bp.post("/text/restore")
@allows(Permission.FIGURES_VIEW)
def restore_text() -> Reply:
    period, where = asked_period(), asked_reach()
    service.restore(where, period, actor=current())
    return done("已恢复自动生成的段落。", url_with("reports.year", place(period, where)))


@bp.route("/publish", methods=["GET", "POST"])
@allows(Permission.FIGURES_PUBLISH)
def publish() -> Reply:
    """Freeze the figures and the text; asked once more, with what will be frozen."""
    period, where = asked_period(), asked_reach()
    counts = counting.count(period, where.body_ids)
    form = BaseForm()
    if form.validate_on_submit():
        made = service.publish(where, counts, actor=current())
        said = f"已发布{period.label}数据第{made.edition}版。"
        return done(said, url_for("reports.snapshot", publication_id=made.id))
    _, template = service.shown_text(where, counts)
    return page(
        "reports/publish.html",
        **frame_of(period, where),
        form=form,
        text=paragraph.plain(paragraph.read(template, counts)),
        figures=[figure for figure in counts.folded() if figure.value],
        gaps=counts.gaps,
        published=service.publications(where, period),
    )


@bp.get("/snapshots/<int:publication_id>")
@allows(Permission.FIGURES_VIEW)
def snapshot(publication_id: int) -> Reply:
    """A publication as it was frozen, beside what the records say now."""
    home = current().body_id or abort(404)
    publication, where = service.publication_of(publication_id, home_id=home) or abort(404)
    period = parse(publication.period)
    counts = counting.count(period, where.body_ids)
    differences = comparing.differences(publication, counts)
    named = _named(differences)
    return page(
        "reports/snapshot.html",
        **frame_of(period, where),
        publication=publication,
        intact=service.digest(publication) == publication.sha256,
        differences=[
            (one, *(_moved(one, some, named) for some in (one.added, one.removed, one.replaced)))
            for one in differences
        ],
        kinds=records.KINDS,
        editions=service.publications(where, period),
    )


@dataclass(frozen=True)
class Moved:
    """Records that came or went: how many, the first of them by name, how many are no more, and of which other
    bodies; `more` than is told."""

    number: int
    named: Sequence[records.Record]
    gone: int
    more: bool
    whose: Sequence[tuple[str, int]] = ()


def _named(differences: Sequence[Difference]) -> Mapping[tuple[str, int], records.Record]:
    wanted = (
        (one.figure.indicator, _looked_at(one)) for one in differences if one.figure is not None
    )
    return records.named(wanted, reader=current())


def _looked_at(one: Difference) -> list[int]:
    return [key for some in (one.added, one.removed, one.replaced) for key in some[:LOOKED_AT]]


def _moved(
    one: Difference, ids: Sequence[int], named: Mapping[tuple[str, int], records.Record]
) -> Moved:
    if one.figure is None:
        return Moved(len(ids), (), 0, more=False)
    looked = [named.get((one.figure.indicator.record, key)) for key in ids[:LOOKED_AT]]
    found = [record for record in looked if record is not None and record.title]
    gone = len(looked) - len(found)
    whose = Counter(one.body for one in looked if one is not None and not one.title)
    more = len(ids) > len(found[:NAMED]) + gone
    return Moved(len(ids), found[:NAMED], gone, more=more, whose=whose.most_common())
