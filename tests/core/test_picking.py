"""What a typed name means: one thing, or nothing; it is never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.agencies.naming import joined, said_for, without_region
from supervision.core.errors import DomainError
from supervision.core.picking import find, fold, near, refusal, spellings
from tests.support.properties import examples

NAMES = (
    "示例市市场监督管理局", "示例市城市管理综合执法局", "示例市卫生健康委员会", "示例市交通运输局",
    "国家税务总局示例市税务局", "示例市示例区农业农村局",
)  # fmt: skip
UNITS = {str(key): spellings([name, *said_for(name)]) for key, name in enumerate(NAMES)}


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("市监局", 0), ("市市场监管局", 0), ("市场监管局", 0), ("shijianju", 0), ("城管", 1), ("市城管局", 1),
        ("卫健委", 2), ("市卫健委", 2), ("wjw", 2), ("交通局", 3), ("ｊｔｊ", 3), ("税务局", 4), ("农业局", 5),
        ("区农业局", 5),
    ],
)  # fmt: skip
def test_units_are_found_as_people_say_them(said: str, name: int) -> None:
    assert find(said, UNITS).value == str(name)


def test_a_full_name_means_its_own_unit_though_another_bore_it() -> None:
    both = {
        "now": spellings(["示例市农业局"]),
        "then": spellings(["示例市农业农村局", "示例市农业局"]),
    }
    assert find("示例市农业局", both).value == "now"


@examples(150)
@given(
    st.text(alphabet="示例市监管城执法局卫健委税务abcgjlswxz 0", max_size=8),
    st.permutations(list(UNITS)),
)
def test_what_is_taken_is_the_only_one_that_fits(said: str, order: list[str]) -> None:
    found = find(said, {key: UNITS[key] for key in order})
    fitting = {key for key, names in UNITS.items() if any(fold(said) in name for name in names)}
    assert set(found.values) <= fitting
    assert found.value is None or len(found.values) == 1
    assert set(found.values) == set(find(said, UNITS).values)  # the order decides nothing
    assert not fold(said) or fold(said).isascii() or bool(found.values) == bool(fitting)


def test_what_was_meant_is_offered_and_not_taken() -> None:
    assert find("市监管局", UNITS).value is None
    assert near("市监管局", NAMES)[0] == NAMES[0]
    labels = {str(key): name for key, name in enumerate(NAMES)}
    assert NAMES[0] in refusal("市监管局", find("市监管局", UNITS), labels)
    assert refusal("甲乙丙丁", find("甲乙丙丁", UNITS), labels).endswith("请改写或从列表中选")


def test_short_names_are_kept_apart_once_each() -> None:
    assert joined("市监局、市场局，市监局； 老局 ") == "市监局、市场局、老局"
    with pytest.raises(DomainError, match="超过60个字"):
        joined("长" * 61)
    assert without_region("城市管理局") == ("城市管理局", "")
    assert without_region("示例市示例区城市管理局") == ("城市管理局", "区")
