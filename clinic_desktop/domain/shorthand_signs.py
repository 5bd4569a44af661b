"""The entry of a root in shorthand: signs of conduction with their grades."""

from typing import Final

import msgspec

from clinic_desktop.domain.anatomy import Root, Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction import graded_sign
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.naming import Names
from clinic_desktop.domain.screening import SIGN_GRADES, ConductionSign, SignKind, SignPlace
from clinic_desktop.domain.shorthand_words import note, one, quoted, refuse, side_of

_KINDS: Final = Names({k: ("touch",) if k is SignKind.LIGHT_TOUCH else () for k in SignKind})
_LETTERS: Final = {"altered": "l"}  # every other grade has its first letter


def with_signs(
    root: Root, words: list[str], examination: Examination, catalogue: Catalogue
) -> Examination:
    """Return the examination with the signs of one entry."""
    after = f"After {root.value} write l, r or b (both)."
    sides = side_of(words, 1, after)
    if TestedSide.MIDLINE in sides:
        refuse(words[1], f"A root has no midline. {after}")
    for side in sides:
        for sign in _signs(root, Side(side.value), words[2:], examination, catalogue):
            examination = examination.with_sign(sign)
    return examination


def _signs(
    root: Root, side: Side, words: list[str], examination: Examination, catalogue: Catalogue
) -> list[ConductionSign]:
    expected = f"After {root.value} {side.value} write reflex, power, touch or pin and its grade."
    signs: list[ConductionSign] = []
    while words:
        if words[0].startswith('"') and signs:
            signs[-1] = msgspec.structs.replace(signs[-1], note=note(words[0]))
            words = words[1:]
            continue
        found, count = _KINDS.longest(words[:2])
        if not found:
            refuse(words[0], f"{quoted(words[0])} is not understood. {expected}")
        kind = SignKind(one(words[0], [(k, catalogue.label("sign_kind", k)) for k in found]))
        if any(sign.kind is kind for sign in signs):
            refuse(words[0], f"{quoted(words[0])} gives a second grade of the same kind.")
        grade = _grade(kind, "".join(words[count : count + 1]), catalogue)
        place = SignPlace(root, side, kind)
        signs.append(graded_sign(examination, place, grade, catalogue))
        words = words[count + 1 :]
    return signs or refuse("", expected)


def _grade(kind: SignKind, word: str, catalogue: Catalogue) -> str:
    grades = SIGN_GRADES[kind]
    letters = {_LETTERS.get(grade, grade[0]): grade for grade in grades}
    if grade := letters.get(word.casefold()):
        return grade
    found = Names(dict.fromkeys(grades, ())).find(word)
    name = catalogue.label("sign_kind", kind)
    if not found:
        listed = ", ".join(letters if kind is SignKind.POWER else grades)
        refuse(word, (f"{quoted(word)} is no grade. " if word else "") + f"{name} takes: {listed}.")
    return one(word, [(grade, grade) for grade in found])
