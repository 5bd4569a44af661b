"""The parts of a resource: only what FHIR allows, and nothing empty."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.exchange.fhir.components import valued
from clinic_desktop.exchange.fhir.elements import (
    Json,
    cleaned,
    date_time,
    instant,
    joined,
    narrative,
    part_lines,
    plain,
)
from tests.strategies import texts, timestamps

DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(T\d\d:\d\d:\d\d(\.\d+)?([+-](0\d|1[0-3]):[0-5]\d|[+-]14:00))?", re.ASCII
)


@given(texts)
def test_a_text_keeps_every_sign_that_fhir_allows(text: str) -> None:
    shown = plain(text)
    assert len(shown) == len(text)
    assert re.fullmatch(r"[ \r\n\t\S]*", shown)
    for before, after in zip(text, shown, strict=True):
        assert before == after or after in "\ufffd "
    assert plain(shown) == shown


@given(texts)
def test_a_narrative_shows_a_text_and_runs_none(text: str) -> None:
    div = narrative([text, "second"])["div"]
    inner = re.sub(r"</?(div|p|ul|li)( [^>]*)?>|<br/>", "", div)
    assert "<" not in inner
    assert "second" in inner


def test_what_is_empty_is_left_out_and_what_is_false_or_nought_is_kept() -> None:
    given_: Json = {"a": None, "b": "", "c": " \n", "d": [], "e": {"f": [None]}, "g": 0, "h": False}
    assert cleaned(given_) == {"g": 0, "h": False}
    assert cleaned({"e": [{"f": ""}]}) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("2026-11-18T09:30+01:00", "2026-11-18T09:30:00+01:00"),
        ("2026-11-18T09:30:00.25Z", "2026-11-18T09:30:00.250000+00:00"),
        ("2026-11-18T09:30:00+14:00", "2026-11-18T09:30:00+14:00"),
        ("2026-11-18T09:30:00-14:30", "2026-11-18"),
    ],
)
def test_a_time_is_written_as_fhir_writes_it(written: str, said: str) -> None:
    assert date_time(written) == said


@given(timestamps)
def test_every_time_has_a_form(written: str) -> None:
    assert DATE_TIME.fullmatch(date_time(written))


def test_an_instant_needs_an_offset_fhir_knows() -> None:
    at = datetime(2026, 11, 18, 9, 30, tzinfo=timezone(timedelta(hours=1)))
    assert instant(at) == "2026-11-18T09:30:00+01:00"
    assert instant(at.astimezone(timezone(timedelta(hours=15)))) is None


@given(st.lists(st.none() | texts))
def test_a_line_has_only_what_is_written(written: list[str | None]) -> None:
    kept = [part for part in written if part and plain(part).strip()]
    assert joined(*written, by="|") == "|".join(kept)


def test_blank_values_are_no_values(catalogue: Catalogue) -> None:
    for field in ("areas", "note", "position", "variant"):
        assert valued(field, " ", catalogue) == {}
    assert valued("note", None, catalogue) == {}
    assert valued("below_knee", False, catalogue) == {"valueBoolean": False}


def test_parts_are_told_in_words() -> None:
    parts: list[Json] = [
        {"code": {"text": "Angle"}, "valueQuantity": {"value": 35, "unit": "degrees"}},
        {"code": {"text": "Below"}, "valueBoolean": True},
        {"code": {"text": "Not"}, "valueBoolean": False},
        {"code": {"text": "NPRS"}, "valueInteger": 4},
        {"code": {"text": "Side"}, "valueCodeableConcept": {"text": "Left"}},
    ]
    assert part_lines(parts, [{"text": "A note."}]) == [
        "Angle: 35 degrees",
        "Below: yes",
        "Not: no",
        "NPRS: 4",
        "Side: Left",
        "A note.",
    ]
