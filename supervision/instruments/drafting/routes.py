"""Pages before the signature: choosing a kind, drafting, what changed since the last review."""

from datetime import date

import sqlalchemy as sa
from flask import abort, jsonify, redirect, request, url_for
from sqlalchemy.orm import joinedload
from werkzeug.wrappers import Response

from supervision.actions.models import ActionStatus, SupervisionAction
from supervision.agencies import succession
from supervision.agencies.models import Unit
from supervision.agencies.picking import bodies_called, offer_units
from supervision.agencies.service import active_units
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.access.scope import within
from supervision.core.db import session
from supervision.core.errors import DomainError
from supervision.core.forms import offer
from supervision.core.intake import takes_files
from supervision.core.keys import identifier, identifiers
from supervision.core.web import done, page
from supervision.instruments.blueprint import bp, load
from supervision.instruments.drafting import annexes, chosen, origins, pasting, versions
from supervision.instruments.drafting import arranging_forms as arranging
from supervision.instruments.drafting import service as drafting
from supervision.instruments.drafting import shaping_forms as shaping
from supervision.instruments.drafting.forms import MOST_ITEMS, PaperForm
from supervision.instruments.drafting.layout_facts import (
    MOST_ATTACHED,
    PROBLEM_LIST,
    REPLY_FORM,
    AttachedText,
    attached_of,
    countersigned_of,
    names_in,
)
from supervision.instruments.drafting.layout_forms import in_rows
from supervision.instruments.drafting.subjects import subject_of, takes_problems
from supervision.instruments.kinds import editing as kind_editing
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.kinds.usage import usual
from supervision.instruments.models import Instrument, InstrumentKind
from supervision.instruments.onward import views as onward
from supervision.instruments.receipts import service as receipts
from supervision.instruments.reviewing import remarks
from supervision.instruments.reviewing import service as reviewing
from supervision.instruments.states import ABOUT_A_PAPER, InstrumentStatus, KindPurpose, Nature
from supervision.instruments.wording import addressees, blocks, completeness
from supervision.problems.models import Problem

Reply = str | tuple[str, int] | Response
MOST_PROBLEMS = 60


@bp.route("/new", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DRAFT)
@takes_files
def create() -> Reply:
    kind = kinds.in_force(current().body_id or 0, request.args.get("kind", ""))
    problems = _asked_problems()
    if kind is None or kind.purpose in ABOUT_A_PAPER or (problems and not takes_problems(kind)):
        return _choose(problems)
    if problems and (record := subject_of(kind)):
        return redirect(url_for(record.begun_at, problems=_joined(problems)))
    if len(problems) > MOST_PROBLEMS:
        message = f"一件{kind.name}最多列{MOST_PROBLEMS}条问题，所选{len(problems)}条，请分几件拟制"
        raise DomainError(message)
    if request.method == "GET":
        chosen.check(problems, kind)
        origins.check(kind, origins.asked_clue(request.args))
    form = paper_form(kind, None, problems)
    if _rearranged(form, kind):
        return page("instruments/form.html", **_drafting(form, kind, None))
    if form.validate_on_submit():
        clue = origins.asked_clue(request.args)
        facts = form.facts(kind, clue_id=clue.id if clue else None)
        paper = drafting.draft(facts, actor=current())
        return done(
            f"{kind.name}已拟制（{paper.addressee}），可预览后提交审核。",
            url_for("instruments.show", paper_id=paper.id),
        )
    return page("instruments/form.html", **_drafting(form, kind, None))


def _choose(problems: list[Problem]) -> Reply:
    """Which kind: the usual ones first; for a vertically or doubly managed unit the letter to its superior."""
    hint = onward.superior_hint(_asked_unit(problems), None)
    offered = [kind for kind in kinds.all_in_force() if kind.purpose not in ABOUT_A_PAPER]
    fitting = [kind for kind in offered if takes_problems(kind)] if problems else offered
    first = usual(fitting)
    if hint:
        above = [kind for kind in fitting if kind.purpose is KindPurpose.SUPERIOR]
        first = [*above, *(kind for kind in first if kind not in above)]
    others = [kind for kind in fitting if kind not in first]
    return page(
        "instruments/choose_kind.html",
        first=first,
        others=others,
        query=_query(problems),
        superior=hint,
        carried=len(problems),
        left_out=[kind.name for kind in offered if kind not in fitting],
        with_record=_with_record(fitting) if problems else {},
    )


def _with_record(kinds_: list[InstrumentKind]) -> dict[str, str]:
    """The record that comes before the paper, by the kind's code."""
    found = {kind.code: subject_of(kind) for kind in kinds_}
    return {code: subject.name for code, subject in found.items() if subject}


