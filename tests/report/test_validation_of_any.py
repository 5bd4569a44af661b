"""The veraPDF engine finds nothing against either profile in reports of made-up examinations."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.versions import Edition
from tests.report.printed import CATALOGUE, report_of
from tests.report.test_document import NAMES, example, sample
from tests.report.test_printed import EDITIONS, HOSTILE, LOGO, Hostile
from tests.report.test_validation import PROFILES, validated
from tests.report.test_validation import pytestmark as pytestmark  # noqa: PLC0414 - used by pytest
from tests.strategies import examinations


def made_up(count: int) -> list[bytes]:
    """Return reports of examinations of any kind, in any edition, on either paper."""
    found: list[bytes] = []

    # Each is found by itself: the engine tells which of the files it refuses.
    @settings(
        max_examples=count,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(
        examination=examinations(CATALOGUE.tests),
        edition=st.sampled_from(EDITIONS),
        page_size=st.sampled_from(["A4", "Letter"]),
        picture=st.sampled_from([None, LOGO]),
    )
    def make(
        examination: Examination, edition: Edition, page_size: str, picture: bytes | None
    ) -> None:
        found.append(report_of(examination, edition, page_size=page_size, logo=picture).pdf)

    make()
    return found


def assert_valid(pdfs: Sequence[bytes], folder: Path) -> None:
    """Assert that every file keeps to both profiles; a file that does not is left in the folder."""
    files = [folder / f"{number:04}.pdf" for number in range(len(pdfs))]
    for file, pdf in zip(files, pdfs, strict=True):
        file.write_bytes(pdf)
    told = [line.split("\t") for line in validated(*files)]
    refused = [line for line in told if line[2] != "passed"]
    assert refused == []
    assert [line[:2] for line in told] == [
        [str(file), profile] for file in files for profile in PROFILES
    ]


def test_reports_of_made_up_examinations_keep_to_both_profiles(tmp_path: Path) -> None:
    hostile = Hostile(HOSTILE).examination(list(CATALOGUE.tests)[:1])
    assert_valid([*made_up(5), report_of(hostile).pdf], tmp_path)


@pytest.mark.usefixtures("long_form")
def test_many_reports_keep_to_both_profiles(tmp_path: Path) -> None:
    shown = [*map(example, NAMES), sample()]
    kept = [report_of(each, edition, logo=LOGO).pdf for each in shown for edition in EDITIONS]
    tests = list(CATALOGUE.tests)[:2]
    hostile = [report_of(Hostile((text,)).examination(tests)).pdf for text in HOSTILE]
    assert_valid([*kept, *hostile, *made_up(150)], tmp_path)
