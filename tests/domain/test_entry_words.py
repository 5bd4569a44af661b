"""What an examination holds is told in the words of the report, entry by entry."""

import msgspec
import pytest

from clinic_desktop.domain.anatomy import BodySide, Level, Root
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.entry_words import entry_line, entry_name, report_name, value_words
from clinic_desktop.domain.examination import Measure, Request, Urgency
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, ImagingReport, Quote
from clinic_desktop.domain.values import Value

FINDING = ImagingFinding(
    level=Level.L5_S1, kind=FindingKind.PROTRUSION, side=BodySide.LEFT, root=Root.S1
)


def test_a_report_is_called_by_its_study_and_date(catalogue: Catalogue) -> None:
    assert report_name(ImagingReport(), catalogue) == "Imaging report, undated"


def test_an_entry_is_called_by_what_it_is_about(catalogue: Catalogue) -> None:
    assert entry_name(FINDING, 1, catalogue) == "L5-S1 disc protrusion, left, S1"
    assert entry_name(FINDING, 2, catalogue).endswith("(2)")
    assert entry_name(Measure(), 1, catalogue) == "without a name"


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (Request(text="An injection", urgency=Urgency.SOON), "An injection (soon)"),
        (Measure(measure="nprs", score=4, max=10, note="at rest"), "4 of 10, at rest"),
        (" ", None),
    ],
)
def test_an_entry_is_a_line_of_all_it_holds(
    entry: Value | str, words: str | None, catalogue: Catalogue
) -> None:
    assert entry_line(entry, None, catalogue) == words


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("onset_deg", 35, "35 degrees"),
        ("below_knee", False, "no"),
        ("performed_at", "2026-11-18T09:05:00Z", "18 November 2026, 09:05 UTC"),
        ("note", " ", None),
        ("quote", None, None),
    ],
)
def test_a_value_is_told_in_words_and_nothing_where_it_says_nothing(
    field: str, value: object, words: str | None, catalogue: Catalogue
) -> None:
    assert value_words(field, value, catalogue) == words


def test_a_finding_is_told_with_the_words_it_quotes(catalogue: Catalogue) -> None:
    quoting = msgspec.structs.replace(FINDING, quote=Quote(start=0, end=4))
    line = entry_line(quoting, "Disc at L5-S1", catalogue)
    assert line is not None
    assert line.endswith("\u201cDisc\u201d")
