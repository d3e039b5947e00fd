"""文号 as people type it, and what is none (product.md §5)."""

import pytest

from supervision.core.errors import DomainError
from supervision.core.numbering import MOST_DIGITS, format_number, normalise, parse


@pytest.mark.parametrize(
    "typed",
    ["示司监意〔2026〕12号", " 示司监意[2026]12号 ", "示司监意（2026）12 号", "示司监意【2026】12号",
     "示司监意(2026)\n12号", "示司监意［2026］12号"],
)  # fmt: skip
def test_any_bracket_and_blank_is_put_right(typed: str) -> None:
    assert normalise(typed) == "示司监意〔2026〕12号"
    assert parse(typed) == ("示司监意", 2026, 12)


@pytest.mark.parametrize(
    "typed",
    ["", "12号", "示司监意〔2026〕第12号", "示司监意〔2026〕012号", "示司监意〔26〕12号", "示司监意〔2026〕12",
     "示司监意〔2126〕12号", "司〔2026〕12号", "示司监意2026〕12号", "示司监意〔2026〕0号", "ABC〔2026〕1号",
     "示" * 13 + "〔2026〕1号"],
)  # fmt: skip
def test_what_is_no_number_is_refused_beside_its_field(typed: str) -> None:
    with pytest.raises(DomainError, match="格式不对") as refused:
        parse(typed)
    assert refused.value.field == "number"


def test_a_serial_has_at_most_six_digits() -> None:
    assert MOST_DIGITS == 6
    assert parse("示司监意〔2026〕999999号") == ("示司监意", 2026, 999_999)
    with pytest.raises(DomainError, match="过大"):
        parse("示司监意〔2026〕1000000号")


def test_a_number_given_here_is_read_as_it_was_given() -> None:
    assert format_number("示司监意", 2026, 7) == "示司监意〔2026〕7号"
    assert parse(format_number("示司监意", 2026, 7)) == ("示司监意", 2026, 7)
