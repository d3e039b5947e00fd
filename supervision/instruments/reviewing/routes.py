"""Pages of the review in the text: a remark on a place, a 批示, and what the drafter makes of each."""

from collections.abc import Callable

from flask import abort, url_for
from werkzeug.wrappers import Response

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.forms import pressed
from supervision.core.web import done, page
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.reviewing import service
from supervision.instruments.reviewing.forms import DeclineForm, InstructionForm, RemarkForm
from supervision.instruments.reviewing.models import ReviewNote, notes_of

Reply = str | tuple[str, int] | Response


def _back(paper: Instrument, key: str = "") -> str:
    return url_for("instruments.show", paper_id=paper.id, _anchor=f"block-{key}" if key else None)


def _crumbs(paper: Instrument) -> list[tuple[str, str | None]]:
    return [("文书", url_for("instruments.index")), (paper.name, _back(paper))]


@bp.route("/<int:paper_id>/notes/<string:at>", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REVIEW)
def remark(paper_id: int, at: str) -> Reply:
    """The reviewer's comment on a part or an item (`item-3`), or on all of it, and other words for it."""
    paper = load(paper_id)
    FLOW.check(paper, "comment", actor=current())
    place = service.place_of(paper, at) or abort(404)
    form = RemarkForm().about(place)
    if form.validate_on_submit():
        text, after = form.text.data or "", form.after(place)
        service.remark(paper, place, text=text, after=after, actor=current())
        return done("已提出，退回修改后由拟稿人逐处处理。", _back(paper, at))
    return page(
        "instruments/remark.html", form=form, paper=paper, place=place, crumbs=_crumbs(paper)
    )


@bp.route("/<int:paper_id>/instruct", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_SIGN)
def instruct(paper_id: int) -> Reply:
    """A leader's 批示, kept with the paper."""
    paper = load(paper_id)
    FLOW.check(paper, "instruct", actor=current())
    form = InstructionForm()
    if form.validate_on_submit():
        service.instruct(paper, text=form.text.data or "", actor=current())
        return done("批示已留存。", _back(paper))
    return page(
        "records/step.html", form=form, title="批示", record=paper, crumbs=_crumbs(paper),
        consequence="",
    )  # fmt: skip


ACTS: dict[str, tuple[Callable[[ReviewNote], None], str]] = {
    "take": (lambda note: service.take(note, actor=current()), "已采纳，改入正文。"),
    "answer": (lambda note: service.answer(note, text="", actor=current()), "已记为处理过。"),
    "withdraw": (lambda note: service.withdraw(note, actor=current()), "已撤回。"),
}


@bp.post("/<int:paper_id>/notes/<int:note_id>/<string:verb>")
@allows(Permission.INSTRUMENT_DRAFT, Permission.INSTRUMENT_REVIEW)
def settle(paper_id: int, note_id: int, verb: str) -> Reply:
    """What needs no words: taken, done, taken back; the workflow checks the permission."""
    paper = load(paper_id)
    note = _note(paper, note_id)
    act, said = ACTS.get(verb) or abort(404)
    pressed()
    act(note)
    return done(said, _back(paper, f"item-{note.item_id}" if note.item_id else note.place))


@bp.route("/<int:paper_id>/notes/<int:note_id>/decline", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DRAFT)
def decline(paper_id: int, note_id: int) -> Reply:
    """The drafter keeps the own words, with the reason."""
    paper = load(paper_id)
    note = _note(paper, note_id)
    step = FLOW.check(paper, "decline_words", actor=current())
    form = DeclineForm()
    if form.validate_on_submit():
        service.decline(note, reason=form.reason.data or "", actor=current())
        return done("未采纳，理由已记入。", _back(paper))
    return page(
        "records/step.html", form=form, step=step, title="不采纳", record=paper,
        crumbs=_crumbs(paper), consequence="审核人会看到您的理由。",
    )  # fmt: skip


def _note(paper: Instrument, note_id: int) -> ReviewNote:
    return next((one for one in notes_of(paper) if one.id == note_id), None) or abort(404)
