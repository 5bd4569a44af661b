"""Findings and reports: what counts, which roots and sides a row speaks of, what is normal."""

import msgspec
import pytest

from clinic_desktop.domain.anatomy import Level, Region, Side
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, ImagingReport
from tests.domain.build import Json, finding, report

COUNTING = {
    "bulge",
    "protrusion",
    "extrusion",
    "sequestration",
    "herniation",
    "canal_stenosis",
    "lateral_recess_stenosis",
    "foraminal_stenosis",
    "spondylolisthesis",
    "synovial_cyst",
}
DANGERS = {"fracture", "tumour", "infection", "cauda_equina_compression", "cord_compression"}


def a_finding(level: str, kind: str, side: str | None = None, **more: str | None) -> ImagingFinding:
    return msgspec.convert(finding(level, kind, side, **more), ImagingFinding)


def a_report(*findings: Json, **more: object) -> ImagingReport:
    return msgspec.convert(report(*findings, **more), ImagingReport)


@pytest.mark.parametrize("kind", list(FindingKind))
def test_only_the_listed_kinds_count_without_a_root(kind: FindingKind) -> None:
    assert a_finding("L4-L5", kind).counts is (kind in COUNTING)


@pytest.mark.parametrize("kind", list(FindingKind))
def test_every_kind_that_names_a_root_counts_save_normal_and_dangers(kind: FindingKind) -> None:
    never = {"normal"} | DANGERS
    assert a_finding("L4-L5", kind, root="L5").counts is (kind not in never)


@pytest.mark.parametrize("kind", list(FindingKind))
def test_grade_none_never_counts(kind: FindingKind) -> None:
    assert not a_finding("L4-L5", kind, root="L5", grade="none").counts


@pytest.mark.parametrize("kind", list(FindingKind))
def test_a_root_stated_free_never_counts(kind: FindingKind) -> None:
    assert not a_finding("L4-L5", kind, root="L5", root_relation="none").counts


@pytest.mark.parametrize("relation", ["contact", "displacement", "compression", None])
def test_a_root_that_is_touched_counts(relation: str | None) -> None:
    assert a_finding("L4-L5", "protrusion", root="L5", root_relation=relation).counts


def test_a_danger_graded_none_is_no_danger() -> None:
    assert a_finding("L4-L5", "fracture").is_danger
    assert not a_finding("L4-L5", "fracture", grade="none").is_danger
    assert not a_finding("L4-L5", "protrusion").is_danger


def test_the_named_root_goes_before_level_and_zone() -> None:
    named = a_finding("L4-L5", "protrusion", zone="foraminal", root="S1")
    assert named.roots == ("S1",)
    assert a_finding("T12-L1", "protrusion", root="L1").roots == ("L1",)


@pytest.mark.parametrize(
    ("kind", "root"),
    [("foraminal_stenosis", "L4"), ("lateral_recess_stenosis", "L5"), ("canal_stenosis", "L5")],
)
def test_a_stenosis_without_zone_implies_one(kind: str, root: str) -> None:
    assert a_finding("L4-L5", kind).roots == (root,)


def test_the_zone_of_a_stenosis_goes_before_the_implied_one() -> None:
    assert a_finding("L4-L5", "canal_stenosis", zone="foraminal").roots == ("L4",)
    assert a_finding("L4-L5", "foraminal_stenosis", zone="central").roots == ("L5",)


def test_a_finding_without_zone_gives_both_roots() -> None:
    assert a_finding("L4-L5", "protrusion").roots == ("L4", "L5")


@pytest.mark.parametrize(
    ("side", "left", "right"),
    [
        ("left", True, False),
        ("right", False, True),
        ("midline", True, True),
        ("both", True, True),
        (None, True, True),
    ],
)
def test_midline_both_and_no_side_speak_of_either(
    side: str | None, left: bool, right: bool
) -> None:
    row = a_finding("L4-L5", "bulge", side)
    assert row.is_on(Side.LEFT) is left
    assert row.is_on(Side.RIGHT) is right


@pytest.mark.parametrize(
    ("region", "covered"),
    [
        ("lumbar", {"lumbar"}),
        ("cervical", {"cervical"}),
        ("thoracic", {"thoracic"}),
        ("whole_spine", {"lumbar", "cervical", "thoracic", "whole_spine"}),
        ("other", {"other"}),
        (None, set()),
    ],
)
def test_what_a_region_covers(region: str | None, covered: set[str]) -> None:
    study = a_report(region=region)
    for wanted in (Region.LUMBAR, Region.CERVICAL):
        assert study.covers(wanted) is (wanted in covered)


def test_a_level_in_stated_normal_is_normal_on_both_sides_whatever_rows_stand_there() -> None:
    study = a_report(finding("L4-L5", "disc_degeneration", "left"), stated_normal=["L4-L5"])
    assert study.states_normal(Level.L4_L5, Side.LEFT)
    assert study.states_normal(Level.L4_L5, Side.RIGHT)
    assert not study.states_normal(Level.L3_L4, Side.LEFT)


def test_a_stated_row_of_kind_normal_states_its_side_normal() -> None:
    study = a_report(finding("L4-L5", "normal", "left"))
    assert study.states_normal(Level.L4_L5, Side.LEFT)
    assert not study.states_normal(Level.L4_L5, Side.RIGHT)


@pytest.mark.parametrize("status", ["inferred", None])
def test_a_row_of_kind_normal_that_is_not_stated_states_nothing(status: str | None) -> None:
    study = a_report(finding("L4-L5", "normal", "left", status=status))
    assert not study.states_normal(Level.L4_L5, Side.LEFT)


def test_rest_stated_normal_covers_unlisted_levels_and_the_other_side_of_listed_ones() -> None:
    study = a_report(finding("L4-L5", "bulge", "left"), rest_stated_normal=True)
    assert not study.states_normal(Level.L4_L5, Side.LEFT)
    assert study.states_normal(Level.L4_L5, Side.RIGHT)
    assert study.states_normal(Level.L5_S1, Side.LEFT)


def test_rest_stated_normal_needs_no_findings() -> None:
    assert ImagingReport(rest_stated_normal=True).states_normal(Level.L4_L5, Side.LEFT)


def test_a_negated_row_takes_its_level_out_of_the_rest() -> None:
    study = a_report(
        finding("L4-L5", "canal_stenosis", "left", grade="none"), rest_stated_normal=True
    )
    assert not study.states_normal(Level.L4_L5, Side.LEFT)
    assert study.states_normal(Level.L4_L5, Side.RIGHT)


def test_without_rest_stated_normal_an_unlisted_level_is_not_normal() -> None:
    assert not a_report(rest_stated_normal=False).states_normal(Level.L4_L5, Side.LEFT)
    assert not a_report().states_normal(Level.L4_L5, Side.LEFT)


@pytest.mark.parametrize("danger", sorted(DANGERS))
def test_a_level_with_a_danger_is_never_stated_normal_on_that_side(danger: str) -> None:
    study = a_report(
        finding("L4-L5", danger, "left"),
        finding("L4-L5", "normal", "left"),
        stated_normal=["L4-L5"],
        rest_stated_normal=True,
    )
    assert not study.states_normal(Level.L4_L5, Side.LEFT)
    assert study.states_normal(Level.L4_L5, Side.RIGHT)


def test_a_danger_graded_none_leaves_a_stated_level_normal() -> None:
    study = a_report(finding("L4-L5", "fracture", grade="none"), stated_normal=["L4-L5"])
    assert study.states_normal(Level.L4_L5, Side.LEFT)
