"""The comparison's two tables, sentence by sentence of the contract, on small examinations."""

import json
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare, speaking_report
from clinic_desktop.domain.document import read_document
from clinic_desktop.domain.examination import Examination
from tests.domain.build import (
    EXAMPLES,
    Json,
    conduction,
    examination,
    finding,
    mechano,
    report,
    response,
    rule_checks,
    sign,
)

DANGERS = ["fracture", "tumour", "infection", "cauda_equina_compression", "cord_compression"]
LEFT_SLR = response("slr", "left", "positive", familiar="yes")
SCIATIC_NORMAL = ["L3-L4", "L4-L5", "L5-S1"]


def with_imaging(*reports: Json, **parts: Any) -> Examination:
    """Return an examination with a positive left SLR and these reports."""
    return examination(**{"responses": [LEFT_SLR], "imaging": list(reports), **parts})


# The worked examples


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_value_worked_out_by_hand_is_met(path: Path, catalogue: Catalogue) -> None:
    examined = read_document(path.read_bytes(), catalogue.tests)
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    tables: dict[str, Any] = {
        "mechanosensitivity": mechano(examined, catalogue),
        "conduction": conduction(examined, catalogue),
        "rule_checks": rule_checks(examined, catalogue),
    }
    assert set(expected) == set(tables)
    for table, rows in expected.items():
        for key, fields in rows.items():
            for name, value in fields.items():
                found = getattr(tables[table][key], name)
                as_written = list(found) if isinstance(found, tuple) else found
                assert as_written == value, f"{table} {key} {name}"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_have_no_conduction_row_beyond_the_worked_ones(
    path: Path, catalogue: Catalogue
) -> None:
    examined = read_document(path.read_bytes(), catalogue.tests)
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    assert list(conduction(examined, catalogue)) == list(expected["conduction"])


# Rows


def test_a_protocol_gives_its_pathways_a_row_on_either_side(catalogue: Catalogue) -> None:
    rows = mechano(examination(protocol="lumbar_core"), catalogue)
    assert list(rows) == ["left/sciatic", "right/sciatic"]


def test_rows_stand_by_pathway_then_left_before_right(catalogue: Catalogue) -> None:
    tests = ["ulnt3", "ulnt2b", "ulnt2a", "skb", "slump"]
    examined = examination(responses=[response(test, "right", "negative") for test in tests])
    assert list(mechano(examined, catalogue)) == [
        "left/sciatic",
        "right/sciatic",
        "left/femoral",
        "right/femoral",
        "left/median",
        "right/median",
        "left/radial",
        "right/radial",
        "left/ulnar",
        "right/ulnar",
    ]


def test_an_unknown_protocol_loads_nothing(catalogue: Catalogue) -> None:
    assert not mechano(examination(protocol="of my own"), catalogue)
    assert not mechano(examination(), catalogue)


@pytest.mark.parametrize("outcome", ["positive", "negative", "inconclusive", "not_tested"])
def test_any_outcome_loads_its_pathway_not_tested_included(
    outcome: str, catalogue: Catalogue
) -> None:
    examined = examination(responses=[response("skb", "left", outcome)])
    assert list(mechano(examined, catalogue)) == ["left/femoral", "right/femoral"]


def test_a_response_without_outcome_loads_nothing(catalogue: Catalogue) -> None:
    examined = examination(responses=[response("skb", "left", familiar="yes", onset_deg=40)])
    assert not mechano(examined, catalogue)


def test_a_midline_response_loads_its_pathway_and_counts_in_no_row(catalogue: Catalogue) -> None:
    rows = mechano(examination(responses=[response("slump", "midline", "positive")]), catalogue)
    assert list(rows) == ["left/sciatic", "right/sciatic"]
    assert all(row.done == row.positive == row.not_tested == 0 for row in rows.values())


def test_a_test_without_pathway_gives_no_row(catalogue: Catalogue) -> None:
    assert not mechano(examination(responses=[response("spurling", "left", "positive")]), catalogue)


def test_a_named_root_that_no_test_loads_gives_a_row_on_its_side(catalogue: Catalogue) -> None:
    examined = examination(imaging=[report(finding("L4-L5", "protrusion", "left", root="L5"))])
    assert list(mechano(examined, catalogue)) == ["left/sciatic"]


@pytest.mark.parametrize("side", ["midline", "both", None])
def test_a_named_root_of_either_side_gives_two_rows(side: str | None, catalogue: Catalogue) -> None:
    examined = examination(imaging=[report(finding("L4-L5", "protrusion", side, root="L5"))])
    assert list(mechano(examined, catalogue)) == ["left/sciatic", "right/sciatic"]


def test_a_root_of_several_pathways_may_give_several_rows(catalogue: Catalogue) -> None:
    l4 = report(finding("L3-L4", "extrusion", "left", root="L4"))
    assert list(mechano(examination(imaging=[l4]), catalogue)) == ["left/sciatic", "left/femoral"]
    c8 = report(finding("C7-T1", "protrusion", "right", root="C8"), region="cervical")
    assert list(mechano(examination(imaging=[c8]), catalogue)) == [
        "right/median",
        "right/radial",
        "right/ulnar",
    ]


def test_a_root_in_a_pathway_a_test_loads_gives_no_row_of_another(catalogue: Catalogue) -> None:
    l4 = report(finding("L3-L4", "extrusion", "left", root="L4"))
    rows = mechano(examination(protocol="lumbar_core", imaging=[l4]), catalogue)
    assert list(rows) == ["left/sciatic", "right/sciatic"]


