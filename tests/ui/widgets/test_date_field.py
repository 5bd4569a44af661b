"""Dates the way people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.dates import long_date
from clinic_desktop.ui.widgets.date_field import DateField, parse_date


@pytest.mark.parametrize(
    "text",
    ["2026-10-05", "5.10.2026", "5/10/2026", "05-10-2026", "5 Oct 2026", " 5 october 2026 "],
)
def test_one_day_in_many_ways(text: str) -> None:
    assert parse_date(text) == date(2026, 10, 5)


@pytest.mark.parametrize(
    "text", ["31/2/2026", "5/13/2026", "yesterday", "2026", "5 Mai 2026", "\u0665/10/2026"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@given(st.dates(min_value=date(1000, 1, 1)))
def test_what_is_shown_reads_back(day: date) -> None:
    assert parse_date(long_date(day)) == day
    assert parse_date(day.isoformat()) == day


@given(st.text())
def test_any_text_is_a_date_or_not(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), date)


def test_a_wrong_entry_stays_in_sight_until_it_is_mended(qtbot: QtBot) -> None:
    field = DateField("Onset")
    qtbot.addWidget(field)
    told: list[str] = []
    seen: list[object] = []
    field.refused.connect(told.append)
    field.changed.connect(seen.append)
    field.enter("31/2/2026")
    field.show_value(None)
    assert field.text() == "31/2/2026"
    assert "not recorded" in told[0]
    assert seen == []
    field.enter("28/2/2026")
    field.enter("")
    assert seen == [date(2026, 2, 28), None]
