"""What signs of sensitisation amount to: only what is recorded, and a missing step is no answer."""

from itertools import product

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.screening import EVOKED, Sensitisation
from clinic_desktop.domain.sensitisation import (
    Grading,
    grade,
    increased_sensation,
    sensitisation_sentence,
)
from clinic_desktop.domain.values import Examined
from tests.domain.build import examination, sign

STEPS = Sensitisation.__struct_fields__
YES, NO, SKIPPED = Examined.YES, Examined.NO, Examined.NOT_EXAMINED
answers = st.none() | st.sampled_from(Examined)
signs = st.builds(Sensitisation, **dict.fromkeys(STEPS, answers))
often = settings(max_examples=300, deadline=None)


def all_of(answer: Examined | None, **others: Examined | None) -> Sensitisation:
    return Sensitisation(**{**dict.fromkeys(STEPS, answer), **others})


def is_missing(value: Examined | None) -> bool:
    return value is None or value is SKIPPED


def test_possible_needs_one_evoked_sign_and_the_three_of_the_pain(catalogue: Catalogue) -> None:
    criteria = catalogue.sensitisation
    pain = {"over_three_months": YES, "regional": YES, "not_explained": YES}
    for evoked in EVOKED:
        assert grade(all_of(NO, **pain, **{evoked: YES}), criteria).grade == "possible"
    assert grade(all_of(NO, **pain), criteria).grade is None
    for step in pain:
        assert grade(all_of(YES, **{step: NO}), criteria).grade is None


def test_probable_needs_history_and_comorbidity_beside(catalogue: Catalogue) -> None:
    criteria = catalogue.sensitisation
    assert grade(all_of(YES), criteria) == Grading(grade="probable")
    for step in ("history", "comorbidity"):
        one = grade(all_of(YES, **{step: NO}), criteria)
        assert one == Grading(grade="possible", against=(step,))
        one = grade(all_of(YES, **{step: None}), criteria)
        assert one == Grading(grade="possible", missing=(step,))


def test_there_is_no_grade_above_probable(catalogue: Catalogue) -> None:
    assert list(catalogue.sensitisation.grades) == ["possible", "probable"]


def test_a_missing_step_is_taken_neither_for_yes_nor_for_no(catalogue: Catalogue) -> None:
    """The grade stays the lowest of all ways in which what is missing could be answered, and a
    step is called missing exactly where its answer could still make a difference."""
    criteria = catalogue.sensitisation
    order = [None, *criteria.grades]

    @often
    @given(signs)
    def is_no_answer(recorded: Sensitisation) -> None:
        missing = [step for step in STEPS if is_missing(getattr(recorded, step))][:6]
        ways = [
            order.index(
                grade(
                    msgspec.structs.replace(recorded, **dict(zip(missing, filled, strict=True))),
                    criteria,
                ).grade
            )
            for filled in product((YES, NO), repeat=len(missing))
        ]
        found = grade(recorded, criteria)
        assert order.index(found.grade) == min(ways)
        if len(missing) == len([s for s in STEPS if is_missing(getattr(recorded, s))]):
            assert bool(found.missing) == (max(ways) > min(ways))

    is_no_answer()


def test_not_examined_and_not_recorded_grade_alike(catalogue: Catalogue) -> None:
    criteria = catalogue.sensitisation

    @often
    @given(signs)
    def grade_alike(recorded: Sensitisation) -> None:
        fields = {s: getattr(recorded, s) for s in STEPS}
        blank = {s: None if answer is SKIPPED else answer for s, answer in fields.items()}
        assert grade(Sensitisation(**blank), criteria) == grade(recorded, criteria)

    grade_alike()


def test_every_step_named_is_one_that_is_so_recorded(catalogue: Catalogue) -> None:
    criteria = catalogue.sensitisation

    @often
    @given(signs)
    def is_so(recorded: Sensitisation) -> None:
        found = grade(recorded, criteria)
        assert all(getattr(recorded, step) is NO for step in found.against)
        assert all(is_missing(getattr(recorded, step)) for step in found.missing)
        assert not (found.against and found.missing)
        assert bool(found.against or found.missing) == (found.grade != "probable")

    is_so()


def test_nothing_recorded_says_nothing(catalogue: Catalogue) -> None:
    assert sensitisation_sentence(None, catalogue) is None
    assert sensitisation_sentence(Sensitisation(), catalogue) is None


def test_the_sentence_gives_the_grade_with_its_mark_and_what_the_next_one_lacks(
    catalogue: Catalogue,
) -> None:
    recorded = all_of(YES, history=None, comorbidity=SKIPPED)
    assert sensitisation_sentence(recorded, catalogue) == (
        "Features compatible with possible nociplastic pain (IASP 2021) "
        "(Kosek 2021, Pain; not yet checked). "
        "Of the steps for \u201cprobable\u201d (IASP 2021; not yet checked) "
        "not examined: sensitivity to sound, light or smell, poor sleep, fatigue or cognitive "
        "problems; "
        "not recorded: history of sensitivity to touch, pressure, movement, heat or cold."
    )
    assert sensitisation_sentence(all_of(YES), catalogue) == (
        "Features compatible with probable nociplastic pain (IASP 2021) "
        "(Kosek 2021, Pain; not yet checked)."
    )
    assert sensitisation_sentence(Sensitisation(regional=NO), catalogue) == (
        "Of the steps for \u201cpossible\u201d (IASP 2021; not yet checked) "
        "not found: regional rather than discrete."
    )


def test_no_sentence_says_that_the_pain_is_nociplastic_or_central(catalogue: Catalogue) -> None:
    @often
    @given(signs)
    def says_neither(recorded: Sensitisation) -> None:
        said = (sensitisation_sentence(recorded, catalogue) or "").casefold()
        assert "the pain is" not in said
        assert "central" not in said
        assert "definite" not in said
        assert "nociplastic" not in said.replace(
            "compatible with possible nociplastic", ""
        ).replace("compatible with probable nociplastic", "")
        assert ("compatible" in said) == (
            grade(recorded, catalogue.sensitisation).grade is not None
        )

    says_neither()


def test_increased_sensation_is_a_gain_found_in_conduction() -> None:
    examined = examination(
        conduction=[
            sign("L5", "left", "light_touch", "increased"),
            sign("L5", "left", "pin_prick", "altered"),
            sign("S1", "left", "reflex", "brisk"),
        ]
    )
    assert [(s.root, s.kind) for s in increased_sensation(examined)] == [("L5", "light_touch")]
    assert list(increased_sensation(examination())) == []