def test_one_root_beyond_the_loaded_pathways_is_enough(catalogue: Catalogue) -> None:
    study = report(
        finding("L3-L4", "extrusion", "left", root="L4"),
        finding("L2-L3", "extrusion", "right", root="L3"),
    )
    rows = mechano(examination(protocol="lumbar_core", imaging=[study]), catalogue)
    assert list(rows) == ["left/sciatic", "right/sciatic", "right/femoral"]


def test_an_inferred_root_gives_a_row_too(catalogue: Catalogue) -> None:
    study = report(finding("L4-L5", "protrusion", "left", root="L5", status="inferred"))
    assert list(mechano(examination(imaging=[study]), catalogue)) == ["left/sciatic"]


@pytest.mark.parametrize(
    "row",
    [
        finding("L4-L5", "protrusion", "left"),
        finding("L4-L5", "protrusion", "left", zone="central"),
        finding("L4-L5", "protrusion", "left", root="L5", root_relation="none"),
        finding("L4-L5", "canal_stenosis", "left", root="L5", grade="none"),
        finding("L4-L5", "fracture", "left", root="L5"),
        finding("L4-L5", "normal", "left", root="L5"),
        finding("L1-L2", "protrusion", "left", root="L1"),
    ],
)
def test_no_row_without_a_counting_finding_that_names_a_root_of_a_pathway(
    row: Json, catalogue: Catalogue
) -> None:
    assert not mechano(examination(imaging=[report(row)]), catalogue)


def test_only_the_report_that_fills_the_cell_calls_for_a_row(catalogue: Catalogue) -> None:
    older = report(finding("L4-L5", "protrusion", "left", root="L5"), performed_on="2020-01-01")
    newer = report(performed_on="2021-01-01")
    assert not mechano(examination(imaging=[older, newer]), catalogue)
    elsewhere = report(finding("L4-L5", "protrusion", "left", root="L5"), region="cervical")
    assert not mechano(examination(imaging=[elsewhere]), catalogue)


# The examination cell


def test_responses_count_on_the_tested_side_by_outcome(catalogue: Catalogue) -> None:
    examined = examination(
        responses=[
            response("slr", "left", "positive"),
            response("bragard", "left", "positive"),
            response("slump", "left", "negative"),
            response("sicard", "left", "inconclusive"),
            response("bowstring", "left", "not_tested"),
            response("neri", "left"),
            response("slr", "right", "negative"),
        ]
    )
    left, right = mechano(examined, catalogue).values()
    assert (left.positive, left.negative, left.inconclusive, left.crossed) == (2, 1, 1, 0)
    assert (left.done, left.not_tested) == (4, 1)
    assert (right.positive, right.negative, right.done, right.not_tested) == (0, 1, 1, 0)


def test_a_protocol_test_without_response_counts_nowhere(catalogue: Catalogue) -> None:
    left, right = mechano(examination(protocol="lumbar_core"), catalogue).values()
    assert left.done == left.not_tested == right.done == right.not_tested == 0


@pytest.mark.parametrize(("test", "pathway"), [("cslr", "sciatic"), ("fnst_crossed", "femoral")])
@pytest.mark.parametrize("outcome", ["positive", "negative", "inconclusive", "not_tested"])
def test_a_test_defined_as_crossed_counts_on_the_other_side(
    test: str, pathway: str, outcome: str, catalogue: Catalogue
) -> None:
    for symptom_side in ("left", "right", None):
        given = response(test, "right", outcome, symptom_side=symptom_side)
        rows = mechano(examination(responses=[given]), catalogue)
        left, right = rows[f"left/{pathway}"], rows[f"right/{pathway}"]
        assert getattr(left, outcome) == 1
        assert left.crossed == right.crossed == 0
        assert right.done == right.not_tested == 0
        assert "crossed" not in left.note + right.note


def test_a_positive_felt_on_the_other_side_is_crossed_done_but_not_positive(
    catalogue: Catalogue,
) -> None:
    given = response("slr", "right", "positive", familiar="yes", symptom_side="left")
    left, right = mechano(examination(responses=[given]), catalogue).values()
    assert (right.crossed, right.positive, right.done) == (1, 0, 1)
    assert (left.crossed, left.positive, left.done) == (0, 0, 0)
    assert "SLR" in left.note
    assert "SLR" in right.note


@pytest.mark.parametrize("symptom_side", ["right", "both", "midline", None])
def test_a_positive_not_felt_on_the_opposite_side_is_positive(
    symptom_side: str | None, catalogue: Catalogue
) -> None:
    given = response("slr", "right", "positive", symptom_side=symptom_side)
    row = mechano(examination(responses=[given]), catalogue)["right/sciatic"]
    assert (row.crossed, row.positive) == (0, 1)


@pytest.mark.parametrize("outcome", ["negative", "inconclusive"])
def test_what_is_not_positive_is_not_crossed(outcome: str, catalogue: Catalogue) -> None:
    given = response("slr", "right", outcome, symptom_side="left")
    row = mechano(examination(responses=[given]), catalogue)["right/sciatic"]
    assert (row.crossed, getattr(row, outcome)) == (0, 1)


def test_a_crossed_response_is_named_only_in_the_rows_of_its_pathway(catalogue: Catalogue) -> None:
    given = [
        response("slr", "right", "positive", symptom_side="left"),
        response("fnst", "right", "positive"),
    ]
    rows = mechano(examination(responses=given), catalogue)
    assert "SLR" not in rows["right/femoral"].note + rows["left/femoral"].note


# Which report fills the cell


