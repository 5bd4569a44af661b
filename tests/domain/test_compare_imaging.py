"""Which report fills a cell, and what the cell says."""

from typing import Any

import pytest

from clinic_desktop.domain.anatomy import Region
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import speaking_report
from tests.domain.build import (
    Json,
    conduction,
    examination,
    finding,
    mechano,
    report,
    response,
    with_imaging,
)

DANGERS = ["fracture", "tumour", "infection", "cauda_equina_compression", "cord_compression"]
SCIATIC_NORMAL = ["L3-L4", "L4-L5", "L5-S1"]


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


def test_a_report_in_which_nothing_was_marked_yet_mentions_nothing(catalogue: Catalogue) -> None:
    unread = {"modality": "MRI", "region": "lumbar", "text": "L4-5: protrusion."}
    rows = mechano(with_imaging(unread), catalogue)
    assert {row.imaging for row in rows.values()} == {"not_mentioned"}


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


def test_a_finding_called_possible_counts_and_the_note_says_so(catalogue: Catalogue) -> None:
    hedged = {**finding("L4-L5", "protrusion", "left", root="L5"), "certainty": "possible"}
    examined = with_imaging(report(hedged))
    told = "includes a finding the report calls possible"
    assert mechano(examined, catalogue)["left/sciatic"].imaging == "changed"
    assert told in mechano(examined, catalogue)["left/sciatic"].note
    assert told not in mechano(examined, catalogue)["right/sciatic"].note
    assert told in conduction(examined, catalogue)["left/L5"].note
    plain = with_imaging(report({**hedged, "certainty": "stated"}))
    assert told not in mechano(plain, catalogue)["left/sciatic"].note


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
