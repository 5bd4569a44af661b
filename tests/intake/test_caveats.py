"""The therapist is told what the words of a report do to its reading, in plain words."""

import pytest

from clinic_desktop.intake.report_reading import read_report

WARNED = [
    ("L4-5 bulge. For the purposes of numbering L5 is the last open disc.", "numbered"),
    ("Transitional anatomy. L4-5 bulge.", "numbered"),
    ("Upright MRI. L4-5 bulge.", "upright"),
    ("Possible L4-5 bulge.", "possible only"),
    ("L4-5 bulge, unchanged compared with the prior study.", "compares with an earlier study"),
    ("LS-S1 bulge.", "written unusually"),
    ("C5-6 bulge.", "levels of the neck"),
    ("T7-8 bulge.", "thoracic levels"),
    ("L4-5 bulge. Images degraded by motion.", "images are limited"),
    ("L3-4 bulge. L4-5 tear, the former left. L5-S1 protrusion.", "share out"),
    ("L4-5 bulge. Ectatic aorta.", "aneurysm"),
    ("L4-5 bulge. Epidural haematoma.", "haematoma"),
]


@pytest.mark.parametrize(("text", "words"), WARNED)
def test_what_the_therapist_must_know_is_told(text: str, words: str) -> None:
    assert any(words in warning for warning in read_report(text).warnings)


@pytest.mark.parametrize("text", ["L4-5 bulge.", "L4-5 bulge. No aneurysm.", "L4-5: normal."])
def test_a_plain_report_has_no_warning(text: str) -> None:
    assert read_report(text).warnings == ()
