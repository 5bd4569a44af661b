"""A line of shorthand records what it says and nothing else, or nothing at all."""

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.anatomy import BodySide, Root, Side, TestedSide
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.conduction import graded
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.response import Differentiation, Effect, Familiar, Outcome, Response
from clinic_desktop.domain.screening import ConductionSign, SignKind
from clinic_desktop.domain.shorthand import NotUnderstood, apply, written
from clinic_desktop.resources import read_catalogue
from tests.domain.build import examination
from tests.strategies import examinations, texts

CATALOGUE = read_catalogue()
EMPTY = examination(protocol="lumbar_core")
LEFT, RIGHT, MIDLINE = TestedSide


def after(line: str, before: Examination = EMPTY) -> tuple[Response, ...]:
    return apply(line, before, CATALOGUE).responses or ()


def slr(**fields: object) -> Response:
    return Response(test="slr", side=LEFT, **fields)  # type: ignore[arg-type]


def moved(movement: str | None, effect: Effect) -> Differentiation:
    return Differentiation(movement=movement, effect=effect)


@pytest.mark.parametrize(
    ("line", "response"),
    [
        ("slr l p", slr(outcome=Outcome.NEGATIVE)),
        ("SLR Left F", slr(outcome=Outcome.POSITIVE)),
        ("Lasegue l i", slr(outcome=Outcome.INCONCLUSIVE)),
        ("straight leg l y", slr(familiar=Familiar.YES)),
        ("slr l m", slr(familiar=Familiar.PARTLY)),
        ("slr l n", slr(familiar=Familiar.NO)),
        ("slr l 35f", slr(outcome=Outcome.POSITIVE, onset_deg=35)),
        ("slr l f35", slr(outcome=Outcome.POSITIVE, onset_deg=35)),
        ("slr l 35 f", slr(outcome=Outcome.POSITIVE, onset_deg=35)),
        ("slr l f 35", slr(outcome=Outcome.POSITIVE, onset_deg=35)),
        ("slr l 35\u201360f", slr(outcome=Outcome.POSITIVE, onset_deg=35, limit_deg=60)),
        ("slr l 35-60 f", slr(outcome=Outcome.POSITIVE, onset_deg=35, limit_deg=60)),
        ("slr l 35\u00b0", slr(onset_deg=35)),
        ("slr l limit60", slr(limit_deg=60)),
        ("slr l limit 60", slr(limit_deg=60)),
        ("slr l 0 f", slr(outcome=Outcome.POSITIVE, onset_deg=0)),
        (
            "slr l f 0",
            slr(outcome=Outcome.POSITIVE, differentiation=moved(None, Effect.NO_CHANGE)),
        ),
        ("slr l f0", slr(outcome=Outcome.POSITIVE, differentiation=moved(None, Effect.NO_CHANGE))),
        ("slr l 0", slr(onset_deg=0)),
        ("slr l nc", slr(differentiation=moved(None, Effect.NO_CHANGE))),
        ("slr l +", slr(differentiation=moved(None, Effect.INCREASE))),
        ("slr l =", slr(differentiation=moved(None, Effect.INCREASE))),
        ("slr l \u2212", slr(differentiation=moved(None, Effect.DECREASE))),
        ("slr l x", slr(differentiation=moved(None, Effect.NOT_DONE))),
        ("slr l df+", slr(differentiation=moved("ankle_dorsiflexion", Effect.INCREASE))),
        ("slr l neck-", slr(differentiation=moved("neck_flexion", Effect.DECREASE))),
        ("slr l neck_e0", slr(differentiation=moved("neck_extension", Effect.NO_CHANGE))),
        ("slr l sl", slr(symptom_side=BodySide.LEFT)),
        ("slr l sr", slr(symptom_side=BodySide.RIGHT)),
        ("slr l sb", slr(symptom_side=BodySide.BOTH)),
        ("slr l sm", slr(symptom_side=BodySide.MIDLINE)),
        ("slr l bk", slr(below_knee=True)),
        ("slr l bk0", slr(below_knee=False)),
        ("slr l nprs6", slr(nprs=6)),
        ("slr l nprs 0", slr(nprs=0)),
        ("slr l t", slr(outcome=Outcome.NOT_TESTED)),
        ("slr l t pain", slr(outcome=Outcome.NOT_TESTED, not_tested_reason="pain")),
        (
            'slr l t red + "flag"',
            slr(
                outcome=Outcome.NOT_TESTED,
                not_tested_reason="red_flag",
                differentiation=moved(None, Effect.INCREASE),
                note="flag",
            ),
        ),
        ("slr l t dec", slr(outcome=Outcome.NOT_TESTED, not_tested_reason="refusal")),
        (
            "slr l 35t not applicable bk",
            slr(
                outcome=Outcome.NOT_TESTED,
                not_tested_reason="not_applicable",
                onset_deg=35,
                below_knee=True,
            ),
        ),
        ('slr l "a; ""b"" c"', slr(note='a; "b" c')),
    ],
)
def test_a_word_records_one_thing(line: str, response: Response) -> None:
    assert after(line) == (response,)