def _asked_unit(problems: list[Problem]) -> Unit | None:
    """The unit the new paper is for, as far as the address tells."""
    if problems:
        return problems[0].unit
    key = request.args.get("unit", type=identifier)
    return session.get(Unit, key) if key else None


@bp.route("/<int:paper_id>/edit", methods=["GET", "POST"])
@allows(Permission.INSTRUMENT_DRAFT)
@takes_files
def edit(paper_id: int) -> Reply:
    paper = load(paper_id)
    drafting.require_editable(paper)
    form = paper_form(paper.kind, paper, [])
    if _rearranged(form, paper.kind):
        return page("instruments/form.html", **_drafting(form, paper.kind, paper))
    if form.validate_on_submit():
        drafting.amend(paper, form.facts(paper.kind, paper), actor=current())
        return done("已保存。", url_for("instruments.show", paper_id=paper.id))
    return page("instruments/form.html", **_drafting(form, paper.kind, paper))


def _rearranged(form: PaperForm, kind: InstrumentKind) -> bool:
    """Whether a button put items or lines otherwise, or asked for one more attachment."""
    if arranging.ASKED in request.form:
        arranging.arrange(form, kind, request.form[arranging.ASKED])
    elif shaping.ASKED in request.form:
        shaping.shape(form, kind, request.form[shaping.ASKED], request.form)
    elif arranging.ANNEXES in request.form:
        arranging.reorder(form, request.form[arranging.ANNEXES])
    elif "more_attached" in request.form and len(form.attached) < MOST_ATTACHED:
        form.attached.append_entry()
    else:
        return False
    return True


@bp.post("/items/read")
@allows(Permission.INSTRUMENT_DRAFT)
def read_items() -> Response:
    """What was pasted into a box, as rows of items to look at first; nothing is saved."""
    field = request.form.get("field", "")
    room = MOST_ITEMS - request.form.get("held", 0, type=int)
    try:
        found = pasting.read(
            request.form.get("rows", ""), field if field in pasting.FIELDS else "demand", most=room
        )
    except DomainError as refusal:
        return jsonify(refusal=refusal.message)
    return jsonify(columns=found.columns, rows=found.rows)


@bp.get("/<int:paper_id>/versions", endpoint="versions")
@allows(Permission.INSTRUMENT_REVIEW, Permission.INSTRUMENT_DRAFT, Permission.INSTRUMENT_SIGN)
def show_versions(paper_id: int) -> Reply:
    paper = load(paper_id)
    found = versions.submissions(paper)
    lines = versions.changes(found.before or found.after, found.after)
    return page("instruments/versions.html", paper=paper, kept=found.count, lines=lines)


def _drafting(form: PaperForm, kind: InstrumentKind, paper: Instrument | None) -> dict[str, object]:
    unit = session.get(Unit, form.unit_id.data) if form.unit_id.data else None
    return {
        "form": form,
        "kind": kind,
        "paper": paper,
        "warning": kind_editing.basis_warning(kind),
        "superior": onward.superior_hint(unit, kind),
        "blank": arranging.blank_form(kind),
        "pasting": pasting.FIELDS,
        "tools": shaping.tools(form, kind, request.form or None),
        "sent_back": _sent_back(paper),
        "notes": remarks.open_by_place(paper) if paper else {},
        "originals": {one.file.sha256: one for one in annexes.originals_of(paper)} if paper else {},
        **_as_blocks(paper),
    }


def _sent_back(paper: Instrument | None) -> str:
    returned = paper is not None and paper.status is InstrumentStatus.RETURNED
    return reviewing.why_sent_back(paper) if returned and paper else ""


def _as_blocks(paper: Instrument | None) -> dict[str, object]:
    """What the form of a draft shows of its blocks, and what it lacks."""
    if paper is None:
        return {"blocks": [], "lacks": [], "listed": None, "superseded": []}
    shown, old = blocks.blocks(paper), paper.superseded_text
    return {
        "blocks": shown,
        "lacks": completeness.lacks(paper),
        "listed": next((one.kind.part for one in shown if blocks.has_items(one)), None),
        "superseded": versions.changes(old, paper.text) if old else [],
    }


def _asked_problems() -> list[Problem]:
    wanted = identifiers(request.args.get("problems", "").split(","))
    if not wanted:
        return []
    statement = sa.select(Problem).where(Problem.id.in_(wanted)).order_by(Problem.id)
    return list(session.scalars(statement.options(joinedload(Problem.unit))))


def _query(problems: list[Problem]) -> dict[str, str]:
    kept = {
        name: request.args[name] for name in ("unit", "action", "clue") if request.args.get(name)
    }
    if problems:
        kept["problems"] = _joined(problems)
    return kept


def _joined(problems: list[Problem]) -> str:
    return ",".join(str(problem.id) for problem in problems)


