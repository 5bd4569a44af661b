"""Dates in words, and the day of a time in the offset it was written with."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.dates import day_of, long_date, moment, month_of


def test_a_date_is_written_in_full_whatever_the_language_of_the_computer() -> None:
    assert long_date(date(2026, 10, 5)) == "5 October 2026"


@pytest.mark.parametrize(
    ("month", "name"),
    [
        (1, "January"),
        (2, "February"),
        (3, "March"),
        (4, "April"),
        (5, "May"),
        (6, "June"),
        (7, "July"),
        (8, "August"),
        (9, "September"),
        (10, "October"),
        (11, "November"),
        (12, "December"),
    ],
)
def test_every_month_has_its_english_name(month: int, name: str) -> None:
    assert long_date(date(2026, month, 28)) == f"28 {name} 2026"


@given(st.dates())
def test_a_month_is_known_by_its_name_and_by_its_first_three_letters(day: date) -> None:
    name = long_date(day).split()[1]
    assert month_of(name) == month_of(name.upper()) == month_of(name[:3].lower()) == day.month


@pytest.mark.parametrize("word", ["", "ja", "Brumaire", "12"])
def test_another_word_is_no_month(word: str) -> None:
    assert month_of(word) is None


@given(st.dates())
def test_a_date_in_words_can_be_told_apart_from_every_other(day: date) -> None:
    number, _, year = long_date(day).split()
    assert (int(number), int(year)) == (day.day, day.year)


@pytest.mark.parametrize(
    "time", ["2026-11-18T00:30:00+01:00", "2026-11-18T23:30:00-11:00", "2026-11-18T09:30Z"]
)
def test_the_day_is_the_day_on_the_clock_where_it_was_written(time: str) -> None:
    assert day_of(time) == date(2026, 11, 18)


def test_no_time_has_no_day() -> None:
    assert day_of(None) is None


def test_times_keep_the_offset_they_were_written_with() -> None:
    assert moment("2026-11-18T09:05:00Z") == "18 November 2026, 09:05 UTC"
    assert moment("2026-03-29T03:00:00+02:00") == "29 March 2026, 03:00 UTC+02:00"
