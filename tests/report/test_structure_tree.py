"""What a reader who hears the report is told, and in which order."""

from collections.abc import Iterable
from itertools import pairwise

import pytest

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Examination, Presentation
from clinic_desktop.domain.versions import Change
from clinic_desktop.report import layout
from tests.report.conftest import Write
from tests.report.editions import AUTHOR, SUPERVISOR, amendment, signed, version
from tests.report.hearing import Heard, faults, heard, unheard
from tests.report.reading import pages, squeezed
from tests.report.test_chart_drawing import CALF, EAR, FOOT, KNEES, with_areas
from tests.report.test_document import (
    NAMES,
    REPLACE,
    example,
    sample,
    with_conclusion,
)

CHANGE = Change(what="Conclusion", step="conclusion", before="Before.", after="After.")


def headings(document: Heard) -> list[tuple[str, str]]:
    return [
        (element.tag, element.words) for element in document.all("H1", "H2", "H3", "H4", "H5", "H6")
    ]


def many_notes(catalogue: Catalogue) -> Examination:
    """Return an examination whose table of responses runs over pages, a cell of it too."""
    first = (example().responses or ())[0]
    long = {"slump": "note of the slump " * 400}
    responses = tuple(
        REPLACE(first, test=test, note=long.get(test, f"note {number} " * 12))
        for number, test in enumerate(catalogue.tests)
    )
    return REPLACE(example(), responses=responses)


@pytest.mark.parametrize("name", NAMES)
def test_all_that_is_printed_is_content_of_the_structure_or_an_artifact(
    name: str, write: Write
) -> None:
    pdf = write(example(name)).pdf
    assert faults(pdf) == []
    told = "".join(element.drawn for element in heard(pdf).everything()) + "".join(unheard(pdf))
    assert sorted(squeezed(told)) == sorted(squeezed("".join(pages(pdf))))


def test_what_runs_over_pages_is_still_whole_and_in_order(
    write: Write, catalogue: Catalogue
) -> None:
    words = [f"word{number}" for number in range(2000)]
    asked = REPLACE(
        many_notes(catalogue), presentation=Presentation(question=" ".join(words), areas=(CALF,))
    )
    for shown in (asked, with_conclusion(" ".join(words))):
        pdf = write(shown).pdf
        assert faults(pdf) == []
        assert [word for word in heard(pdf).text.split() if word in set(words)] == words


def test_the_headings_tell_the_parts_of_the_report_and_leave_out_no_level(write: Write) -> None:
    edition = signed(version(1, signers=(AUTHOR, SUPERVISOR)), amendment(2, CHANGE))
    told = headings(heard(write(sample(), edition).pdf))
    assert told[:8] == [
        ("H1", "Neurodynamic examination report"),
        ("H2", "Patient"),
        ("H2", "To"),
        ("H2", "From"),
        ("H2", "Conclusion"),
        ("H2", "Requested of you"),
        ("H2", "Examination findings set against the imaging report"),
        ("H2", "Neurodynamic tests: Lumbar core"),
    ]
    assert told[8:12] == [
        ("H2", "Reflexes, power and sensation"),
        ("H2", "Supporting detail"),
        ("H3", "Symptoms"),
        ("H3", "Angles"),
    ]
    later = told[12:]
    assert later.index(("H3", "Amendments")) + 1 == later.index(("H4", "Version 2: correction"))
    assert later.index(("H2", "Published figures and sources")) + 1 == later.index(
        ("H3", "Literature")
    )
    assert told[-2:] == [
        ("H3", "Sources"),
        ("H4", "Of the tests' definitions, not cited above:"),
    ]
    assert leave_out_no_level(told)


def leave_out_no_level(told: Iterable[tuple[str, str]]) -> bool:
    levels = [0, *(int(tag[1]) for tag, _ in told)]
    return all(after <= before + 1 for before, after in pairwise(levels))


def test_the_requests_are_a_list(write: Write) -> None:
    asked, *_ = heard(write(sample()).pdf).all("L")
    assert [item.tag for item in asked.kids] == ["LI", "LI"]
    assert [[body.tag for body in item.kids] for item in asked.kids] == [["LBody"], ["LBody"]]
    assert asked.kids[1].text.startswith("2. Soon: Please advise on pain relief")


def test_each_cell_of_a_table_is_told_below_its_heads(write: Write) -> None:
    (table,) = [
        table
        for table in heard(write(sample()).pdf).all("Table")
        if table.kids[0].text.startswith("Pathway")
    ]
    first, *rows = table.kids
    assert [(cell.tag, cell.scope) for cell in first.kids] == [("TH", "Column")] * 4
    for row in rows:
        assert [(cell.tag, cell.scope) for cell in row.kids] == [
            ("TH", "Row"),
            *[("TD", "")] * 3,
        ]
    assert [cell.text.replace("\n", " ") for cell in rows[1].kids] == [
        "Sciatic, right",
        "0 positive of 4 done",
        "Change described: L4 from level and zone",
        "Imaging report only",
    ]


def test_a_table_over_pages_is_one_table_whose_heads_are_told_once(
    write: Write, catalogue: Catalogue
) -> None:
    pdf = write(many_notes(catalogue)).pdf
    (table,) = [
        table for table in heard(pdf).all("Table") if "What rule R1 says" in table.kids[0].text
    ]
    assert len(table.kids) == 1 + len(catalogue.tests)
    assert {len(row.kids) for row in table.kids} == {2}
    assert len({page for element in table.everything() for page in element.pages}) > 2
    assert heard(pdf).text.count("What rule R1 says") == 1
    assert "".join(unheard(pdf)).count("What rule R1 says") > 1
    (torn,) = [row for row in table.kids if "note of the slump" in row.text]
    assert torn.kids[1].text.split().count("slump") >= 400
    assert len({page for element in torn.everything() for page in element.pages}) > 1


def test_the_body_chart_is_told_in_words_and_by_its_place(write: Write) -> None:
    pdf = write(with_areas(CALF, KNEES, FOOT, EAR)).pdf
    figure, *_ = heard(pdf).all("Figure")
    assert figure.words == (
        "Body chart. Marked on it: Back of calf, left: pain, pins and needles; "
        "Knee, both sides: numbness; Outer foot, right."
    )
    left, bottom, right, top = figure.box
    assert 595 * 0.35 < left < right <= 595 - 42
    assert 0.5 * 842 < bottom < top < 842 - 42
    assert figure.pages == (1,)


def test_head_and_foot_of_every_page_are_told_to_nobody(write: Write) -> None:
    pdf = write(sample()).pdf
    count = len(pages(pdf))
    for number, words in enumerate(unheard(pdf), start=1):
        assert f"Page {number} of {count}" in words
        assert "Confidential" in words
    assert "Confidential" not in heard(pdf).text


@pytest.mark.parametrize("name", NAMES)
def test_the_plain_column_has_the_same_headings(
    name: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = signed(version(1), amendment(2, CHANGE))
    usual = headings(heard(write(example(name), edition).pdf))

    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(layout.Layout, "_story", fail)
    report = write(example(name), edition)
    assert report.plain
    assert faults(report.pdf) == []
    plain = headings(heard(report.pdf))
    assert plain == [told for told in usual if told[1] not in {"Patient", "To", "From"}]
    assert leave_out_no_level(plain)