def speaking(*reports: Json, region: Region = Region.LUMBAR) -> int | None:
    """Return the place in the list of the report that speaks."""
    examined = examination(imaging=list(reports))
    found = speaking_report(examined, region)
    listed = examined.imaging or ()
    return next((index for index, one in enumerate(listed) if one is found), None)


def study(
    modality: str | None = "MRI", day: str | None = None, region: str | None = "lumbar"
) -> Json:
    return report(modality=modality, performed_on=day, region=region)


def test_the_newest_report_speaks_wherever_it_is_listed() -> None:
    assert speaking(study(day="2026-02-01"), study(day="2026-01-01")) == 0
    assert speaking(study(day="2026-01-01"), study(day="2026-02-01")) == 1


def test_an_undated_report_comes_last() -> None:
    assert speaking(study(day="1950-01-01"), study()) == 0
    assert speaking(study(), study(day="1950-01-01")) == 1
    assert speaking(study(day="0001-01-01"), study()) == 0


def test_of_equals_the_later_listed_speaks() -> None:
    assert speaking(study(day="2026-01-01"), study(day="2026-01-01")) == 1
    assert speaking(study(), study()) == 1


def test_the_date_of_the_study_decides_not_that_of_the_report() -> None:
    older = {**study(day="2026-01-01"), "reported_on": "2026-09-01"}
    assert speaking(older, study(day="2026-02-01")) == 1


@pytest.mark.parametrize("modality", ["MRI", "upright_MRI", "CT", "CT_myelography"])
@pytest.mark.parametrize("other", ["MR_neurography", "xray", "ultrasound", "other", None])
def test_a_cross_sectional_study_goes_before_a_newer_one_of_another_modality(
    modality: str, other: str | None
) -> None:
    assert speaking(study(modality, "2020-01-01"), study(other, "2026-01-01")) == 0
    assert speaking(study(modality), study(other, "2026-01-01")) == 0


@pytest.mark.parametrize("modality", ["MR_neurography", "xray", "ultrasound", "other", None])
def test_without_one_the_newest_of_another_modality_speaks(modality: str | None) -> None:
    assert speaking(study(modality, "2026-01-01"), study("xray", "2020-01-01")) == 0


def test_emg_never_fills_an_imaging_cell() -> None:
    assert speaking(study("EMG_NCS", "2026-01-01")) is None
    assert speaking(study("xray"), study("EMG_NCS", "2026-01-01")) == 0


@pytest.mark.parametrize(
    ("region", "lumbar", "cervical"),
    [
        ("lumbar", 0, None),
        ("cervical", None, 0),
        ("whole_spine", 0, 0),
        ("thoracic", None, None),
        ("other", None, None),
        (None, None, None),
    ],
)
def test_a_report_speaks_only_of_the_region_it_covers(
    region: str | None, lumbar: int | None, cervical: int | None
) -> None:
    assert speaking(study(region=region), region=Region.LUMBAR) == lumbar
    assert speaking(study(region=region), region=Region.CERVICAL) == cervical


def test_other_reports_are_named_in_the_note(catalogue: Catalogue) -> None:
    examined = with_imaging(
        study(day="2026-03-20"),
        study("CT", "2019-04-02"),
        study("EMG_NCS", "2026-05-01"),
        study("xray"),
        study("MRI", "2018-01-09", region="cervical"),
    )
    note = mechano(examined, catalogue)["left/sciatic"].note
    assert "CT of 2 April 2019" in note
    assert "conduction study of 1 May 2026" in note
    assert "X-ray, undated" in note
    assert "MRI of 9 January 2018" in note
    assert "20 March 2026" not in note


def test_reports_that_fill_no_cell_are_named_too(catalogue: Catalogue) -> None:
    examined = with_imaging(study("CT", "2019-04-02", region=None), study(None, region="thoracic"))
    row = mechano(examined, catalogue)["left/sciatic"]
    assert row.imaging == "not_imaged"
    assert "CT of 2 April 2019" in row.note
    assert "thoracic spine" in row.note


# The imaging cell


@pytest.mark.parametrize(
    ("test", "region", "good", "levels"),
    [
        ("slr", "lumbar", "cervical", "L3-L4 L4-L5 L5-S1"),
        ("skb", "lumbar", "cervical", "L1-L2 L2-L3 L3-L4 L4-L5"),
        ("ulnt1", "cervical", "lumbar", "C5-C6 C6-C7 C7-T1"),
        ("ulnt2b", "cervical", "lumbar", "C4-C5 C5-C6 C6-C7 C7-T1"),
        ("ulnt3", "cervical", "lumbar", "C7-T1"),
    ],
)
def test_normal_when_every_level_of_the_row_is_stated_normal(
    test: str, region: str, good: str, levels: str, catalogue: Catalogue
) -> None:
    responses = [response(test, "left", "positive")]

    def cell(stated: list[str], covered: str) -> str:
        examined = examination(
            responses=responses, imaging=[report(stated_normal=stated, region=covered)]
        )
        return next(iter(mechano(examined, catalogue).values())).imaging

    every = levels.split()
    assert cell(every, region) == "normal"
    assert cell(every, "whole_spine") == "normal"
    assert cell(every, good) == "not_imaged"
    for left_out in every:
        assert cell([level for level in every if level != left_out], region) == "not_mentioned"


def test_changed_when_a_counting_finding_has_a_root_of_the_pathway_on_that_side(
    catalogue: Catalogue,
) -> None:
    rows = mechano(with_imaging(report(finding("L5-S1", "protrusion", "left"))), catalogue)
    assert rows["left/sciatic"].imaging == "changed"
    assert rows["left/sciatic"].imaging_roots == ("L5", "S1")
    assert rows["right/sciatic"].imaging == "not_mentioned"
    assert rows["right/sciatic"].imaging_roots == ()


