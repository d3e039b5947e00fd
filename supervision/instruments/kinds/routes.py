"""Pages of the kinds of paper: list, an edition with its history, new edition, further kind, preview."""

from flask import Response, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.documents.pdf import render
from supervision.core.forms import pressed
from supervision.core.web import done, download, page
from supervision.instruments.blueprint import bp
from supervision.instruments.kinds import editing as kind_editing
from supervision.instruments.kinds import registry as kinds
from supervision.instruments.kinds import samples as kind_samples
from supervision.instruments.kinds.forms import KindForm
from supervision.instruments.kinds.registry import KindFacts
from supervision.instruments.models import InstrumentKind
from supervision.instruments.printing.routes import PDF

Reply = str | tuple[str, int] | BaseResponse
NEW = {"item_noun": "项", "term_number": 30, "reply_wanted": True, "corrective": True,
       "title_template": "{发文机关}{文种}", "objection_unit": "工作日", "decision_unit": "工作日"}  # fmt: skip


@bp.get("/kinds")
@allows(Permission.KIND_EDIT)
def kinds_index() -> Reply:
    return page("instruments/kinds.html", catalogues=kind_editing.catalogues(current()))


@bp.get("/kinds/<int:kind_id>")
@allows(Permission.KIND_EDIT)
def kind_show(kind_id: int) -> Reply:
    kind = kind_editing.find(kind_id, actor=current())
    return page(
        "instruments/kind.html",
        kind=kind,
        figure=kinds.FIGURES.get(kind.counted_as, "不计入"),
        editions=kind_editing.editions(kind),
        sample=kind_samples.sample_text(kind_editing.facts_of(kind)),
        warning=kind_editing.basis_warning(kind),
    )


@bp.route("/kinds/<int:kind_id>/revise", methods=["GET", "POST"])
@allows(Permission.KIND_EDIT)
def kind_revise(kind_id: int) -> Reply:
    kind = kind_editing.find(kind_id, actor=current())
    form = KindForm(obj=kind, data=KindForm.initial(kind))
    if "preview" in request.form:
        return _preview(form, kind)
    if form.validate_on_submit():
        fresh = kind_editing.revise(kind, form.facts(), actor=current())
        return done(
            f"已保存为第{fresh.edition}版，此后拟制的文书使用新版。",
            url_for("instruments.kind_show", kind_id=fresh.id),
        )
    return page("instruments/kind_form.html", form=form, kind=kind, sample=None)


@bp.route("/kinds/new/<int:body_id>", methods=["GET", "POST"])
@allows(Permission.KIND_EDIT)
def kind_add(body_id: int) -> Reply:
    body = kind_editing.find_body(body_id)
    form = KindForm(data=NEW)
    if "preview" in request.form:
        return _preview(form, None)
    if form.validate_on_submit():
        kind = kind_editing.add(body, form.facts(), actor=current())
        return done(f"已增加{kind.name}。", url_for("instruments.kind_show", kind_id=kind.id))
    return page("instruments/kind_form.html", form=form, kind=None, sample=None)


def _preview(form: KindForm, kind: InstrumentKind | None) -> Reply:
    """The form again with the text that it would give; nothing is saved."""
    sample = kind_samples.sample_text(form.facts()) if form.validate_on_submit() else None
    return page("instruments/kind_form.html", form=form, kind=kind, sample=sample)


@bp.post("/kinds/preview.pdf")
@allows(Permission.KIND_EDIT)
def kind_preview_typed() -> Reply:
    """The sample paper of what is typed in the form, before saving."""
    form = KindForm()
    if not form.validate_on_submit():
        return page("instruments/kind_form.html", form=form, kind=None, sample=None)
    facts = form.facts()
    kind_editing.check(facts)
    return _pdf(facts)


@bp.get("/kinds/<int:kind_id>/sample.pdf")
@allows(Permission.KIND_EDIT)
def kind_sample(kind_id: int) -> Response:
    return _pdf(kind_editing.facts_of(kind_editing.find(kind_id, actor=current())))


def _pdf(facts: KindFacts) -> Response:
    content = render(kind_samples.sample_paper(facts)).pdf
    return download(content, PDF, f"{facts.name}样例.pdf", inline=True)


@bp.post("/kinds/<int:kind_id>/retire")
@allows(Permission.KIND_EDIT)
def kind_retire(kind_id: int) -> Reply:
    kind = kind_editing.find(kind_id, actor=current())
    pressed()
    kind_editing.retire(kind, actor=current())
    return done(f"已停用{kind.name}，已有文书不受影响。", url_for("instruments.kinds_index"))
