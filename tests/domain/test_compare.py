"""The comparison as a whole: the worked examples, and what it does not depend on."""

import json
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.document import read_document
from tests.domain.build import (
    EXAMPLES,
    Json,
    conduction,
    examination,
    finding,
    mechano,
    report,
    response,
    rule_checks,
    sign,
)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_value_worked_out_by_hand_is_met(path: Path, catalogue: Catalogue) -> None:
    examined = read_document(path.read_bytes(), catalogue.tests)
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    tables: dict[str, Any] = {
        "mechanosensitivity": mechano(examined, catalogue),
        "conduction": conduction(examined, catalogue),
        "rule_checks": rule_checks(examined, catalogue),
    }
    assert set(expected) == set(tables)
    for table, rows in expected.items():
        for key, fields in rows.items():
            for name, value in fields.items():
                found = getattr(tables[table][key], name)
                as_written = list(found) if isinstance(found, tuple) else found
                assert as_written == value, f"{table} {key} {name}"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_the_examples_have_no_conduction_row_beyond_the_worked_ones(
    path: Path, catalogue: Catalogue
) -> None:
    examined = read_document(path.read_bytes(), catalogue.tests)
    expected = json.loads(path.with_suffix(".expected.json").read_text())
    assert list(conduction(examined, catalogue)) == list(expected["conduction"])


@pytest.mark.parametrize("level", ["none", "few", "some", "high"])
def test_the_level_of_concern_changes_no_row(level: str, catalogue: Catalogue) -> None:
    parts: Json = {
        "responses": [response("slr", "left", "positive")],
        "conduction": [sign("L5", "left", "power", "4")],
        "imaging": [report(finding("L4-L5", "protrusion", "left"))],
    }
    concerned = examination(**parts, red_flags={"level": level})
    assert compare(concerned, catalogue) == compare(examination(**parts), catalogue)