def test_a_named_root_of_the_pathway_counts_at_whatever_level_it_was_found(
    catalogue: Catalogue,
) -> None:
    examined = with_imaging(report(finding("T12-L1", "protrusion", "left", root="S1")))
    assert mechano(examined, catalogue)["left/sciatic"].imaging_roots == ("S1",)


def test_a_root_outside_the_row_is_another_change(catalogue: Catalogue) -> None:
    foraminal = report(finding("L3-L4", "foraminal_stenosis", "left"))
    row = mechano(with_imaging(foraminal), catalogue)["left/sciatic"]
    assert row.imaging == "other_change"
    assert row.imaging_roots == ()


def test_a_level_outside_the_row_is_no_other_change(catalogue: Catalogue) -> None:
    examined = with_imaging(
        report(finding("L2-L3", "protrusion", "left"), stated_normal=SCIATIC_NORMAL)
    )
    assert mechano(examined, catalogue)["left/sciatic"].imaging == "normal"


@pytest.mark.parametrize(
    "row",
    [
        finding("L4-L5", "protrusion", "left", root="L5", root_relation="none"),
        finding("L4-L5", "disc_degeneration", "left"),
        finding("L4-L5", "modic", "midline"),
        finding("L4-L5", "scar", "both"),
        finding("L4-L5", "other"),
        finding("L3-L4", "protrusion", "left", root="L3"),
        finding("L3-L4", "bulge", "left", zone="extraforaminal"),
    ],
)
def test_any_other_finding_at_a_level_of_the_row_is_another_change_even_if_stated_normal(
    row: Json, catalogue: Catalogue
) -> None:
    examined = with_imaging(report(row, stated_normal=SCIATIC_NORMAL, rest_stated_normal=True))
    left = mechano(examined, catalogue)["left/sciatic"]
    assert left.imaging == "other_change"
    assert left.imaging_roots == ()
    assert left.reading == "examination_only"


@pytest.mark.parametrize(
    "row",
    [
        finding("L4-L5", "normal", "left"),
        finding("L4-L5", "canal_stenosis", "left", grade="none"),
        finding("L4-L5", "disc_degeneration", "left", grade="none"),
        finding("L4-L5", "modic", "right"),
        finding("L4-L5", "fracture", "left", grade="none"),
    ],
)
def test_normal_negated_and_other_side_rows_are_no_other_change(
    row: Json, catalogue: Catalogue
) -> None:
    examined = with_imaging(report(row, stated_normal=SCIATIC_NORMAL))
    assert mechano(examined, catalogue)["left/sciatic"].imaging == "normal"


def test_levels_may_be_stated_normal_in_three_ways(catalogue: Catalogue) -> None:
    examined = with_imaging(
        report(
            finding("L4-L5", "normal", "left"),
            finding("L1-L2", "modic", "left"),
            stated_normal=["L3-L4"],
            rest_stated_normal=True,
        )
    )
    rows = mechano(examined, catalogue)
    assert rows["left/sciatic"].imaging == "normal"
    assert rows["right/sciatic"].imaging == "normal"


def test_a_negated_row_keeps_the_rest_from_being_normal_there(catalogue: Catalogue) -> None:
    negated = finding("L4-L5", "canal_stenosis", "left", grade="none")
    rows = mechano(with_imaging(report(negated, rest_stated_normal=True)), catalogue)
    assert rows["left/sciatic"].imaging == "not_mentioned"
    assert rows["right/sciatic"].imaging == "normal"


def test_the_rest_covers_the_other_side_of_a_changed_level(catalogue: Catalogue) -> None:
    changed = finding("L4-L5", "protrusion", "left")
    rows = mechano(with_imaging(report(changed, rest_stated_normal=True)), catalogue)
    assert rows["left/sciatic"].imaging == "changed"
    assert rows["right/sciatic"].imaging == "normal"


@pytest.mark.parametrize("modality", ["MR_neurography", "xray", "ultrasound", "other", None])
def test_another_modality_makes_a_cell_changed_or_other_change_but_never_normal(
    modality: str | None, catalogue: Catalogue
) -> None:
    def cell(*findings: Json, **more: Any) -> str:
        only = report(*findings, modality=modality, **more)
        return mechano(with_imaging(only), catalogue)["left/sciatic"].imaging

    assert cell(finding("L4-L5", "spondylolisthesis")) == "changed"
    assert cell(finding("L4-L5", "modic")) == "other_change"
    assert cell(stated_normal=SCIATIC_NORMAL, rest_stated_normal=True) == "not_mentioned"


def test_an_emg_alone_leaves_the_row_not_imaged(catalogue: Catalogue) -> None:
    emg = report(finding("L4-L5", "protrusion", "left", root="L5"), modality="EMG_NCS")
    row = mechano(with_imaging(emg), catalogue)["left/sciatic"]
    assert row.imaging == "not_imaged"
    assert row.reading == "cannot_compare"


def test_no_report_at_all_is_not_imaged(catalogue: Catalogue) -> None:
    assert mechano(with_imaging(), catalogue)["left/sciatic"].imaging == "not_imaged"


