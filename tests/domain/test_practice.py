"""What a record holds beside documents: its people, its settings, its lists, how long it keeps."""

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import (
    Account,
    ExaminationLine,
    Phrase,
    Practice,
    Role,
    Settings,
    State,
    offered_phrases,
    retained_until,
)
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


@pytest.mark.parametrize(
    ("therapist", "name"),
    [
        (Therapist(name="Morgan Example"), "Morgan Example"),
        (Therapist(), "Therapist without a name"),
        (Therapist(name=""), "Therapist without a name"),
    ],
)
def test_an_account_without_a_name_is_called_so(therapist: Therapist, name: str) -> None:
    assert Account(id=UUID(AN_ID), therapist=therapist, role=Role.OWNER).name == name


@pytest.mark.parametrize(
    "wrong",
    [
        {"lock_after_minutes": 0},
        {"lock_after_minutes": 16},
        {"retention_years": 0},
        {"retention_years": 101},
        {"day_ends": "24:00"},
        {"day_ends": "9:30"},
        {"day_ends": "17:60"},
    ],
)
def test_settings_out_of_range_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(wrong, Settings)


@pytest.mark.parametrize("day_ends", ["00:00", "09:30", "23:59"])
def test_a_day_may_end_at_any_minute(day_ends: str) -> None:
    assert msgspec.convert({"day_ends": day_ends}, Settings).day_ends == day_ends


@pytest.mark.parametrize(
    ("born", "last_entry", "years", "until"),
    [
        ("1984-06-21", "2026-11-18", 8, "2034-11-18"),
        (None, "2026-11-18", 8, "2034-11-18"),
        ("1984-06-21", "2024-02-29", 8, "2032-02-29"),
        ("1984-06-21", "2024-02-29", 6, "2030-03-01"),
        ("1984-06-21", "2092-02-29", 8, "2100-03-01"),
        # Children: to the 25th birthday, or the years after the last entry if that is later.
        ("2016-05-01", "2026-11-18", 8, "2041-05-01"),
        ("2008-11-19", "2026-11-18", 8, "2034-11-18"),
        ("2008-11-19", "2026-11-18", 6, "2033-11-19"),
        ("2008-11-18", "2026-11-18", 6, "2032-11-18"),
        ("2026-11-18", "2026-11-18", 8, "2051-11-18"),
        ("2016-05-01", "2026-11-18", 20, "2046-11-18"),
        # Born on 29 February: of age, and 25, on 1 March.
        ("2008-02-29", "2026-02-28", 6, "2033-03-01"),
        ("2008-02-29", "2026-03-01", 6, "2032-03-01"),
        ("2004-02-29", "2020-02-29", 8, "2029-03-01"),
        ("1984-06-21", "9990-01-01", 20, "9999-12-31"),
        ("1984-06-21", "9996-02-29", 100, "9999-12-31"),
    ],
)
def test_a_record_is_kept_to_the_day(
    born: str | None, last_entry: str, years: int, until: str
) -> None:
    birth_date = date.fromisoformat(born) if born else None
    assert retained_until(birth_date, date.fromisoformat(last_entry), years).isoformat() == until


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2150, 12, 31))


@given(st.none() | days, days, st.integers(1, 100))
@example(date(2004, 2, 29), date(2024, 2, 29), 1)
def test_no_record_ends_before_its_years_are_over(
    born: date | None, last_entry: date, years: int
) -> None:
    until = retained_until(born, last_entry, years)
    anniversary = (last_entry.month, last_entry.day)
    assert (until.year - last_entry.year, (until.month, until.day)) >= (years, anniversary)


@given(days, st.integers(0, 17 * 365), st.integers(1, 100))
def test_no_child_s_record_ends_before_the_25th_birthday(born: date, age: int, years: int) -> None:
    until = retained_until(born, born + timedelta(days=age), years)
    assert (until.year - born.year, (until.month, until.day)) >= (25, (born.month, born.day))


@given(st.none() | days, days, st.integers(1, 99))
def test_more_years_never_end_earlier(born: date | None, last_entry: date, years: int) -> None:
    assert retained_until(born, last_entry, years) <= retained_until(born, last_entry, years + 1)


def test_a_clinics_own_phrases_come_after_the_programs_and_none_comes_twice() -> None:
    rest, walk = Phrase(text="Rest for […].", short="Rest"), Phrase(text="Walk")
    own = Phrase(text="Own")
    offered = offered_phrases(
        {"plan": {"r": rest, "w": walk}, "reason": {}}, ("Own", "Walk", "Own")
    )
    assert offered == {"plan": (rest, walk, own), "reason": (own, walk)}
    assert [phrase.name for phrase in offered["plan"]] == ["Rest", "Walk", "Own"]
