"""The entry of a test in shorthand: the words behind test and side, and a response as such words.

Letters mean what they mean as keys on the page of a test.
"""

import re
from itertools import takewhile
from typing import Any, Final

import msgspec

from clinic_desktop.domain.anatomy import BodySide
from clinic_desktop.domain.answer_keys import EFFECT_KEYS, FAMILIAR_KEYS, OUTCOME_KEYS
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.naming import Names
from clinic_desktop.domain.response import Differentiation, Effect, Outcome, Response
from clinic_desktop.domain.shorthand_words import note, number, one, quoted, refuse
from clinic_desktop.domain.values import Degrees, Nprs

_NO_CHANGE: Final = "nc"
"""No change, where `0` would be an angle."""
_SYMPTOM_SIDES: Final = {f"s{side.value[0]}": side for side in BodySide}
_BELOW_KNEE: Final = {"bk": True, "bk0": False}
_ANGLES: Final = re.compile(r"(\d+)(?:-(\d+))?(°?)", re.ASCII)
_NAMED: Final = re.compile(r"(nprs|limit)(\d*)", re.ASCII)
_EXPECTED: Final = 'p f i t, an angle, y m n, + - 0 x, sl sr sb sm, bk, nprs6 or "a note"'
_REASON_WORDS: Final = 3
_MINUS: Final = str.maketrans("\u2212\u2013", "--")


def written(response: Response, catalogue: Catalogue) -> str:
    """Return the entry that gives a response; what shorthand has no words for is left out."""
    parts = [response.test, response.side.value[0], *_written_verdict(response)]
    if response.familiar:
        parts.append(_key(FAMILIAR_KEYS, response.familiar))
    if response.differentiation and response.differentiation.effect:
        parts.append(_written_effect(response, response.differentiation, catalogue))
    if response.symptom_side:
        parts.append(_key(_SYMPTOM_SIDES, response.symptom_side))
    if response.below_knee is not None:
        parts.append(_key(_BELOW_KNEE, response.below_knee))
    if response.nprs is not None:
        parts.append(f"nprs{response.nprs}")
    if response.note:
        parts.append('"' + response.note.replace('"', '""') + '"')
    return " ".join(parts)


def _written_verdict(response: Response) -> list[str]:
    """Return angles, outcome and reason, the angles before the outcome."""
    onset, limit, outcome = response.onset_deg, response.limit_deg, response.outcome
    letter = _key(OUTCOME_KEYS, outcome) if outcome else ""
    parts = []
    if onset is None:
        parts += [letter] if limit is None else [f"limit{limit}", letter]
    else:
        angles = f"{onset}" if limit is None else f"{onset}-{limit}"
        parts.append(angles + (letter or "°"))
    if outcome is Outcome.NOT_TESTED and response.not_tested_reason:
        parts.append(response.not_tested_reason)
    return [part for part in parts if part]


def _written_effect(response: Response, given: Differentiation, catalogue: Catalogue) -> str:
    letter = _key(EFFECT_KEYS, given.effect)
    known = catalogue.movements.get(given.movement or "")
    if known and given.movement:
        return (known.short or given.movement) + letter
    return _NO_CHANGE if letter == "0" and response.outcome is None else letter


def _key(words: dict[str, Any], value: object) -> str:
    return next(word for word, meant in words.items() if meant == value)


