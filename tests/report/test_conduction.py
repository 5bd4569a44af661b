"""The conduction signs of a report: what is not normal stands out, and nothing is lost."""

import msgspec
import pytest

from clinic_desktop.domain.anatomy import Root, Side
from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.compare import compare
from clinic_desktop.domain.conduction import BOTH_SIDES, block_normal
from clinic_desktop.domain.examination import Examination
from clinic_desktop.domain.screening import SIGN_GRADES, ConductionSign, SignKind
from clinic_desktop.domain.versions import A_DRAFT
from clinic_desktop.report.detail import supporting_detail
from clinic_desktop.report.nerves_section import named, nerve_conduction
from clinic_desktop.report.parts import Block, Facts, Line, Result, Table
from tests.domain.build import Json, examination, sign
from tests.report.conftest import Write
from tests.report.reading import pages, squeezed, whole


def blocks(examined: Examination, catalogue: Catalogue) -> tuple[Block, ...]:
    compared = compare(examined, catalogue)
    sections = supporting_detail(examined, compared, catalogue, A_DRAFT, comparison_is_shown=True)
    return next((s.blocks for s in sections if s.heading == "Conduction"), ())


NOTHING = [(None, "Not recorded")]


def nerves(recorded: list[Json], catalogue: Catalogue) -> list[Table]:
    signs = examination(conduction=recorded).conduction or ()
    tables = nerve_conduction(signs, catalogue)
    return [table for table in tables if isinstance(table, Table)]


def told(table: Table) -> list[list[object]]:
    """Return each row: its roots, then the marks and words of both sides."""
    return [
        [
            "".join(part.text for part in roots if isinstance(part, Line)),
            *(
                [(part.mark, part.word) for part in side if isinstance(part, Result)]
                for side in sides
            ),
        ]
        for roots, *sides in table.rows
    ]


def test_nothing_is_said_when_nothing_is_recorded(catalogue: Catalogue) -> None:
    assert blocks(examination(), catalogue) == ()


def test_page_1_has_a_row_for_each_root_that_is_not_normal_and_one_for_the_others(
    catalogue: Catalogue,
) -> None:
    recorded = [
        sign("S1", "left", "reflex", "reduced"),
        sign("S1", "left", "power", "5"),
        sign("S1", "right", "reflex", "clonus"),
        sign("L5", "left", "power", "4"),
        sign("L5", "left", "pin_prick", "increased"),
        sign("L2", "left", "light_touch", "normal"),
        sign("L3", "left", "light_touch", "normal"),
        sign("L3", "left", "power", "5"),
        sign("L4", "left", "light_touch", "normal"),
        sign("L4", "left", "power", note="in plaster"),
    ]
    (table,) = nerves(recorded, catalogue)
    assert told(table) == [
        ["L5", [("reduced", "Power 4 of 5"), ("increased", "Pin prick increased")], NOTHING],
        [
            "S1",
            [("reduced", "Reflex reduced"), ("negative", "Normal: power 5 of 5")],
            [("increased", "Reflex clonus")],
        ],
        ["L2 to L4", [("negative", "Normal: power 5 of 5 (L3); light touch")], NOTHING],
    ]
    assert table.heads == ("Root", "Left", "Right")


def test_without_a_grade_page_1_has_no_table_of_nerves(catalogue: Catalogue) -> None:
    assert nerves([sign("L4", "left", "power", note="in plaster")], catalogue) == []


def test_page_1_prints_the_conduction_of_every_root(write: Write) -> None:
    recorded = [sign("S1", "left", "reflex", "reduced"), sign("L4", "right", "reflex", "normal")]
    first = squeezed(pages(write(examination(conduction=recorded)).pdf)[0])
    assert squeezed("S1 Reflex reduced Not recorded L4 Not recorded Normal: reflex") in first


@pytest.mark.parametrize(
    ("roots", "words"),
    [
        ((Root.S1,), "S1"),
        ((Root.L4, Root.L5), "L4, L5"),
        ((Root.L2, Root.L3, Root.L4, Root.S2), "L2 to L4, S2"),
    ],
)
def test_three_neighbouring_roots_are_named_as_a_run(roots: tuple[Root, ...], words: str) -> None:
    assert named(roots) == words


@pytest.mark.parametrize(
    ("recorded", "told"),
    [
        (
            [sign("S1", side, "power", "5", item="eversion") for side in ("left", "right")],
            ("Tested, power:", "S1 eversion"),
        ),
        (
            [sign("S1", "left", "power", "5", item="eversion")],
            ("Tested, power:", "S1 left eversion"),
        ),
        (
            [
                sign("S1", "left", "power", "5", item="eversion"),
                sign("S1", "right", "power", "5", item="heel raises"),
            ],
            ("Tested, power:", "S1 left eversion; S1 right heel raises"),
        ),
        (
            [
                sign("S1", "left", kind, "normal", item="lateral heel")
                for kind in ("light_touch", "pin_prick")
            ],
            ("Tested, light touch and pin prick:", "S1 left lateral heel"),
        ),
    ],
)
def test_what_was_tested_is_named_once_for_both_sides(
    recorded: list[Json], told: tuple[str, str], catalogue: Catalogue
) -> None:
    others = [sign(root, "left", "power", "5") for root in ("L4", "L5")]
    (facts,) = blocks(examination(conduction=[*others, *recorded]), catalogue)
    assert facts == Facts((told,))


def test_a_whole_normal_block_prints_every_grade_and_item(
    catalogue: Catalogue, write: Write
) -> None:
    examined = block_normal(examination(), "lower_quarter", BOTH_SIDES, catalogue)
    report = write(examined)
    text = whole(report.pdf)
    assert not report.plain
    for fact in ("ankle dorsiflexion", "great-toe extension", "lateral heel", "Achilles"):
        assert squeezed(fact) in text


def test_every_root_side_and_kind_with_long_words_is_printed_whole(write: Write) -> None:
    places = [(root, side, kind) for root in Root for side in Side for kind in SignKind]
    filled = tuple(
        ConductionSign(
            root=root,
            side=side,
            kind=kind,
            grade=SIGN_GRADES[kind][0],
            item=f"item{number:03}x" + " and more" * 20,
            note=f"note{number:03}x" + " and more" * 20,
        )
        for number, (root, side, kind) in enumerate(places)
    )
    report = write(msgspec.structs.replace(examination(), conduction=filled))
    text = whole(report.pdf)
    for number in range(len(places)):
        assert f"item{number:03}x" in text
        assert f"note{number:03}x" in text
