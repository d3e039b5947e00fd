"""Pages on which the dictionaries are edited."""

from flask import abort, url_for
from werkzeug.wrappers import Response

from supervision.agencies import words
from supervision.agencies.forms import WordForm
from supervision.agencies.models import Dictionary, DictionaryEntry
from supervision.agencies.routes.blueprint import Reply, bp
from supervision.core.access.guard import allows
from supervision.core.access.policy import Permission
from supervision.core.access.principal import current
from supervision.core.audit import timeline
from supervision.core.db import session
from supervision.core.web import done, page


@bp.route("/words/<any(category,field):which>", methods=["GET", "POST"])
@allows(Permission.DICTIONARY_EDIT)
def dictionary(which: str) -> Reply:
    chosen = Dictionary(which)
    form = WordForm()
    if form.validate_on_submit():
        added = words.add_word(chosen, form.label.data, actor=current())
        return done(f"已加入“{added.label}”。", url_for("agencies.dictionary", which=which))
    return page(
        "agencies/words.html",
        form=form,
        chosen=chosen,
        dictionaries=list(Dictionary),
        words=words.all_words(chosen, body_id=current().body_id),
    )


@bp.route("/words/<int:entry_id>/edit", methods=["GET", "POST"])
@allows(Permission.DICTIONARY_EDIT)
def rename_word(entry_id: int) -> Reply:
    entry = _entry(entry_id)
    form = WordForm(obj=entry)
    if form.validate_on_submit():
        words.rename_word(entry, form.label.data, actor=current())
        return _to_list(entry, f"已改为“{entry.label}”。")
    return page("agencies/word.html", form=form, entry=entry, entries=timeline(entry))


@bp.post("/words/<int:entry_id>/retire")
@allows(Permission.DICTIONARY_EDIT)
def retire_word(entry_id: int) -> Response:
    entry = _entry(entry_id)
    words.set_in_use(entry, active=False, actor=current())
    return _to_list(entry, f"“{entry.label}”已停用，已有记录不受影响。")


@bp.post("/words/<int:entry_id>/restore")
@allows(Permission.DICTIONARY_EDIT)
def restore_word(entry_id: int) -> Response:
    entry = _entry(entry_id)
    words.set_in_use(entry, active=True, actor=current())
    return _to_list(entry, f"“{entry.label}”已恢复使用。")


@bp.post("/words/<int:entry_id>/up")
@allows(Permission.DICTIONARY_EDIT)
def raise_word(entry_id: int) -> Response:
    entry = _entry(entry_id)
    words.move_word(entry, steps=-1, actor=current())
    return _to_list(entry, f"“{entry.label}”已上移。")


@bp.post("/words/<int:entry_id>/down")
@allows(Permission.DICTIONARY_EDIT)
def lower_word(entry_id: int) -> Response:
    entry = _entry(entry_id)
    words.move_word(entry, steps=1, actor=current())
    return _to_list(entry, f"“{entry.label}”已下移。")


def _entry(entry_id: int) -> DictionaryEntry:
    return session.get(DictionaryEntry, entry_id) or abort(404)


def _to_list(entry: DictionaryEntry, message: str) -> Response:
    return done(message, url_for("agencies.dictionary", which=entry.dictionary.value))
