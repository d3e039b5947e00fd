"""Forms of 核查 and 销号."""

from collections.abc import Collection

from supervision.core.forms import (
    BaseForm,
    choice,
    paragraph,
)
from supervision.instruments.states import CONCLUSIONS, Conclusion, Nature, Opinion
from supervision.instruments.term_forms import term_number, term_unit


class ReturnForm(BaseForm):
    """退回补充整改."""

    reason = paragraph("退回理由", most=2000)
    term_number = term_number("补充整改期限", needed=True)
    term_unit = term_unit()


class ConcludeForm(BaseForm):
    """One conclusion for the chosen items."""

    conclusion = choice("核查结论", Conclusion)
    note = paragraph(
        "核查意见",
        most=2000,
        needed=False,
        hint="记为“已整改”而没有佐证的，写明依据；“不采纳”的，写明理由",
    )

    def offer_for(self, natures: Collection[Nature]) -> None:
        """Offer only what items of these natures may be concluded as."""
        fitting = [
            one.value for nature in Nature if nature in natures for one in CONCLUSIONS[nature]
        ]
        self.conclusion.choices = [
            one for one in self.conclusion.choices if not one.value or one.value in fitting
        ]


class OpineForm(BaseForm):
    """An opinion on writing the chosen items off."""

    opinion = choice("销号意见", Opinion)
    note = paragraph("说明", most=2000, needed=False)

    def offer_for(self, natures: Collection[Nature]) -> None:
        """Call the opinions as they are called of these items."""
        for one in self.opinion.choices:
            if one.value and natures:
                one.label = Opinion(one.value).label_of(next(iter(natures)))
