"""The line of the strings finds what is lost, in the usual layout and in the plain column."""

from unittest.mock import patch

import pytest
from msgspec.structs import replace

from clinic_desktop.domain.examination import Examination, Patient
from clinic_desktop.domain.versions import Edition
from clinic_desktop.report.document import Report
from tests.report.printed import report_of
from tests.torture import strings

SEED = 20261127


def test_a_mark_after_a_word_makes_another_letter_of_its_last() -> None:
    assert strings._unread("", ["q0016x\u0308 and q0017x"]) == ["q0017x"]


def without_family_name(examination: Examination, edition: Edition) -> Report:
    """Return a report that leaves out a name."""
    patient: Patient = replace(examination.patient, family_name=None)
    return report_of(replace(examination, patient=patient), edition)


@pytest.mark.parametrize("number", [8, 3])
def test_a_string_left_out_is_found_missing(number: int) -> None:
    with patch.object(strings, "report_of", without_family_name):
        said, entered, is_unasked = strings.try_one(SEED, number)
    assert {sentence.rpartition(": ")[0].split(", ")[-1] for sentence in said} == {
        "not on paper",
        "not read by PDFium",
        "not in the plain text",
        "not whole in the plain text",
    }
    assert entered
    assert not is_unasked
