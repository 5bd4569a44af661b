"""Shorthand: a line such as `slr l 35f y +; s1 l reflex r` as answers of an examination.

An entry is a test and a side, then words in any order; or a root and a side, then signs. Only what
is written changes, and what the same answer records on its page: the form of a test that follows
another, the name of what a sign was tested with.
"""

import re
from typing import Final, NoReturn

from clinic_desktop.domain.anatomy import Root
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.flow import in_its_form, starting_point
from clinic_desktop.domain.naming import Names
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.shorthand_response import ResponseReading, written
from clinic_desktop.domain.shorthand_signs import with_signs
from clinic_desktop.domain.shorthand_words import SIDES, NotUnderstood, one, quoted, refuse, side_of

__all__ = ["EXAMPLE", "NotUnderstood", "apply", "written"]

EXAMPLE: Final = "slr l 35f y +"

_ROOTS: Final = {root.value.casefold(): root for root in Root}
_TOKENS: Final = re.compile(r'"(?:[^"]|"")*"|;|[^\s";]+|"')
_MOST: Final = 12
"""Words of a test's name that are looked at."""


def apply(line: str, examination: Examination, catalogue: Catalogue) -> Examination:
    """Return the examination with what a line says; entries are separated by `;`.

    Raises:
        NotUnderstood: when any word of it is not understood.
    """
    entry: list[str] = []
    for word in (*_TOKENS.findall(line), ";"):
        if word == '"':
            refuse(word, "The note in quotes does not end.")
        if word != ";":
            entry.append(word)
        elif entry:
            examination = _applied(entry, examination, catalogue)
            entry = []
    return examination


def _applied(words: list[str], examination: Examination, catalogue: Catalogue) -> Examination:
    """Return the examination with what one entry says."""
    if root := _ROOTS.get(words[0].casefold()):
        return with_signs(root, words, examination, catalogue)
    tests = Names(
        {key: (t.short, t.name, *t.synonyms) for key, t in catalogue.tests.items()},
        first=catalogue.planned_tests(examination),
    )
    until = next((n for n, w in enumerate(words) if n and w.casefold() in SIDES), len(words))
    found, count = tests.longest(words[:until][:_MOST])
    subject = " ".join(words[: count or 1 if until == len(words) else count or until])
    if not found:
        _refuse_test(subject, tests.nearest(subject), examination, catalogue)
    test = one(subject, [(key, catalogue.tests[key].short) for key in found])
    name = catalogue.tests[test].short
    for side in side_of(words, count, f"After {name} write l, r, b (both) or m (midline)."):
        given = examination.response(test, side) or Response(test=test, side=side)
        reading = ResponseReading(given, words[count + 1 :], catalogue)
        response = reading.response()
        if response.outcome is not given.outcome:
            start = starting_point(test, side, examination, catalogue)
            response = in_its_form(response, start)
        examination = examination.with_response(response)
    return examination


def _refuse_test(
    word: str, near: tuple[str, ...], examination: Examination, catalogue: Catalogue
) -> NoReturn:
    tests = near or catalogue.planned_tests(examination)[:5]
    names = ", ".join(catalogue.tests[test].short for test in tests if test in catalogue.tests)
    refuse(word, f"{quoted(word)} is not a test. Nearest: {names or 'none'}.")
