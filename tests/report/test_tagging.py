"""The canvas that notes what is drawn, and what of reportlab it leans on."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.platypus import Flowable

from clinic_desktop.report.archive import About, Drawn, archived
from clinic_desktop.report.structure import Element, Tree
from clinic_desktop.report.styles import style
from clinic_desktop.report.tagging import Rule, TaggedCanvas
from clinic_desktop.report.text import Text
from tests.report.conftest import FONTS
from tests.report.hearing import Heard, faults, heard, unheard

TEXT = Text(FONTS)
STYLE = style(10)
ABOUT = About(title="Title", author="Author", made_at=datetime(2026, 11, 18, 9, 30, tzinfo=UTC))


def drawn(parts: Sequence[Flowable], *, as_artifact: bool = False) -> bytes:
    """Return a PDF with each part on a page of its own, wide as it was measured."""
    out, tree = BytesIO(), Tree()
    canvas = TaggedCanvas(out, pagesize=(800, 800), tree=tree, invariant=1)
    for part in parts:
        if as_artifact:
            with canvas.artifact("foot"):
                part.drawOn(canvas, 0, 0)
        else:
            part.drawOn(canvas, 0, 0)
        canvas.showPage()
    canvas.save()
    return archived(Drawn(out.getvalue(), tree), ABOUT)


def split(flowable: Flowable, width: float, height: float) -> list[Flowable]:
    """Return a flowable split over columns of this size."""
    parts, rest = [], flowable
    while rest.wrap(width, height)[1] > height:
        part, rest = rest.split(width, height)
        part.wrap(width, height)
        parts.append(part)
    rest.wrap(width, height)
    return [*parts, rest]


def only(document: Heard) -> Heard:
    (kid,) = document.kids
    return kid


WORDS = st.lists(st.text("abW<&\u2013\u00e9", min_size=1, max_size=8), min_size=1, max_size=60)


@settings(deadline=None)
@given(
    runs=st.lists(st.tuples(WORDS.map(" ".join), st.booleans()), min_size=1, max_size=3),
    width=st.integers(100, 400),
    lines=st.integers(3, 9),
)
def test_words_are_told_apart_as_they_were_written_on_however_many_lines_and_pages(
    runs: list[tuple[str, bool]], width: int, lines: int
) -> None:
    written = [(f"{words} ", bold) for words, bold in runs]
    pdf = drawn(split(TEXT.text(written, STYLE), width, lines * STYLE.leading))
    assert only(heard(pdf)).words.split() == "".join(words for words, _ in written).split()
    assert faults(pdf) == []


def test_a_paragraph_over_two_pages_is_one_element() -> None:
    paragraph = TEXT.text("word " * 60, STYLE, Element("H1"))
    first, second = split(paragraph, 200, 4 * STYLE.leading)
    element = only(heard(drawn([first, second])))
    assert (element.tag, element.pages) == ("H1", (0, 1))


def test_a_word_broken_between_lines_stays_one_word() -> None:
    for runs in ("W" * 100, [("W" * 60, True), ("w" * 60, False)]):
        paragraph = TEXT.text(runs, STYLE)
        paragraph.wrap(200, 500)
        assert " " not in only(heard(drawn([paragraph]))).words.strip()


def test_lines_ended_by_the_writer_are_told_apart() -> None:
    paragraph = TEXT.text("one\ntwo\n\nthree", STYLE)
    paragraph.wrap(200, 500)
    assert only(heard(drawn([paragraph]))).words.split() == ["one", "two", "three"]


def test_what_is_drawn_as_an_artifact_is_told_to_nobody() -> None:
    paragraph = TEXT.text("Page 1", STYLE)
    paragraph.wrap(200, 500)
    pdf = drawn([paragraph], as_artifact=True)
    assert heard(pdf).kids == ()
    assert [words.strip() for words in unheard(pdf)] == ["Page 1"]
    assert faults(pdf) == []


@pytest.mark.parametrize("within_one", [False, True])
def test_a_rule_is_an_artifact(within_one: bool) -> None:
    rule = Rule("100%")
    rule.wrap(200, 500)
    pdf = drawn([rule], as_artifact=within_one)
    assert heard(pdf).kids == ()
    assert faults(pdf) == []


def test_an_element_brings_what_it_lies_within() -> None:
    numbered = Element("L")
    steps = [
        TEXT.text(words, STYLE, Element("LBody", within=Element("LI", within=numbered)))
        for words in ("one", "two")
    ]
    for step in steps:
        step.wrap(200, 500)
    told = only(heard(drawn(steps)))
    assert [element.tag for element in told.everything()] == ["L", "LI", "LBody", "LI", "LBody"]
    assert told.text.split() == ["one", "two"]


def test_characters_beyond_the_first_plane_are_told_as_themselves() -> None:
    paragraph = TEXT.text("a \U0001f512 b", STYLE)
    paragraph.wrap(200, 500)
    assert only(heard(drawn([paragraph]))).words == "a \U0001f512 b"


def test_the_lines_of_reportlab_have_the_two_forms_that_get_their_last_space() -> None:
    """These are no part of what reportlab promises: a new release may change them."""
    plain = TEXT.text("some words " * 20, STYLE)
    mixed = TEXT.text([("some ", True), ("words " * 40, False)], STYLE)
    for paragraph in (plain, mixed):
        paragraph.wrap(200, 500)
    words = [word for _, line in vars(plain)["blPara"].lines for word in line]
    assert words == ["some", "words"] * 20
    lines = ["".join(run.text for run in line.words) for line in vars(mixed)["blPara"].lines]
    assert " ".join(lines).split() == ["some", *["words"] * 40]


def test_a_page_that_is_held_back_is_begun_anew_by_reportlab() -> None:
    canvas = TaggedCanvas(BytesIO(), tree=Tree())
    canvas.addLiteral("q Q")
    inside = vars(canvas)
    assert inside["_code"][-1] == "q Q"
    canvas._startPage()  # type: ignore[attr-defined]
    assert canvas.getPageNumber() == 2
    assert "q Q" not in inside["_code"]