def test_words_behind_test_and_side_stand_in_any_order() -> None:
    assert after('slr l 35f y df+ sl bk nprs6 "x"') == after('slr l "x" nprs6 bk sl df+ y 35f')


def test_several_entries_and_both_sides() -> None:
    assert after("slr b p; ; br l f;") == (
        Response(test="slr", side=LEFT, outcome=Outcome.NEGATIVE),
        Response(test="slr", side=RIGHT, outcome=Outcome.NEGATIVE),
        Response(test="bragard", side=LEFT, outcome=Outcome.POSITIVE, variant="at_limit"),
    )
    assert after("dejerine m p") == (
        Response(test="dejerine", side=MIDLINE, outcome=Outcome.NEGATIVE),
    )


def test_a_beginning_is_looked_for_among_the_planned_tests_first() -> None:
    assert after("br l p")[0].test == "bragard"
    assert after("ulnt1 l p")[0].test == "ulnt1"
    upper = examination(protocol="upper_quarter")
    with pytest.raises(NotUnderstood, match="can be: Bragard, Modified"):
        after("bra l p", upper)


@pytest.mark.parametrize("line", ["", "  ", ";;"])
def test_an_empty_line_changes_nothing(line: str) -> None:
    assert apply(line, EMPTY, CATALOGUE) == EMPTY


def test_only_what_is_written_changes() -> None:
    recorded = slr(
        outcome=Outcome.POSITIVE,
        onset_deg=30,
        areas=("buttock",),
        differentiation=moved("neck_flexion", Effect.INCREASE),
        note="kept",
    )
    before = EMPTY.with_response(recorded)
    assert after("slr l y -", before) == (
        msgspec.structs.replace(
            recorded,
            familiar=Familiar.YES,
            differentiation=moved("neck_flexion", Effect.DECREASE),
        ),
    )


def test_0_on_a_side_with_an_outcome_is_no_change_as_on_the_page() -> None:
    before = EMPTY.with_response(slr(outcome=Outcome.POSITIVE))
    (response,) = after("slr l 0", before)
    assert response.differentiation == moved(None, Effect.NO_CHANGE)
    (response,) = after("slr l 0 i", before)
    assert (response.onset_deg, response.differentiation) == (0, None)


@pytest.mark.parametrize(
    ("line", "signs"),
    [
        ("l5 l power 4", [("L5", "left", "power", "4")]),
        ("s1 L reflex R", [("S1", "left", "reflex", "reduced")]),
        ("s1 r ref cl", [("S1", "right", "reflex", "clonus")]),
        ("l4 r touch l pin n", [("L4", "right", "light_touch", "altered"),
                                ("L4", "right", "pin_prick", "normal")]),
        ("t1 b light touch inc", [("T1", "left", "light_touch", "increased"),
                                  ("T1", "right", "light_touch", "increased")]),
        ("c6 l pin prick absent", [("C6", "left", "pin_prick", "absent")]),
    ],
)  # fmt: skip
def test_signs_of_conduction(line: str, signs: list[tuple[str, str, str, str]]) -> None:
    recorded = apply(line, EMPTY, CATALOGUE).conduction or ()
    assert [(s.root, s.side, s.kind, s.grade) for s in recorded] == signs


def test_a_sign_keeps_its_item_and_takes_the_note_behind_it() -> None:
    sign = ConductionSign(
        root=Root.L5, side=Side.LEFT, kind=SignKind.POWER, grade="5", item="big toe"
    )
    other = ConductionSign(root=Root.S1, side=Side.LEFT, kind=SignKind.REFLEX, grade="normal")
    before = msgspec.structs.replace(EMPTY, conduction=(sign, other))
    recorded = apply('l5 l power 4 "gave way" reflex n', before, CATALOGUE).conduction
    assert recorded == (
        msgspec.structs.replace(sign, grade="4", note="gave way"),
        other,
        ConductionSign(root=Root.L5, side=Side.LEFT, kind=SignKind.REFLEX, grade="normal"),
    )


