"""A verb: how a person takes a transition on a page; its button, its form, and the one place that takes it."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Self

from flask import abort, url_for
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField

from supervision.core import clock
from supervision.core.access.principal import Principal, current
from supervision.core.forms import BaseForm, day, paragraph
from supervision.core.upload_field import UploadField
from supervision.core.web import done, page
from supervision.core.words import Word
from supervision.core.workflow import Flow, HasStatus


class VerbForm(BaseForm):
    """What a verb asks. Its fields are named as its service names what it is told."""

    @classmethod
    def asking(cls, record: Any) -> Self:
        """The form about `record`, today's day filled in; never with what the record says elsewhere.

        A field of the same name is another thing: the reason of a step is not what an interview is about.
        """
        return cls(of=record, data={"on": clock.today()})

    def told(self) -> dict[str, object]:
        """What the service is told, by name: each field as it stands, or what a form makes of them."""
        visible = [field for field in self if not isinstance(field, HiddenField)]
        return {field.short_name: _plain(field) for field in visible}


def _plain(field: Any) -> object:
    if isinstance(field, StringField):
        return field.data or ""
    return tuple(field.data) if isinstance(field, UploadField) else field.data


class StepForm(VerbForm):
    """A step without particulars: only its day."""

    on = day("办理日期", hint="事情发生的日期，不是录入日期")


class ReasonForm(VerbForm):
    """A step that wants a reason and happens now."""

    reason = paragraph("理由", most=2000)


class ReasonedStepForm(StepForm):
    """A step that wants a reason."""

    reason = paragraph("理由", most=2000)


@dataclass(frozen=True)
class Verb:
    """A transition as a person takes it; label, permission, consequence, reason are the transition's.

    `act` is the service: act(record, **form.told(), actor=…). A verb without one has pages of its
    own, of which `page` is the endpoint. `said`: the sentence afterwards, where it is not the usual one.
    `gone`: the endpoint to go to where the step leaves no record to go back to. `shows`: what of the record
    stands above the form, as whoever approves it must have it before the eyes.
    """

    name: str
    act: Callable[..., object] | None = None
    form: type[VerbForm] = StepForm
    said: str = ""
    template: str = "records/step.html"
    page: str = ""
    gone: str = ""
    shows: Callable[[Any], Sequence[tuple[str, str]]] | None = None


def verb_of(verbs: Sequence[Verb], name: str) -> Verb:
    """The verb of this name; a 404 where there is none."""
    return next((verb for verb in verbs if verb.name == name), None) or abort(404)


def take(
    flow: Flow,
    verbs: Sequence[Verb],
    name: str,
    record: HasStatus,
    *,
    crumbs: list[tuple[str, str | None]],
    said: str = "已办理“{label}”。",
    status: Word | None = None,
) -> str | tuple[str, int] | Response:
    """The page of one step: asks, takes it, says so, and goes back to the record (the last crumb).

    The workflow checks permission and state, for the page as for the step itself. `said` is the
    usual sentence of these verbs; `status` stands beside the title.
    """
    verb = verb_of(verbs, name)
    if verb.act is None:
        abort(404)
    # First, since its labels name what was typed into a step that can be taken no more.
    form = verb.form.asking(record)
    step = flow.check(record, name, actor=current())
    if form.validate_on_submit():
        verb.act(record, **form.told(), actor=current())
        back = url_for(verb.gone) if verb.gone else crumbs[-1][1] or "/"
        return done((verb.said or said).format(label=step.label), back)
    return page(
        verb.template, form=form, step=step, title=step.label, record=record, crumbs=crumbs,
        consequence=step.consequence, status=status, shown=verb.shows(record) if verb.shows else (),
    )  # fmt: skip


@dataclass(frozen=True)
class Button:
    """A verb as the actions component draws it: a link to its page, or a POST that may ask first."""

    name: str
    label: str
    url: str
    primary: bool = False
    dangerous: bool = False
    method: str = "GET"
    needs_reason: bool = False
    consequence: str = ""
    reason: str = ""  # what was typed when the step was refused, and why it was
    reason_error: str = ""
    asks_code: bool = False  # of the second factor, of whoever has one
    code_error: str = ""


def buttons(
    flow: Flow,
    record: Any,
    actor: Principal,
    *,
    address: Callable[[str], str],
    apart_from: Collection[str] = (),
) -> list[Button]:
    """Exactly what `actor` may do with `record` now; `address` gives a transition's page by its name.

    `apart_from`: steps that wait for their second person already.
    """
    return [
        Button(step.name, step.label, address(step.name), step.primary, step.dangerous)
        for step in flow.available(record, actor)
        if not step.hidden and step.name not in apart_from
    ]
