"""Plain text, whatever way its letters were written; and bytes that are none."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.intake.contents import LONGEST, Unreadable, joined, tidy, trimmed
from clinic_desktop.intake.text_file import GUESSED, read_text

WORDS = "L4-L5: protrusion, 3 mm. Größe unverändert, naïve – “quoted”."


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_the_same_words_in_every_encoding(encoding: str) -> None:
    found = read_text(WORDS.encode(encoding))
    assert found.text == WORDS
    assert found.warnings == ((GUESSED,) if encoding == "cp1252" else ())


def test_utf_16_with_its_mark_in_either_order() -> None:
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        assert read_text(mark + WORDS.encode(encoding)).text == WORDS


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 8, b"\x00" * 50, b"\x01\x02\x03text", b"ab\0"]
)
def test_bytes_that_are_no_text_are_told(data: bytes) -> None:
    with pytest.raises(Unreadable, match="The file is no text"):
        read_text(data)


@pytest.mark.parametrize("data", [b"", b"   \r\n\t\n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_told(data: bytes) -> None:
    with pytest.raises(Unreadable, match="empty"):
        read_text(data)


def test_more_text_than_a_report_has_is_told() -> None:
    assert read_text(b"a" * LONGEST).text
    with pytest.raises(Unreadable, match="far more text"):
        read_text(b"a" * (LONGEST + 1))


def test_lines_end_in_one_way_and_what_is_not_seen_is_a_space() -> None:
    written = "a \r\nb\rc\fd\u2028e\u00a0f\u202eg\x07\n\n\n\n\nh\t \n\n"
    assert tidy(written) == "a \nb\nc\nd\ne f g \n\n\n\n\nh\t \n\n"
    assert trimmed(written) == "a\nb\nc\nd\ne f g\n\n\nh"
    assert tidy("\ud800") == "\ufffd"


def test_a_part_that_stands_in_another_is_written_once() -> None:
    assert joined(["FINDINGS: bulge.\nEnd.", "bulge.  End.", "", "Other."]) == (
        "FINDINGS: bulge.\nEnd.\n\nOther."
    )


@given(st.text(max_size=300))
def test_a_tidy_text_stays_as_it_is_sign_for_sign(text: str) -> None:
    once = tidy(text)
    assert len(once) == len(text.replace("\r\n", "\n"))
    assert tidy(once) == once
    assert trimmed(trimmed(text)) == trimmed(text)
    once.encode("utf-8")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_told(data: bytes) -> None:
    with suppress(Unreadable):
        assert read_text(data).text.strip()