@pytest.mark.parametrize("line", ["s1 l reflex r", "l4 r power 3", "c6 l touch l", "c2 l power 5"])
def test_a_sign_names_what_was_tested_as_the_grid_does(line: str) -> None:
    (sign,) = apply(line, EMPTY, CATALOGUE).conduction or ()
    assert graded(EMPTY, sign.place, sign.grade, CATALOGUE).conduction == (sign,)


@pytest.mark.parametrize("line", ["slr l p; br l p", "slr l p; br l 70f y"])
def test_a_test_after_a_negative_one_is_recorded_in_its_form_as_on_its_page(line: str) -> None:
    assert [response.variant for response in after(line)] == [None, "at_limit"]


@pytest.mark.parametrize("line", ["br l p", "slr l f; br l f", "slr r p; br l p"])
def test_a_test_after_no_negative_one_takes_no_form(line: str) -> None:
    assert after(line)[-1].variant is None


@pytest.mark.parametrize("word", ["t", "y", '"later"'])
def test_what_is_no_result_takes_no_form(word: str) -> None:
    assert after(f"slr l p; br l {word}")[1].variant is None


def test_a_form_that_is_recorded_stays() -> None:
    lowered = Response(test="bragard", side=LEFT, variant="lowered")
    before = EMPTY.with_response(slr(outcome=Outcome.NEGATIVE)).with_response(lowered)
    assert after("br l p", before)[1].variant == "lowered"


@pytest.mark.parametrize(
    ("line", "word", "said"),
    [
        ("slx l f", "slx", "“slx” is not a test. Nearest: SLR"),
        ("qqqq l f", "qqqq", "“qqqq” is not a test. Nearest: SLR, Bragard, Slump, Bowstring."),
        ("s l f", "s", "“s” can be: SLR, Slump. Write more of it."),
        ("slr", "", "After SLR write l, r, b (both) or m (midline)."),
        ("slr f l", "f", "“f” is not a side. After SLR write l, r"),
        ("slr 35f", "35f", "“35f” is not a side."),
        ("slr l", "", "After SLR left write p f i t, an angle"),
        ("slr l foo", "foo", "“foo” is not understood. Write p f i t, an angle"),
        ("slr l pain", "pain", "“pain” is not understood."),
        ("slr l f p", "p", "“p” gives a second answer for: outcome."),
        ("slr l 30f 40", "40", "“40” gives a second answer for: angle at first response."),
        ("slr l 181f", "181", "An angle is 0 to 180: “181” is not."),
        ("slr l 30-181", "181", "An angle is 0 to 180: “181” is not."),
        (f"slr l {'9' * 6000}", "9" * 6000, "An angle is 0 to 180: “999"),
        ("slr l nprs11", "11", "NPRS is 0 to 10: “11” is not."),
        ("slr l nprs", "", "NPRS is 0 to 10."),
        ("slr l limit y", "y", "An angle is 0 to 180: “y” is not."),
        ("slr l t foo", "foo", "“foo” is not understood. Reasons are: Pain, Declined,"),
        ("slr l t re", "re", "“re” can be: Declined, Red flag. Write more of it."),
        ("slr l t 3", "3", "After t write the reason; an angle stands before it, such as 35t."),
        ("ulnt1 l neck_side+", "neck_side+", "can be: Neck side-bend away, Neck side-bend"),
        ('slr l f "open', '"', "The note in quotes does not end."),
        ('slr l " "', '" "', "The note in quotes is empty."),
        ("l5 l", "", "After L5 left write reflex, power, touch or pin and its grade."),
        ("l5 power 4", "power", "“power” is not a side. After L5 write l, r or b (both)."),
        ("l5 m power 4", "m", "A root has no midline."),
        ("l5 l strength 4", "strength", "“strength” is not understood. After L5 left write"),
        ("l5 l p 4", "p", "“p” can be: Power, Pin prick. Write more of it."),
        ("l5 l power", "", "Power takes: 0, 1, 2, 3, 4, 5."),
        ("l5 l power 6", "6", "“6” is no grade. Power takes: 0, 1, 2, 3, 4, 5."),
        ("l5 l power 4 power 3", "power", "“power” gives a second grade of the same kind."),
        ('l5 l "x"', '"x"', "is not understood."),
        ("slr l f; slx r p", "slx", "“slx” is not a test."),
    ],
)  # fmt: skip
def test_what_is_not_understood_is_named_with_what_was_expected(
    line: str, word: str, said: str
) -> None:
    with pytest.raises(NotUnderstood) as refused:
        apply(line, EMPTY, CATALOGUE)
    assert said in str(refused.value)
    assert refused.value.word == word


