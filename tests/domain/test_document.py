"""The document is read and written without loss."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import (
    read_document,
    write_document,
)
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.values import Value
from tests.domain.build import EXAMPLES, REQUIRED
from tests.domain.documents import (
    MEMBERS,
    NEEDED,
    TESTS,
    WHOLE,
    dropped,
    with_text,
    with_value,
    without,
)
from tests.strategies import examinations


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("indent", [None, 2])
def test_the_examples_are_written_as_they_were_read_without_nulls(
    path: Path, indent: int | None, catalogue: Catalogue
) -> None:
    examined = read_document(path.read_bytes(), catalogue.tests)
    written = json.loads(write_document(examined, indent=indent))
    assert written == dropped(json.loads(path.read_text()))


def test_every_field_of_the_contract_is_read_and_written() -> None:
    written = write_document(read_document(json.dumps(WHOLE).encode(), TESTS))
    assert json.loads(written) == WHOLE


def test_import_adds_nothing() -> None:
    written = write_document(read_document(json.dumps(REQUIRED).encode(), TESTS))
    assert json.loads(written) == REQUIRED


@settings(deadline=None)
@given(examinations(TESTS))
def test_what_is_written_is_read_as_the_same_value(examined: Examination) -> None:
    assert read_document(write_document(examined), TESTS) == examined
    assert read_document(write_document(examined, indent=2), TESTS) == examined


@settings(deadline=None)
@given(examinations(TESTS))
def test_nothing_that_is_not_recorded_is_written(examined: Examination) -> None:
    written = json.loads(write_document(examined))
    assert written == dropped(written)


@pytest.mark.parametrize(
    "member",
    [
        '"protocol": ""',
        '"responses": []',
        '"clinic": {}',
        '"clinic": {"name": "", "address": []}',
        '"red_flags": {"answers": {}}',
        '"imaging": [{}]',
        '"conclusion": {"text": "", "plan": [""]}',
    ],
)
def test_empty_texts_lists_and_parts_are_kept(member: str) -> None:
    data = with_text(member)
    assert json.loads(write_document(read_document(data, TESTS))) == json.loads(data)


@pytest.mark.parametrize("path", [path for path in MEMBERS if path not in NEEDED])
def test_everything_not_required_may_be_null_or_left_out_and_is_then_not_written(
    path: str,
) -> None:
    left_out = without(path)
    for data in (with_value(path, None), left_out):
        written = json.loads(write_document(read_document(data, TESTS)))
        assert written == json.loads(left_out)


@pytest.mark.parametrize(
    "time_of_day",
    [
        "2026-11-18T09:30:00+01:00",
        "2026-11-18T09:30:00Z",
        "2026-11-18T09:30:00-00:00",
        "2026-11-18T09:30+05:45",
        "2026-11-18T09:30:00.5-11:00",
        "2026-11-18T09:30:00.123456+14:00",
        "2024-02-29T23:59:59Z",
    ],
)
@pytest.mark.parametrize("path", ["performed_at", "red_flags.actions[0].at"])
def test_times_keep_the_offset_they_were_written_with(path: str, time_of_day: str) -> None:
    data = with_value(path, time_of_day)
    assert json.loads(write_document(read_document(data, TESTS))) == json.loads(data)


@pytest.mark.parametrize("score", ["0", "-1", "12.5", "0.1", "123456789012345678901234567890"])
def test_a_score_is_kept_to_the_last_digit(score: str) -> None:
    written = write_document(read_document(with_text(f'"measures": [{{"score": {score}}}]'), TESTS))
    assert f'"score":{score}'.encode() in written


@pytest.mark.parametrize("path", ["responses[0].onset_deg", "responses[0].limit_deg"])
def test_angles_from_0_to_180_are_read(path: str) -> None:
    for angle in (0, 90, 180):
        assert json.loads(write_document(read_document(with_value(path, angle), TESTS)))


def test_open_lists_are_kept_as_written() -> None:
    for path in (
        "presentation.areas[0].area",
        "responses[0].areas[0]",
        "responses[0].qualities[0]",
        "imaging[0].sequences[0]",
        "imaging[0].position",
        "responses[0].not_tested_reason",
        "responses[0].variant",
        "responses[0].differentiation.movement",
        "other_sources[0].source",
        "mechanisms_considered[0].mechanism",
        "mechanisms_considered[0].proposed_test",
        "measures[0].measure",
        "presentation.behaviour[0].activity",
        "protocol",
        "imaging[0].findings[0].grade",
        "imaging[0].findings[0].grade_system",
    ):
        data = with_value(path, "Something ELSE")
        assert json.loads(write_document(read_document(data, TESTS))) == json.loads(data)


def test_a_byte_order_mark_is_no_part_of_the_document() -> None:
    data = b"\xef\xbb\xbf" + json.dumps(WHOLE).encode()
    assert json.loads(write_document(read_document(data, TESTS))) == WHOLE


def values_in(value: object) -> Iterator[Value]:
    if isinstance(value, Value):
        yield value
        for field in value.__struct_fields__:
            yield from values_in(getattr(value, field))
    elif isinstance(value, tuple):
        for item in value:
            yield from values_in(item)


def test_no_part_of_a_document_that_was_read_can_be_changed() -> None:
    kinds = {type(value) for value in values_in(read_document(json.dumps(WHOLE).encode(), TESTS))}
    assert len(kinds) == 31
    for kind in kinds:
        assert kind.__struct_config__.frozen, kind
        assert kind.__struct_config__.forbid_unknown_fields, kind