class ResponseReading:
    """Reads the words behind test and side into fields of a response."""

    def __init__(self, given: Response, words: list[str], catalogue: Catalogue) -> None:
        self._given = given
        self._words = words
        self._catalogue = catalogue
        self._place = 0
        self._fields: dict[str, Any] = {}

    def response(self) -> Response:
        """Return the response with what is written."""
        if not self._words:
            test = self._catalogue.tests[self._given.test].short
            refuse("", f"After {test} {self._given.side.value} write {_EXPECTED}.")
        takers = (
            self._take_note,
            self._take_outcome,
            self._take_listed,
            self._take_named_number,
            self._take_effect,
            self._take_angles,
            self._take_movement,
            self._take_reason,
        )
        while self._place < len(self._words):
            written = self._words[self._place]
            self._place += 1
            word = written.casefold().translate(_MINUS)
            if not any(take(word) for take in takers):
                refuse(written, f"{quoted(written)} is not understood. Write {_EXPECTED}.")
        return msgspec.structs.replace(self._given, **self._fields)

    def _set(self, word: str, **fields: object) -> bool:
        for field, value in fields.items():
            if field in self._fields:
                name = self._catalogue.words("field", field)
                refuse(word, f"{quoted(word)} gives a second answer for: {name}.")
            self._fields[field] = value
        return True

    def _take_note(self, word: str) -> bool:
        return word.startswith('"') and self._set(word, note=note(self._words[self._place - 1]))

    def _take_outcome(self, word: str) -> bool:
        for letter, before, after in ((word[-1], word[:-1], ""), (word[0], "", word[1:])):
            angle = before + after
            if letter not in OUTCOME_KEYS or not (angle == "" or _is_angle(angle)):
                continue
            if before:
                self._set_angles(word, before)
            self._set(word, outcome=OUTCOME_KEYS[letter])
            if after == "0":
                self._set_effect(word, Effect.NO_CHANGE)
            elif after:
                self._take_angles(after)
            return True
        return False

    def _take_listed(self, word: str) -> bool:
        for field, values in (
            ("familiar", FAMILIAR_KEYS),
            ("symptom_side", _SYMPTOM_SIDES),
            ("below_knee", _BELOW_KNEE),
        ):
            if word in values:
                return self._set(word, **{field: values[word]})
        return False

    def _take_named_number(self, word: str) -> bool:
        named = _NAMED.fullmatch(word)
        if named is None:
            return False
        name, digits = named.groups()
        if not digits and self._place < len(self._words):
            digits = self._words[self._place]
            self._place += 1
        if name == "nprs":
            return self._set(word, nprs=number(digits, Nprs, "NPRS is"))
        return self._set(word, limit_deg=_degrees(digits))

    def _take_effect(self, word: str) -> bool:
        if word == "0" and not self._zero_is_no_change():
            return False
        effect = Effect.NO_CHANGE if word == _NO_CHANGE else EFFECT_KEYS.get(word)
        return effect is not None and self._set_effect(word, effect)

    def _zero_is_no_change(self) -> bool:
        # As on the page: before an outcome digits are the angle, after it 0 is "no change".
        if "outcome" in self._fields:
            return True
        later = (word.casefold() for word in self._words[self._place :])
        return self._given.outcome is not None and not any(word in OUTCOME_KEYS for word in later)

    def _set_effect(self, word: str, effect: Effect, **movement: str) -> bool:
        given = self._given.differentiation or Differentiation()
        changed = msgspec.structs.replace(given, effect=effect, **movement)
        return self._set(word, differentiation=changed)

    def _take_angles(self, word: str) -> bool:
        angles = _ANGLES.fullmatch(word)
        if angles is None:
            return False
        if self._fields.get("outcome") is Outcome.NOT_TESTED and not angles[3]:
            # On the page a digit after T is one of the reasons.
            refuse(word, "After t write the reason; an angle stands before it, such as 35t.")
        return self._set_angles(word, word)

    def _set_angles(self, word: str, angles: str) -> bool:
        found = _ANGLES.fullmatch(angles)
        onset, limit = (found[1], found[2]) if found else ("", "")
        self._set(word, onset_deg=_degrees(onset))
        return limit is None or self._set(word, limit_deg=_degrees(limit))

    def _take_movement(self, word: str) -> bool:
        effect = EFFECT_KEYS.get(word[-1])
        test = self._catalogue.tests[self._given.test]
        movements = self._catalogue.movements
        names = Names(
            {key: (movement.name, movement.short) for key, movement in movements.items()},
            first=(*test.differentiation, *filter(None, (test.control,))),
        )
        found = names.find(word[:-1]) if effect else ()
        if effect is None or not found:
            return False
        movement = one(word, [(key, movements[key].name) for key in found])
        return self._set_effect(word, effect, movement=movement)

    def _take_reason(self, word: str) -> bool:
        if self._fields.get("outcome") is not Outcome.NOT_TESTED:
            return False
        label = self._catalogue.label
        offered = self._catalogue.wording.offered["not_tested_reasons"]
        names = Names({reason: (label("not_tested_reason", reason),) for reason in offered})
        words = self._words[self._place - 1 :][:_REASON_WORDS]
        found, count = names.longest([*takewhile(_is_letters, words)])
        if not found:
            listed = ", ".join(label("not_tested_reason", reason) for reason in offered)
            refuse(word, f"{quoted(word)} is not understood. Reasons are: {listed}.")
        self._place += count - 1
        reason = one(word, [(key, label("not_tested_reason", key)) for key in found])
        return self._set(word, not_tested_reason=reason)


def _is_letters(word: str) -> bool:
    return word.replace("_", "").isalpha()


def _is_angle(word: str) -> bool:
    return _ANGLES.fullmatch(word) is not None


def _degrees(digits: str) -> int:
    return number(digits, Degrees, "An angle is")
