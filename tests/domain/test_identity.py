"""Whether the person a file names is the patient: same, another, or not said."""

from datetime import date
from itertools import permutations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.examination import Patient
from clinic_desktop.domain.identity import Likeness, identity

SAME, DIFFERS, NOT_GIVEN = Likeness.SAME, Likeness.DIFFERS, Likeness.NOT_GIVEN
SOME_ID = UUID("6f1a3c52-9a0e-4c55-8f0f-2f8f3a9b1c01")
BORN = date(1967, 4, 1)

WORDS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=2, max_size=12).filter(
    lambda word: (
        word not in {"al", "da", "de", "di", "du", "el", "la", "le", "zu", "dr", "jr"}
        and word not in {"mr", "ms", "mx", "sr", "bin", "del", "den", "der", "hon", "jnr", "mrs"}
        and word not in {"rev", "sir", "snr", "van", "von", "prof", "madam"}
    )
)


def patient(family: str | None, given_name: str | None, born: date | None = BORN) -> Patient:
    return Patient(id=SOME_ID, family_name=family, given_name=given_name, birth_date=born)


@pytest.mark.parametrize(
    ("family", "given_name", "written"),
    [
        ("Sample", "Patient", "SAMPLE, PATIENT"),
        ("Sample", "Patient", "Patient Sample"),
        ("Sample", "Patient", "SAMPLE^PATIENT"),
        ("Sample", "Patient", "SAMPLE^PATIENT^Q^^MRS"),
        ("Sample", "Patient", "Mrs. Patient Q. Sample"),
        ("Sample", "Patient Quentina", "SAMPLE, PATIENT"),
        ("Sample", "Patient Quentina", "Sample, Patient Q."),
        ("Sample", "Patient", "P. Sample"),
        ("Sample", "Patient", "SAMPLE"),
        ("Sample", None, "SAMPLE, PATIENT"),
        (None, "Patient", "Patient"),
        ("Müller", "Jürg", "MUELLER, JUERG"),
        ("Müller", "Jürg", "Muller, Jurg"),
        ("Mueller", "Jürg", "Müller, Jurg"),
        ("Sørensen", "Åse", "SORENSEN^ASE"),
        ("Sørensen", "Åse", "SOERENSEN^AASE"),
        ("Weiß", "Zoë", "WEISS, ZOE"),
        ("Sample-Fictive", "Ann", "SAMPLE FICTIVE, ANN"),
        ("Sample Fictive", "Ann", "Ann SampleFictive"),
        ("O'Sample", "Pat", "OSAMPLE, PAT"),
        ("O'Sample", "Pat", "O’Sample, Pat"),
        ("Sample", "Anne-Marie", "SAMPLE, ANNEMARIE"),
        ("Sample", "Anne-Marie", "SAMPLE, ANNE MARIE"),
        ("van der Sample", "Jan", "Sample, Jan"),
        ("Sample", "Jan", "van der Sample, Jan"),
        ("De", "La", "De, La"),
        ("Sample", "Sample", "Sample Sample"),
    ],
)
def test_one_person_however_the_name_is_written(
    family: str | None, given_name: str | None, written: str
) -> None:
    found = identity(patient(family, given_name), written, BORN)
    assert found.name is SAME
    assert not found.differs


@pytest.mark.parametrize(
    ("family", "given_name", "written"),
    [
        ("Sample", "Patient", "SAMPLE, OTHER"),
        ("Sample", "Patient", "OTHER, PATIENT"),
        ("Sample", "Patient", "Samples, Patient"),
        ("Sample", "Patient", "PATIENT"),
        ("Sample", "Patient", "SAMPLE, Q."),
        ("Sample", "Patient Quentina", "Sample, Patient Rosa"),
        ("Sample", "Quentina", "Sample, Patient Rosa"),
        (None, "Patient", "Other"),
    ],
)
def test_another_person(family: str | None, given_name: str, written: str) -> None:
    found = identity(patient(family, given_name), written, None)
    assert found.name is DIFFERS
    assert found.differs


@pytest.mark.parametrize(
    ("known", "written"),
    [
        (patient("Sample", "Patient"), None),
        (patient("Sample", "Patient"), ""),
        (patient("Sample", "Patient"), " ^^ "),
        (patient("Sample", "Patient"), "..."),
        (patient(None, None), "SAMPLE, PATIENT"),
        (patient("", ""), "SAMPLE, PATIENT"),
    ],
)
def test_a_name_that_is_not_there_is_not_another(known: Patient, written: str | None) -> None:
    found = identity(known, written, None)
    assert found.name is NOT_GIVEN
    assert found.birth_date is NOT_GIVEN
    assert not found.differs


@pytest.mark.parametrize(
    ("known", "given_date", "likeness"),
    [
        (BORN, BORN, SAME),
        (BORN, date(1967, 1, 4), DIFFERS),
        (BORN, None, NOT_GIVEN),
        (None, BORN, NOT_GIVEN),
    ],
)
def test_birth_dates(known: date | None, given_date: date | None, likeness: Likeness) -> None:
    found = identity(patient("Sample", "Patient", known), None, given_date)
    assert found.birth_date is likeness
    assert found.differs is (likeness is DIFFERS)


def test_both_persons_are_named_in_one_sentence() -> None:
    other = patient("Other", "Anna", date(1970, 2, 3))
    assert identity(other, "SAMPLE^PATIENT", BORN).sentence == (
        "The file names SAMPLE PATIENT, born 1 April 1967; "
        "this patient is Other, Anna, born 3 February 1970."
    )
    assert identity(patient(None, None, None), None, BORN).sentence == (
        "The file names a person, born 1 April 1967; this patient is not named."
    )
    assert identity(other, None, None).sentence == ""


@given(st.lists(WORDS, min_size=1, max_size=2), st.lists(WORDS, min_size=1, max_size=2), st.data())
def test_order_case_and_signs_do_not_count(
    family: list[str], given_names: list[str], data: st.DataObject
) -> None:
    known = patient(" ".join(family), " ".join(given_names))
    whole = [" ".join(family), " ".join(given_names)]
    order = data.draw(st.sampled_from(list(permutations(whole))))
    joint = data.draw(st.sampled_from([", ", " ", "^", "  "]))
    case = data.draw(st.sampled_from([str.upper, str.title, str.lower]))
    hyphen = data.draw(st.sampled_from([" ", "-"]))
    written = case(joint.join(part.replace(" ", hyphen) for part in order))
    assert identity(known, written, None).name is SAME


@given(st.lists(WORDS, min_size=4, max_size=4, unique=True))
def test_names_without_a_common_word_differ(words: list[str]) -> None:
    one, two, three, four = words
    known = patient(one, two)
    is_same = identity(known, f"{three}, {four}", None).name is SAME
    assert is_same == (f"{three}{four}" == one)


@given(st.text(max_size=400), st.text(max_size=50), st.text(max_size=50))
def test_any_text_is_compared(written: str, family: str, given_name: str) -> None:
    found = identity(patient(family, given_name), written, None)
    assert found.name in Likeness
    assert "\n" not in found.sentence.replace(family, "").replace(given_name, "")
