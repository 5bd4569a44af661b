"""What holds of every text: no guess, no crash, no side that belongs to another thing."""

import re

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from clinic_desktop.domain.anatomy import LUMBAR_LEVELS, BodySide, Root, Zone, roots_at
from clinic_desktop.domain.imaging import ImagingFinding
from clinic_desktop.domain.reading import ReportReading
from clinic_desktop.intake.levels import levels_in
from clinic_desktop.intake.report_reading import read_report
from clinic_desktop.intake.sentences import folded

SIDES = st.sampled_from(["left", "right"])
LEVELS = st.sampled_from(["L1-2", "L2/3", "L3-L4", "L4/5", "L5-S1", "L45"])
GRADES = st.sampled_from(["mild", "moderate", "severe", "mild to moderate", "marked", "minimal"])
DISC = st.sampled_from(
    ["disc bulge", "disc protrusion", "disc extrusion", "disc herniation", "HNP", "disc protusion"]
)
RELATIONS = st.sampled_from(["contacting", "displacing", "compressing", "abutting", "impinging on"])
ROOTS = st.sampled_from(["L3", "L4", "L5", "S1"])
COURSES = st.sampled_from(["", "traversing ", "exiting ", "descending "])


@st.composite
def sentences(draw: st.DrawFn) -> str:
    side, other = draw(SIDES), draw(SIDES)
    level, grade = draw(LEVELS), draw(GRADES)
    form = draw(
        st.sampled_from(
            [
                "{level}: {side} paracentral {disc} {relation} the {course}{other} {root} root.",
                "At {level} there is a {grade} {disc}, {relation} the {side} {root} nerve root.",
                "{level}: {grade} {side} and severe {other} foraminal narrowing.",
                "{level}: {grade} canal stenosis with {side} lateral recess stenosis.",
                "{level}: {side} foraminal {disc} with an annular tear on the {other}.",
                "{level}: {side} facet hypertrophy. The {other} foramen is patent.",
                "{grade} {side} foraminal stenosis at {level}.",
                "{level}: no canal stenosis or {side} foraminal narrowing.",
                "{level}: normal.",
                "{level}: no disc bulge. Canal and foramina are patent.",
            ]
        )
    )
    return str(
        form.format(
            level=level,
            side=side,
            other=other,
            grade=grade,
            disc=draw(DISC),
            relation=draw(RELATIONS),
            root=draw(ROOTS),
            course=draw(COURSES),
        )
    )


REPORTS = st.lists(sentences(), min_size=1, max_size=5).map("\n".join)
WORDS = st.sampled_from(
    [
        "L4-5",
        "L5/S1",
        "L1",
        "disc",
        "bulge",
        "protrusion",
        "extrusion",
        "no",
        "without",
        "not",
        "left",
        "right",
        "both",
        "mild",
        "severe",
        "canal",
        "foraminal",
        "stenosis",
        "narrowing",
        "root",
        "S1",
        "nerve",
        "compresses",
        "abuts",
        "is",
        "are",
        "patent",
        "normal",
        "remaining",
        "levels",
        "and",
        "or",
        ",",
        ".",
        ";",
        ":",
        "(",
        ")",
        "|",
        "\n",
        "but",
        "with",
        "possible",
        "previously",
        "resolved",
        "facet",
        "cord",
        "cauda",
        "equina",
        "fracture",
        "metastasis",
        "T12-L1",
        "grade",
        "1",
        "anterolisthesis",
        "of",
        "on",
        "the",
        "at",
        "Impression:",
        "History:",
    ]
)
ANY_TEXT = st.one_of(st.text(max_size=300), st.lists(WORDS, max_size=60).map(" ".join))


def counting(reading: ReportReading) -> list[ImagingFinding]:
    return [row for row in reading.findings if row.counts]


def bare(rows: tuple[ImagingFinding, ...]) -> set[bytes]:
    return {msgspec.json.encode(msgspec.structs.replace(row, quote=None)) for row in rows}


def mirrored(text: str) -> str:
    return re.sub(r"left|right", lambda found: "right" if found.group() == "left" else "left", text)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_any_text_is_taken_and_every_quote_lies_in_it(text: str) -> None:
    reading = read_report(text)
    quotes = [row.quote for row in reading.findings]
    quotes += [
        *reading.normal_quotes.values(),
        *([reading.rest_quote] * (reading.rest_quote is not None)),
    ]
    for quote in quotes:
        assert quote is not None
        assert quote.span is not None
        start, end = quote.span
        assert 0 <= start < end <= len(text)