@pytest.mark.parametrize("danger", DANGERS)
def test_a_danger_never_enters_a_row_and_the_note_says_see_safety(
    danger: str, catalogue: Catalogue
) -> None:
    examined = with_imaging(
        report(
            finding("L4-L5", danger, "left", root="L5"),
            stated_normal=SCIATIC_NORMAL,
            rest_stated_normal=True,
        )
    )
    rows = mechano(examined, catalogue)
    assert rows["left/sciatic"].imaging == "not_mentioned"
    assert rows["left/sciatic"].imaging_roots == ()
    assert "see safety" in rows["left/sciatic"].note
    assert rows["right/sciatic"].imaging == "normal"
    assert "see safety" not in rows["right/sciatic"].note


@pytest.mark.parametrize(
    "row", [finding("L1-L2", "fracture"), finding("L4-L5", "fracture", grade="none")]
)
def test_a_danger_elsewhere_or_denied_leaves_the_row_normal(
    row: Json, catalogue: Catalogue
) -> None:
    left = mechano(with_imaging(report(row, stated_normal=SCIATIC_NORMAL)), catalogue)[
        "left/sciatic"
    ]
    assert left.imaging == "normal"
    assert "see safety" not in left.note


def test_the_imaging_roots_are_those_of_the_counting_findings_in_the_row_cranial_first(
    catalogue: Catalogue,
) -> None:
    examined = with_imaging(
        report(
            finding("L5-S1", "bulge", "midline"),
            finding("L3-L4", "protrusion", "left"),
            finding("L4-L5", "protrusion", "right"),
            finding("L4-L5", "protrusion", "left", root="L5", root_relation="none"),
        )
    )
    rows = mechano(examined, catalogue)
    assert rows["left/sciatic"].imaging_roots == ("L4", "L5", "S1")
    assert rows["right/sciatic"].imaging_roots == ("L4", "L5", "S1")
    left_alone = with_imaging(report(finding("L3-L4", "protrusion", "left")))
    assert mechano(left_alone, catalogue)["left/sciatic"].imaging_roots == ("L4",)


def test_an_overlapping_root_counts_in_both_pathways(catalogue: Catalogue) -> None:
    examined = examination(
        responses=[response("slr", "left", "negative"), response("skb", "left", "negative")],
        imaging=[report(finding("L3-L4", "protrusion", "left", zone="subarticular"))],
    )
    rows = mechano(examined, catalogue)
    assert rows["left/sciatic"].imaging_roots == ("L4",)
    assert rows["left/femoral"].imaging_roots == ("L4",)


@pytest.mark.parametrize(
    ("row", "stated"),
    [
        (finding("L4-L5", "protrusion", "left", root="L5"), True),
        (finding("L4-L5", "protrusion", None, root="L5"), True),
        (finding("L4-L5", "protrusion", "left", root="L5", status="inferred"), False),
        (finding("L4-L5", "protrusion", "left", root="L5", status=None), False),
        (finding("L4-L5", "protrusion", "left", zone="subarticular"), False),
    ],
)
def test_the_root_is_stated_when_a_stated_counting_finding_names_it(
    row: Json, stated: bool, catalogue: Catalogue
) -> None:
    left = mechano(with_imaging(report(row)), catalogue)["left/sciatic"]
    assert left.imaging == "changed"
    assert left.root_stated is stated


def test_a_root_stated_free_does_not_state_the_root_of_another_finding(
    catalogue: Catalogue,
) -> None:
    examined = with_imaging(
        report(
            finding("L4-L5", "bulge", "left"),
            finding("L4-L5", "protrusion", "left", root="L5", root_relation="none"),
        )
    )
    assert not mechano(examined, catalogue)["left/sciatic"].root_stated


def test_a_root_stated_on_the_other_side_does_not_state_this_one(catalogue: Catalogue) -> None:
    examined = with_imaging(
        report(
            finding("L4-L5", "bulge", "left"),
            finding("L4-L5", "protrusion", "right", root="L5"),
        )
    )
    assert not mechano(examined, catalogue)["left/sciatic"].root_stated


def test_inferred_findings_count_and_the_note_says_so(catalogue: Catalogue) -> None:
    inferred = finding("L4-L5", "protrusion", "left", status="inferred")
    rows = mechano(with_imaging(report(inferred)), catalogue)
    assert rows["left/sciatic"].imaging == "changed"
    assert "inferred" in rows["left/sciatic"].note
    assert "inferred" not in rows["right/sciatic"].note


@pytest.mark.parametrize("status", ["stated", None])
def test_the_note_speaks_of_no_inference_where_there_is_none(
    status: str | None, catalogue: Catalogue
) -> None:
    row = finding("L4-L5", "protrusion", "left", status=status)
    assert "inferred" not in mechano(with_imaging(report(row)), catalogue)["left/sciatic"].note


# The reading: the first line that fits


CHANGED = report(finding("L4-L5", "protrusion", "left"))
NOT_CHANGED = [
    report(stated_normal=SCIATIC_NORMAL),
    report(),
    report(finding("L4-L5", "modic", "left")),
]
CROSSED = response("neri", "left", "positive", symptom_side="right")


def reading(imaging: list[Json], *responses: Json, catalogue: Catalogue) -> str:
    examined = examination(protocol="lumbar_core", responses=list(responses), imaging=imaging)
    return mechano(examined, catalogue)["left/sciatic"].reading


@pytest.mark.parametrize("imaging", [[], [CHANGED], *([one] for one in NOT_CHANGED)])
def test_nothing_done_cannot_be_compared(imaging: list[Json], catalogue: Catalogue) -> None:
    assert reading(imaging, catalogue=catalogue) == "cannot_compare"
    untested = response("slr", "left", "not_tested")
    assert reading(imaging, untested, catalogue=catalogue) == "cannot_compare"


