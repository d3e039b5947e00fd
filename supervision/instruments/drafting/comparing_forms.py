"""Two drafters at one paper: the form of the one beside what the other saved, block by block."""

from collections.abc import Iterable

from wtforms import FieldList, Form

from supervision.core.forms import BaseForm
from supervision.core.words import Word
from supervision.instruments.models import InstrumentItem
from supervision.instruments.wording.parts import Part

Blocks = dict[str, tuple[str, str]]  # by what it is: its label and its words
_OF_ITEM = ("heading", "statement", "provision", "demand")


def state_of(items: Iterable[InstrumentItem]) -> list[object]:
    """What of the items a form shows, in their order."""
    return [
        (one.id, one.nature.value, one.problem_id, *(getattr(one, name) for name in _OF_ITEM))
        for one in items
    ]


def blocks_of(form: BaseForm) -> Blocks:
    """Every field, part and item of the drafting form, by what it is."""
    simple = {label: (label, value) for label, value in form.shown_values()}
    lists = [str(field.label.text) for field in form if isinstance(field, FieldList)]
    found = {key: said for key, said in simple.items() if key not in lists}
    for entry in form["parts"]:
        found |= _part(entry.form)
    for number, entry in enumerate(form["items"], start=1):
        found |= _item(number, entry.form)
    for number, entry in enumerate(form["attached"], start=1):
        gone = "（不再附这个文件）" if entry.form["dropped"].data else ""
        said = "\n".join(
            part for part in (entry.form["title"].data, entry.form["text"].data, gone) if part
        )
        found[f"attached {number}"] = (f"另附的附件{number}", said)
    return found


def _part(form: Form) -> Blocks:
    if form["part"].data not in {one.value for one in Part}:
        return {}
    part = Part(form["part"].data)
    words = "（这一部分不写）" if form["left_out"].data else _plain(form["words"].data)
    return {part.value: (f"正文·{part.label}", words)}


def _item(number: int, form: Form) -> Blocks:
    nature = form["nature"].data
    said = [
        nature.label if isinstance(nature, Word) else "",
        *(_plain(form[name].data) for name in _OF_ITEM),
    ]
    key = form["id"].data or f"new {number}"
    return {f"item {key}": (f"第{number}条", "\n".join(part for part in said if part))}


def _plain(words: str | None) -> str:
    return "\n".join(line.strip() for line in (words or "").splitlines() if line.strip())


def beside(mine: Blocks, theirs: Blocks) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Both in one order, so that each block stands beside the other's."""
    keys = [*mine, *(key for key in theirs if key not in mine)]
    label = {
        **{key: said[0] for key, said in theirs.items()},
        **{key: said[0] for key, said in mine.items()},
    }
    nothing = ("", "")
    return (
        [(label[key], mine.get(key, nothing)[1]) for key in keys],
        [(label[key], theirs.get(key, nothing)[1]) for key in keys],
    )
