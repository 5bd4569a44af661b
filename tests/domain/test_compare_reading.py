"""The reading, first line that fits, and the agreement where both sources show something."""

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from tests.domain.build import (
    Json,
    examination,
    finding,
    mechano,
    report,
    response,
    sign,
    with_imaging,
)

SCIATIC_NORMAL = ["L3-L4", "L4-L5", "L5-S1"]
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


def test_the_right_side_agrees_as_the_left_does(catalogue: Catalogue) -> None:
    examined = examination(
        responses=[response("slr", "right", "positive")],
        conduction=[sign("L5", "right", "power", "4")],
        imaging=[report(finding("L4-L5", "protrusion", "right", root="L5"))],
    )
    rows = mechano(examined, catalogue)
    assert rows["right/sciatic"].agreement == "side_and_root"
    assert rows["left/sciatic"].agreement is None


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


def test_a_root_the_therapist_inferred_is_not_named_by_the_report(catalogue: Catalogue) -> None:
    inferred = report(finding("L4-L5", "protrusion", "left", root="L5", status="inferred"))
    _, note = agreed(inferred, L5_LOSS, catalogue=catalogue)
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
