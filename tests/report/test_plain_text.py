"""The report as plain text: what a physician's system gets by the clipboard."""

import re

import msgspec
import pytest

from clinic_desktop.domain.screening import Concern, RedFlags
from clinic_desktop.domain.versions import A_DRAFT
from clinic_desktop.report import layout
from tests.domain.build import examination
from tests.report.conftest import Write
from tests.report.editions import amendment, signed, version
from tests.report.reading import pages, squeezed, whole
from tests.report.test_document import NAMES, example, sample
from tests.report.test_structure_tree import CHANGE

SIDE = (
    "Sciatic, right. Examination: 0 positive of 4 done. "
    "Imaging report: Change described: L4 from level and zone. "
    "Reading (proposed): Imaging report only."
)


def test_a_row_of_a_table_is_one_line_that_names_its_columns(write: Write) -> None:
    lines = write(sample()).text.split("\n")
    assert SIDE in lines
    assert (
        "SLR right \u2013 Negative: R1: not met (symptom not familiar; agrees with the result). "
        in ("\n".join(lines))
    )
    assert (
        "S1. Left: Reflex reduced, light touch altered; Normal: power 5 of 5, pin prick. "
        "Right: Normal: reflex, power 5 of 5, light touch, pin prick."
    ) in lines
    assert any(line.startswith("Straight leg raise (hip flexion): left first") for line in lines)


def test_headings_stand_out_and_have_room(write: Write) -> None:
    text = write(sample()).text
    assert "\n\nCONCLUSION\n----------\nQuestion: Left leg pain" in text
    assert "\n\nNEURODYNAMIC EXAMINATION REPORT\n====" in text
    assert "\n\nMeasures:\nNPRS, worst" in text
    assert "\n\n\n" not in text
    assert text.endswith("Report R-17, version 1, DRAFT")


def test_who_it_is_about_and_for_stands_in_a_line_each(write: Write) -> None:
    text = write(example()).text
    assert "\nPatient: Sample, Ada; Born 14 March 1978, sex: female; clinic R-10442\n" in text
    assert "Your ref: HSS/2026/114\n" in text


def lines_of(pdf: bytes) -> str:
    return "\n".join(pages(pdf)).replace("\r", "")


@pytest.mark.parametrize("name", [*NAMES, "sample", "amended", "urgent"])
def test_text_and_plain_column_say_all_that_the_pages_say(
    name: str, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = signed(version(1), amendment(2, CHANGE))
    urgent = msgspec.structs.replace(
        sample(), red_flags=RedFlags(level=Concern.HIGH, reason="New retention.")
    )
    shown = {"sample": sample(), "amended": sample(), "urgent": urgent}.get(name)
    shown = shown or example(name)
    edition_of_it = edition if name == "amended" else A_DRAFT
    usual = write(shown, edition_of_it)

    def fail(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(layout.Layout, "_story", fail)
    column = write(shown, edition_of_it)
    assert (usual.plain, column.plain) == (False, True)
    assert column.text == usual.text
    if name == "sample":
        assert "Telephone: 01632 960101\n" in lines_of(column.pdf)
        assert "\nLeft (first response, limit): Positive, 35\u00b0, limit 48\u00b0\n" in lines_of(
            column.pdf
        )
    said = set(re.findall(r"[a-z0-9]{3,}", usual.text.lower()))
    printed = squeezed(whole(usual.pdf)).lower()
    assert [word for word in said if word not in printed] == []
    plain = squeezed(whole(column.pdf)).lower()
    assert [word for word in said if word not in plain] == []


def test_an_empty_examination_says_so_and_every_text_is_confidential(write: Write) -> None:
    empty = examination()
    told = write(empty).text
    assert "SUPPORTING DETAIL\n-----------------\nNothing further is recorded." in told
    for text in (told, write(sample()).text):
        assert ". Confidential. Report R-17" in text.splitlines()[-1]
    assert "Nothing further" not in write(sample()).text
