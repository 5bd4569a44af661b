"""What holds of the comparison whatever was recorded."""

import json
import re
from typing import Any

import msgspec
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.comparison import Comparison, Reading
from tests.domain.build import Json, conduction, examination, mechano, response
from tests.domain.drawn import small_documents
from tests.often import often

CALM = settings(deadline=None, max_examples=often(80), suppress_health_check=list(HealthCheck))
SIDES = {"left": "right", "right": "left"}
POSITIVE = {Reading.BOTH, Reading.EXAMINATION_ONLY}
COUNTS = ("positive", "negative", "inconclusive", "crossed", "done")


def mirrored(value: Any) -> Any:
    """Return a document or a comparison with left and right exchanged, in its words too."""
    if isinstance(value, dict):
        return {mirrored(key): mirrored(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [mirrored(entry) for entry in value]
    if isinstance(value, str):
        return re.sub(r"\b(left|right)\b", lambda side: SIDES[side[0]], value)
    return value


def rows(document: Json, catalogue: Catalogue) -> dict[str, Any]:
    """Return all rows by key, as plain values."""
    examined = examination(**document)
    every = {**mechano(examined, catalogue), **conduction(examined, catalogue)}
    return {key: {name: getattr(row, name) for name in row.__struct_fields__} for key, row in
            every.items()}  # fmt: skip


def test_left_and_right_exchanged_exchange_the_comparison(catalogue: Catalogue) -> None:
    @CALM
    @given(small_documents(catalogue.tests))
    def is_mirrored(document: Json) -> None:
        told = mirrored(json.loads(json.dumps(rows(document, catalogue), default=_plain)))
        other = json.loads(json.dumps(rows(mirrored(document), catalogue), default=_plain))
        assert other == told
        safety = compare(examination(**document), catalogue).safety
        of_mirrored = compare(examination(**mirrored(document)), catalogue).safety
        assert sorted(line.kind for line in of_mirrored) == sorted(line.kind for line in safety)

    is_mirrored()


def _plain(value: Any) -> Any:
    return {name: getattr(value, name) for name in value.__struct_fields__}


def test_what_is_recorded_of_one_row_changes_the_counts_of_no_other(catalogue: Catalogue) -> None:
    @CALM
    @given(small_documents(catalogue.tests), st.data())
    def stays_apart(document: Json, data: st.DataObject) -> None:
        gone = data.draw(st.sampled_from(document["responses"]))
        left = [entry for entry in document["responses"] if entry is not gone]
        before = mechano(examination(**document), catalogue)
        after = mechano(examination(**{**document, "responses": left}), catalogue)
        test = catalogue.tests[gone["test"]]
        side = SIDES.get(gone["side"]) if test.crossed else gone["side"]
        for key in before.keys() & after.keys() - {f"{side}/{test.pathway}"}:
            one, other = before[key], after[key]
            assert [getattr(one, name) for name in (*COUNTS, "not_tested", "reading")] == [
                getattr(other, name) for name in (*COUNTS, "not_tested", "reading")
            ]

    stays_apart()


def test_what_was_not_tested_never_counts(catalogue: Catalogue) -> None:
    @CALM
    @given(small_documents(catalogue.tests))
    def never_counts(document: Json) -> None:
        tested = [one for one in document["responses"] if one["outcome"] != "not_tested"]
        with_all = mechano(examination(**document), catalogue)
        without = mechano(examination(**{**document, "responses": tested}), catalogue)
        for key, row in with_all.items():
            if key in without:
                same = [*COUNTS, "reading", "agreement", "imaging"]
                assert [getattr(row, name) for name in same] == [
                    getattr(without[key], name) for name in same
                ]
            else:
                assert row.done == 0
                assert row.reading is Reading.CANNOT_COMPARE

    never_counts()


def test_one_more_negative_never_makes_a_reading_more_positive(catalogue: Catalogue) -> None:
    @CALM
    @given(small_documents(catalogue.tests), st.sampled_from(sorted(catalogue.tests)),
           st.sampled_from(["left", "right"]))  # fmt: skip
    def never_more(document: Json, test: str, side: str) -> None:
        entries = document["responses"]
        assume(all((entry["test"], entry["side"]) != (test, side) for entry in entries))
        negative = response(test, side, "negative")
        before = mechano(examination(**document), catalogue)
        after = mechano(examination(**{**document, "responses": [*entries, negative]}), catalogue)
        for key, row in after.items():
            was = before.get(key)
            assert row.positive == (was.positive if was else 0)
            assert row.reading not in POSITIVE or (was is not None and was.reading in POSITIVE)
            assert was is None or row.imaging is was.imaging

    never_more()


def test_what_was_set_aside_and_how_a_report_came_in_change_nothing(catalogue: Catalogue) -> None:
    asides: Json = {
        "field_strength": 1.5,
        "contrast": "yes",
        "quality": "limited",
        "original": {"name": "report.pdf", "sha256": "0" * 64, "same_person": True},
    }

    @CALM
    @given(small_documents(catalogue.tests), st.sampled_from(["stated", "possible"]))
    def changes_nothing(document: Json, certainty: str) -> None:
        reports = [
            {
                **report,
                **asides,
                "set_aside": report["findings"],
                "findings": [{**row, "certainty": certainty} for row in report["findings"]],
            }
            for report in document["imaging"]
        ]
        told = compare(examination(**{**document, "imaging": reports}), catalogue)
        given = compare(examination(**document), catalogue)
        if certainty == "possible":  # which the notes say, and nothing follows from it
            told, given = without_notes(told), without_notes(given)
        assert told == given

    def without_notes(told: Comparison) -> Comparison:
        mechano = (msgspec.structs.replace(row, note="") for row in told.mechanosensitivity)
        conduction = (msgspec.structs.replace(row, note="") for row in told.conduction)
        return msgspec.structs.replace(
            told, mechanosensitivity=tuple(mechano), conduction=tuple(conduction)
        )

    changes_nothing()


def test_findings_set_aside_alone_count_nowhere(catalogue: Catalogue) -> None:
    @CALM
    @given(small_documents(catalogue.tests))
    def counts_nowhere(document: Json) -> None:
        aside = [
            {**report, "findings": [], "set_aside": report["findings"]}
            for report in document["imaging"]
        ]
        without = [{**report, "findings": []} for report in document["imaging"]]
        told = compare(examination(**{**document, "imaging": aside}), catalogue)
        assert told == compare(examination(**{**document, "imaging": without}), catalogue)

    counts_nowhere()