@settings(max_examples=300, deadline=None)
@given(ANY_TEXT)
def test_a_level_with_a_finding_is_never_stated_normal(text: str) -> None:
    reading = read_report(text)
    changed = {row.level for row in reading.findings if not row.is_negated}
    assert not changed & set(reading.stated_normal)
    assert set(reading.normal_quotes) == set(reading.stated_normal)


@given(ANY_TEXT)
def test_a_level_is_mentioned_normal_or_neither(text: str) -> None:
    reading = read_report(text)
    mentioned = {row.level for row in reading.findings} | set(reading.stated_normal)
    assert not mentioned & set(reading.not_mentioned)
    named = {level for mention in levels_in(folded(text)) for level in mention.levels}
    if not reading.rest_stated_normal:
        assert mentioned | named | set(reading.not_mentioned) >= set(LUMBAR_LEVELS)


@given(REPORTS)
def test_swapping_left_and_right_swaps_the_sides_and_nothing_else(text: str) -> None:
    swap = {BodySide.LEFT: BodySide.RIGHT, BodySide.RIGHT: BodySide.LEFT}
    there = {
        msgspec.json.encode(
            msgspec.structs.replace(
                row, quote=None, side=swap.get(row.side, row.side) if row.side else None
            )
        )
        for row in read_report(text).findings
    }
    assert there == bare(read_report(mirrored(text)).findings)


@given(REPORTS)
def test_a_sentence_of_other_things_changes_no_finding(text: str) -> None:
    before = read_report(text)
    for other in (
        "\nParaspinal soft tissues are unremarkable.",
        "\nThe conus ends at L1.",
        "\nThe kidneys are normal.",
    ):
        after = read_report(text + other)
        assert bare(after.findings) == bare(before.findings)
        assert after.stated_normal == before.stated_normal
        assert not after.rest_stated_normal


@given(
    LEVELS, DISC, SIDES, ROOTS, st.sampled_from(["No", "There is no", "No evidence of", "Without"])
)
def test_a_denied_sentence_gives_no_counting_finding(
    level: str, disc: str, side: str, root: str, no: str
) -> None:
    for text in (
        f"{level}: {no} {disc}, canal stenosis or {side} foraminal narrowing.",
        f"{level}: {no} {side} {disc} compressing the {side} {root} nerve root.",
        f"{level}: {no} compression of the {side} {root} root.",
        f"{no} {disc} or foraminal stenosis at {level}.",
    ):
        assert not counting(read_report(text)), text


@given(st.lists(sentences(), min_size=1, max_size=4))
def test_a_level_without_a_word_is_not_mentioned(parts: list[str]) -> None:
    text = "\n".join(parts)
    reading = read_report(text)
    for level, forms in (("L1-L2", "L1-2"), ("L2-L3", "L2/3"), ("L3-L4", "L3-L4")):
        if forms not in text:
            assert level in {level.value for level in reading.not_mentioned}


@given(LEVELS, SIDES, COURSES.filter(bool))
def test_a_root_told_by_its_course_is_inferred_and_says_why(
    level: str, side: str, course: str
) -> None:
    text = f"{level}: disc protrusion compressing the {side} {course}nerve root."
    (row,) = (row for row in read_report(text).findings if row.root is not None)
    zone = Zone.FORAMINAL if course == "exiting " else Zone.SUBARTICULAR
    assert row.root in roots_at(row.level, zone)
    assert isinstance(row.root, Root)
    assert row.status == "inferred"
    assert row.root_reason is not None


def test_a_very_long_text_is_read_in_part_and_says_so() -> None:
    reading = read_report("L4-5: disc bulge. " * 60_000)
    assert reading.warnings[0].startswith("Only the first")


@given(st.lists(sentences(), min_size=1, max_size=6))
def test_only_a_level_called_normal_is_normal(parts: list[str]) -> None:
    called = {
        level
        for part in parts
        if part.endswith(("normal.", "foramina are patent."))
        for level in (levels_in(part.lower())[0].levels)
    }
    reading = read_report("\n".join(parts))
    assert set(reading.stated_normal) <= called
    assert not reading.rest_stated_normal
