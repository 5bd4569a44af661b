"""No string in the program's code uses a forbidden word, in whatever module it stands."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

import clinic_desktop
from clinic_desktop.resources import read_catalogue
from tests.words import forbidden_in

PACKAGE: Final = Path(clinic_desktop.__file__).parent
MODULES: Final = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN: Final = read_catalogue().wording.forbidden
_PATTERN: Final = re.compile(r"\(\?|\||\\b")


def strings(source: str, *, reads_reports: bool = False) -> Iterator[tuple[int, str]]:
    """Yield (line, text) of every string a user could come to see.

    Docstrings and the parts of patterns are not. In a module that reads the reports of others,
    what does not begin as a sentence does is a word it looks for, not one it says.
    """
    tree = ast.parse(source)
    unseen = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    woven = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
            continue
        if id(node) in unseen or _PATTERN.search(node.value):
            continue
        if reads_reports and id(node) not in woven and not node.value[:1].isupper():
            continue
        yield node.lineno, node.value


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_string_of_a_module_uses_a_forbidden_word(path: Path) -> None:
    told = strings(path.read_text("utf-8"), reads_reports="intake" in path.parts)
    found = [(line, words) for line, text in told if (words := forbidden_in(text, FORBIDDEN))]
    assert found == []


def test_every_room_is_looked_at() -> None:
    rooms = {path.relative_to(PACKAGE).parts[0] for path in MODULES}
    assert {"ui", "report", "domain", "storage", "exchange", "cli.py", "app.py"} <= rooms


def test_a_word_is_found_where_a_user_would_see_it() -> None:
    source = '''
"""Confirms nothing: a docstring is not seen."""
def f(self, n):
    """It cannot diagnose."""
    self.tr("It is confirmed")
    raise ValueError(f"{n} were missed")
    warn("two"
         " words: rule out")
    find("(?:missed|clean)")
'''
    found = [word for _, text in strings(source) for word in forbidden_in(text, FORBIDDEN)]
    assert sorted(found) == ["confirmed", "missed", "rule out"]


def test_words_looked_for_in_reports_are_not_the_programs_own() -> None:
    source = 'WORDS = ("no evidence of", "ruled out")\nsay("Fracture ruled out")\nf"{x} missed"\n'
    told = [text for _, text in strings(source, reads_reports=True)]
    assert told == ["Fracture ruled out", " missed"]