@pytest.mark.parametrize("outcome", ["positive", "negative", "inconclusive"])
def test_what_was_not_imaged_cannot_be_compared(outcome: str, catalogue: Catalogue) -> None:
    done = response("slr", "left", outcome)
    assert reading([], done, catalogue=catalogue) == "cannot_compare"


def test_one_positive_is_enough(catalogue: Catalogue) -> None:
    responses = [
        response("slr", "left", "positive"),
        response("bragard", "left", "negative"),
        response("slump", "left", "inconclusive"),
        CROSSED,
    ]
    assert reading([CHANGED], *responses, catalogue=catalogue) == "both"
    for imaging in NOT_CHANGED:
        assert reading([imaging], *responses, catalogue=catalogue) == "examination_only"


def test_without_a_positive_one_negative_is_enough(catalogue: Catalogue) -> None:
    responses = [
        response("bragard", "left", "negative"),
        response("slump", "left", "inconclusive"),
        CROSSED,
    ]
    assert reading([CHANGED], *responses, catalogue=catalogue) == "imaging_only"
    for imaging in NOT_CHANGED:
        assert reading([imaging], *responses, catalogue=catalogue) == "neither"


@pytest.mark.parametrize("imaging", [CHANGED, *NOT_CHANGED])
def test_inconclusive_or_crossed_alone_is_inconclusive(imaging: Json, catalogue: Catalogue) -> None:
    unsure = response("slump", "left", "inconclusive")
    assert reading([imaging], unsure, catalogue=catalogue) == "inconclusive"
    assert reading([imaging], CROSSED, catalogue=catalogue) == "inconclusive"
    assert reading([imaging], unsure, CROSSED, catalogue=catalogue) == "inconclusive"


# The agreement: only where both sources show something


def agreed(imaging: Json, *signs: Json, catalogue: Catalogue) -> tuple[str | None, str]:
    """Return the agreement of the left sciatic row and its note."""
    row = mechano(with_imaging(imaging, conduction=list(signs)), catalogue)["left/sciatic"]
    assert row.reading == "both"
    return row.agreement, row.note


L5_LOSS = sign("L5", "left", "power", "4")


@pytest.mark.parametrize("side", ["left", "both"])
def test_side_and_root_when_a_loss_is_at_the_root_the_report_names(
    side: str, catalogue: Catalogue
) -> None:
    named = report(finding("L4-L5", "protrusion", side, root="L5"))
    agreement, note = agreed(named, L5_LOSS, catalogue=catalogue)
    assert agreement == "side_and_root"
    assert "loss at L5; the report names L5" in note


@pytest.mark.parametrize(
    ("side", "agreement"), [("left", "side"), ("both", None), ("midline", None), (None, None)]
)
@pytest.mark.parametrize(
    "signs",
    [
        (),
        (sign("S1", "left", "reflex", "reduced"),),
        (sign("L5", "right", "power", "4"),),
        (sign("L5", "left", "power", "5"),),
        (sign("L5", "left", "power"),),
        (sign("L5", "left", "pin_prick", "increased"),),
    ],
)
def test_without_loss_there_only_the_side_by_name_agrees(
    side: str | None, agreement: str | None, signs: tuple[Json, ...], catalogue: Catalogue
) -> None:
    named = report(finding("L4-L5", "protrusion", side, root="L5"))
    assert agreed(named, *signs, catalogue=catalogue)[0] == agreement


@pytest.mark.parametrize("side", ["midline", None])
def test_a_named_root_without_a_side_by_name_agrees_in_nothing(
    side: str | None, catalogue: Catalogue
) -> None:
    named = report(finding("L4-L5", "protrusion", side, root="L5"))
    assert agreed(named, L5_LOSS, catalogue=catalogue)[0] is None


@pytest.mark.parametrize("status", ["inferred", None])
def test_a_root_that_is_not_stated_agrees_by_side_only(
    status: str | None, catalogue: Catalogue
) -> None:
    named = report(finding("L4-L5", "protrusion", "left", root="L5", status=status))
    assert agreed(named, L5_LOSS, catalogue=catalogue)[0] == "side"


def test_roots_by_level_and_zone_agree_by_side_only(catalogue: Catalogue) -> None:
    by_zone = report(finding("L4-L5", "protrusion", "left", zone="subarticular"))
    assert agreed(by_zone, L5_LOSS, catalogue=catalogue)[0] == "side"


def test_the_side_may_come_from_another_counting_finding_of_the_cell(
    catalogue: Catalogue,
) -> None:
    study = report(
        finding("L5-S1", "bulge", "midline", root="S1"),
        finding("L4-L5", "protrusion", "left", status="inferred"),
    )
    loss = sign("S1", "left", "reflex", "absent")
    assert agreed(study, loss, catalogue=catalogue)[0] == "side"


def test_a_side_named_by_a_finding_that_does_not_count_does_not_agree(
    catalogue: Catalogue,
) -> None:
    study = report(
        finding("L5-S1", "bulge", "midline"),
        finding("L4-L5", "modic", "left"),
        finding("L3-L4", "foraminal_stenosis", "left"),
    )
    assert agreed(study, catalogue=catalogue)[0] is None


def test_the_note_names_both_places(catalogue: Catalogue) -> None:
    named = report(finding("L4-L5", "protrusion", "left", root="L5"))
    _, note = agreed(named, sign("S1", "left", "reflex", "reduced"), catalogue=catalogue)
    assert "loss at S1; the report names L5" in note


