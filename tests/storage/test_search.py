"""Patients are found by what somebody types."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.examination import Identifier
from clinic_desktop.storage.record import Record
from clinic_desktop.storage.search import fold, plain
from tests.storage.samples import a_patient
from tests.strategies import texts


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Łukasz", "lukasz"),
        ("MÜLLER", "muller"),
        ("Größe", "grosse"),
        ("Ærøskøbing", "aeroskobing"),
        ("Đặng", "dang"),
        ("İstanbul Işık", "istanbul isik"),
        ("Σίσυφος", "σισυφοσ"),
        ("ﬁnal", "final"),
        ("a\0b\ud800c", "abc"),
    ],
)
def test_text_is_folded_to_small_base_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_an_index_column_holds_no_nul_and_no_half_characters() -> None:
    assert plain("a\0b\ud800") == "ab"
    assert plain("") == ""
    assert plain(None) is None


@pytest.mark.parametrize(
    "typed",
    [
        "lukasz",
        "Łukasz",
        "LUK o'br",
        "obrien",
        "O’Brien",
        "brien lukasz",
        "łukaszobrien",
        "annamaria",
        "maria",
        "1978",
        "1978-03-14",
        "14.03.1978",
        "R-10442",
        "10442",
        "  lukasz\n",
        "lukasz %",
        '"lukasz"',
        "lukasz*",
        "(lukasz)",
    ],
)
def test_a_patient_is_found_by_name_birth_date_and_number(record: Record, typed: str) -> None:
    wanted = a_patient(
        "Łukasz-O'Brien",
        given_name="Anna-María",
        birth_date=date(1978, 3, 14),
        identifiers=(Identifier(system="clinic", value="R-10442"), Identifier()),
    )
    record.patients.save(wanted)
    record.patients.save(a_patient("Other", birth_date=None))
    assert record.patients.find(typed) == (wanted,)


@pytest.mark.parametrize("typed", ["ukasz", "lukasz other", "lukasz AND other", "NOT lukasz", "%"])
def test_what_does_not_fit_is_not_found(record: Record, typed: str) -> None:
    record.patients.save(a_patient("Łukasz"))
    record.patients.save(a_patient("Other"))
    assert record.patients.find(typed) == ()


@pytest.mark.parametrize("typed", ["%", "100%", "100 %", "_"])
def test_signs_are_found_as_they_stand(record: Record, typed: str) -> None:
    wanted = a_patient("100 %_")
    record.patients.save(wanted)
    record.patients.save(a_patient("200"))
    assert record.patients.find(typed) == (wanted,)


@pytest.mark.parametrize("blank", ["", "  ", "\0", "\ud800", "\u0301"])
def test_blank_text_finds_everyone(record: Record, blank: str) -> None:
    record.patients.save(a_patient())
    assert len(record.patients.find(blank)) == 1


def test_a_corrected_name_is_found_and_the_old_one_is_not(record: Record) -> None:
    patient = a_patient("Smiht")
    record.patients.save(patient)
    corrected = a_patient("Smith", id=patient.id)
    record.patients.save(corrected)
    assert record.patients.find("smih") == ()
    assert record.patients.find("smit") == (corrected,)


@given(st.text() | texts)
def test_no_text_is_an_error(shared_record: Record, typed: str) -> None:
    shared_record.patients.find(typed)


@pytest.mark.parametrize("typed", ["a " * 10_000, "a" * 100_000, '"' * 5_000])
def test_no_length_is_an_error(shared_record: Record, typed: str) -> None:
    assert shared_record.patients.find(typed) == shared_record.patients.find(typed[:200])


@given(texts)
def test_every_name_finds_its_patient(shared_record: Record, name: str) -> None:
    patient = a_patient(name)
    shared_record.patients.save(patient)
    assert patient in shared_record.patients.find(name, limit=1)
