"""The text of a file is called so, and as edited once it is; anything else is transcribed."""

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.imaging import ImagingReport, Original
from clinic_desktop.domain.phrases import imaging_heading
from clinic_desktop.domain.text_source import text_source, with_text_of
from tests.domain.build import examination

FILE = with_text_of(Original(name="report.txt"), "L4-L5: bulge.")


@pytest.fixture
def examined() -> Examination:
    return examination()


@pytest.mark.parametrize(
    ("report", "source", "words"),
    [
        (ImagingReport(text="Bulge."), "transcribed", "as transcribed by the therapist"),
        (
            ImagingReport(text="Bulge.", original=Original(patient_name="Ada Sample")),
            "transcribed",
            "as transcribed by the therapist",
        ),
        (ImagingReport(text="L4-L5: bulge.", original=FILE), "file", "text of the file"),
        (
            ImagingReport(text="L4-L5: no bulge.", original=FILE),
            "file_edited",
            "text of the file, edited here",
        ),
        (ImagingReport(original=FILE), "file_edited", "text of the file, edited here"),
    ],
)
def test_where_a_text_is_from(
    report: ImagingReport, source: str, words: str, examined: Examination, catalogue: Catalogue
) -> None:
    assert text_source(report) == source
    assert imaging_heading(report, examined, catalogue).endswith(f", {words}")


def test_a_file_without_text_has_no_hash_of_one() -> None:
    assert with_text_of(Original(name="scan.pdf"), "").text_sha256 is None
