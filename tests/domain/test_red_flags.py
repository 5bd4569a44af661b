"""What red-flag answers ask for, and that asking again or "none" never changes an answer."""

from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clinic_desktop.domain import red_flags
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.safety import safety_lines
from clinic_desktop.domain.screening import Concern, RedFlags
from clinic_desktop.domain.values import YesNoUnknown
from clinic_desktop.resources import read_catalogue
from tests.domain.build import Json, examination, finding, report, response, sign

CATALOGUE = read_catalogue()
ITEMS = [item.id for item in CATALOGUE.red_flag_items]
KINDS = list(CATALOGUE.wording.labels["safety_kind"])
CLONUS = sign("S1", "left", "reflex", "clonus")
BRISK = sign("L4", "right", "reflex", "brisk")
WEAK = sign("L5", "left", "power", "3")


def all_no(**more: Any) -> Json:
    return {"answers": dict.fromkeys(ITEMS, "no"), **more}


def flags_of(**fields: Any) -> RedFlags:
    return msgspec.convert(fields, RedFlags)


answers = st.dictionaries(st.sampled_from(ITEMS), st.sampled_from(YesNoUnknown))
some_flags = st.none() | st.builds(
    RedFlags,
    answers=st.none() | answers,
    level=st.none() | st.sampled_from(Concern),
    reason=st.none() | st.sampled_from(["", " ", "Known."]),
    asked_again=st.none() | st.lists(st.sampled_from(KINDS), unique=True).map(tuple),
)


@given(flags=some_flags, group=st.sampled_from(sorted(CATALOGUE.red_flags)))
def test_none_of_a_group_answers_what_is_open_there_and_nothing_else(
    flags: RedFlags | None, group: str
) -> None:
    asked = CATALOGUE.red_flags[group]
    before = (flags and flags.answers) or {}
    after = red_flags.with_none_of(flags, asked)
    given_now = (after and after.answers) or {}
    assert before.items() <= given_now.items()
    new = {item: answer for item, answer in given_now.items() if item not in before}
    open_items = {item.id for item in asked.items} - set(before)
    assert new == ({} if asked.one_by_one else dict.fromkeys(open_items, YesNoUnknown.NO))


def test_a_group_that_goes_one_by_one_is_never_answered_at_once() -> None:
    (first, *_) = [group for group in CATALOGUE.red_flags.values() if group.one_by_one]
    assert red_flags.with_none_of(None, first) is None


@given(flags=some_flags, kinds=st.lists(st.sampled_from(KINDS)))
def test_asking_again_never_answers(flags: RedFlags | None, kinds: list[str]) -> None:
    before = flags or RedFlags()
    after = red_flags.with_asked_again(flags, kinds)
    assert msgspec.structs.replace(after, asked_again=before.asked_again) == before
    assert set(after.asked_again or ()) == {*(before.asked_again or ()), *kinds}


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(
    flags=some_flags,
    signs=st.lists(st.sampled_from([CLONUS, BRISK, WEAK]), unique_by=lambda one: one["root"]),
)
def test_what_waits_was_found_is_answered_and_goes_once_it_is_asked(
    flags: RedFlags | None, signs: list[Json]
) -> None:
    examined = msgspec.structs.replace(examination(conduction=signs), red_flags=flags)
    waiting = red_flags.to_ask_again(examined, CATALOGUE)
    found = {line.kind for line in safety_lines(examined, CATALOGUE)}
    for again in waiting:
        assert set(again.kinds) <= found - set((flags and flags.asked_again) or ())
        assert set(again.items) <= set(red_flags.answers_of(examined))
        asked = red_flags.with_asked_again(examined.red_flags, again.kinds)
        examined = msgspec.structs.replace(examined, red_flags=asked)
    assert red_flags.to_ask_again(examined, CATALOGUE) == ()


def test_kinds_that_ask_the_same_items_wait_together(catalogue: Catalogue) -> None:
    examined = examination(red_flags=all_no(), conduction=[BRISK, CLONUS, WEAK])
    cord, power = red_flags.to_ask_again(examined, catalogue)
    assert cord.kinds == ("brisk", "clonus")
    assert cord.lines == ("Brisk reflex at L4 right", "Clonus at S1 left")
    assert cord.items == tuple(item.id for item in catalogue.red_flags["cord"].items)
    assert power.items == ("progressive_motor_loss",)


def test_an_item_that_was_never_answered_does_not_wait(catalogue: Catalogue) -> None:
    some = {item: "no" for item in ITEMS if item != "cord_gait"}
    examined = examination(red_flags={"answers": some}, conduction=[CLONUS])
    assert red_flags.to_ask_again(examined, catalogue) == ()


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("fracture", "fracture"),
        ("tumour", "malignancy"),
        ("infection", "infection"),
        ("cauda_equina_compression", "cauda_equina"),
        ("cord_compression", "cord"),
    ],
)
def test_a_danger_in_a_report_asks_its_group_again(
    kind: str, group: str, catalogue: Catalogue
) -> None:
    examined = examination(red_flags=all_no(), imaging=[report(finding("L4-L5", kind))])
    (again,) = red_flags.to_ask_again(examined, catalogue)
    assert again.items == tuple(item.id for item in catalogue.red_flags[group].items)