@pytest.mark.parametrize(
    "signs", [(), (sign("L5", "left", "power"),), (sign("S1", "right", "reflex", "absent"),)]
)
def test_the_note_says_when_no_conduction_sign_is_recorded_on_that_side(
    signs: tuple[Json, ...], catalogue: Catalogue
) -> None:
    named = report(finding("L4-L5", "protrusion", "left", root="L5"))
    assert "no conduction sign recorded" in agreed(named, *signs, catalogue=catalogue)[1]


def test_the_note_says_when_signs_show_no_loss_or_the_report_names_no_root(
    catalogue: Catalogue,
) -> None:
    unnamed = report(finding("L4-L5", "protrusion", "left"))
    _, note = agreed(unnamed, sign("S1", "left", "reflex", "normal"), catalogue=catalogue)
    assert "no conduction sign recorded" not in note
    assert "no loss" in note
    _, note = agreed(unnamed, L5_LOSS, catalogue=catalogue)
    assert "loss at L5; the report names no root" in note


def test_no_agreement_outside_the_reading_both(catalogue: Catalogue) -> None:
    named = report(finding("L4-L5", "protrusion", "left", root="L5"))
    for outcome in ("negative", "inconclusive", "not_tested"):
        examined = examination(
            responses=[response("slr", "left", outcome)], conduction=[L5_LOSS], imaging=[named]
        )
        row = mechano(examined, catalogue)["left/sciatic"]
        assert row.agreement is None
        assert "the report names" not in row.note


# Conduction


def test_a_loss_gives_a_row_cranial_to_caudal_left_before_right(catalogue: Catalogue) -> None:
    examined = examination(
        conduction=[
            sign("S1", "right", "reflex", "absent"),
            sign("S1", "left", "reflex", "reduced"),
            sign("L4", "right", "pin_prick", "altered"),
            sign("C6", "left", "power", "4"),
            sign("L5", "left", "light_touch", "normal"),
            sign("L5", "right", "light_touch", "increased"),
            sign("C7", "left", "reflex", "brisk"),
            sign("C8", "left", "reflex", "clonus"),
            sign("L2", "left", "power"),
        ]
    )
    assert list(conduction(examined, catalogue)) == ["left/C6", "right/L4", "left/S1", "right/S1"]


@pytest.mark.parametrize(
    ("side", "rows"),
    [
        ("left", ["left/L5"]),
        ("right", ["right/L5"]),
        ("midline", ["left/L5", "right/L5"]),
        ("both", ["left/L5", "right/L5"]),
        (None, ["left/L5", "right/L5"]),
    ],
)
def test_the_named_root_of_a_counting_finding_gives_a_row(
    side: str | None, rows: list[str], catalogue: Catalogue
) -> None:
    examined = examination(imaging=[report(finding("L4-L5", "protrusion", side, root="L5"))])
    assert list(conduction(examined, catalogue)) == rows


@pytest.mark.parametrize(
    "row",
    [
        finding("L4-L5", "protrusion", "left"),
        finding("L4-L5", "protrusion", "left", zone="subarticular"),
        finding("L4-L5", "protrusion", "left", root="L5", root_relation="none"),
        finding("L4-L5", "protrusion", "left", root="L5", grade="none"),
        finding("L4-L5", "tumour", "left", root="L5"),
    ],
)
def test_no_row_without_a_named_root_that_counts(row: Json, catalogue: Catalogue) -> None:
    assert not conduction(examination(imaging=[report(row)]), catalogue)


def test_only_the_report_that_fills_the_cell_gives_conduction_rows(catalogue: Catalogue) -> None:
    older = report(finding("L4-L5", "protrusion", "left", root="L5"), performed_on="2020-01-01")
    newer = report(performed_on="2021-01-01")
    assert not conduction(examination(imaging=[older, newer]), catalogue)
    cervical = report(finding("L4-L5", "protrusion", "left", root="L5"), region="cervical")
    assert not conduction(examination(imaging=[cervical]), catalogue)


def test_signs_stand_in_document_order_and_those_without_grade_are_left_out(
    catalogue: Catalogue,
) -> None:
    examined = examination(
        conduction=[
            sign("S1", "left", "light_touch", "normal"),
            sign("S1", "left", "power"),
            sign("S1", "right", "reflex", "normal"),
            sign("S1", "left", "reflex", "reduced"),
            sign("L5", "left", "power", "5"),
        ]
    )
    row = conduction(examined, catalogue)["left/S1"]
    assert [(one.kind, one.grade) for one in row.signs] == [
        ("light_touch", "normal"),
        ("reflex", "reduced"),
    ]
    assert row.loss


@pytest.mark.parametrize(
    ("imaging", "with_loss", "without_loss"),
    [
        ([report(finding("L5-S1", "bulge", "left", root="S1"))], "both", "imaging_only"),
        ([report(stated_normal=["L5-S1"])], "examination_only", None),
        ([report()], "examination_only", None),
        ([], "cannot_compare", None),
    ],
)
def test_a_loss_reads_as_positive_and_signs_without_loss_as_negative(
    imaging: list[Json], with_loss: str, without_loss: str | None, catalogue: Catalogue
) -> None:
    for grade, expected in (("absent", with_loss), ("normal", without_loss)):
        examined = examination(
            conduction=[
                sign("S1", "left", "reflex", grade),
                sign("S1", "left", "power", "5"),
            ],
            imaging=imaging,
        )
        row = conduction(examined, catalogue).get("left/S1")
        assert (row.reading if row else None) == expected


