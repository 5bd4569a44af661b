"""What body and impression both say is one row; where they differ the therapist is told."""

import pytest

from clinic_desktop.intake.report_reading import read_report
from tests.intake.rows import present, said


@pytest.mark.parametrize(
    ("body", "impression", "rows"),
    [
        ("L4-5 left protrusion.", "L4-5 protrusion.", {"L4-L5 protrusion left"}),
        (
            "L4-5 protrusion.",
            "Left L4-5 paracentral protrusion.",
            {"L4-L5 protrusion left subarticular"},
        ),
        ("L4-5 left extrusion.", "L4-5 disc herniation.", {"L4-L5 extrusion left"}),
        ("L4-5 extrusion.", "Left L4-5 disc prolapse.", {"L4-L5 extrusion left"}),
        (
            "L4-5 left extrusion.",
            "Right L4-5 herniation.",
            {"L4-L5 extrusion left", "L4-L5 herniation right"},
        ),
        (
            "L4-5 left protrusion.",
            "Right L4-5 protrusion.",
            {"L4-L5 protrusion left", "L4-L5 protrusion right"},
        ),
        ("L4-5 bulge.", "L4-5 mild bulge.", {"L4-L5 bulge mild"}),
        (
            "L4-5 facet arthropathy.",
            "L4-5 bilateral facet arthropathy.",
            {"L4-L5 facet_arthropathy both"},
        ),
        (
            "Grade 1 anterolisthesis L4 on L5.",
            "L4-5 anterolisthesis, mild.",
            {"L4-L5 spondylolisthesis meyerding 1"},
        ),
        ("L4-5 mild canal stenosis.", "L4-5 canal stenosis.", {"L4-L5 canal_stenosis mild"}),
        (
            "L4-5: mild left and severe right foraminal stenosis.",
            "Bilateral L4-5 foraminal stenosis.",
            {"L4-L5 foraminal_stenosis left mild", "L4-L5 foraminal_stenosis right severe"},
        ),
        (
            "L4-5: left severe foraminal stenosis.",
            "Bilateral L4-5 foraminal stenosis.",
            {"L4-L5 foraminal_stenosis left severe", "L4-L5 foraminal_stenosis right present"},
        ),
        ("L4-5 possible protrusion.", "L4-5 protrusion.", {"L4-L5 protrusion"}),
        (
            "L4-5 protrusion contacting the left L5 root.",
            "L4-5 protrusion compressing the left L5 root.",
            {"L4-L5 protrusion left L5 compression"},
        ),
        (
            "L4-5 left protrusion compressing the L5 root.",
            "L4-5 protrusion contacts the traversing left root.",
            {"L4-L5 protrusion left L5 compression"},
        ),
    ],
)
def test_two_statements_make_one_row(body: str, impression: str, rows: set[str]) -> None:
    assert present(f"Findings: {body}\nImpression: {impression}") == rows


@pytest.mark.parametrize(
    ("body", "impression", "row", "warning"),
    [
        (
            "L4-5 mild canal stenosis.",
            "L4-5 severe canal stenosis.",
            "L4-L5 canal_stenosis severe",
            (
                "The report gives canal stenosis at L4-L5 with different degrees; "
                "the greater is offered."
            ),
        ),
        (
            "L4-5: no canal stenosis.",
            "Mild L4-5 canal stenosis.",
            "L4-L5 canal_stenosis mild",
            "The report gives canal stenosis at L4-L5 as present and as absent.",
        ),
        (
            "L4-5: no left foraminal stenosis.",
            "L4-5: mild left foraminal stenosis.",
            "L4-L5 foraminal_stenosis left mild",
            "The report gives foraminal stenosis at L4-L5 as present and as absent.",
        ),
    ],
)
def test_the_greater_is_offered_and_the_difference_told(
    body: str, impression: str, row: str, warning: str
) -> None:
    text = f"Findings: {body}\nImpression: {impression}"
    assert said(text) == {row}
    assert warning in read_report(text).warnings


def test_the_words_kept_are_those_that_say_more() -> None:
    text = "L4-5 protrusion. Impression: left paracentral L4-5 protrusion."
    (row,) = read_report(text).findings
    assert row.quote is not None
    assert row.quote.span is not None
    assert text[slice(*row.quote.span)] == "left paracentral L4-5 protrusion."


def test_rows_stand_by_level_then_kind() -> None:
    text = "L5-S1 canal stenosis. L4-5 canal stenosis and bulge. L5-S1 bulge."
    assert [(row.level.value, row.kind.value) for row in read_report(text).findings] == [
        ("L4-L5", "bulge"),
        ("L4-L5", "canal_stenosis"),
        ("L5-S1", "bulge"),
        ("L5-S1", "canal_stenosis"),
    ]
