"""The document is read strictly, refused with a path in one line, and written without loss."""

import copy
import json
import re
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.document import (
    MAX_BYTES,
    DocumentRefused,
    read_document,
    write_document,
)
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination
from tests.domain.build import AN_ID, EXAMPLES, REQUIRED, Json
from tests.strategies import examinations

TESTS = ("slr", "slump")

# Every field the contract names, filled in.
WHOLE: Json = {
    **REQUIRED,
    "protocol": "lumbar_core",
    "positive_rule": "R1",
    "performed_at": "2026-11-18T09:30:00+01:00",
    "imaging_known_before": True,
    "imaging_known_how": "patient_told",
    "imaging_checked_for_dangers": "no_imaging",
    "clinic": {"name": "Clinic", "address": ["4 Mill Lane"], "phone": "1", "email": "a@b.example"},
    "therapist": {"id": AN_ID, "name": "T", "profession": "P", "registration": "PH1"},
    "referrer": {
        "id": AN_ID,
        "name": "R",
        "practice": "P",
        "address": ["2 Hill Street"],
        "phone": "2",
        "email": "c@d.example",
        "reference": "HSS/2026/114",
    },
    "patient": {
        "id": AN_ID,
        "family_name": "F",
        "given_name": "G",
        "birth_date": "1978-03-14",
        "sex": "other",
        "identifiers": [{"system": "clinic", "value": "R-1"}],
    },
    "presentation": {
        "question": "Q",
        "symptom_side": "both",
        "onset": "2026-09-02",
        "areas": [{"area": "knee", "side": "midline", "kinds": ["numbness"]}],
        "nprs": {"now": 4, "best": 0, "worst": 10},
        "behaviour": [{"activity": "sitting", "effect": "no_change"}],
        "note": "N",
    },
    "before": {
        "consent": {"examination": "yes", "sending_report": "yes"},
        "others_present": "sister",
        "operations": [{"on": "2019-01-31", "what": "discectomy"}],
        "injections": [{"on": "2020-02-29", "what": "epidural"}],
        "medication": "none",
        "conditions": ["diabetes"],
        "note": "N",
    },
    "red_flags": {
        "answers": {"ces_bladder": "no", "of my own": "unknown"},
        "level": "few",
        "reason": "R",
        "actions": [{"at": "2026-11-18T09:45:00Z", "what": "called", "to_whom": "Dr R"}],
    },
    "conduction": [
        {
            "root": "L5",
            "side": "left",
            "kind": "power",
            "grade": "4",
            "item": "ankle dorsiflexion",
            "note": "N",
        }
    ],
    "responses": [
        {
            "test": "slr",
            "side": "midline",
            "outcome": "not_tested",
            "not_tested_reason": "pain",
            "variant": "lowered",
            "baseline_nprs": 0,
            "familiar": "partly",
            "symptom_side": "midline",
            "areas": ["knee"],
            "below_knee": False,
            "qualities": ["burning"],
            "nprs": 10,
            "onset_deg": 0,
            "limit_deg": 180,
            "limited_by": "full_range",
            "instrument": "phone",
            "differentiation": {"movement": "neck_flexion", "effect": "not_done"},
            "note": "N",
        }
    ],
    "other_sources": [{"source": "myofascial", "found": "not_examined", "note": "N"}],
    "sensitisation": {
        "over_three_months": "yes",
        "regional": "no",
        "allodynia": "not_examined",
        "hyperalgesia": "yes",
        "after_sensations": "yes",
        "history": "yes",
        "comorbidity": "yes",
    },
    "imaging": [
        {
            "id": AN_ID,
            "modality": "upright_MRI",
            "region": "whole_spine",
            "performed_on": "2026-10-05",
            "reported_on": "2026-10-06",
            "reporter": "Dr X",
            "site": "County Hospital",
            "position": "supine",
            "sequences": ["sag_t1"],
            "comparison": "2019",
            "text": "Right L4-5 protrusion.",
            "findings": [
                {
                    "level": "L4-L5",
                    "kind": "protrusion",
                    "side": "right",
                    "zone": "subarticular",
                    "root": "L5",
                    "root_relation": "contact",
                    "grade_system": "free",
                    "grade": "mild",
                    "status": "inferred",
                    "root_reason": "traverses there",
                    "quote": {"start": 0, "end": 21},
                }
            ],
            "stated_normal": ["C2-C3", "T12-L1"],
            "rest_stated_normal": False,
            "symptoms_changed_since": "unknown",
            "limits": "movement",
        }
    ],
    "comparison_notes": [{"row": "left/sciatic", "note": "N"}],
    "mechanisms_considered": [
        {"mechanism": "foraminal_stenosis", "proposed_test": "weight_bearing_mri", "note": "N"}
    ],
    "functional_tests": [
        {
            "test": "injection",
            "performed_on": "2026-11-01",
            "target": "left L5",
            "side": "left",
            "result": "relief",
            "note": "N",
        }
    ],
    "measures": [{"measure": "odi", "score": 12.5, "max": 50, "note": "N"}],
    "conclusion": {
        "text": "C",
        "plan": ["exercise"],
        "expected_course": "weeks",
        "requests": [{"text": "T", "urgency": "soon"}],
        "review_on": "2026-12-16",
    },
    "after": {"symptoms": "worse", "minutes": 5, "advice_given": "yes", "note": "N"},
}
NEEDED = {
    "format",
    "version",
    "id",
    "patient",
    "patient.id",
    "conduction[0].root",
    "conduction[0].side",
    "conduction[0].kind",
    "responses[0].test",
    "responses[0].side",
    "imaging[0].findings[0].level",
    "imaging[0].findings[0].kind",
}
CLOSED = [
    "format",
    "version",
    "positive_rule",
    "imaging_known_how",
    "imaging_checked_for_dangers",
    "patient.sex",
    "presentation.symptom_side",
    "presentation.areas[0].side",
    "presentation.areas[0].kinds[0]",
    "presentation.behaviour[0].effect",
    "red_flags.level",
    "conduction[0].root",
    "conduction[0].side",
    "conduction[0].kind",
    "conduction[0].grade",
    "responses[0].test",
    "responses[0].side",
    "responses[0].outcome",
    "responses[0].familiar",
    "responses[0].symptom_side",
    "responses[0].limited_by",
    "responses[0].differentiation.effect",
    "other_sources[0].found",
    "sensitisation.over_three_months",
    "sensitisation.regional",
    "sensitisation.allodynia",
    "sensitisation.hyperalgesia",
    "sensitisation.after_sensations",
    "sensitisation.history",
    "sensitisation.comorbidity",
    "imaging[0].modality",
    "imaging[0].region",
    "imaging[0].findings[0].level",
    "imaging[0].findings[0].kind",
    "imaging[0].findings[0].side",
    "imaging[0].findings[0].zone",
    "imaging[0].findings[0].root",
    "imaging[0].findings[0].root_relation",
    "imaging[0].findings[0].status",
    "imaging[0].stated_normal[1]",
    "imaging[0].symptoms_changed_since",
    "functional_tests[0].side",
    "conclusion.requests[0].urgency",
    "after.symptoms",
]


