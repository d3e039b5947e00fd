"""Pages of 内部时限: what the bureau gives itself, how it keeps it, and who is reminded."""

from types import SimpleNamespace

from flask import Blueprint, abort, request, url_for
from werkzeug.wrappers import Response

from supervision.core import clock
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.pending import own_figures, own_terms
from supervision.core.web import done, page
from supervision.reminders.forms import OwnTermForm

bp = Blueprint("own_terms", __name__, url_prefix="/own-terms")
Reply = str | tuple[str, int] | Response
YEARS_SHOWN = 3


@bp.get("/")
@allows(Permission.OWN_TERM_SET)
def index() -> Reply:
    this = clock.today().year
    years = [this - number for number in range(YEARS_SHOWN)]
    year = request.args.get("year", this, type=int)
    if year not in years:
        abort(404)
    return page(
        "reminders/own_terms.html",
        rows=own_figures.of_year(year, current()),
        year=year,
        tabs_items=[
            {
                "label": f"{one}年", "count": None, "tone": None, "active": one == year,
                "url": url_for("own_terms.index", year=one),
            }
            for one in years
        ],
    )  # fmt: skip


@bp.route("/<string:key>", methods=["GET", "POST"])
@allows(Permission.OWN_TERM_SET)
def edit(key: str) -> Reply:
    term = next((one for one in own_terms.OWN_TERMS.parts() if one.key == key), None) or abort(404)
    held = own_terms.setting_of(term, current().body_id)
    days, reminds = (held.days, held.reminds) if held else (term.days, False)
    form = OwnTermForm(obj=SimpleNamespace(days=days, reminds=reminds))
    if form.validate_on_submit():
        own_terms.put(term, **form.facts(), actor=current())
        return done(f"“{term.title}”的内部时限已保存。", url_for("own_terms.index"))
    return page("reminders/own_term.html", form=form, term=term)
