"""A finding's roots say how they are known: by its level, from the report or the therapist."""

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.finding_roots import finding_roots, roots_sentence
from tests.domain.build import Json, examination, finding, report


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (
            finding("L4-L5", "protrusion", "left", zone="subarticular"),
            "L4-L5, subarticular, left: L5 (usual)",
        ),
        (
            finding("L4-L5", "bulge"),
            "L4-L5, zone not given, side not given: L4, L5 (usual)",
        ),
        (
            finding("L4-L5", "protrusion", "left", zone="subarticular", root="L5"),
            "L4-L5, subarticular, left: L5 (root named by the report)",
        ),
        (
            finding(
                "L4-L5",
                "extrusion",
                "right",
                root="L4",
                status="inferred",
                root_reason="migrated upwards",
            ),
            "L4-L5, zone not given, right: L4 (root set by the therapist: migrated upwards)",
        ),
        (
            finding("L4-L5", "protrusion", "left", root="L4", status=None, root_reason=" "),
            "L4-L5, zone not given, left: L4 (root given; by whom is not recorded)",
        ),
        (
            finding("T11-T12", "protrusion", "midline", zone="central"),
            "T11-T12, central, midline: no root (usual)",
        ),
    ],
)
def test_a_counting_finding_says_which_roots_and_how_they_are_known(
    row: Json, told: str, catalogue: Catalogue
) -> None:
    aside = [finding("L5-S1", "modic"), finding("L5-S1", "protrusion", grade="none")]
    (held,) = examination(imaging=[report(row, *aside)]).imaging or ()
    assert [roots_sentence(each, catalogue) for each in finding_roots(held)] == [told]


def test_a_report_without_findings_has_none() -> None:
    (held,) = examination(imaging=[{"modality": "MRI"}]).imaging or ()
    assert finding_roots(held) == ()
