"""The second table: conduction by root and side."""

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from tests.domain.build import (
    Json,
    conduction,
    examination,
    finding,
    report,
    sign,
)

L5_LOSS = sign("L5", "left", "power", "4")


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
            report(modality="CT", performed_on="2020-01-01"),
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


def test_an_emg_report_of_another_region_does_not_stand(catalogue: Catalogue) -> None:
    emg = report(modality="EMG_NCS", region="cervical", text="Denervation of biceps.")
    row = conduction(examination(conduction=[L5_LOSS], imaging=[emg]), catalogue)["left/L5"]
    assert row.emg is None


@pytest.mark.parametrize("region", [None, "other"])
def test_an_emg_report_of_no_region_of_the_spine_is_told_beside_every_root(
    catalogue: Catalogue, region: str | None
) -> None:
    emg = report(modality="EMG_NCS", region=region, text="Denervation of left tibialis anterior.")
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
