"""Whatever bytes come in, they are read or refused; nothing else is ever raised."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.document import (
    DocumentRefused,
    read_document,
    write_document,
)
from clinic_desktop.domain.examination import Examination
from tests.domain.build import AN_ID
from tests.domain.documents import TESTS, WHOLE, one_line, places, refusal, with_value
from tests.often import often
from tests.strategies import examinations


def read_or_refused(data: bytes) -> None:
    try:
        examined = read_document(data, TESTS)
    except DocumentRefused as error:
        one_line(error)
    else:
        assert read_document(write_document(examined), TESTS) == examined


@given(st.binary(max_size=200))
def test_any_bytes_are_refused(data: bytes) -> None:
    refusal(data)


@given(st.text(alphabet='{}[]":,\\u0019aeltrufnsE+-. \n', max_size=120))
def test_any_text_of_the_marks_of_json_is_refused(text: str) -> None:
    refusal(text.encode())


SNIPPETS = [
    b"null",
    b"{}",
    b"[]",
    b'""',
    b"1e999",
    b"NaN",
    b"-1",
    b"\\",
    b'"',
    b"\\ud800",
    b"\xff",
    b"\0",
    b",",
    b'"a":',
]


@settings(deadline=None, max_examples=often(120))
@given(st.data())
def test_a_document_with_bytes_changed_is_read_or_refused(data: st.DataObject) -> None:
    document = bytearray(json.dumps(WHOLE).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(document)))
        length = data.draw(st.integers(0, 30))
        document[start : start + length] = data.draw(
            st.sampled_from(SNIPPETS) | st.binary(max_size=4)
        )
    read_or_refused(bytes(document))


JSON_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["left", "none", "L4-L5", "2026-01-01", AN_ID]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=often(200))
@given(st.sampled_from([path for path, _ in places(WHOLE)]), JSON_VALUES)
def test_a_document_with_a_part_changed_is_read_or_refused(path: str, value: object) -> None:
    read_or_refused(with_value(path, value))


@settings(deadline=None, max_examples=often(120))
@given(examinations(TESTS), st.data())
def test_a_drawn_document_cut_short_is_refused(examined: Examination, data: st.DataObject) -> None:
    whole = write_document(examined)
    refusal(whole[: data.draw(st.integers(0, len(whole) - 1))])
