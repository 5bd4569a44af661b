"""The findings of an imaging report, each with the report's own words."""

import msgspec
import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.imaging import ImagingReport
from clinic_desktop.report.imaging_section import imaging_reports
from clinic_desktop.report.parts import Line, Table
from tests.domain.build import Json
from tests.report.test_document import sample

TEXT = "No disc bulge at any level. L5-S1 protrusion."
DENIED = {"kind": "bulge", "grade": "none", "status": "stated", "quote": {"start": 0, "end": 27}}


def findings(catalogue: Catalogue, *rows: Json) -> list[list[str]]:
    """Return the rows of the table of findings: what was found, then the report's words."""
    given = {"modality": "MRI", "region": "lumbar", "text": TEXT, "findings": rows}
    report = msgspec.convert(given, ImagingReport)
    examined = msgspec.structs.replace(sample(), imaging=(report,))
    ((_, blocks),) = imaging_reports(examined, catalogue)
    (table,) = [block for block in blocks if isinstance(block, Table)]
    return [[cell[0].text for cell in row if isinstance(cell[0], Line)] for row in table.rows]


def test_what_is_denied_alike_at_several_levels_is_one_row(catalogue: Catalogue) -> None:
    found = {
        "level": "L5-S1",
        "kind": "protrusion",
        "status": "stated",
        "quote": {"start": 28, "end": 45},
    }
    rows = findings(
        catalogue,
        {**DENIED, "level": "L3-L4"},
        found,
        {**DENIED, "level": "L4-L5"},
        {**DENIED, "level": "L5-S1", "side": "left"},
    )
    assert rows == [
        [
            "L3-L4, L4-L5: no disc bulge, stated by the report",
            "\u201cNo disc bulge at any level.\u201d",
        ],
        ["L5-S1: disc protrusion, stated by the report", "\u201cL5-S1 protrusion.\u201d"],
        [
            "L5-S1: no disc bulge, left, stated by the report",
            "\u201cNo disc bulge at any level.\u201d",
        ],
    ]


@pytest.mark.parametrize("words", ["stated", "inferred"])
def test_a_finding_twice_is_two_rows(catalogue: Catalogue, words: str) -> None:
    row = {"level": "L5-S1", "kind": "scar", "status": words}
    assert len(findings(catalogue, row, row)) == 2
