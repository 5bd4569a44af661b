"""The shared sentences: worded as the product page quotes them, from recorded values only."""

import msgspec
import pytest

from clinic_desktop.domain import phrases
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.imaging import ImagingFinding
from clinic_desktop.domain.response import Response
from clinic_desktop.domain.screening import ConductionSign
from tests.domain.build import (
    AN_ID,
    DATA,
    Json,
    conduction,
    examination,
    finding,
    mechano,
    moved,
    report,
    response,
    sign,
)

CES_AND_OTHERS = [
    "ces_bladder",
    "ces_bowel",
    "ces_saddle_numbness",
    "ces_sexual",
    "ces_bilateral_leg",
    "progressive_motor_loss",
    "cord_signs",
    "past_cancer",
    "weight_loss",
    "fever_or_infection",
    "trauma",
    "osteoporosis_or_steroids",
    "pulsating_abdomen",
]
POSITIVE_EXAMPLE = DATA / "tests-positive-imaging-normal.json"


def cells(examined: Examination, catalogue: Catalogue) -> dict[str, str]:
    return {
        key: phrases.examination_cell(row, examined, catalogue)
        for key, row in mechano(examined, catalogue).items()
    }


def left_sciatic(catalogue: Catalogue, *responses: Json, protocol: str | None = None) -> str:
    examined = examination(responses=list(responses), protocol=protocol)
    return cells(examined, catalogue)["left/sciatic"]


def test_the_cell_of_the_worked_example(catalogue: Catalogue) -> None:
    examined = read_document(POSITIVE_EXAMPLE.read_bytes(), catalogue.tests)
    assert cells(examined, catalogue) == {
        "left/sciatic": (
            "3 positive of 3 done (SLR 35 deg, Bragard, Slump); Bowstring not tested (pain)"
        ),
        "right/sciatic": "0 positive of 4 done",
    }


def test_a_positive_that_does_not_meet_the_rule_is_said_beside_the_count(
    catalogue: Catalogue,
) -> None:
    unfamiliar = response("slr", "left", "positive", familiar="no")
    assert left_sciatic(catalogue, unfamiliar) == (
        "1 positive of 1 done (SLR); 1 does not meet rule R1 (symptom not familiar)"
    )


def test_several_positives_that_do_not_meet_the_rule_are_counted_together(
    catalogue: Catalogue,
) -> None:
    cell = left_sciatic(
        catalogue,
        response("slr", "left", "positive", familiar="no"),
        response("slump", "left", "positive", familiar="no"),
        response("neri", "left", "positive", **moved("neck_extension", "no_change")),
        response("sicard", "left", "negative", familiar="no"),
    )
    assert cell == (
        "3 positive of 4 done (SLR, Slump, Neri); 3 do not meet rule R1 "
        "(symptom not familiar, no change on differentiation)"
    )


def test_the_denominator_is_what_was_done_on_that_side(catalogue: Catalogue) -> None:
    examined = examination(
        responses=[
            response("slr", "left", "positive"),
            response("slump", "left", "negative"),
            response("bowstring", "left", "not_tested"),
            response("slr", "right", "negative"),
            response("skb", "left", "positive"),
            response("slump", "midline", "positive"),
        ]
    )
    assert cells(examined, catalogue) == {
        "left/sciatic": "1 positive of 2 done (SLR); Bowstring not tested (no reason recorded)",
        "right/sciatic": "0 positive of 1 done",
        "left/femoral": "1 positive of 1 done (Slump knee bend)",
        "right/femoral": "none done",
    }


def test_inconclusive_and_crossed_are_counted_apart(catalogue: Catalogue) -> None:
    cell = left_sciatic(
        catalogue,
        response("slr", "left", "positive", symptom_side="right"),
        response("slump", "left", "inconclusive"),
        response("neri", "left", "inconclusive"),
        response("sicard", "left", "positive"),
    )
    assert cell == "1 positive of 4 done (Sicard); 2 inconclusive (Slump, Neri); 1 crossed (SLR)"


