"""What was just recorded is said in one sentence, the side in capitals."""

import msgspec
import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.echo import difference
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.red_flags import with_answers, with_none_of
from clinic_desktop.domain.shorthand import apply
from clinic_desktop.domain.values import YesNoUnknown
from tests.domain.build import examination


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("slr l 35f y +", "SLR LEFT: Fail (positive), 35°, familiar: yes, increase"),
        ("slr r p", "SLR RIGHT: Pass (negative)"),
        ("bow r t time", "Bowstring RIGHT: Not tested, time"),
        (
            'slr l 35-60 neck- sr bk0 nprs6 "x"',
            (
                "SLR LEFT: 35°, limit 60°, decrease: neck flexion, symptom: right, "
                "below the knee: no, NPRS 6, “x”"
            ),
        ),
        ("slr l bk", "SLR LEFT: below the knee: yes"),
        ("s1 l reflex r", "S1 LEFT: Reflex reduced"),
        ('s1 l reflex r "x"; slr l p', "SLR LEFT: Pass (negative); S1 LEFT: Reflex reduced, “x”"),
        ("", ""),
    ],
)
def test_the_sentence_of_a_line(line: str, said: str, catalogue: Catalogue) -> None:
    before = examination(protocol="lumbar_core")
    assert difference(before, apply(line, before, catalogue), catalogue) == said


def test_what_stays_is_not_said(catalogue: Catalogue) -> None:
    before = apply("slr l p; s1 l reflex n", examination(), catalogue)
    after = apply("slr l p; slr r p; s1 l reflex n; l5 l power 5", before, catalogue)
    assert difference(before, after, catalogue) == (
        "SLR RIGHT: Pass (negative); L5 LEFT: Power 5 of 5"
    )


def test_many_signs_at_once_are_counted(catalogue: Catalogue) -> None:
    before = examination()
    after = apply("l4 l power 5; l5 l power 5; s1 l power 5; l3 l power 5", before, catalogue)
    assert difference(before, after, catalogue) == "4 signs recorded"


def test_a_red_flag_is_said_with_its_answer_first(catalogue: Catalogue) -> None:
    item = catalogue.red_flag_items[0]
    before = examination()
    after = flagged(before, {item.id: YesNoUnknown.NO})
    assert difference(before, after, catalogue) == f"No: {item.question}"
    assert difference(after, flagged(after, {item.id: None}), catalogue) == ""
    both: dict[str, YesNoUnknown | None] = {
        item.id: YesNoUnknown.YES,
        catalogue.red_flag_items[1].id: YesNoUnknown.NO,
    }
    assert difference(before, flagged(before, both), catalogue) == (
        f"Yes: {item.question}; No: {catalogue.red_flag_items[1].question}"
    )


def test_a_group_answered_at_once_is_said_by_its_name(catalogue: Catalogue) -> None:
    group = next(one for one in catalogue.red_flags.values() if not one.one_by_one)
    before = examination()
    after = msgspec.structs.replace(before, red_flags=with_none_of(None, group))
    said = f"No, {len(group.items)} times: {group.name}"
    assert difference(before, after, catalogue) == said


def flagged(before: Examination, answers: dict[str, YesNoUnknown | None]) -> Examination:
    return msgspec.structs.replace(before, red_flags=with_answers(before.red_flags, answers))
