"""Folding, tokens and highlights: nothing that contains the words is lost, and the marks stand right."""

from hypothesis import given
from hypothesis import strategies as st

from supervision.core.search import fold, highlight
from supervision.core.search.tokens import fold_fields, tokens_asked, tokens_of, words_of
from tests.support.properties import examples

TEXT = st.text(
    alphabet=st.sampled_from("示例市监督意见〔［[2023]〕12号 AaＡ，。\n\t𠀀é-'\""), max_size=40
)


def test_any_style_of_brackets_and_blanks_is_one() -> None:
    forms = (
        "示司监意〔2023〕12号",
        "示司监意[2023] 12号",
        "示司监意（2023）12 号",
        "示司监意【２０２３】12号",
    )
    assert {fold(form) for form in forms} == {"示司监意〔2023〕12号"}


@examples(100)
@given(TEXT, TEXT, TEXT)
def test_a_text_has_the_tokens_of_every_word_it_contains(
    before: str, word: str, after: str
) -> None:
    folded = fold(word)
    if folded:
        assert tokens_asked(folded) <= tokens_of(fold(before + word + after))


@examples(100)
@given(TEXT, st.integers(0, 40), st.integers(1, 6))
def test_highlights_give_the_text_back_and_mark_exactly_the_words(
    text: str, start: int, length: int
) -> None:
    words = words_of(text[start : start + length])
    pieces = highlight(text, words)
    assert "".join(piece.text for piece in pieces) == text
    for word in words:
        assert any(word in fold(piece.text) for piece in pieces if piece.hit)
    assert bool(words) or not any(piece.hit for piece in pieces)


def test_an_excerpt_shows_the_first_hit_of_a_long_text() -> None:
    pieces = highlight("甲" * 500 + "听证" + "乙" * 500, ["听证"], excerpt=True)
    assert [piece.text for piece in pieces if piece.hit] == ["听证"]
    assert pieces[0].text == pieces[-1].text == "…"
    assert sum(len(piece.text) for piece in pieces) < 130


def test_no_word_reaches_from_one_field_into_the_next() -> None:
    folded = fold_fields(["罚款", "决定"])
    assert "款决" not in folded
    assert not tokens_asked("款决") <= tokens_of(folded)