def test_a_document_that_answered_the_earlier_items_has_the_newer_ones_open(
    catalogue: Catalogue,
) -> None:
    earlier = {"ces_bladder", "ces_bowel", "ces_saddle_numbness", "ces_sexual", "ces_bilateral_leg"}
    earlier |= {"cord_signs", "progressive_motor_loss"}
    examined = examination(red_flags={"answers": dict.fromkeys(earlier, "no")})
    assert red_flags.unasked_first(examined, catalogue) == (
        *("cord_gait", "cord_hands", "cord_lhermitte", "cord_arm_and_leg"),
    )


@pytest.mark.parametrize("answer", ["yes", "unknown"])
@pytest.mark.parametrize(
    ("level", "reason", "expected"),
    [
        ("none", None, True),
        ("few", " \n", True),
        ("few", "Known.", False),
        ("some", None, False),
        ("high", None, False),
        (None, None, False),
    ],
)
def test_a_low_level_beside_a_yes_or_unknown_wants_a_reason(
    answer: str, level: str | None, reason: str | None, expected: bool
) -> None:
    flags = flags_of(answers={"trauma": answer}, level=level, reason=reason)
    assert red_flags.wants_reason(flags) is expected
    assert not red_flags.wants_reason(flags_of(answers={"trauma": "no"}, level=level))


def test_some_concern_wants_a_reason_before_a_test_and_high_concern_locks_it() -> None:
    assert red_flags.testing_wants_reason(flags_of(level="some"))
    assert red_flags.testing_wants_reason(flags_of(level="some", reason=" "))
    assert not red_flags.testing_wants_reason(flags_of(level="some", reason="Known."))
    assert [level for level in Concern if red_flags.locks_tests(RedFlags(level=level))] == ["high"]
    assert not red_flags.locks_tests(None)


def test_the_first_test_waits_for_what_goes_one_by_one(catalogue: Catalogue) -> None:
    done = [response("slr", "left", "negative")]
    assert red_flags.holds_back(examination(), "slr", catalogue)
    assert not red_flags.holds_back(examination(red_flags=all_no()), "slr", catalogue)
    assert not red_flags.holds_back(examination(responses=done), "slump", catalogue)


def test_at_some_concern_a_test_without_outcome_waits_for_the_reason(catalogue: Catalogue) -> None:
    done = [response("slr", "left", "negative"), response("slump", "left", note="later")]
    examined = examination(red_flags=all_no(level="some"), responses=done)
    assert not red_flags.holds_back(examined, "slr", catalogue)
    assert red_flags.holds_back(examined, "slump", catalogue)
    assert red_flags.holds_back(examined, "bowstring", catalogue)


def test_an_answer_that_is_taken_back_leaves_nothing_behind() -> None:
    flags = red_flags.with_answers(None, {"trauma": YesNoUnknown.YES})
    assert red_flags.raised(flags) == ("trauma",)
    assert red_flags.with_answers(flags, {"trauma": None}) is None


def test_what_an_answer_brought_is_told_once_and_whether_it_asks_again(
    catalogue: Catalogue,
) -> None:
    before, after = (
        examination(red_flags=all_no()),
        examination(red_flags=all_no(), conduction=[CLONUS]),
    )
    assert red_flags.found_since(before, after, catalogue) == (("clonus", True),)
    assert red_flags.found_since(after, after, catalogue) == ()
    assert red_flags.found_since(after, before, catalogue) == ()
    unasked = examination(conduction=[CLONUS])
    assert red_flags.found_since(examination(), unasked, catalogue) == (("clonus", False),)


def test_a_further_line_of_a_kind_asks_again_once_more(catalogue: Catalogue) -> None:
    second = sign("S1", "left", "power", "2")
    asked = all_no(asked_again=["power", "clonus"])
    before = examination(red_flags=asked, conduction=[WEAK])
    after = examination(red_flags=asked, conduction=[WEAK, second])
    anew = red_flags.asked_anew(before, after, catalogue)
    assert anew == examination(red_flags=all_no(asked_again=["clonus"]), conduction=[WEAK, second])
    (again,) = red_flags.to_ask_again(anew, catalogue)
    assert again.kinds == ("power",)
    assert red_flags.found_since(before, anew, catalogue) == (("power", True),)
    for same in (before, examination(red_flags=asked, conduction=[second])):
        assert red_flags.asked_anew(before, same, catalogue) == same


@given(flags=some_flags)
def test_asking_itself_is_never_asked_anew(flags: RedFlags | None) -> None:
    found = examination(conduction=[CLONUS, WEAK])
    after = msgspec.structs.replace(found, red_flags=flags)
    assert red_flags.asked_anew(found, after, CATALOGUE) == after


@pytest.mark.parametrize(
    ("item", "answer", "flagged"),
    [
        ("night_pain", "yes", True),
        ("night_pain", "unknown", False),
        ("night_pain", "no", False),
        ("ces_bladder", "yes", True),
        ("ces_bladder", "unknown", True),
        ("ces_bladder", "no", False),
    ],
)
def test_a_yes_is_a_flag_and_unknown_where_items_go_one_by_one(
    item: str, answer: str, *, flagged: bool
) -> None:
    examined = examination(red_flags={"answers": {"past_cancer": "no", item: answer}})
    assert red_flags.flagged(examined, CATALOGUE) is flagged


def test_nothing_answered_is_no_flag() -> None:
    assert not red_flags.flagged(examination(), CATALOGUE)