def test_a_named_root_without_a_sign_cannot_be_compared(catalogue: Catalogue) -> None:
    examined = examination(
        imaging=[report(finding("L5-S1", "bulge", "left", root="S1"))],
        conduction=[sign("S1", "left", "reflex"), sign("S1", "right", "reflex", "absent")],
    )
    row = conduction(examined, catalogue)["left/S1"]
    assert (row.signs, row.loss, row.reading) == ((), False, "cannot_compare")


def test_a_gain_is_a_sign_without_loss(catalogue: Catalogue) -> None:
    examined = examination(
        imaging=[report(finding("L5-S1", "bulge", "left", root="S1"))],
        conduction=[sign("S1", "left", "reflex", "clonus")],
    )
    row = conduction(examined, catalogue)["left/S1"]
    assert not row.loss
    assert row.reading == "imaging_only"
    assert [one.grade for one in row.signs] == ["clonus"]


def cell_of(root: str, imaging: Json, catalogue: Catalogue) -> str:
    """Return the imaging cell of a root on the left, where its power is lost."""
    examined = examination(conduction=[sign(root, "left", "power", "2")], imaging=[imaging])
    return conduction(examined, catalogue)[f"left/{root}"].imaging


@pytest.mark.parametrize(
    ("root", "levels"),
    [
        ("L1", "L1-L2"),
        ("L4", "L3-L4 L4-L5"),
        ("L5", "L4-L5 L5-S1"),
        ("S1", "L5-S1"),
        ("C3", "C2-C3"),
        ("C7", "C6-C7"),
        ("C8", "C7-T1"),
    ],
)
def test_a_root_is_normal_when_every_level_where_it_runs_is(
    root: str, levels: str, catalogue: Catalogue
) -> None:
    every = levels.split()
    stated = report(stated_normal=every, region="whole_spine")
    assert cell_of(root, stated, catalogue) == "normal"
    for left_out in every:
        fewer = report(
            stated_normal=[level for level in every if level != left_out], region="whole_spine"
        )
        assert cell_of(root, fewer, catalogue) == "not_mentioned"


@pytest.mark.parametrize("root", ["C2", "T1", "S2", "S3"])
def test_a_root_that_runs_at_no_level_is_never_normal(root: str, catalogue: Catalogue) -> None:
    everything = report(rest_stated_normal=True, region="whole_spine")
    assert cell_of(root, everything, catalogue) == "not_mentioned"
    named = report(finding("L5-S1", "tarlov_cyst", "left", root=root), region="whole_spine")
    assert cell_of(root, named, catalogue) == "changed"


def test_the_cell_of_a_root_takes_the_findings_of_that_root(catalogue: Catalogue) -> None:
    study = report(finding("L4-L5", "protrusion", "left", zone="subarticular"))
    assert cell_of("L5", study, catalogue) == "changed"
    assert cell_of("L4", study, catalogue) == "other_change"
    assert cell_of("S1", study, catalogue) == "not_mentioned"
    assert cell_of("C6", study, catalogue) == "not_imaged"


def test_the_root_of_a_row_may_be_stated_or_not(catalogue: Catalogue) -> None:
    def stated(**more: str) -> bool:
        examined = examination(
            conduction=[L5_LOSS], imaging=[report(finding("L4-L5", "bulge", "left", **more))]
        )
        return conduction(examined, catalogue)["left/L5"].root_stated

    assert stated(root="L5")
    assert not stated(zone="central")
    assert not stated(root="L5", status="inferred")
    assert not stated(root="L4")


def test_a_conduction_row_carries_the_notes_of_its_cell(catalogue: Catalogue) -> None:
    examined = examination(
        conduction=[L5_LOSS],
        imaging=[
            report(
                finding("L4-L5", "bulge", "left", status="inferred"),
                finding("L5-S1", "infection"),
                performed_on="2026-01-01",
            ),
            study("CT", "2020-01-01"),
        ],
    )
    note = conduction(examined, catalogue)["left/L5"].note
    assert "inferred" in note
    assert "see safety" in note
    assert "CT of 1 January 2020" in note


def test_emg_reports_stand_beside_the_imaging_cell(catalogue: Catalogue) -> None:
    emg = report(modality="EMG_NCS", region="lumbar", text="Denervation of left tibialis anterior.")
    row = conduction(examination(conduction=[L5_LOSS], imaging=[emg]), catalogue)["left/L5"]
    assert row.emg == "Denervation of left tibialis anterior."
    assert row.imaging == "not_imaged"


def test_several_emg_reports_all_stand(catalogue: Catalogue) -> None:
    reports = [report(modality="EMG_NCS", text=text) for text in ("first", "second")]
    row = conduction(examination(conduction=[L5_LOSS], imaging=reports), catalogue)["left/L5"]
    assert row.emg is not None
    assert row.emg.index("first") < row.emg.index("second")


def test_without_an_emg_report_emg_is_null(catalogue: Catalogue) -> None:
    examined = examination(conduction=[L5_LOSS], imaging=[report(text="MRI text")])
    assert conduction(examined, catalogue)["left/L5"].emg is None


def test_an_emg_report_without_text_is_not_silent(catalogue: Catalogue) -> None:
    examined = examination(conduction=[L5_LOSS], imaging=[report(modality="EMG_NCS")])
    assert conduction(examined, catalogue)["left/L5"].emg


# Pure


@pytest.mark.parametrize("level", ["none", "few", "some", "high"])
def test_the_level_of_concern_changes_no_row(level: str, catalogue: Catalogue) -> None:
    parts: Json = {"responses": [LEFT_SLR], "imaging": [CHANGED], "conduction": [L5_LOSS]}
    concerned = examination(**parts, red_flags={"level": level})
    assert compare(concerned, catalogue) == compare(examination(**parts), catalogue)
