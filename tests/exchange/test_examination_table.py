"""An examination as one long table: a row for each recorded value, and for nothing else."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import read_document, write_document
from clinic_desktop.domain.examination import Examination
from clinic_desktop.exchange.examination_table import COLUMNS, examination_csv
from clinic_desktop.exchange.spreadsheet import as_text
from clinic_desktop.resources import read_catalogue
from tests.domain.build import AN_ID, EXAMPLES, examination, finding, report, response, sign
from tests.often import often
from tests.strategies import examinations

CATALOGUE: Catalogue = read_catalogue()


def rows(examined: Examination) -> list[list[str]]:
    text = examination_csv(examined).decode("utf-8-sig")
    heads, *found = csv.reader(io.StringIO(text, newline=""))
    assert tuple(heads) == COLUMNS
    return found


def told(examined: Examination) -> list[tuple[str, ...]]:
    """Return the rows without the three columns that are the same in all."""
    return [tuple(row[3:]) for row in rows(examined)]


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """Yield the name of the field and the text of each value of a document that has a row."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from leaves(child, (*path, key))
    elif isinstance(value, list):
        for child in value:
            yield from leaves(child, path)
    elif not is_without_row(path):
        said = json.dumps(value) if isinstance(value, bool) else str(value)
        yield path[0], as_text(said)


def is_without_row(path: tuple[str, ...]) -> bool:
    without = {
        ("format",), ("version",), ("id",), ("performed_at",),
        ("responses", "test"), ("responses", "side"),
        ("conduction", "root"), ("conduction", "side"), ("conduction", "kind"),
    }  # fmt: skip
    return path in without or path[:2] == ("imaging", "set_aside")


def assert_complete(examined: Examination) -> None:
    document = json.loads(write_document(examined))
    wanted = Counter(value for _, value in leaves(document))
    assert Counter(row[-1] for row in rows(examined)) == wanted


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_each_recorded_value_of_an_example_has_one_row(path: Path) -> None:
    assert_complete(read_document(path.read_bytes(), CATALOGUE.tests))


@settings(max_examples=often(25))
@given(examinations(CATALOGUE.tests))
def test_each_recorded_value_has_one_row_and_runs_as_no_formula(examined: Examination) -> None:
    assert_complete(examined)
    for row in rows(examined):
        assert row[0] == str(examined.id)
        assert row[1] == (examined.performed_at or "")
        assert row[2] == str(examined.patient.id)
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_row_says_where_its_value_belongs() -> None:
    examined = examination(
        performed_at="2026-11-18T09:30:00+01:00",
        protocol="lumbar_core",
        responses=[
            response(
                "slr",
                "left",
                "positive",
                onset_deg=35,
                below_knee=True,
                areas=["buttock", "=1+1"],
                differentiation={"movement": "hip_internal_rotation", "effect": "increase"},
            ),
            response("slr", "right", "not_tested", not_tested_reason="pain"),
            response("slump", "left"),
        ],
        conduction=[sign("S1", "left", "power", "4", item="heel raises")],
        red_flags={"answers": {"past_cancer": "no"}, "level": "few"},
        other_sources=[{"source": "myofascial", "found": "no"}, {"note": "own"}],
        measures=[{"measure": "psfs", "score": 4.5, "items": [{"item": "sitting", "score": 3}]}],
    )
    assert rows(examined)[0][:3] == [AN_ID, "2026-11-18T09:30:00+01:00", AN_ID]
    assert told(examined) == [
        ("examination", "", "", "protocol", "lumbar_core"),
        ("patient", "", "", "id", AN_ID),
        ("red_flags", "past_cancer", "", "answers", "no"),
        ("red_flags", "", "", "level", "few"),
        ("conduction", "S1 power", "left", "grade", "4"),
        ("conduction", "S1 power", "left", "item", "heel raises"),
        ("responses", "slr", "left", "outcome", "positive"),
        ("responses", "slr", "left", "areas", "buttock"),
        ("responses", "slr", "left", "areas", "'=1+1"),
        ("responses", "slr", "left", "below_knee", "true"),
        ("responses", "slr", "left", "onset_deg", "35"),
        ("responses", "slr", "left", "differentiation.movement", "hip_internal_rotation"),
        ("responses", "slr", "left", "differentiation.effect", "increase"),
        ("responses", "slr", "right", "outcome", "not_tested"),
        ("responses", "slr", "right", "not_tested_reason", "pain"),
        ("other_sources", "myofascial", "", "source", "myofascial"),
        ("other_sources", "myofascial", "", "found", "no"),
        ("other_sources", "2", "", "note", "own"),
        ("measures", "psfs", "", "measure", "psfs"),
        ("measures", "psfs", "", "score", "4.5"),
        ("measures.items", "psfs.1", "", "item", "sitting"),
        ("measures.items", "psfs.1", "", "score", "3"),
    ]


def test_the_findings_of_each_report_stand_under_its_number() -> None:
    held = report(
        finding("L5-S1", "protrusion", "left", quote={"start": 0, "end": 4}),
        performed_on="2026-10-05",
        text="Two\nlines",
        set_aside=[finding("L4-L5", "modic")],
    )
    assert told(examination(imaging=[held]))[1:] == [
        ("imaging", "1", "", "modality", "MRI"),
        ("imaging", "1", "", "region", "lumbar"),
        ("imaging", "1", "", "performed_on", "2026-10-05"),
        ("imaging", "1", "", "text", "Two\nlines"),
        ("imaging.findings", "1.1", "left", "level", "L5-S1"),
        ("imaging.findings", "1.1", "left", "kind", "protrusion"),
        ("imaging.findings", "1.1", "left", "side", "left"),
        ("imaging.findings", "1.1", "left", "status", "stated"),
        ("imaging.findings", "1.1", "left", "quote.start", "0"),
        ("imaging.findings", "1.1", "left", "quote.end", "4"),
    ]
