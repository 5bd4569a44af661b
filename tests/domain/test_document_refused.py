"""What is no valid document is refused with the path of what is wrong, in one line."""

import json
import time

import pytest

from clinic_desktop.domain.document import (
    MAX_BYTES,
    read_document,
    write_document,
)
from tests.domain.build import REQUIRED
from tests.domain.documents import (
    ANSWERS,
    CLOSED,
    LEAVES,
    NEEDED,
    OBJECTS,
    TESTS,
    WHOLE,
    names,
    places,
    refusal,
    with_text,
    with_value,
    without,
)


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


def test_a_planned_test_the_catalogue_does_not_have_is_refused() -> None:
    assert "protocol_tests[1]" in refusal(with_value("protocol_tests", ["slr", "mine"]))


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


@pytest.mark.parametrize(
    "after",
    [
        b"}}, garbage",
        b'}}, "measures": [{"score": ' + b"9" * 5000 + b"}]}",
        b'}}, "protocol": "\xff"}',
        b'}}, "red_flags": null}',
        b'}}, "red_flags": []}',
        b'}, "answers": null}}',
        b'}, "answers": []}}',
        b'}, "answers": {}}}',
        b', "a": "no"}}}',
        b', "b": []}}}',
        b"",
    ],
)
def test_a_wrong_answer_is_refused_whatever_follows_it(after: bytes) -> None:
    start = json.dumps(REQUIRED)[:-1].encode() + b', "red_flags": {"answers": {"a": "maybe"'
    refusal(start + after)


def test_the_refused_answer_is_named_among_others() -> None:
    answers = {"first": "no", "second": None, "third": "perhaps", "fourth": "yes"}
    assert names(refusal(with_value(ANSWERS, answers)), f"{ANSWERS}.third")


def test_a_value_that_looks_like_a_path_does_not_hide_the_path() -> None:
    assert names(refusal(with_value("patient.sex", "x` - at `$.evil")), "patient.sex")
    assert names(refusal(with_value("after.symptoms", "x - at `$.evil`")), "after.symptoms")