def test_a_crossed_test_stands_on_the_side_where_it_counts(catalogue: Catalogue) -> None:
    examined = examination(responses=[response("cslr", "right", "positive")])
    assert cells(examined, catalogue) == {
        "left/sciatic": "1 positive of 1 done (Crossed SLR)",
        "right/sciatic": "none done",
    }


def test_not_tested_brings_its_reason_also_in_own_words(catalogue: Catalogue) -> None:
    cell = left_sciatic(
        catalogue,
        response("slr", "left", "not_tested", not_tested_reason="not_applicable"),
        response("slump", "left", "not_tested", not_tested_reason="Plaster on the leg"),
    )
    assert cell == (
        "none done; SLR not tested (not applicable); Slump not tested (Plaster on the leg)"
    )


def test_protocol_tests_without_outcome_are_named_as_not_recorded(catalogue: Catalogue) -> None:
    cell = left_sciatic(
        catalogue,
        response("slr", "left", "negative"),
        response("bragard", "left", note="later"),
        protocol="lumbar_core",
    )
    assert cell == "0 positive of 1 done; Bragard, Slump, Bowstring not recorded"


def test_a_crossed_test_of_the_protocol_is_looked_for_on_the_other_side(
    catalogue: Catalogue,
) -> None:
    examined = examination(
        protocol="femoral",
        responses=[
            response("fnst", "left", "negative"),
            response("skb", "left", "negative"),
            response("fnst_crossed", "right", "negative"),
        ],
    )
    found = cells(examined, catalogue)
    assert "not recorded" not in found["left/femoral"]
    assert "Crossed femoral stretch" in found["right/femoral"].split(";")[-1]


def test_only_the_height_of_the_leg_stands_beside_a_positive(catalogue: Catalogue) -> None:
    cell = left_sciatic(
        catalogue,
        response("slr", "left", "positive", onset_deg=0),
        response("bragard", "left", "positive", onset_deg=30),
        response("slump", "left", "positive", onset_deg=40),
        response("slr_tib", "left", "positive"),
    )
    assert cell.startswith("4 positive of 4 done (SLR 0 deg, Bragard, Slump, SLR tibial)")


def test_a_row_is_named_by_its_place_and_side(catalogue: Catalogue) -> None:
    examined = examination(
        responses=[response("slr", "left", "positive")],
        conduction=[sign("L5", "right", "power", "4")],
    )
    assert [phrases.row_name(row, catalogue) for row in mechano(examined, catalogue).values()] == [
        "Sciatic, left",
        "Sciatic, right",
    ]
    (row,) = conduction(examined, catalogue).values()
    assert phrases.row_name(row, catalogue) == "L5, right"


def test_the_signs_of_a_root(catalogue: Catalogue) -> None:
    examined = examination(
        conduction=[
            sign("S1", "left", "reflex", "reduced"),
            sign("S1", "left", "light_touch", "altered"),
            sign("S1", "left", "power", "3"),
        ],
        imaging=[report(finding("L4-L5", "protrusion", "left", root="L5"))],
    )
    rows = conduction(examined, catalogue)
    words = phrases.conduction_cell(rows["left/S1"], catalogue)
    assert words == "reflex reduced, light touch altered, power 3 of 5"
    assert phrases.conduction_cell(rows["left/L5"], catalogue) == "no sign recorded"


@pytest.mark.parametrize(
    ("kind", "grade", "words"),
    [
        ("light_touch", "altered", "Light touch altered"),
        ("power", "4", "Power 4 of 5"),
        ("reflex", None, "Reflex not recorded"),
    ],
)
def test_one_sign(kind: str, grade: str | None, words: str, catalogue: Catalogue) -> None:
    entry = msgspec.convert(sign("L5", "left", kind, grade), ConductionSign)
    assert phrases.sign_line(entry, catalogue) == words


