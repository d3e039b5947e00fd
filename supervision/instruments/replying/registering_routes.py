"""Pages of 代录反馈: a reply on paper, or a filled 反馈表."""

from flask import request, url_for
from werkzeug.wrappers import Response
from wtforms import TextAreaField

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.files.store import content_of
from supervision.core.forms import given, paragraph
from supervision.core.intake import takes_files
from supervision.core.web import done, page
from supervision.instruments.blueprint import bp, load
from supervision.instruments.flow import FLOW
from supervision.instruments.models import Instrument
from supervision.instruments.replying import service as replying
from supervision.instruments.replying import unsent
from supervision.instruments.replying.forms import RegisteredReplyForm, ReplySheetForm
from supervision.instruments.replying.service import RegisteredReply, is_open

Reply = str | tuple[str, int] | Response


@bp.route("/<int:paper_id>/reply", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
@takes_files
def register_reply(paper_id: int) -> Reply:
    paper = load(paper_id)
    FLOW.check(paper, "register_reply", actor=current())
    online = unsent.typed(paper)
    form = _reply_form(paper, data=_taken_over(online) if "online" in request.args else None)
    if form.validate_on_submit():
        replying.register(paper, _registered(form, paper), actor=current())
        return done("已代录反馈，请核查。", url_for("instruments.show", paper_id=paper_id))
    return page(
        "instruments/register_reply.html",
        form=form,
        paper=paper,
        answers=_answers(form, paper),
        online={one.item_id: one.words for one in online},
        notes=[],
        matched=0,
    )


@bp.route("/<int:paper_id>/reply/sheet", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_REGISTER)
@takes_files
def read_reply_sheet(paper_id: int) -> Reply:
    """A filled 反馈表 comes in: its rows stand in the form, what does not match is said."""
    paper = load(paper_id)
    FLOW.check(paper, "register_reply", actor=current())
    upload = ReplySheetForm()
    if not upload.validate_on_submit():
        return page("instruments/reply_sheet.html", form=upload, paper=paper)
    from supervision.instruments.replying.sheet import read

    found = read(content_of(upload.sheet.data[0]), paper)
    typed = {f"answer_{key}": words for key, words in found.answers.items()}
    form = _reply_form(paper, formdata=None, data=typed)
    return page(
        "instruments/register_reply.html",
        form=form,
        paper=paper,
        answers=_answers(form, paper),
        online={one.item_id: one.words for one in unsent.typed(paper)},
        notes=found.notes,
        matched=sum(bool(words) for words in found.answers.values()),
    )


def _taken_over(online: list[unsent.Typed]) -> dict[str, str]:
    """What the unit typed online, in the boxes: its letter says the same."""
    return {f"answer_{one.item_id}" if one.item_id else "summary": one.words for one in online}


def _reply_form(paper: Instrument, **given_data: object) -> RegisteredReplyForm:
    """The form with one answer box for each item still open."""
    boxes = {
        f"answer_{item.id}": paragraph(
            f"第{item.seq}{paper.kind.item_noun}答复", most=10_000, needed=False
        )
        for item in paper.items
        if is_open(item)
    }
    form_class = type("RegisteredReplyForm", (RegisteredReplyForm,), boxes)
    form: RegisteredReplyForm = form_class(**given_data)
    if not paper.kind.posted_counts:
        del form.posted_on
    return form


def _answers(form: RegisteredReplyForm, paper: Instrument) -> list[tuple[object, TextAreaField]]:
    return [
        (item, form[f"answer_{item.id}"]) for item in paper.items if f"answer_{item.id}" in form
    ]


def _registered(form: RegisteredReplyForm, paper: Instrument) -> RegisteredReply:
    return RegisteredReply(
        letter_number=form.letter_number.data or "",
        letter_date=given(form.letter_date),
        received_on=given(form.received_on),
        posted_on=form.posted_on.data if "posted_on" in form else None,
        summary=form.summary.data or "",
        answers={
            item.id: form[f"answer_{item.id}"].data or "" for item in paper.items if is_open(item)
        },
        scans=tuple(form.scans.data),
    )
