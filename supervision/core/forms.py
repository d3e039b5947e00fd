"""Form base and field kinds: Chinese messages, kept uploads, versions, drafts."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from typing import Any

from flask import g, has_request_context, request, url_for
from flask_wtf import FlaskForm
from markupsafe import Markup
from werkzeug.exceptions import BadRequest
from wtforms import (
    Field,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.meta import DefaultMeta
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from supervision.core import drafts, once
from supervision.core.access.principal import current_or_none
from supervision.core.conditions import NeededIf
from supervision.core.day_field import ChineseDateField
from supervision.core.editions import digest
from supervision.core.errors import DomainError, VersionConflict
from supervision.core.keys import identifier
from supervision.core.pick_field import PickField, choices_of
from supervision.core.shown_values import choices_in_rows, is_shown, offer_in_rows, readable
from supervision.core.upload_field import FileChosen, UploadField
from supervision.core.words import Word

PLAIN = (str, int, date, Enum, list, tuple, type(None))  # what a digest may be made of


class Given(InputRequired):
    """Something was given: blanks, also full-width ones, are nothing."""

    def __call__(self, form: object, field: Field) -> None:
        if field.raw_data and isinstance(field.raw_data[0], str) and not field.raw_data[0].strip():
            field.raw_data = []
        super().__call__(form, field)


def required(message: str = "必填") -> InputRequired:
    return Given(message)


def optional() -> Optional:
    return Optional(strip_whitespace=True)


Needed = bool | NeededIf


def _presence(needed: Needed, message: str = "必填") -> InputRequired | Optional:
    if isinstance(needed, NeededIf):
        return needed
    return required(message) if needed else optional()


def _clean(value: str | None) -> str | None:
    """Typed text without control characters and outer blanks; line breaks as \\n."""
    if value is None:
        return None
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in text if char in "\n\t" or ord(char) >= 32).strip()


def text(
    label: str, *, most: int = 200, needed: Needed = True, hint: str = "", **options: object
) -> StringField:
    """One line of text."""
    validators = [_presence(needed), Length(max=most, message=f"最多{most}个字")]
    return StringField(label, validators, filters=[_clean], description=hint, **options)


def paragraph(
    label: str, *, most: int = 20_000, needed: Needed = True, hint: str = "", **options: object
) -> TextAreaField:
    """Several lines of text."""
    validators = [_presence(needed), Length(max=most, message=f"最多{most}个字")]
    return TextAreaField(label, validators, filters=[_clean], description=hint, **options)


def day(
    label: str, *, needed: Needed = True, hint: str = "", **options: object
) -> ChineseDateField:
    """A date."""
    validators = [_presence(needed, "请填写日期")]
    return ChineseDateField(label, validators, description=hint, **options)


def offered(words: Iterable[Word]) -> list[SelectChoice]:
    """The words as a field offers them."""
    return [SelectChoice(word.value, word.label) for word in words]


def choice(
    label: str, words: Iterable[Word] = (), *, needed: Needed = True, hint: str = ""
) -> SelectField:
    """One of some words (the data is the member); without words one of the records set by the view."""
    members = list(words)
    if not members:
        return pick(label, needed=needed, hint=hint)
    blank = [SelectChoice("", "（不填）" if needed is False else "请选择")]
    return SelectField(
        label,
        [_presence(needed, "请选择")],
        choices=blank + offered(members),
        coerce=_member_of(type(members[0])),
        description=hint,
    )


def pick(
    label: str,
    *,
    needed: Needed = True,
    hint: str = "",
    coerce: Callable[[Any], object] | None = None,
) -> PickField:
    """One of the records (or words of a dictionary) that the view offers, found by any of its names."""
    validators = [_presence(needed, "请选择")]
    blank = [SelectChoice("", "（不填）" if needed is False else "请选择")]
    return PickField(label, validators, coerce or key_or_none, blank, description=hint)


def word(
    label: str, words: type[Word], *, default: Word | None = None, hint: str = ""
) -> SelectField:
    """One word of a vocabulary; never empty, the first unless `default` says otherwise."""
    return SelectField(
        label, choices=offered(words), coerce=words, default=default, description=hint
    )


def _member_of(words: type[Word]) -> Callable[[object], object]:
    def coerce(value: object) -> object:
        return None if value in (None, "") else words(str(value))

    return coerce


def key_or_none(value: object) -> int | None:
    """A choice's key; ValueError for what can be none."""
    return identifier(str(value)) if value not in (None, "") else None


def given(field: Field) -> Any:
    """What a validated field holds; required ones hold something."""
    return field.data