def imaging_and_reading(catalogue: Catalogue, *reports: Json, **parts: object) -> tuple[str, str]:
    examined = examination(
        **{"responses": [response("slr", "left", "positive")], "imaging": list(reports), **parts}
    )
    row = mechano(examined, catalogue)["left/sciatic"]
    return phrases.imaging_cell(row, examined, catalogue), phrases.reading_words(row, catalogue)


def test_not_mentioned_is_printed_in_the_words_of_the_contract(catalogue: Catalogue) -> None:
    words, _ = imaging_and_reading(catalogue, report())
    of_the_contract = "the report states neither change nor normality for these levels"
    assert words.lower() == f"{of_the_contract}, among the findings accepted"


def test_roots_say_whether_the_report_named_them(catalogue: Catalogue) -> None:
    by_zone = report(finding("L4-L5", "protrusion", "left"))
    named = report(finding("L4-L5", "protrusion", "left", root="L5"))
    words, reading = imaging_and_reading(catalogue, by_zone)
    assert words == "Change described: L4, L5 from level and zone"
    assert reading == "Both sources: same side"
    words, reading = imaging_and_reading(
        catalogue, named, conduction=[sign("L5", "left", "power", "4")]
    )
    assert words == "Change described: L5 named by the report"
    assert reading == "Both sources: same side and root"


def test_a_reading_without_agreement_stands_alone(catalogue: Catalogue) -> None:
    assert imaging_and_reading(catalogue, report(finding("L4-L5", "bulge")))[1] == "Both sources"
    assert imaging_and_reading(catalogue, report())[1] == "Examination only"


def test_why_a_row_cannot_be_compared(catalogue: Catalogue) -> None:
    assert imaging_and_reading(catalogue)[1] == "Cannot be compared: not imaged"
    assert imaging_and_reading(catalogue, report(), responses=[], protocol="lumbar_core")[1] == (
        "Cannot be compared: no test done"
    )
    named = report(finding("L4-L5", "protrusion", "left", root="L5"))
    (row,) = conduction(examination(imaging=[named]), catalogue).values()
    assert phrases.reading_words(row, catalogue) == "Cannot be compared: no sign recorded"


def test_the_imaging_cell_of_a_root(catalogue: Catalogue) -> None:
    def words(**more: str) -> str:
        examined = examination(
            conduction=[sign("L5", "left", "power", "4")],
            imaging=[report(finding("L4-L5", "protrusion", "left", **more))],
        )
        return phrases.imaging_cell(conduction(examined, catalogue)["left/L5"], examined, catalogue)

    assert words(root="L5") == "Change described; root named by the report"
    assert words() == "Change described; root from level and zone"
    assert words(root="L5", status="inferred") == "Change described; root set by the therapist"
    assert words(root="S1") == "Other change described"


def test_each_root_says_how_it_is_known(catalogue: Catalogue) -> None:
    named = finding("L4-L5", "protrusion", "left", root="L5")
    usual = finding("L5-S1", "bulge", "left", zone="subarticular")
    assert imaging_and_reading(catalogue, report(usual, named))[0] == (
        "Change described: L5 named by the report; S1 from level and zone"
    )
    again = finding("L4-L5", "bulge", "left", zone="subarticular")
    assert imaging_and_reading(catalogue, report(named, again))[0] == (
        "Change described: L5 named by the report"
    )
    concluded = finding("L4-L5", "protrusion", "left", root="L5", status="inferred")
    assert imaging_and_reading(catalogue, report(again, concluded))[0] == (
        "Change described: L5 set by the therapist"
    )


def sides(catalogue: Catalogue, found: list[str], described: list[str]) -> str | None:
    examined = examination(
        protocol="lumbar_core",
        responses=[response("slr", side, "positive") for side in found],
        imaging=[report(*(finding("L4-L5", "protrusion", side) for side in described))],
    )
    return phrases.side_sentence(compare(examined, catalogue))


