"""A sheet takes what the page takes: a text is refused in both or in neither.

What came in by a sheet and its page refuses could never be put right on the page; what was typed on a page
and its sheet refuses could never come in again.
"""

from collections.abc import Iterator

import pytest
from wtforms.validators import Length

from supervision.actions.forms import SupervisionActionForm
from supervision.agencies.forms import OfficerForm, UnitForm
from supervision.clues.forms import BackEntryForm as PastClueForm
from supervision.core.forms import BaseForm
from supervision.core.importer import BadCell
from supervision.imports.fields import Field, Names
from supervision.imports.kinds import KINDS
from supervision.instruments.back_entry.forms import BackEntryForm as PastPaperForm
from supervision.interviews.past_forms import PastInterviewForm
from supervision.problems.forms import ProblemForm
from supervision.referrals.forms import PastReferralForm
from supervision.roster.forms import RosterForm

NOBODY = Names({}, {}, {}, [], [])
FORMS: dict[str, tuple[type[BaseForm], ...]] = {
    "problems": (ProblemForm,),
    "ledger": (ProblemForm, PastPaperForm),
    "units": (UnitForm,),
    "officers": (OfficerForm,),
    "roster": (RosterForm,),
    "clues": (PastClueForm,),
    "papers": (PastPaperForm,),
    "interviews": (PastInterviewForm,),
    "referrals": (PastReferralForm,),
    "actions": (SupervisionActionForm,),
}


def _typed(form: type[BaseForm], name: str) -> int | None:
    """How many characters the page takes; None where it has no such field, or no end."""
    declared = getattr(getattr(form, name, None), "args", ())
    validators = declared[1] if len(declared) > 1 else ()
    return next((one.max for one in validators if isinstance(one, Length)), None)


def _free(field: Field) -> bool:
    """Whether the sheet takes any word there."""
    try:
        return field.cell.read("字", NOBODY) == "字"
    except BadCell:
        return False


def _both() -> Iterator[tuple[str, Field, int]]:
    for kind, forms in FORMS.items():
        for field in KINDS[kind].fields:
            for most in [most for form in forms if (most := _typed(form, field.name))][:1]:
                if _free(field):
                    yield kind, field, most


def test_every_kind_has_its_page() -> None:
    assert FORMS.keys() == KINDS.keys()
    assert len(list(_both())) > 50


@pytest.mark.parametrize(
    ("field", "most"),
    [pytest.param(field, most, id=f"{kind} {field.name}") for kind, field, most in _both()],
)
def test_the_sheet_takes_what_the_page_takes(field: Field, most: int) -> None:
    assert field.cell.read("字" * most, NOBODY) == "字" * most
    with pytest.raises(BadCell, match=f"最多{most}个字，这里有{most + 1}个字"):
        field.cell.read("字" * (most + 1), NOBODY)
