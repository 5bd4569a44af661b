"""The examination document: read strictly, refused with a path, written without loss."""

import json
import re
from collections import Counter
from collections.abc import Collection
from typing import Any, Final

import msgspec

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.values import YesNoUnknown

MAX_BYTES: Final = 10_000_000
MAX_DEPTH: Final = 64
_LONGEST: Final = 400
_LONGEST_PLACE: Final = 200

_decoder: Final = msgspec.json.Decoder(Examination)
_encoder: Final = msgspec.json.Encoder()
# A text that never ends is taken whole: looking for an end at each of its quotes would take hours.
_STRUCTURE: Final = re.compile(rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)|[\[{]|[\]}]', re.DOTALL)


class DocumentRefused(UserError):
    """A document that is not a valid examination; the message names the place in one line."""

    def __init__(self, message: str) -> None:
        # What is quoted from the document may hold line breaks, escapes, or thousands of letters.
        shown = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in message[:_LONGEST])
        super().__init__(shown if len(message) <= _LONGEST else f"{shown}\u2026.")


def read_document(data: bytes, tests: Collection[str]) -> Examination:
    """Return the examination in a JSON document.

    Args:
        data: the document's bytes, UTF-8, at most 10 MB and 64 levels deep.
        tests: the test ids of the catalogue; a response of any other test is refused.

    Raises:
        DocumentRefused: with the path of what is wrong.
    """
    if len(data) > MAX_BYTES:
        raise DocumentRefused(f"The document is larger than {MAX_BYTES // 1_000_000} MB.")
    data = data.removeprefix(b"\xef\xbb\xbf")
    _check_depth(data)
    try:
        examination = _decoder.decode(data)
    except msgspec.ValidationError as error:
        raise DocumentRefused(_sentence(str(error), data)) from None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DocumentRefused(f"The document is not readable JSON: {error}.") from None
    _check_doubled_keys(data)
    for index, response in enumerate(examination.responses or ()):
        if response.test not in tests:
            raise DocumentRefused(
                f"The document is refused at responses[{index}].test: "
                f"the catalogue has no test {response.test[:40]!r}."
            )
    for index, test in enumerate(examination.protocol_tests or ()):
        if test not in tests:
            raise DocumentRefused(
                f"The document is refused at protocol_tests[{index}]: "
                f"the catalogue has no test {test[:40]!r}."
            )
    return examination


def write_document(examination: Examination, *, indent: int | None = None) -> bytes:
    """Return the examination as JSON; what is not recorded is left out.

    With `indent` the document is laid out for a person to read.
    """
    data = _encoder.encode(examination)
    return data if indent is None else msgspec.json.format(data, indent=indent) + b"\n"


def _check_depth(data: bytes) -> None:
    # Before parsing: a parser that recurses would die first.
    depth = 0
    for match in _STRUCTURE.finditer(data):
        mark = match.group()
        if mark in (b"[", b"{"):
            depth += 1
            if depth > MAX_DEPTH:
                raise DocumentRefused(f"The document is nested deeper than {MAX_DEPTH} levels.")
        elif mark in (b"]", b"}"):
            depth -= 1


class _Doubled(dict[str, Any]):
    """An object in which a key stands twice."""

    key = ""


def _note_doubled(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) == len(pairs):
        return result
    doubled = _Doubled(result)
    counts = Counter(key for key, _ in pairs)
    doubled.key = next(key for key, count in counts.items() if count > 1)
    return doubled


def _check_doubled_keys(data: bytes) -> None:
    # msgspec lets the last of two equal keys win in silence; here it is refused with its path.
    waiting: list[tuple[str, Any]] = [("", json.loads(data, object_pairs_hook=_note_doubled))]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _Doubled):
            where = f"{path}.{value.key}".removeprefix(".")[:_LONGEST_PLACE]
            raise DocumentRefused(f"The document is refused at {where}: the key stands twice.")
        if isinstance(value, dict):
            waiting += [(f"{path}.{key}", child) for key, child in value.items()]
        elif isinstance(value, list):
            waiting += [(f"{path}[{index}]", child) for index, child in enumerate(value)]


_UNKNOWN: Final = re.compile(r"Object contains unknown field `(.*)`", re.DOTALL)
_MISSING: Final = re.compile(r"Object missing required field `(.*)`", re.DOTALL)
_OWN: Final = re.compile(r"`([a-z_]+(?:\[\d+\])?)` (.*)", re.DOTALL)


def _sentence(message: str, data: bytes) -> str:
    """Turn msgspec's "problem - at `$.path`" into one plain sentence that names the place."""
    problem, found, place = message.rpartition(" - at `$")
    if not found:
        problem, place = message, ""
    where = place.removesuffix("`")
    if where == _ANSWERS:
        where = _ANSWERS.removesuffix("[...]") + _refused_answer(data)
    if match := _UNKNOWN.fullmatch(problem):
        where, problem = f"{where}.{match[1]}", "there is no such field"
    elif match := _MISSING.fullmatch(problem):
        where, problem = f"{where}.{match[1]}", "it is required"
    elif match := _OWN.fullmatch(problem):
        where, problem = f"{where}.{match[1]}", match[2]
    where = where.removeprefix(".")[:_LONGEST_PLACE] or "its top level"
    return f"The document is refused at {where}: {problem}."


# msgspec names the field of a dictionary, not its key.
_ANSWERS: Final = ".red_flags.answers[...]"
_ANSWERS_KNOWN: Final = [*YesNoUnknown, None]


def _refused_answer(data: bytes) -> str:
    """Return the first red-flag item whose answer is not one.

    What follows the wrong answer may not be JSON, or may take its place: then none is named.
    """
    try:
        answers = json.loads(data)["red_flags"]["answers"]
        wrong = (item for item, answer in answers.items() if answer not in _ANSWERS_KNOWN)
        return f".{next(wrong)}"
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError, StopIteration):
        return ""