def test_the_sentence_where_the_sides_differ(catalogue: Catalogue) -> None:
    sentence = sides(catalogue, ["left"], ["right"])
    assert sentence is not None
    assert sentence.removesuffix(".") == (
        "Examination findings are on the LEFT; the report describes change on the RIGHT"
    )
    swapped = sides(catalogue, ["right"], ["left"])
    assert swapped is not None
    assert "on the RIGHT; the report describes change on the LEFT" in swapped


@pytest.mark.parametrize(
    ("found", "described"),
    [
        (["left"], ["left"]),
        ([], ["right"]),
        (["left"], []),
        (["left", "right"], ["right"]),
        (["left"], ["left", "right"]),
        (["left"], ["midline"]),
        ([], []),
    ],
)
def test_no_sentence_where_the_sides_do_not_differ(
    found: list[str], described: list[str], catalogue: Catalogue
) -> None:
    assert sides(catalogue, found, described) is None


EXAMINED = "2026-11-18T09:30:00+01:00"


def heading(catalogue: Catalogue, study: Json, **parts: object) -> str:
    examined = examination(**{"performed_at": EXAMINED, "imaging": [study], **parts})
    assert examined.imaging is not None
    return phrases.imaging_heading(examined.imaging[0], examined, catalogue)


def test_the_imaging_heading_of_the_product_page(catalogue: Catalogue) -> None:
    study = report(performed_on="2026-10-05", position="supine")
    assert heading(catalogue, study) == (
        "MRI report of 5 October 2026, supine, 44 days before this examination, "
        "as transcribed by the therapist"
    )


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ("2026-11-18", "on the day of this examination"),
        ("2026-11-17", "1 day before this examination"),
        ("2026-11-16", "2 days before this examination"),
        ("2026-11-19", "1 day after this examination"),
        ("2026-12-18", "30 days after this examination"),
    ],
)
def test_how_long_before_or_after(made: str, words: str, catalogue: Catalogue) -> None:
    assert f", {words}, as transcribed" in heading(catalogue, report(performed_on=made))


def test_what_is_not_recorded_of_a_report_is_said(catalogue: Catalogue) -> None:
    unknown = heading(catalogue, report(modality=None))
    assert unknown == (
        "Imaging report, undated, position not recorded, as transcribed by the therapist"
    )
    dated = report(performed_on="2026-10-05", position="supine")
    assert "before" not in heading(catalogue, dated, performed_at=None)


MADE_BEFORE = "made before the present symptoms began"


def test_a_report_older_than_the_symptoms_says_so(catalogue: Catalogue) -> None:
    study = report(performed_on="2026-10-05")
    assert MADE_BEFORE in heading(catalogue, study, presentation={"onset": "2026-10-06"})
    assert MADE_BEFORE not in heading(catalogue, study, presentation={"onset": "2026-10-05"})
    assert MADE_BEFORE not in heading(catalogue, study, presentation={"question": "Q"})
    assert MADE_BEFORE not in heading(catalogue, report(), presentation={"onset": "2026-10-06"})


def test_a_report_older_than_an_operation_says_so(catalogue: Catalogue) -> None:
    def words(*days: str | None) -> str:
        operations = [{"on": day, "what": "discectomy"} for day in days]
        before = {"operations": operations}
        return heading(catalogue, report(performed_on="2026-10-05"), before=before)

    assert "made before the operation of 7 October 2026" in words("2026-10-06", "2026-10-07")
    assert "made before" not in words("2026-10-05", "2020-01-01", None)


