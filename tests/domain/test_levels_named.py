"""Which levels a report's words name, and of which of them nothing is accepted."""

import pytest

from clinic_desktop.domain.anatomy import LUMBAR_LEVELS, Level
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, ImagingReport
from clinic_desktop.domain.levels_named import levels_named, named_but_not_accepted
from tests.domain.build import Json, examination, finding, mechano, report, response


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("L4-L5: bulge", "L4-L5"),
        ("l4/5 bulge, L5 S1 normal", "L4-L5 L5-S1"),
        ("from L1 to L3 unremarkable", "L1-L2 L2-L3"),
        ("D12-L1 and C5\u20136", "C5-C6 T12-L1"),
        ("Th11/Th12", "T11-T12"),
        ("At L5 the root is touched, T2 signal, L9-L8, L4-C2, 2026", ""),
        ("", ""),
    ],
)
def test_the_levels_a_text_names(text: str, named: str) -> None:
    assert " ".join(level.value for level in levels_named(text)) == named


def test_all_other_levels_are_each_of_them() -> None:
    assert levels_named("The other lumbar levels are unremarkable.") == tuple(Level)
    assert levels_named("In all patients the pain began.") == ()


def test_what_is_accepted_is_left_out() -> None:
    row = ImagingFinding(level=Level.L4_L5, kind=FindingKind.BULGE)
    text = "L1-L2 normal. L3-L4 normal. L4-L5 bulge."
    held = ImagingReport(text=text, findings=(row,), stated_normal=(Level.L1_L2,))
    assert named_but_not_accepted(held, LUMBAR_LEVELS) == (Level.L3_L4,)
    every = ImagingReport(text=text, rest_stated_normal=True)
    assert named_but_not_accepted(every, LUMBAR_LEVELS) == ()


def note(catalogue: Catalogue, held: Json) -> str:
    examined = examination(responses=[response("slr", "left", "positive")], imaging=[held])
    return mechano(examined, catalogue)["left/sciatic"].note


def test_a_row_says_that_the_text_speaks_of_levels_of_which_nothing_is_accepted(
    catalogue: Catalogue,
) -> None:
    text = "L3-L4: normal. L4-L5: bulge."
    held = report(finding("L1-L2", "bulge"), text=text)
    assert "nothing accepted for L3-L4, L4-L5 (the report's text speaks of them)" in note(
        catalogue, held
    )
    one = report(finding("L1-L2", "bulge"), text="L4-L5: bulge.")
    assert "for L4-L5 (the report's text speaks of it)" in note(catalogue, one)
    silent = report(finding("L1-L2", "bulge"), text="L1-L2: bulge.")
    assert note(catalogue, silent) == ""


def test_a_row_says_that_nothing_is_accepted_from_the_report_that_fills_it(
    catalogue: Catalogue,
) -> None:
    accepted = report(finding("L4-L5", "bulge", "left"), performed_on="2025-01-01")
    newest = report(performed_on="2026-01-01", text="L4-L5: bulge.")
    examined = examination(
        responses=[response("slr", "left", "positive")], imaging=[accepted, newest]
    )
    row = mechano(examined, catalogue)["left/sciatic"]
    assert row.imaging == "not_mentioned"
    assert row.note.startswith("nothing is accepted from this report yet; also held")
