"""No cell of an export is run as a formula, and every cell can be read back as it was."""

import csv
import io
import re
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_desktop.domain.trail import Action, Entry
from clinic_desktop.exchange.spreadsheet import as_text, csv_file, trail_csv
from tests.strategies import texts

STARTS = "=+-@\t\r"
AT = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
risky = st.text(st.sampled_from("=+-@\t\r\n;, '\"\ufeffa1"), max_size=8)
cells = texts | risky


def read(file: bytes, delimiter: str = ",") -> list[list[str]]:
    text = file.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def taken_back(cell: str) -> str:
    """Return what a cell was before the apostrophes were put in."""
    return re.sub(r"(^|[;\r\n])'(?=[\s\"'\x00-\x1f\ufeff\u200b]*[=+\-@\t\r＝＋－＠])", r"\1", cell)


def entry(number: int = 1, **fields: object) -> Entry:
    return Entry(**{"number": number, "at": AT, "who": "", "action": Action.SIGNED, **fields})  # type: ignore[arg-type]


@given(st.lists(st.lists(cells, min_size=1, max_size=4), min_size=1, max_size=4))
def test_no_cell_begins_as_a_formula_and_all_are_recovered(rows: list[list[str]]) -> None:
    parsed = read(csv_file(rows))
    for cell in (cell for row in parsed for cell in row):
        assert not cell.startswith(tuple(STARTS))
        assert not cell.lstrip(' "\n\ufeff').startswith(tuple(STARTS))
    assert [[taken_back(cell) for cell in row] for row in parsed] == rows


@given(st.lists(risky, min_size=1, max_size=3))
def test_nor_does_a_cell_of_a_spreadsheet_that_splits_at_semicolons(row: list[str]) -> None:
    # Such a program ends a cell at the first quote that is not doubled, so quotes do not protect.
    text = csv_file([row]).decode("utf-8-sig")
    for piece in re.split(r"[;\r\n]", text):
        assert not piece.lstrip(' "\ufeff').startswith(tuple(STARTS))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " =", '"=', '" +', "'=", "＝"])
def test_a_formula_gets_an_apostrophe(start: str) -> None:
    text = f"{start}HYPERLINK(1)"
    assert as_text(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["", "Tess Therapist", "O'Brien", "'quoted'", "a = b", "2026-11-18"]
)
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert as_text(text) == text


def test_the_trail_has_a_line_per_entry_under_its_headings() -> None:
    examination, patient = UUID(int=1), UUID(int=2)
    later = AT.astimezone(timezone(timedelta(hours=2)))
    file = trail_csv(
        [
            entry(2, at=later, who="=Tess", examination=examination, patient=patient),
            entry(1, detail="settings"),
        ],
        lambda action: f"did {action}",
    )
    assert file.startswith(b"\xef\xbb\xbf")
    assert read(file) == [
        ["Entry", "Time (UTC)", "Who", "Action", "Examination", "Patient", "Detail"],
        [
            "2",
            "2026-11-18T09:30:00+00:00",
            "'=Tess",
            "did signed",
            str(examination),
            str(patient),
            "",
        ],
        ["1", "2026-11-18T09:30:00+00:00", "", "did signed", "", "", "settings"],
    ]


@given(st.lists(cells, max_size=5))
def test_every_entry_is_one_line_of_the_file(details: list[str]) -> None:
    entries = [entry(number, detail=detail) for number, detail in enumerate(details, 1)]
    lines = read(trail_csv(entries, str))[1:]
    assert [taken_back(line[-1]) for line in lines] == details