def test_the_heading_names_the_reports_that_fill_the_cells(catalogue: Catalogue) -> None:
    def words(*reports: Json) -> str:
        return phrases.speaking_heading(examination(imaging=list(reports)), catalogue)

    lumbar = report(performed_on="2026-10-05")
    cervical = report(modality="CT", region="cervical", performed_on="2026-10-06")
    whole = report(region="whole_spine", performed_on="2026-10-07")
    first, second = words(cervical, lumbar).split("; ")
    assert first.startswith("Lumbar spine: MRI report of 5 October 2026")
    assert second.startswith("Cervical spine: CT report of 6 October 2026")
    assert words(lumbar).startswith("MRI report of 5 October 2026")
    assert words(whole).startswith("MRI report of 7 October 2026")
    assert words(whole).count("7 October 2026") == 1
    assert "No imaging report" in words()


def test_the_heading_says_that_nothing_is_accepted_from_a_report(catalogue: Catalogue) -> None:
    def words(held: Json) -> str:
        return phrases.speaking_heading(examination(imaging=[held]), catalogue)

    nothing = ", nothing is accepted from this report yet"
    assert words(report(text="L4-L5: bulge.")).endswith(nothing)
    assert nothing not in words(report(finding("L4-L5", "bulge")))
    assert nothing not in words(report(stated_normal=["L4-L5"]))
    assert nothing not in words(report(rest_stated_normal=True))


def safety(catalogue: Catalogue, **flags: object) -> str:
    return phrases.safety_line(examination(red_flags=flags), catalogue)


def none_of(catalogue: Catalogue) -> Json:
    return {item.id: "no" for item in catalogue.red_flag_items}


def test_all_asked_and_none_answered_yes(catalogue: Catalogue) -> None:
    answers = none_of(catalogue)
    line = safety(catalogue, answers=answers, level="none")
    assert f"all {len(answers)} asked, none answered yes" in line
    assert "set by the therapist: none" in line


def test_a_document_from_when_thirteen_were_offered_says_how_many_were_asked(
    catalogue: Catalogue,
) -> None:
    line = safety(catalogue, answers=dict.fromkeys(CES_AND_OTHERS, "no"), level="none")
    assert line.startswith("Red-flag questions: 13 asked, none answered yes.")


def test_yes_and_unknown_are_named_and_counted_apart(catalogue: Catalogue) -> None:
    answers = {**none_of(catalogue), "past_cancer": "unknown", "trauma": "yes"}
    line = safety(catalogue, answers=answers, level="few", reason="Lump removed in 2009")
    assert f"all {len(answers)} asked" in line
    assert f"1 ({catalogue.label('red_flag', 'trauma')}) answered yes" in line
    assert f"1 ({catalogue.label('red_flag', 'past_cancer')}) unknown" in line
    assert "few (Lump removed in 2009)" in line


def test_all_is_not_said_when_an_offered_question_was_left_out(catalogue: Catalogue) -> None:
    _, *others = none_of(catalogue)
    line = safety(catalogue, answers=dict.fromkeys(others, "no"))
    assert f"{len(others)} asked" in line
    assert "all" not in line
    own = {**dict.fromkeys(others, "no"), "of my own": "no"}
    assert "all" not in safety(catalogue, answers=own)


@pytest.mark.parametrize("flags", [None, {}, {"answers": {}}, {"answers": None}])
def test_red_flags_that_were_not_asked_are_not_recorded(
    flags: Json | None, catalogue: Catalogue
) -> None:
    line = phrases.safety_line(examination(red_flags=flags), catalogue)
    assert "not recorded" in line
    assert "answered" not in line


def test_a_level_of_concern_stands_without_answers(catalogue: Catalogue) -> None:
    line = safety(catalogue, level="high")
    assert "not recorded" in line
    assert "set by the therapist: high" in line


@pytest.mark.parametrize(
    ("known", "name", "line"),
    [
        (
            {
                "family_name": "Sample",
                "given_name": "Ada",
                "birth_date": "1978-03-14",
                "sex": "female",
                "identifiers": [{"system": "clinic", "value": "R-1"}, {"value": "X"}, {}],
            },
            "Sample, Ada",
            "born 14 March 1978, female, clinic R-1, X",
        ),
        ({"given_name": "Ada"}, "Ada", "birth date not recorded"),
        ({}, "Name not recorded", "birth date not recorded"),
    ],
)
def test_a_patient(known: Json, name: str, line: str, catalogue: Catalogue) -> None:
    patient = msgspec.convert({"id": AN_ID, **known}, Patient)
    assert phrases.patient_name(patient) == name
    assert phrases.patient_line(patient, catalogue) == line


