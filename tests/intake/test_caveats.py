"""The therapist is told what the words of a report do to its reading, in plain words."""

import re
import tomllib
from pathlib import Path

import pytest

from clinic_desktop.intake.report_reading import read_report

ROOT = Path(__file__).parents[2]
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
    ("L4-5 bulge. L5-S1: Schmorl's node.", "nothing was read: L5-S1."),
]


@pytest.mark.parametrize(("text", "words"), WARNED)
def test_what_the_therapist_must_know_is_told(text: str, words: str) -> None:
    assert any(words in warning for warning in read_report(text).warnings)


def test_no_warning_uses_a_word_the_program_never_uses() -> None:
    words = tomllib.loads((ROOT / "resources/wording/en.toml").read_text(encoding="utf-8"))
    forbidden = re.compile(rf"\b(?:{'|'.join(words['forbidden'])})\b")
    for text, _ in WARNED:
        for warning in read_report(text).warnings:
            assert not forbidden.search(warning.lower()), warning


@pytest.mark.parametrize(
    "text",
    [
        "L4-5 bulge.",
        "L4-5 bulge. No aneurysm.",
        "L4-5: normal.",
        "L4-5:\nDisc bulge.",
        "L4-5 bulge. No protrusion at L5-S1.",
        "Axial images from L3-4 to L5-S1. L4-5 bulge.",
        "L4-5 bulge. The conus ends at L1-2.",
    ],
)
def test_a_plain_report_has_no_warning(text: str) -> None:
    assert read_report(text).warnings == ()
