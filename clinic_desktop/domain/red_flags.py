"""What the red-flag answers ask for: items still open, items to ask again, a reason, a lock."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

import msgspec
from msgspec import Struct

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.examine_first import waits_for_check
from clinic_desktop.domain.red_flag_questions import RedFlagGroup
from clinic_desktop.domain.safety import safety_lines
from clinic_desktop.domain.screening import Concern, RedFlags
from clinic_desktop.domain.values import YesNoUnknown

_LOW: Final = (Concern.NONE, Concern.FEW)


class Again(Struct, frozen=True, kw_only=True):
    """Items that wait to be asked again, and what was found since: kinds and lines of safety."""

    items: tuple[str, ...]
    kinds: tuple[str, ...]
    lines: tuple[str, ...]


def unasked_first(examination: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the unanswered items of the groups that go one by one: the tests wait for them."""
    answers = answers_of(examination)
    return tuple(
        item.id
        for group in catalogue.red_flags.values()
        for item in group.items
        if group.one_by_one and item.id not in answers
    )


def to_ask_again(examination: Examination, catalogue: Catalogue) -> tuple[Again, ...]:
    """Return what waits to be asked again, kinds of the same items together.

    An item that was never answered does not wait: it is asked anyway.
    """
    answers = answers_of(examination)
    done = (examination.red_flags and examination.red_flags.asked_again) or ()
    found: dict[tuple[str, ...], dict[str, list[str]]] = {}
    for line in safety_lines(examination, catalogue):
        items = items_after(line.kind, catalogue)
        if items and line.kind not in done and all(item in answers for item in items):
            found.setdefault(items, {}).setdefault(line.kind, []).append(line.text)
    return tuple(
        Again(
            items=items,
            kinds=tuple(by_kind),
            lines=tuple(text for texts in by_kind.values() for text in texts),
        )
        for items, by_kind in found.items()
    )


def items_after(kind: str, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the items that a safety line of this kind asks again."""
    return tuple(item for group in catalogue.red_flags.values() for item in group.items_after(kind))


def answers_of(examination: Examination) -> dict[str, YesNoUnknown | None]:
    """Return the answers that are recorded, item by item."""
    return (examination.red_flags and examination.red_flags.answers) or {}


def raised(flags: RedFlags | None) -> tuple[str, ...]:
    """Return the items answered yes or unknown."""
    answers = (flags and flags.answers) or {}
    return tuple(item for item, answer in answers.items() if answer is not YesNoUnknown.NO)


def flagged(examination: Examination, catalogue: Catalogue) -> bool:
    """Whether an answer is yes, or unknown in a group whose items are asked one by one."""
    answers = answers_of(examination)
    one_by_one = {
        item.id
        for group in catalogue.red_flags.values()
        for item in group.items
        if group.one_by_one
    }
    return any(
        answer is YesNoUnknown.YES or (answer is YesNoUnknown.UNKNOWN and item in one_by_one)
        for item, answer in answers.items()
    )


def wants_reason(flags: RedFlags | None) -> bool:
    """Whether a low level of concern stands without a reason beside a yes or unknown."""
    return bool(
        flags and flags.level in _LOW and raised(flags) and not (flags.reason or "").strip()
    )


def testing_wants_reason(flags: RedFlags | None) -> bool:
    """Whether a test needs a reason that is not written: the level of concern is some."""
    return bool(flags and flags.level is Concern.SOME and not (flags.reason or "").strip())


def locks_tests(flags: RedFlags | None) -> bool:
    """Whether the level of concern is high, so that no test is answered."""
    return flags is not None and flags.level is Concern.HIGH


def with_answers(
    flags: RedFlags | None, answers: dict[str, YesNoUnknown | None]
) -> RedFlags | None:
    """Return the red flags with these answers put in; an answer of `None` is taken out."""
    flags = flags or RedFlags()
    given = {
        item: answer
        for item, answer in {**(flags.answers or {}), **answers}.items()
        if answer is not None
    }
    return or_none(msgspec.structs.replace(flags, answers=given or None))


def with_none_of(flags: RedFlags | None, group: RedFlagGroup) -> RedFlags | None:
    """Return the red flags with "no" wherever an item of the group is not answered.

    A group that goes one by one is left as it is.
    """
    if group.one_by_one:
        return flags
    answers = (flags and flags.answers) or {}
    open_items = [item.id for item in group.items if item.id not in answers]
    return with_answers(flags, dict.fromkeys(open_items, YesNoUnknown.NO))


def with_asked_again(flags: RedFlags | None, kinds: Iterable[str]) -> RedFlags:
    """Return the red flags asked again after these kinds of lines; no answer changes."""
    flags = flags or RedFlags()
    done = flags.asked_again or ()
    return msgspec.structs.replace(flags, asked_again=tuple(dict.fromkeys((*done, *kinds))))


def or_none(flags: RedFlags) -> RedFlags | None:
    """Return the red flags, or `None` when nothing is recorded in them."""
    return None if flags == RedFlags() else flags


def holds_back(examination: Examination, test: str, catalogue: Catalogue) -> bool:
    """Whether a test waits for this step.

    The first test of all waits for the items that go one by one, and where imaging is closed for
    whether it was looked through; a test without an outcome waits for the reason that the level of
    concern some wants.
    """
    is_open = unasked_first(examination, catalogue) or waits_for_check(examination)
    if not examination.responses and is_open:
        return True
    has_outcome = any(
        response.test == test and response.outcome for response in examination.responses or ()
    )
    return testing_wants_reason(examination.red_flags) and not has_outcome


def found_since(
    before: Examination, after: Examination, catalogue: Catalogue
) -> tuple[tuple[str, bool], ...]:
    """Return the kinds of safety lines that an answer brought, and whether they ask again.

    A kind whose items are not all answered yet asks for the first time.
    """
    waiting = {kind for again in to_ask_again(after, catalogue) for kind in again.kinds}
    return tuple((kind, kind in waiting) for kind in _grown(before, after, catalogue))


def asked_anew(before: Examination, after: Examination, catalogue: Catalogue) -> Examination:
    """Return the examination an answer gives, its items asked again after each further line.

    That they were asked after one weak muscle says nothing of a second one.
    """
    flags = after.red_flags
    if flags is None or not flags.asked_again:
        return after
    grown = _grown(before, after, catalogue)
    kept = tuple(kind for kind in flags.asked_again if kind not in grown) or None
    return msgspec.structs.replace(
        after, red_flags=or_none(msgspec.structs.replace(flags, asked_again=kept))
    )


def _grown(before: Examination, after: Examination, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the kinds of safety lines of which there are more, in the order of the lines."""
    known, new = (
        Counter(line.kind for line in safety_lines(each, catalogue)) for each in (before, after)
    )
    return tuple(kind for kind, count in new.items() if count > known[kind])