def ingredients(catalogue: Catalogue, **given: object) -> dict[str, str]:
    entry = msgspec.convert({**response("slr", "left", "positive"), **given}, Response)
    return dict(phrases.response_ingredients(entry, catalogue))


def test_every_recorded_ingredient_of_a_response_is_said(catalogue: Catalogue) -> None:
    assert ingredients(
        catalogue,
        not_tested_reason="pain",
        variant="at_limit",
        baseline_nprs=0,
        familiar="partly",
        symptom_side="both",
        areas=["posterior_calf", "heel"],
        below_knee=False,
        qualities=["electric", "pins_and_needles"],
        nprs=7,
        onset_deg=0,
        limit_deg=48,
        limited_by="symptom",
        instrument="inclinometer",
        **moved("ankle_dorsiflexion_release", "decrease"),
        note="As Written",
    ) == {
        "Reason": "pain",
        "Variant": catalogue.label("variant", "at_limit").lower(),
        "NPRS before": "0 of 10",
        "Familiar symptom": "partly",
        "Symptom side": "both sides",
        "Where": "back of calf, heel",
        "Below the knee": "no",
        "Kind": "electric, pins and needles",
        "NPRS": "7 of 10",
        "First response (hip flexion)": "0 degrees",
        "Limit (hip flexion)": "48 degrees",
        "Limited by": "symptom",
        "Instrument": catalogue.label("instrument", "inclinometer"),
        "Differentiation": "release of ankle dorsiflexion: decrease",
        "Note": "As Written",
    }


def test_what_is_not_recorded_is_not_said(catalogue: Catalogue) -> None:
    assert ingredients(catalogue) == {}
    assert ingredients(catalogue, areas=[], note="", **moved(None, None)) == {}
    assert ingredients(catalogue, below_knee=True) == {"Below the knee": "yes"}


def test_half_a_differentiation_says_which_half_is_there(catalogue: Catalogue) -> None:
    assert ingredients(catalogue, **moved("neck_flexion", None)) == {
        "Differentiation": "neck flexion: effect not recorded"
    }
    assert ingredients(catalogue, **moved(None, "increase")) == {
        "Differentiation": "movement not recorded: increase"
    }


def test_a_relief_test_says_that_the_symptom_eased(catalogue: Catalogue) -> None:
    assert ingredients(catalogue, test="distraction", familiar="yes") == {
        "Familiar symptom eased": "yes"
    }


@pytest.mark.parametrize(
    ("field", "name"),
    [("areas", "Where"), ("qualities", "Kind"), ("variant", "Variant"), ("movement", None)],
)
def test_own_words_of_an_open_list_are_printed_as_written(
    field: str, name: str | None, catalogue: Catalogue
) -> None:
    own = "L5 dermatome (NRS)"
    if name is None:
        said = ingredients(catalogue, **moved(own, "increase"))["Differentiation"]
    else:
        said = ingredients(catalogue, **{field: own if field == "variant" else [own]})[name]
    assert own in said


