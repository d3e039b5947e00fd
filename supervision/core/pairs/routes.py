"""待我确认: what waits for a second person; one page of each, with what it is and the two answers."""

from flask import Blueprint, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import signed_in
from supervision.core.access.principal import Principal, current
from supervision.core.db import read_phase, session
from supervision.core.errors import NotFound
from supervision.core.forms import BaseForm, paragraph, pressed
from supervision.core.pairs import service as pairs
from supervision.core.pairs.acts import Slip, Subject
from supervision.core.pairs.models import Outcome, Proposal
from supervision.core.pairs.shown import asked_by
from supervision.core.places import page_of
from supervision.core.web import done, page, shown_once

bp = Blueprint("pairs", __name__, url_prefix="/confirmations")
Reply = str | tuple[str, int] | Response


class DecideForm(BaseForm):
    """Yes, or no with a reason."""

    keeps_drafts = False
    reason = paragraph("理由", most=2000, needed=False)  # when it is wanted: `Act.refusal`


@bp.get("/")
@signed_in
def index() -> Reply:
    me = current()
    return page(
        "pairs/index.html", waiting=pairs.waiting_for(me), own=asked_by(me),
        local=clock.local,
    )  # fmt: skip


@bp.route("/<int:proposal_id>", methods=["GET", "POST"])
@signed_in
def show(proposal_id: int) -> Reply:
    me = current()
    with read_phase():
        ready = pairs.prepared(proposal_id) if "confirm" in request.form else None
    proposal = _load(proposal_id, me)
    form = DecideForm()
    if form.validate_on_submit():
        return _decided(proposal, form.reason.data or "", me, ready)
    subject = pairs.subject_of(proposal)
    objection = pairs.why_not(proposal, subject, me)
    return page(
        "pairs/show.html",
        form=form,
        proposal=proposal,
        act=pairs.act_of(proposal),
        lines=pairs.act_of(proposal).lines(subject, proposal.payload),
        seen=pairs.edition(proposal, subject),
        changed=_changed(proposal, subject),
        record_url=page_of(proposal.subject_type, proposal.subject_id),
        why_not=objection.message if objection else "",
        is_own=proposal.proposed_by_id == me.user_id,
        local=clock.local,
    )


def _changed(proposal: Proposal, subject: Subject) -> bool:
    waiting = proposal.outcome is Outcome.WAITING
    return waiting and pairs.edition(proposal, subject) != proposal.edition


def _decided(proposal: Proposal, reason: str, me: Principal, ready: object) -> Reply:
    back = page_of(proposal.subject_type, proposal.subject_id) or url_for("pairs.index")
    seen = request.form.get("seen", "")
    if "confirm" in request.form:
        slip = pairs.confirm(proposal, seen=seen, actor=me, ready=ready)
        return done("已确认。", back) if slip is None else shown(slip, url_for("pairs.index"))
    if "refuse" in request.form:
        pairs.refuse(proposal, reason=reason, seen=seen, actor=me)
        return done("已答复不同意，提请人可以看到理由。", back)
    if "withdraw" in request.form:
        pairs.withdraw(proposal, reason=reason, actor=me)
        return done("已撤回。", back)
    raise BadRequest


def shown(slip: Slip, back: str) -> Reply:
    """The page of what is shown once; a resend of the form leads `back`."""
    shown_once(back)
    return page("pairs/slip.html", slip=slip, back=back, more="")


@bp.post("/<int:proposal_id>/renew")
@signed_in
def renew(proposal_id: int) -> Reply:
    proposal = _load(proposal_id, current())
    pressed()
    fresh = pairs.renew(proposal, actor=current())
    return done("已重新提请。", url_for("pairs.show", proposal_id=fresh.id))


def _load(proposal_id: int, me: Principal) -> Proposal:
    """Whoever proposed, and whoever may confirm such acts of this body and sees the record."""
    proposal = session.get(Proposal, proposal_id)
    if proposal is None or not (proposal.proposed_by_id == me.user_id or _is_of(proposal, me)):
        message = "没有这项待确认事项"
        raise NotFound(message)
    pairs.subject_of(proposal)
    return proposal


def _is_of(proposal: Proposal, me: Principal) -> bool:
    return pairs.concerns(proposal, me) and me.can(pairs.act_of(proposal).confirms)