def several(
    label: str,
    words: Iterable[Word] = (),
    *,
    needed: bool | str = True,
    hint: str = "",
    coerce: Callable[[Any], object] = key_or_none,
) -> SelectMultipleField:
    """Any number of words, or of choices set by the view, shown as check boxes.

    `needed` may be the sentence that asks for one; `coerce` makes the key of what is held.
    """
    asked = needed if isinstance(needed, str) else "请至少选择一项"
    return SelectMultipleField(
        label,
        [required(asked)] if needed else [optional()],
        choices=offered(words),
        coerce=coerce,
        description=hint,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


def offer(
    field: Any,
    rows: Sequence[Any],
    *,
    label: Callable[[Any], str],
    blank: bool = False,
    names: Callable[[Any], Iterable[str]] = lambda _row: (),
) -> None:
    """Fill a select with records; `blank` adds 请选择, `names` are what a record is called besides."""
    named_also = names if isinstance(field, PickField) else lambda _row: ()
    field.choices = choices_of(rows, label=label, blank=blank, names=named_also)


def uploads(label: str, *, needed: bool = False, hint: str = "") -> UploadField:
    """Any number of files."""
    validators = [FileChosen()] if needed else []  # Optional would wipe why a file was refused
    return UploadField(
        label, validators, description=hint or "图片、PDF、Word、Excel，单个不超过30MB"
    )


class BaseForm(FlaskForm):
    """Every form: Chinese messages, the version it was opened with, drafts, refusals of services.

    When a service refuses, the web layer rolls back and calls the view once more;
    `validate_on_submit` then answers False with the refusal as an error, so the view
    shows the form again (422) with everything typed.
    """

    keeps_drafts = True
    edits = False  # without a record, its `data` is what stands: the edition is made of that
    version = HiddenField()

    class Meta:
        locales = ("zh",)
        get_translations = (
            DefaultMeta.get_translations
        )  # Flask-WTF's own speaks English without another package

    def __init__(self, *, obj: object = None, of: object = None, **options: Any) -> None:
        """`obj`: the record whose values are shown; `of`: the one that is acted on, where none are."""
        self.record, self.acted_on = obj, obj if of is None else of
        self.given: Mapping[str, object] = options.get("data") or {}
        self.draft: drafts.FormDraft | None = None
        if has_request_context() and request.method == "GET" and "formdata" not in options:
            options["formdata"] = self._restored()
        super().__init__(obj=obj, **options)
        self.opened_as = self._edition(self.given)
        if not self.version.data:
            self.version.data = self.opened_as
        if has_request_context() and options.get("formdata", self) is not None:
            g.form = self  # the form of this request, not one that merely stands on the page

    def _restored(self) -> object:
        principal = current_or_none()
        if principal is None or principal.user_id is None:
            return None
        self.draft = drafts.find(principal.user_id, request.path)
        if self.draft is not None and request.args.get("draft") == "restore":
            return self.draft.as_formdata()
        return None

    def hidden_tag(self, *fields: object) -> Markup:
        """The hidden fields and the key by which a resend of this form is known (core/once.py)."""
        key = Markup('<input type="hidden" name="{}" value="{}">').format(
            once.FIELD, once.new_key()
        )
        hidden: Markup = super().hidden_tag(*fields)
        return hidden + key

    @property
    def autosave_url(self) -> str | None:
        """Where the page posts what is typed; None where nothing may be kept."""
        principal = current_or_none()
        if not self.keeps_drafts or principal is None:
            return None
        return url_for("drafts.keep", path=request.path)

    @property
    def draft_notice(self) -> dict[str, str] | None:
        """What the form says of something unsent, unless it is being restored already."""
        if self.draft is None or request.args.get("draft") == "restore":
            return None
        return {
            "at": self.draft.saved_local.strftime("%m-%d %H:%M"),
            "restore_url": f"{request.path}?draft=restore",
        }

    def validate_on_submit(self, extra_validators: object = None) -> bool:
        if not self.is_submitted():
            return False
        valid = bool(self.validate(extra_validators))
        refusal: DomainError | None = g.get("refusal")
        if refusal is not None:
            self._show(refusal)
            return False
        if valid:
            self._check_version()
        return valid

    def _show(self, refusal: DomainError) -> None:
        field: Field | None = self[refusal.field] if refusal.field in self else None  # noqa: SIM401  (a form has no get)
        if field is None:
            self.form_errors.append(refusal.message)
        else:
            field.errors = [*field.errors, refusal.message]

    def _edition(self, data: Mapping[str, object]) -> str:
        """The record's version; of a record that has none, a digest of what the form shows of it."""
        version = getattr(self.acted_on, "version", None)
        if version is not None:
            return str(version)
        if self.record is None and not self.edits:
            return ""
        held = [(name, getattr(self.record, name, data.get(name))) for name in self._fields]
        plain = [(name, str(value)) for name, value in held if isinstance(value, PLAIN)]
        return digest(plain)

    def _check_version(self) -> None:
        if self.opened_as and str(self.version.data) != self.opened_as:
            message = "您打开此表单之后，别人已经修改过这条记录"
            raise VersionConflict(message)

    def both_editions(self) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """What was typed, and what stands in the store now."""
        mine, offered = self.shown_values(), choices_in_rows(self)
        self.process(formdata=None, obj=self.record, data=self.given)
        offer_in_rows(self, offered)
        return mine, self.shown_values()

    def shown_values(self) -> list[tuple[str, str]]:
        """(label, value) of every visible field: one side of a conflict page."""
        return [(str(field.label.text), readable(field)) for field in self if is_shown(field)]


def pressed() -> None:
    """A button without fields was pressed on a page of ours; what the service says of it is told."""
    if not BaseForm().validate_on_submit():
        raise g.get("refusal") or BadRequest()


class ReasonForm(BaseForm):
    """A reason for a step that needs one, typed in the dialog of that step."""

    verb = ""
    reason = paragraph("理由", most=2000, needed=False)

    @classmethod
    def of(cls, verb: str) -> "ReasonForm":
        """The form of the step `verb`; its errors lead to the field in that step's dialog."""
        form = cls()
        form.verb, form.reason.id = verb, f"reason-{verb}"
        return form