def places(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the path of every member and item of a document, with what stands there."""
    if isinstance(value, dict):
        inside = [(f"{path}.{key}".removeprefix("."), child) for key, child in value.items()]
    elif isinstance(value, list):
        inside = [(f"{path}[{index}]", child) for index, child in enumerate(value)]
    else:
        return
    for place, child in inside:
        yield place, child
        yield from places(child, place)


def steps(path: str) -> list[str | int]:
    parts = re.findall(r"\[(\d+)\]|([^.\[\]]+)", path)
    return [int(index) if index else key for index, key in parts]


def with_value(path: str, value: Any) -> bytes:
    """Return the whole document with another value in one place."""
    document = copy.deepcopy(WHOLE)
    *way, last = steps(path)
    target: Any = document
    for step in way:
        target = target[step]
    target[last] = value
    return json.dumps(document).encode()


def without(path: str) -> bytes:
    document = json.loads(with_value(path, "LEFT OUT"))
    return json.dumps(dropped(document, "LEFT OUT")).encode()


def dropped(value: Any, left_out: object = None) -> Any:
    """Return a document without the members of this value, which is null unless told."""
    if isinstance(value, dict):
        return {key: dropped(one, left_out) for key, one in value.items() if one != left_out}
    if isinstance(value, list):
        return [dropped(one, left_out) for one in value]
    return value


def with_text(member: str) -> bytes:
    """Return the smallest document with one more member, as the bytes of a file would say it."""
    return json.dumps(REQUIRED)[:-1].encode() + b", " + member.encode() + b"}"


def refusal(data: bytes) -> str:
    """Return the sentence a document is refused with, which is one line a person can read."""
    with pytest.raises(DocumentRefused) as caught:
        read_document(data, TESTS)
    return one_line(caught.value)


def one_line(error: UserError) -> str:
    sentence = str(error)
    marks = [one for one in sentence if unicodedata.category(one) in ("Cc", "Zl", "Zp", "Cs")]
    assert not marks, f"not one plain line: {sentence!r}"
    assert "Traceback" not in sentence
    assert sentence.endswith(".")
    assert len(sentence) < 1000
    return sentence


def names(sentence: str, path: str) -> bool:
    return f" {path}: " in sentence


OBJECTS = [("", WHOLE)] + [
    (path, value) for path, value in places(WHOLE) if isinstance(value, dict)
]
MEMBERS = [path for path, _ in places(WHOLE) if not path.endswith("]")]
LEAVES = [path for path, value in places(WHOLE) if not isinstance(value, dict | list)]
ANSWERS = "red_flags.answers"


# Without loss


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


# Refused with a path


@pytest.mark.parametrize("path", sorted(NEEDED))
def test_what_is_required_may_be_neither_left_out_nor_null(path: str) -> None:
    assert names(refusal(without(path)), path)
    assert names(refusal(with_value(path, None)), path)


@pytest.mark.parametrize("path", [path for path, _ in OBJECTS if path != ANSWERS])
def test_an_unknown_field_is_refused_wherever_it_stands(path: str) -> None:
    place = f"{path}.favourite".removeprefix(".")
    assert names(refusal(with_value(place, None)), place)
    assert names(refusal(with_value(place, "tea")), place)


@pytest.mark.parametrize(
    "wrong", [{"b": 1}, ["a"], {}], ids=["an object", "a list", "an empty object"]
)
@pytest.mark.parametrize("path", [path for path in LEAVES if ANSWERS not in path])
def test_a_value_of_another_type_is_refused_wherever_it_stands(path: str, wrong: object) -> None:
    assert names(refusal(with_value(path, wrong)), path)


@pytest.mark.parametrize("path", [path for path, value in places(WHOLE) if isinstance(value, list)])
def test_a_list_must_be_a_list_and_has_no_null_items(path: str) -> None:
    assert names(refusal(with_value(path, "text")), path)
    assert names(refusal(with_value(path, {})), path)
    assert names(refusal(with_value(path, [None])), f"{path}[0]")


@pytest.mark.parametrize("path", CLOSED)
def test_a_value_outside_a_closed_list_is_refused(path: str) -> None:
    for wrong in ("nonsense", "", "LEFT", "left ", 7):
        assert names(refusal(with_value(path, wrong)), path)


@pytest.mark.parametrize("answer", ["maybe", "", "Yes", True, 1, {}])
def test_an_answer_outside_yes_no_unknown_is_refused_and_the_item_named(answer: object) -> None:
    sentence = refusal(with_value(f"{ANSWERS}.ces_bladder", answer))
    assert ANSWERS in sentence
    assert "ces_bladder" in sentence


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        *(
            (path, wrong)
            for path in ("responses[0].onset_deg", "responses[0].limit_deg")
            for wrong in (900, 181, -1, 35.5, "35", True)
        ),
        *(
            (path, wrong)
            for path in (
                "responses[0].nprs",
                "responses[0].baseline_nprs",
                "presentation.nprs.now",
                "presentation.nprs.best",
                "presentation.nprs.worst",
            )
            for wrong in (11, -1, 5.5, "5", True)
        ),
        *(("conduction[0].grade", wrong) for wrong in (4, 5.0, "6", "-1", "4+", "normal", "")),
        *(
            (path, wrong)
            for path in (
                "id",
                "patient.id",
                "therapist.id",
                "referrer.id",
                "imaging[0].id",
            )
            for wrong in ("", "1", "0197a001-0000-7000-8000-00000000000", "g" * 32, 1)
        ),
        *(
            (path, wrong)
            for path in (
                "patient.birth_date",
                "presentation.onset",
                "before.operations[0].on",
                "before.injections[0].on",
                "imaging[0].performed_on",
                "imaging[0].reported_on",
                "functional_tests[0].performed_on",
                "conclusion.review_on",
            )
            for wrong in ("", "2026-02-30", "2026-13-01", "30.02.2026", "2026-1-1", "today", 2026)
        ),
        *(
            (path, wrong)
            for path in ("performed_at", "red_flags.actions[0].at")
            for wrong in (
                "",
                "2026-11-18T09:30:00",
                "2026-11-18",
                "09:30:00+01:00",
                "2026-11-18T25:00:00Z",
                "2026-02-30T09:30:00Z",
                "2026-11-18T09:30:00+25:00",
                "2026-11-18T09:30:00+01:00\n",
                "٢026-11-18T09:30:00Z",
                20261118,
            )
        ),
        ("imaging[0].findings[0].quote.start", -1),
        ("imaging[0].findings[0].quote.start", 1.5),
        ("imaging[0].findings[0].quote.end", -1),
        ("after.minutes", -1),
        ("imaging_known_before", "yes"),
        ("responses[0].below_knee", 1),
        ("imaging[0].rest_stated_normal", "no"),
        ("measures[0].score", "12"),
        ("measures[0].max", True),
        ("version", 2),
        ("version", 1.5),
        ("version", True),
        ("format", "clinic-desktop-examination "),
        ("positive_rule", "R2"),
    ],
)
def test_a_value_out_of_range_is_refused(path: str, wrong: object) -> None:
    assert names(refusal(with_value(path, wrong)), path)


def test_a_quote_may_not_end_before_it_starts() -> None:
    sentence = refusal(with_value("imaging[0].findings[0].quote", {"start": 5, "end": 4}))
    assert "imaging[0].findings[0].quote.end" in sentence


@pytest.mark.parametrize("side", ["left", "right", "midline"])
def test_a_second_response_of_the_same_test_and_side_is_refused(side: str) -> None:
    two = [{"test": "slump", "side": side}, {"test": "slr", "side": side}]
    assert "responses[2]" in refusal(with_value("responses", [*two, two[1]]))
    read_document(with_value("responses", two), TESTS)


def test_a_second_sign_of_the_same_root_side_and_kind_is_refused() -> None:
    one = {"root": "L5", "side": "left", "kind": "power"}
    assert "conduction[1]" in refusal(with_value("conduction", [one, {**one, "grade": "5"}]))


def test_a_test_the_catalogue_does_not_have_is_refused() -> None:
    responses = [{"test": "slr", "side": "left"}, {"test": "lasegue", "side": "left"}]
    sentence = refusal(with_value("responses", responses))
    assert names(sentence, "responses[1].test")
    assert "lasegue" in sentence


@pytest.mark.parametrize("path", [path for path, value in OBJECTS if value])
def test_a_doubled_key_is_refused_wherever_it_stands(path: str) -> None:
    value = next(value for place, value in OBJECTS if place == path)
    key = next(iter(value))
    place = f"{path}.{key}".removeprefix(".")
    data = with_value(place, "MARK").decode()
    again = f'"{key}": {json.dumps(value[key])}'
    doubled = data.replace(f'"{key}": "MARK"', f"{again}, {again}")
    assert names(refusal(doubled.encode()), place)


@pytest.mark.parametrize(
    ("member", "path"),
    [
        ('"protocol": "a", "\\u0070rotocol": "b"', "protocol"),
        ('"red_flags": {"answers": {"a": "no", "\\u0061": "yes"}}', "red_flags.answers.a"),
        ('"red_flags": {"answers": {"\\u00e9": "no", "é": "no"}}', "red_flags.answers.é"),
        ('"protocol": null, "protocol": "a"', "protocol"),
        ('"red_flags": {"answers": {"": "no", "": "yes"}}', "red_flags.answers."),
    ],
)
def test_a_doubled_key_is_found_under_any_spelling(member: str, path: str) -> None:
    assert names(refusal(with_text(member)), path)


def test_keys_that_only_look_alike_are_two_keys() -> None:
    composed, combining = "\u00e9", "e\u0301"
    data = with_value(ANSWERS, {composed: "no", combining: "yes", "E": "no", "e": "no"})
    assert json.loads(write_document(read_document(data, TESTS))) == json.loads(data)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1e999", "01", "+1"])
@pytest.mark.parametrize("field", ["measures", "responses"])
def test_numbers_that_are_none_are_refused(number: str, field: str) -> None:
    entry = {"measures": f'{{"score": {number}}}'}.get(
        field, f'{{"test": "slr", "side": "left", "nprs": {number}}}'
    )
    refusal(with_text(f'"{field}": [{entry}]'))


@pytest.mark.parametrize("digits", [19, 20, 400, 5000, 100_000])
def test_a_huge_number_is_out_of_range_where_there_is_a_range(digits: int) -> None:
    entry = f'{{"test": "slr", "side": "left", "onset_deg": {"9" * digits}}}'
    assert "responses[0].onset_deg" in refusal(with_text(f'"responses": [{entry}]'))


def test_a_score_of_thousands_of_digits_is_refused() -> None:
    refusal(with_text(f'"measures": [{{"score": {"9" * 5000}}}]'))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" ",
        b"\0",
        b"null",
        b"[]",
        b'"text"',
        b"{",
        b'{"format"',
        b'{"format": "x",}',
        b"<html></html>",
        json.dumps(REQUIRED).encode() + b"{}",
        json.dumps(REQUIRED).encode("utf-16"),
        json.dumps(REQUIRED).encode("utf-32"),
        b"\xef\xbb\xbf" * 2 + json.dumps(REQUIRED).encode(),
        with_text('"protocol": "tab\there"'),
        with_text('"protocol": "line\nend"'),
        with_text('"protocol": "\\x41"'),
    ],
)
def test_what_is_no_json_document_is_refused(data: bytes) -> None:
    refusal(data)


@pytest.mark.parametrize(
    "escape",
    ["\\ud800", "\\udfff", "\\ud800\\u0041", "\\udc00\\ud800", "a\\ud83d", "\\ud83d\\ud83d\\ude00"],
)
@pytest.mark.parametrize(
    "member", ['"protocol": "%s"', '"red_flags": {"answers": {"%s": "no"}}', '"%s": 1']
)
def test_half_a_character_is_refused(member: str, escape: str) -> None:
    refusal(with_text(member % escape))


@pytest.mark.parametrize(
    "octets",
    [b"\xff", b"\x80", b"\xc3", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"],
)
@pytest.mark.parametrize(
    "member", [b'"protocol": "%s"', b'"red_flags": {"answers": {"%s": "no"}}', b'"%s": 1']
)
def test_bytes_that_are_not_utf_8_are_refused(member: bytes, octets: bytes) -> None:
    refusal(json.dumps(REQUIRED).encode()[:-1] + b", " + member % octets + b"}")


@pytest.mark.parametrize("opened", ["[", '{"a":', '{"presentation":', '[{"a": ['])
@pytest.mark.parametrize("closed", [True, False])
def test_two_hundred_thousand_levels_are_refused(opened: str, closed: bool) -> None:
    deep = opened * 200_000
    tail = "".join({"[": "]", "{": "}"}.get(one, "") for one in reversed(deep)) if closed else ""
    assert "deeper" in refusal((deep + tail).encode())
    refusal(with_text(f'"presentation": {deep}{tail}'))


def test_brackets_in_a_text_are_no_levels() -> None:
    note = "[{" * 500 + '"' + "[" * 500 + "\\"
    data = with_value("presentation.note", note)
    assert json.loads(write_document(read_document(data, TESTS))) == json.loads(data)


def test_ten_megabytes_are_read_and_one_byte_more_is_refused() -> None:
    room = MAX_BYTES - len(with_text('"protocol": ""'))
    assert MAX_BYTES == 10_000_000
    read_document(with_text(f'"protocol": "{"a" * room}"'), TESTS)
    assert "10 MB" in refusal(with_text(f'"protocol": "{"a" * (room + 1)}"'))


def test_a_text_of_escapes_that_never_ends_is_refused_at_once() -> None:
    began = time.perf_counter()
    refusal(b'"' + b'\\"' * 30_000)
    assert time.perf_counter() - began < 1


# One line, whatever the document says


@pytest.mark.parametrize(
    "odd",
    [
        "a\nb",
        "a\r\nb",
        "a\u2028b",
        "a\tb",
        "\0",
        "\x1b[31m",
        "a\x85b",
        "`x` - at `$.evil`",
        "x" * 9999,
    ],
)
@pytest.mark.parametrize(
    "member",
    [
        "%s: 1",
        '"clinic": {%s: 1}',
        '"protocol": 1, %s: 2',
        '"positive_rule": %s',
        '"id": %s',
        '"performed_at": %s',
        '"presentation": {"onset": %s}',
        '"responses": [{"test": %s, "side": "left"}]',
        '"responses": [{"test": "slr", "side": %s}]',
        '"conduction": [{"root": "L5", "side": "left", "kind": "power", "grade": %s}]',
        '"red_flags": {"answers": {%s: "no", %s: "no"}}',
        '"red_flags": {"answers": {%s: "perhaps"}}',
        '"red_flags": {"answers": {"a": %s}}',
    ],
)
def test_a_refusal_is_one_line_even_when_it_quotes_the_document(member: str, odd: str) -> None:
    refusal(with_text(member.replace("%s", json.dumps(odd))))


def test_a_value_that_looks_like_a_path_does_not_hide_the_path() -> None:
    assert names(refusal(with_value("patient.sex", "x` - at `$.evil")), "patient.sex")
    assert names(refusal(with_value("after.symptoms", "x - at `$.evil`")), "after.symptoms")


# Whatever comes in


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


@settings(deadline=None, max_examples=300)
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


@settings(deadline=None, max_examples=500)
@given(st.sampled_from([path for path, _ in places(WHOLE)]), JSON_VALUES)
def test_a_document_with_a_part_changed_is_read_or_refused(path: str, value: object) -> None:
    read_or_refused(with_value(path, value))


@settings(deadline=None, max_examples=300)
@given(examinations(TESTS), st.data())
def test_a_drawn_document_cut_short_is_refused(examined: Examination, data: st.DataObject) -> None:
    whole = write_document(examined)
    refusal(whole[: data.draw(st.integers(0, len(whole) - 1))])
