"""Which rows the first table has, and how responses are counted in them."""

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from tests.domain.build import (
    Json,
    examination,
    finding,
    mechano,
    report,
    response,
)


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