def test_the_ingredients_of_a_response_in_order(catalogue: Catalogue) -> None:
    entry = msgspec.convert(
        response("slr", "left", "positive", familiar="yes", nprs=6, onset_deg=35), Response
    )
    assert phrases.response_ingredients(entry, catalogue) == (
        ("Familiar symptom", "yes"),
        ("NPRS", "6 of 10"),
        ("First response (hip flexion)", "35 degrees"),
    )


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (finding("L4-L5", "protrusion", status=None), "L4-L5: disc protrusion"),
        (
            finding(
                "L4-L5",
                "protrusion",
                "right",
                zone="subarticular",
                root="L5",
                root_relation="displacement",
                grade_system="Pfirrmann",
                grade="2",
            ),
            (
                "L4-L5: disc protrusion, Pfirrmann 2, right, subarticular, L5 root: displacement, "
                "stated by the report"
            ),
        ),
        (
            finding("L4-L5", "bulge", root="L5", grade="mild", status="inferred"),
            "L4-L5: disc bulge, mild, L5 root, inferred by the therapist",
        ),
        (
            finding("L4-L5", "bulge", grade_system="Pfirrmann", status=None),
            "L4-L5: disc bulge, Pfirrmann, grade not recorded",
        ),
        (
            finding("L5-S1", "bulge", root_relation="contact", status=None),
            "L5-S1: disc bulge, root: contact",
        ),
        (
            finding("L4-L5", "bulge", grade_system="free", status=None),
            "L4-L5: disc bulge",
        ),
        (
            finding("L5-S1", "spondylolisthesis", grade_system="meyerding", grade="1"),
            "L5-S1: spondylolisthesis, Meyerding grade 1, stated by the report",
        ),
        (
            finding("L4-L5", "canal_stenosis", grade_system="central_schizas", grade="C"),
            "L4-L5: canal stenosis, Schizas grade C, stated by the report",
        ),
        (
            finding("L4-L5", "bulge", "left", grade="none"),
            "L4-L5: no disc bulge, left, stated by the report",
        ),
    ],
)
def test_a_finding_in_one_line(row: Json, words: str, catalogue: Catalogue) -> None:
    made = msgspec.convert(row, ImagingFinding)
    assert phrases.finding_summary(made, catalogue) == words


@pytest.mark.parametrize(
    ("left", "right", "sentence"),
    [
        (35, 70, "SLR 35 degrees less on the left"),
        (70, 35, "SLR 35 degrees less on the right"),
        (0, 12, "SLR 12 degrees less on the left"),
        (40, 40, "SLR at the same angle on both sides"),
        (0, 0, "SLR at the same angle on both sides"),
    ],
)
def test_the_side_difference_of_an_angle(
    left: int, right: int, sentence: str, catalogue: Catalogue
) -> None:
    examined = examination(
        responses=[
            response("slr", "left", "positive", onset_deg=left),
            response("slr", "right", "negative", onset_deg=right),
        ]
    )
    assert phrases.angle_difference("slr", examined, catalogue) == sentence


@pytest.mark.parametrize(
    ("left", "right", "sentence"),
    [
        (40, 10, "Slump 30 degrees more on the left"),
        (10, 40, "Slump 30 degrees more on the right"),
        (10, 10, "Slump at the same angle on both sides"),
    ],
)
def test_of_a_deficit_the_greater_side_is_named(
    left: int, right: int, sentence: str, catalogue: Catalogue
) -> None:
    examined = examination(
        responses=[
            response("slump", "left", "positive", onset_deg=left),
            response("slump", "right", "negative", onset_deg=right),
        ]
    )
    assert phrases.angle_difference("slump", examined, catalogue) == sentence


def test_an_angle_on_one_side_has_no_side_difference(catalogue: Catalogue) -> None:
    alone = [response("slr", "left", "positive", onset_deg=35)]
    other = response("slr", "right", "negative")
    assert phrases.angle_difference("slr", examination(responses=alone), catalogue) is None
    both = examination(responses=[*alone, other])
    assert phrases.angle_difference("slr", both, catalogue) is None


def test_a_nerve_study_has_no_position_to_be_told(catalogue: Catalogue) -> None:
    examined = examination(imaging=[{"modality": "EMG_NCS", "region": "lumbar"}])
    (held,) = examined.imaging or ()
    assert phrases.imaging_heading(held, examined, catalogue) == (
        "EMG / nerve conduction study report, undated, as transcribed by the therapist"
    )
