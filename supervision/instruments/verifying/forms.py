"""Forms of 核查 and 销号."""

from supervision.core.forms import (
    BaseForm,
    choice,
    paragraph,
)
from supervision.instruments.states import Conclusion, Opinion
from supervision.instruments.term_forms import term_number, term_unit


class ReturnForm(BaseForm):
    """退回补充整改."""

    reason = paragraph("退回理由", most=2000)
    term_number = term_number("补充整改期限", needed=True)
    term_unit = term_unit()


class ConcludeForm(BaseForm):
    """One conclusion for the chosen items."""

    conclusion = choice("核查结论", Conclusion)
    note = paragraph("核查意见", most=2000, needed=False)


class OpineForm(BaseForm):
    """An opinion on writing the chosen items off."""

    opinion = choice("销号意见", Opinion)
    note = paragraph("说明", most=2000, needed=False)
