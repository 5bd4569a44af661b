"""What a record holds beside documents: who it was set up for, and the lines of its lists."""

import msgspec

from clinic_desktop.domain.practice import ExaminationLine, Practice, State
from tests.domain.build import AN_ID


def test_an_examination_is_a_draft_signed_or_amended() -> None:
    assert list(State) == ["draft", "signed", "amended"]


def test_a_line_of_the_list_names_examination_patient_and_state() -> None:
    line = {
        "id": AN_ID,
        "performed_at": "2026-11-18T09:30:00+01:00",
        "patient": {"id": AN_ID, "family_name": "Sample"},
        "state": "draft",
        "saved_at": "2026-11-18T08:31:00Z",
    }
    assert msgspec.to_builtins(msgspec.convert(line, ExaminationLine)) == line


def test_a_practice_is_a_clinic_and_its_therapist() -> None:
    practice = {"clinic": {"name": "Riverside"}, "therapist": {"name": "Sample Therapist"}}
    assert msgspec.to_builtins(msgspec.convert(practice, Practice)) == practice
