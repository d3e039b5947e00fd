"""Pages of the kinds of paper: list, an edition with its history, what it does, its words, previews."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from supervision.core import pairs
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.documents.pdf import render
from supervision.core.forms import pressed
from supervision.core.web import done, download, page
from supervision.instruments.blueprint import bp
from supervision.instruments.kinds import editing as kind_editing
from supervision.instruments.kinds import proposing, samples
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.kinds.facts import KindFacts, facts_of
from supervision.instruments.kinds.forms import KindForm
from supervision.instruments.kinds.words_forms import HINT, WordsForm
from supervision.instruments.models import InstrumentKind
from supervision.instruments.printing.making import PDF
from supervision.instruments.rules import after_receipt, lead
from supervision.instruments.wording.parts import Part

Reply = str | tuple[str, int] | BaseResponse
P = Permission
NEW = {"item_noun": "项", "reply_wanted": True, "corrective": True}


@bp.get("/kinds")
@allows(P.KIND_EDIT, P.KIND_WORD, P.KIND_CONFIRM)
def kinds_index() -> Reply:
    catalogues = kind_editing.catalogues(current())
    outdated = proposing.outdated(kind for one in catalogues for kind in one.in_force)
    return page("instruments/kinds.html", catalogues=catalogues, outdated=outdated)


@bp.get("/kinds/<int:kind_id>")
@allows(P.KIND_EDIT, P.KIND_WORD, P.KIND_CONFIRM)
def kind_show(kind_id: int) -> Reply:
    kind = kind_editing.find(kind_id, actor=current())
    newer = proposing.built_in(kind)
    return page(
        "instruments/kind.html",
        outdated=kind.id in proposing.outdated([kind]),
        newer=proposing.lines(kind, proposing.payload_of(newer))[1:] if newer else [],
        kind=kind,
        rules=after_receipt(kind),
        lead=lead(kind),
        figure=kinds.FIGURES.get(kind.counted_as, "不计入"),
        editions=kind_editing.editions(kind),
        shapes=samples.shapes(facts_of(kind)),
        warning=kind_editing.basis_warning(kind),
        waiting=pairs.waiting_on(kind, proposing.ACT),
    )


@bp.route("/kinds/<int:kind_id>/words", methods=["GET", "POST"])
@allows(P.KIND_WORD)
def kind_words(kind_id: int) -> Reply:
    """What papers of the kind say: proposed here, in force once a leader confirms."""
    kind = kind_editing.find(kind_id, actor=current())
    begun = _begun(kind)
    form = WordsForm(data=WordsForm.initial(begun)).only_for(kind)
    if "preview" in request.form:
        return _words(form, kind, begun, previewed=form.validate_on_submit())
    if form.validate_on_submit():
        proposal = proposing.propose(kind, form.facts(begun), actor=current())
        return done(
            "已提请，签发人确认后生效；在此之前拟制的文书仍用现行文字。",
            url_for("pairs.show", proposal_id=proposal.id),
        )
    return _words(form, kind, begun, previewed=False)


def _begun(kind: InstrumentKind) -> KindFacts:
    """What the form begins with: the kind's own words, those turned down, or this version's built-in ones."""
    earlier = proposing.turned_down(kind, actor=current()) if request.args.get("again") else None
    if earlier is not None:
        return proposing.proposed(kind, earlier.payload)
    newer = proposing.built_in(kind) if request.args.get("built_in") else None
    return newer or facts_of(kind)


def _words(form: WordsForm, kind: InstrumentKind, begun: KindFacts, *, previewed: bool) -> Reply:
    shapes = samples.on_real_papers(kind, form.facts(begun)) if previewed else []
    return page(
        "instruments/kind_words.html",
        form=form,
        kind=kind,
        shapes=shapes,
        hint=HINT,
        listings={one.part.value: one.listing.value for one in begun.parts},
        turned_down=proposing.turned_down(kind, actor=current()),
        offered=not request.args.get("built_in") and proposing.built_in(kind) is not None,
        names={part.value: part.label for part in Part},
    )


@bp.route("/kinds/<int:kind_id>/revise", methods=["GET", "POST"])
@allows(P.KIND_EDIT)
def kind_revise(kind_id: int) -> Reply:
    kind = kind_editing.find(kind_id, actor=current())
    form = KindForm(obj=kind, data=KindForm.initial(kind))
    if form.validate_on_submit():
        fresh = kind_editing.revise(kind, form.facts(kind), actor=current())
        return done(
            f"已保存为第{fresh.edition}版，此后拟制的文书使用新版。",
            url_for("instruments.kind_show", kind_id=fresh.id),
        )
    return page("instruments/kind_form.html", form=form, kind=kind)


@bp.route("/kinds/new/<int:body_id>", methods=["GET", "POST"])
@allows(P.KIND_EDIT)
def kind_add(body_id: int) -> Reply:
    body = kind_editing.find_body(body_id)
    form = KindForm(data=NEW)
    if form.validate_on_submit():
        kind = kind_editing.add(body, form.facts(), actor=current())
        return done(
            f"已增加{kind.name}，文字由科室负责人修改、签发人确认。",
            url_for("instruments.kind_show", kind_id=kind.id),
        )
    return page("instruments/kind_form.html", form=form, kind=None)


@bp.get("/kinds/<int:kind_id>/sample.pdf")
@allows(P.KIND_EDIT, P.KIND_WORD, P.KIND_CONFIRM)
def kind_sample(kind_id: int) -> Response:
    facts = facts_of(kind_editing.find(kind_id, actor=current()))
    content = render(samples.sample_paper(facts)).pdf
    return download(content, PDF, f"{facts.name}样例.pdf", inline=True)


@bp.post("/kinds/<int:kind_id>/retire")
@allows(P.KIND_EDIT)
def kind_retire(kind_id: int) -> Reply:
    kind = kind_editing.find(kind_id, actor=current())
    pressed()
    kind_editing.retire(kind, actor=current())
    return done(f"已停用{kind.name}，已有文书不受影响。", url_for("instruments.kinds_index"))
