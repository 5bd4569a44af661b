"""The safety lines: dangers of every report, brisk or clonus, weak power, both sides."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.anatomy import BodySide, Level, Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.comparison import SafetyLine
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, ImagingReport, Modality
from clinic_desktop.domain.safety import danger_line, safety_lines, sentence_around
from tests.domain.build import Json, examination, finding, report, response, sign

DANGERS = ["fracture", "tumour", "infection", "cauda_equina_compression", "cord_compression"]
REPORT_TEXT = "Disc 4.2 mm at L4-L5. Acute fracture of L1! Conus normal."


def kinds(examined: Examination, catalogue: Catalogue) -> list[str]:
    return [line.kind for line in safety_lines(examined, catalogue)]


def line_of(catalogue: Catalogue, **parts: object) -> SafetyLine:
    (line,) = safety_lines(examination(**parts), catalogue)
    return line


def test_an_examination_without_dangers_has_no_line(catalogue: Catalogue) -> None:
    examined = examination(
        imaging=[report(finding("L4-L5", "protrusion", root="L5", root_relation="compression"))],
        conduction=[
            sign("S1", "left", "reflex", "absent"),
            sign("L5", "left", "power", "4"),
            sign("L5", "left", "light_touch", "increased"),
            sign("L5", "right", "reflex"),
        ],
        responses=[response("slr", "left", "positive", familiar="yes")],
    )
    assert safety_lines(examined, catalogue) == ()


def test_a_report_in_which_nothing_was_marked_yet_gives_no_line(catalogue: Catalogue) -> None:
    unread = {"modality": "MRI", "region": "lumbar", "text": "Fracture of L1."}
    assert safety_lines(examination(imaging=[unread]), catalogue) == ()


@pytest.mark.parametrize("danger", DANGERS)
def test_a_danger_gives_a_line_of_its_kind(danger: str, catalogue: Catalogue) -> None:
    line = line_of(catalogue, imaging=[report(finding("L4-L5", danger))])
    assert line.kind == danger
    assert "L4-L5" in line.text
    assert catalogue.label("kind", danger) in line.text


@pytest.mark.parametrize("danger", DANGERS)
def test_a_danger_graded_none_gives_no_line(danger: str, catalogue: Catalogue) -> None:
    examined = examination(imaging=[report(finding("L4-L5", danger, grade="none"))])
    assert safety_lines(examined, catalogue) == ()


@pytest.mark.parametrize("modality", [*Modality, None])
@pytest.mark.parametrize("region", [*Region, None])
def test_dangers_of_every_report_stand_whatever_it_covers(
    modality: str | None, region: str | None, catalogue: Catalogue
) -> None:
    older = report(
        finding("T1-T2", "tumour", status="inferred"),
        modality=modality,
        region=region,
        performed_on="1999-01-01",
    )
    newer = report(finding("L4-L5", "infection"), performed_on="2026-01-01")
    examined = examination(imaging=[older, newer])
    assert kinds(examined, catalogue) == ["tumour", "infection"]


def test_a_danger_brings_the_sentence_that_names_it(catalogue: Catalogue) -> None:
    start = REPORT_TEXT.index("fracture")
    danger = finding("T12-L1", "fracture", quote={"start": start, "end": start + 8})
    line = line_of(catalogue, imaging=[report(danger, text=REPORT_TEXT)])
    assert "Acute fracture of L1!" in line.text
    assert "4.2 mm" not in line.text
    assert "Conus" not in line.text


def test_a_quote_counts_code_points(catalogue: Catalogue) -> None:
    text = "🧑🏽 Größe 3 mm. Fraktur L1. Sonst o. B."
    start = text.index("Fraktur")
    danger = finding("T12-L1", "fracture", quote={"start": start, "end": start + len("Fraktur")})
    line = line_of(catalogue, imaging=[report(danger, text=text)])
    assert "Fraktur L1." in line.text
    assert "Größe" not in line.text


@pytest.mark.parametrize("more", [{}, {"text": ""}, {"text": "Conus normal."}])
def test_a_danger_whose_sentence_is_not_there_still_stands(
    more: Json, catalogue: Catalogue
) -> None:
    danger = finding("T12-L1", "fracture", quote={"start": 500, "end": 508})
    line = line_of(catalogue, imaging=[report(danger, **more)])
    assert line.kind == "fracture"
    assert "Conus" not in line.text


def test_a_quote_beyond_the_text_quotes_no_sentence(catalogue: Catalogue) -> None:
    danger = finding("T12-L1", "fracture", quote={"start": 500, "end": 508})
    line = line_of(catalogue, imaging=[report(danger, text="First part. Conus normal")])
    assert "Conus" not in line.text


@pytest.mark.parametrize(
    ("text", "quote", "sentence"),
    [
        ("One. Two. Three.", "Two", "Two."),
        ("One. Two. Three.", "Two.", "Two."),
        ("One. Two. Three.", "One", "One."),
        ("One. Two. Three", "Three", "Three"),
        ("One. Two. Three.", "One. Two", "One. Two."),
        ("A 4.2 mm bulge at L4-5. Two.", "bulge", "A 4.2 mm bulge at L4-5."),
        ("A 4.2 mm bulge at L4-5. Two.", "2 mm", "A 4.2 mm bulge at L4-5."),
        ("A 4.2 mm bulge at L4-5. Two.", "A 4.", "A 4.2 mm bulge at L4-5."),
        ("Heading\nFracture of L1\nOther", "Fracture", "Fracture of L1"),
        ("Fracture? Yes.", "Fracture", "Fracture?"),
        ("One. Two. Three.", "Two. ", "Two."),
    ],
)
def test_the_sentence_around_a_span(text: str, quote: str, sentence: str) -> None:
    start = text.index(quote)
    assert sentence_around(text, start, start + len(quote)) == sentence


@given(st.text("ab. \n", max_size=40), st.integers(0, 40), st.integers(0, 40))
def test_the_sentence_holds_the_whole_quote(text: str, one: int, other: int) -> None:
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    sentence = sentence_around(text, start, end)
    assert sentence in text
    assert text[start:end].strip() in sentence


@pytest.mark.parametrize("grade", ["brisk", "clonus"])
def test_brisk_and_clonus_give_a_line_of_that_kind(grade: str, catalogue: Catalogue) -> None:
    line = line_of(catalogue, conduction=[sign("S1", "left", "reflex", grade)])
    assert line.kind == grade
    assert "S1" in line.text
    assert "left" in line.text


@pytest.mark.parametrize("grade", ["0", "1", "2", "3"])
def test_power_of_three_or_less_gives_a_line(grade: str, catalogue: Catalogue) -> None:
    weak = sign("L5", "right", "power", grade, item="ankle dorsiflexion")
    line = line_of(catalogue, conduction=[weak])
    assert line.kind == "power"
    for word in (grade, "L5", "right", "ankle dorsiflexion"):
        assert word in line.text


@pytest.mark.parametrize("grade", ["4", "5", None])
def test_power_of_four_or_more_gives_no_line(grade: str | None, catalogue: Catalogue) -> None:
    examined = examination(conduction=[sign("L5", "right", "power", grade)])
    assert safety_lines(examined, catalogue) == ()


def both_sides(catalogue: Catalogue, *responses: Json) -> bool:
    return kinds(examination(responses=list(responses)), catalogue) == ["both_sides"]


@pytest.mark.parametrize("familiar", ["yes", "partly"])
def test_familiar_symptoms_on_both_sides_give_a_line(familiar: str, catalogue: Catalogue) -> None:
    left = response("slr", "left", "positive", familiar="yes")
    assert both_sides(catalogue, left, response("slr", "right", "positive", familiar=familiar))
    assert both_sides(catalogue, left, response("slump", "right", "negative", familiar=familiar))


@pytest.mark.parametrize(
    "other",
    [
        response("slr", "right", "positive", familiar="no"),
        response("slr", "right", "positive"),
        response("slr", "right", "not_tested", familiar="yes"),
        response("slr", "right", familiar="yes"),
        response("slump", "left", "positive", familiar="yes"),
        response("slump", "midline", "positive", familiar="yes"),
    ],
)
def test_a_symptom_that_is_not_familiar_or_not_on_the_other_side_gives_none(
    other: Json, catalogue: Catalogue
) -> None:
    assert not both_sides(catalogue, response("slr", "left", "positive", familiar="yes"), other)


def test_the_side_of_the_symptom_goes_before_the_tested_side(catalogue: Catalogue) -> None:
    left = response("slr", "left", "positive", familiar="yes", symptom_side="left")
    crossed = response("slr", "right", "positive", familiar="yes", symptom_side="left")
    assert not both_sides(catalogue, left, crossed)
    midline = response("slump", "midline", "positive", familiar="yes", symptom_side="right")
    assert both_sides(catalogue, left, midline)
    central = response("slr", "right", "positive", familiar="yes", symptom_side="midline")
    assert not both_sides(catalogue, left, central)


def test_one_response_felt_on_both_sides_is_enough(catalogue: Catalogue) -> None:
    felt = response("slump", "midline", "positive", familiar="yes", symptom_side="both")
    assert both_sides(catalogue, felt)


@pytest.mark.parametrize(("test", "crossed"), [("slr", "cslr"), ("fnst", "fnst_crossed")])
def test_a_crossed_test_reproduces_the_symptom_of_the_other_side(
    test: str, crossed: str, catalogue: Catalogue
) -> None:
    left = response(test, "left", "positive", familiar="yes")
    well_leg = response(crossed, "right", "positive", familiar="yes")
    assert not both_sides(catalogue, left, well_leg)


def test_an_eased_symptom_is_not_a_reproduced_one(catalogue: Catalogue) -> None:
    left = response("ulnt1", "left", "positive", familiar="yes")
    eased = response("shoulder_abd", "right", "positive", familiar="yes")
    lines = safety_lines(examination(responses=[left, eased]), catalogue)
    assert not any("reproduced" in line.text for line in lines)


def test_the_day_of_a_danger_is_written_as_every_other_day_is(catalogue: Catalogue) -> None:
    report = ImagingReport(modality=Modality.MRI, performed_on=date(2026, 10, 5))
    fracture = ImagingFinding(level=Level.L1_L2, kind=FindingKind.FRACTURE)
    told = danger_line(fracture, report, catalogue)
    assert told == "MRI report of 5 October 2026: Fracture at L1-L2"


def test_a_danger_keeps_its_side(catalogue: Catalogue) -> None:
    report = ImagingReport(modality=Modality.MRI)
    tumour = ImagingFinding(level=Level.L1_L2, kind=FindingKind.TUMOUR, side=BodySide.LEFT)
    assert danger_line(tumour, report, catalogue) == "MRI report: Tumour at L1-L2, left"