def paper_form(
    kind: InstrumentKind, paper: Instrument | None, problems: list[Problem]
) -> PaperForm:
    """The drafting form with its choices, filled from the paper or from what the address asks."""
    form = PaperForm(obj=paper, data=_initial(kind, paper, problems))
    if paper and addressees.is_overtaken(paper, form.addressee.data, form.unit_id.data):
        form.addressee.data = ""  # the unit's own name of today stands then
    ended = [paper.unit] if paper and paper.unit and not paper.unit.active else []
    offer_units(form.unit_id, lambda: [*active_units(), *ended])
    offer(form.action_id, recent_actions(paper), label=lambda action: action.title, blank=True)
    if kind.many_units:
        form.addressee.validators = ()  # the units are named instead
    form.bodies = bodies_called(current().body_id)
    for entry in (*form.recipients, *form.copies, *form.joints):
        entry.offered = form.bodies
    return form


def _initial(
    kind: InstrumentKind, paper: Instrument | None, problems: list[Problem]
) -> dict[str, object]:
    if paper is not None:
        return {
            "problem_list": PROBLEM_LIST in paper.annex,
            "reply_form": REPLY_FORM in paper.annex,
            "recipients": in_rows([one.name for one in receipts.of_paper(paper)]),
            "copies": names_in(paper.copies_to),
            "joints": names_in(paper.joint),
            "countersigns": [
                {"organ": one.organ, "name": one.name, "on": date.fromisoformat(one.on)}
                for one in countersigned_of(paper)
            ]
            + [{}],  # and one more
            "attached": [_attached_data(one) for one in attached_of(paper)] or _first_annex(kind),
            "parts": [_part_data(block) for block in blocks.blocks(paper)],
        }
    clue = origins.asked_clue(request.args)
    if clue is not None and not problems:
        return origins.from_clue(kind, clue)
    unit_id = (
        succession.present(problems[0].unit).id
        if problems
        else request.args.get("unit", type=identifier)
    )
    action_id = problems[0].action_id if problems else request.args.get("action", type=identifier)
    blank = {"nature": Nature(kind.natures[0])} if kind.natures else None
    items = [_item_data(facts) for facts in drafting.items_from_problems(problems, kind=kind)]
    return {
        "unit_id": unit_id if unit_id and session.get(Unit, unit_id) else None,
        "action_id": action_id,
        "term_number": kind.term_number,
        "term_unit": kind.term_unit,
        "attached": _first_annex(kind),
        "items": items or ([blank] if blank and not kind.needs_problems else []),
    }


def _attached_data(one: AttachedText) -> dict[str, object]:
    """An annex as its row shows it: a file by its hash."""
    file = one.file.sha256 if one.file is not None else ""
    return {"title": one.title, "text": one.text, "landscape": one.landscape, "file": file}


def _first_annex(kind: InstrumentKind) -> list[dict[str, object]]:
    """A kind that issues something has it behind it: a place to put it, from the beginning."""
    return [{}] if "印发" in kind.title_template else []


def _item_data(facts: drafting.ItemFacts) -> dict[str, object]:
    return {
        "problem_id": str(facts.problem.id) if facts.problem else "",
        "nature": facts.nature,
        "heading": facts.heading,
        "statement": facts.statement,
        "provision": facts.provision,
        "demand": facts.demand,
    }


def _part_data(block: blocks.Block) -> dict[str, object]:
    """A part as its form shows it: the words that print, beside those that were made."""
    own = block.own
    return {
        "part": block.kind.part.value,
        "made": block.made,
        "words": own.text if own and not own.left_out else block.made,
        "left_out": bool(own and own.left_out),
        "reason": own.reason if own else "",
    }


def recent_actions(paper: Instrument | None = None) -> list[SupervisionAction]:
    """Actions a paper may belong to, the newest first, and the one it belongs to."""
    statement = sa.select(SupervisionAction).where(
        *within(SupervisionAction),
        SupervisionAction.status.not_in([ActionStatus.CANCELLED, ActionStatus.ARCHIVED]),
    )
    newest = (SupervisionAction.starts_on.desc(), SupervisionAction.id.desc())
    offered = list(session.scalars(statement.order_by(*newest).limit(200)))
    own = paper.action_id if paper is not None else None
    if own is not None and own not in {one.id for one in offered}:
        offered.append(session.get_one(SupervisionAction, own))
    return offered


@bp.get("/for-problem/<int:problem_id>")
@allows(Permission.INSTRUMENT_VIEW)
def for_problem(problem_id: int) -> Response:
    """From a problem to the paper that carries it."""
    problem = session.get(Problem, problem_id) or abort(404)
    if problem.paper_id is None:
        abort(404)
    return redirect(url_for("instruments.show", paper_id=problem.paper_id))