notes = texts.filter(str.strip)
degrees = st.none() | st.integers(0, 180)


@st.composite
def expressible(draw: st.DrawFn) -> Response:
    """A response made of the fields that shorthand has words for."""
    test = draw(st.sampled_from(sorted(CATALOGUE.tests)))
    outcome = draw(st.none() | st.sampled_from(Outcome))
    reasons = CATALOGUE.wording.offered["not_tested_reasons"]
    movements = st.none() | st.sampled_from(sorted(CATALOGUE.movements))
    return Response(
        test=test,
        side=draw(st.sampled_from(TestedSide)),
        outcome=outcome,
        not_tested_reason=draw(st.none() | st.sampled_from(reasons))
        if outcome is Outcome.NOT_TESTED
        else None,
        familiar=draw(st.none() | st.sampled_from(Familiar)),
        symptom_side=draw(st.none() | st.sampled_from(BodySide)),
        below_knee=draw(st.none() | st.booleans()),
        nprs=draw(st.none() | st.integers(0, 10)),
        onset_deg=draw(degrees),
        limit_deg=draw(degrees),
        differentiation=draw(
            st.none()
            | st.builds(Differentiation, movement=movements, effect=st.sampled_from(Effect))
        ),
        note=draw(st.none() | notes),
    )


def test_what_shorthand_has_no_words_for_is_not_written() -> None:
    response = slr(
        outcome=Outcome.POSITIVE, variant="x", differentiation=moved("elsewhere", Effect.INCREASE)
    )
    assert written(response, CATALOGUE) == "slr l f +"


def test_why_a_test_was_not_done_is_written_behind_it() -> None:
    response = slr(outcome=Outcome.NOT_TESTED, not_tested_reason="pain")
    assert written(response, CATALOGUE) == "slr l t pain"


@pytest.mark.parametrize(
    "line",
    [
        *("slr l f y", "slr l 35f m", "slr l 35-60f", "slr r 40°", "slr l limit70 p"),
        *("slr l limit70", "slr l f df+", "slr l f x", "slr l nc", "slr l f sl bk nprs6"),
        *("slr r sr bk0", 'slr l f "said ""shooting"""', "slr l p 0"),
    ],
)
def test_a_line_comes_back_as_it_was_written(line: str) -> None:
    (response,) = after(line)
    assert written(response, CATALOGUE) == line


@given(response=expressible())
def test_what_is_written_gives_the_response_back(response: Response) -> None:
    blank = response == Response(test=response.test, side=response.side)
    line = written(response, CATALOGUE)
    if blank:
        assert line == f"{response.test} {response.side.value[0]}"
    else:
        assert after(line) == (response,)


PIECES = (
    "slr bragard ulnt l5 s1 s l r b m p f i t y n + = - 0 x nc 35 35f f0 35-60 181 nprs nprs6 "
    'limit9 df+ neck- sl bk bk0 pain not applicable power 4 reflex touch pin ; "a" "'
)
pieces = st.sampled_from(PIECES.split())
lines = st.text() | st.lists(pieces | texts, max_size=9).map(" ".join)


@given(line=lines, before=examinations(CATALOGUE.tests))
def test_any_text_is_understood_or_refused_with_a_sentence(line: str, before: Examination) -> None:
    said = ""
    changed = before
    try:
        changed = apply(line, before, CATALOGUE)
    except NotUnderstood as refused:
        said = str(refused)
    assert not said or said.endswith(".")
    same = {"responses": before.responses, "conduction": before.conduction}
    assert msgspec.structs.replace(changed, **same) == before


@given(
    words=st.lists(pieces, max_size=6).map(" ".join),
    side=st.sampled_from("lr"),
    before=examinations(CATALOGUE.tests),
)
def test_one_side_never_changes_the_other(words: str, side: str, before: Examination) -> None:
    def others(changed: Examination) -> list[Response]:
        mine = {"l": LEFT, "r": RIGHT}[side]
        return [r for r in changed.responses or () if (r.test, r.side) != ("slr", mine)]

    try:
        changed = apply(f"slr {side} {words.replace(';', '')}", before, CATALOGUE)
    except NotUnderstood:
        return
    assert others(changed) == others(before)


def test_the_catalogue_of_these_tests_is_the_programs(catalogue: Catalogue) -> None:
    assert catalogue == CATALOGUE
