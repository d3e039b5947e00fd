"""What a code is called in Chinese stands with the code, in its Word (core/words.py), and nowhere else."""

import ast
from collections.abc import Iterator

from tests.rules.source import HAN, Module, expect_none, modules

# Sentences about a word, for one page, not what it is called.
ABOUT = {
    "supervision/core/deadlines/picture.py",  # what a day did to the term, told under the calendar
    "supervision/core/documents/word/paragraphs.py",  # the names of fonts
    "supervision/operating/running.py",  # what the system says of a place that an operator named
    "supervision/instruments/wording/decided.py",  # what a decision does, as its paper writes it
    "supervision/instruments/onward/views.py",  # why a kind of paper is offered next
    "supervision/core/startup/ports.py",  # what the system says when an address cannot be had
    "supervision/roster/expiry.py",  # what a last day rests on
    "supervision/roster/models.py",  # what being put on a roster is called
    "supervision/reports/reach.py",  # what the whole territory of a level is called
}


def test_no_enumeration_makes_up_its_own_labels() -> None:
    expect_none(
        f"{module.name}:{node.lineno} {node.name}"
        for module in modules("supervision/*.py")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef) and _is_enumeration(node) and "label" in _names(node)
    )


def test_no_table_beside_a_vocabulary_says_what_its_words_are_called() -> None:
    written = (module for module in modules("supervision/*.py") if module.name not in ABOUT)
    expect_none(f"{module.name}:{line}" for module in written for line in _tables(module))


def _is_enumeration(node: ast.ClassDef) -> bool:
    return any(ast.unparse(base).endswith(("Enum", "Word")) for base in node.bases)


def _names(node: ast.ClassDef) -> set[str]:
    return {one.name for one in node.body if isinstance(one, ast.FunctionDef)}


def _tables(module: Module) -> Iterator[int]:
    """Dictionaries from members (`Colour.RED: …`) to Chinese words."""
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Dict) or len(node.keys) < 2:
            continue
        if all(isinstance(key, ast.Attribute) and key.attr.isupper() for key in node.keys):
            words = [one.value for one in node.values if isinstance(one, ast.Constant)]
            if words and all(isinstance(word, str) and HAN.search(word) for word in words):
                yield node.lineno
