"""The conduction signs of a report: a line for each root, or a grid; nothing is lost."""

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
from clinic_desktop.report.parts import Block, Facts, Line, Table
from tests.domain.build import Json, examination, sign
from tests.report.conftest import Write
from tests.report.reading import squeezed, whole


def blocks(examined: Examination, catalogue: Catalogue) -> tuple[Block, ...]:
    compared = compare(examined, catalogue)
    sections = supporting_detail(examined, compared, catalogue, A_DRAFT, comparison_is_shown=True)
    return next((s.blocks for s in sections if s.heading == "Conduction"), ())


def rows(table: Block) -> list[list[str]]:
    """Return the cells' words, those in bold with a star."""
    assert isinstance(table, Table)
    return [
        [
            f"*{part.label}" if part.label else part.text
            for cell in row
            for part in cell
            if isinstance(part, Line)
        ]
        for row in table.rows
    ]


def test_nothing_is_said_when_nothing_is_recorded(catalogue: Catalogue) -> None:
    assert blocks(examination(), catalogue) == ()


def test_few_roots_take_a_line_each_with_both_sides(catalogue: Catalogue) -> None:
    recorded = [
        sign("S1", "left", "reflex", "reduced", item="Achilles", note="twice"),
        sign("L5", "right", "power", "4"),
    ]
    lines = blocks(examination(conduction=recorded), catalogue)
    told = [(line.label, line.text) for line in lines if isinstance(line, Line)]
    assert told == [
        ("L5", "Left: not recorded. Right: Power 4 of 5."),
        ("S1", "Left: Reflex reduced, Achilles, twice. Right: not recorded."),
    ]


def test_three_roots_and_more_stand_in_a_grid_with_what_is_not_normal_in_bold(
    catalogue: Catalogue,
) -> None:
    recorded = [
        sign("S1", "left", "reflex", "reduced"),
        sign("S1", "right", "reflex", "clonus"),
        sign("L5", "left", "power", "4"),
        sign("L4", "right", "pin_prick", "increased"),
        sign("L4", "left", "light_touch", "normal"),
        sign("L4", "left", "power", note="in plaster"),
    ]
    table, notes = blocks(examination(conduction=recorded), catalogue)
    none = "not recorded"
    assert rows(table) == [
        ["*L4", none, none, "normal", none, none, none, none, "*increased"],
        ["*L5", none, "*4 of 5", none, none, none, none, none, none],
        ["*S1", "*reduced", none, none, none, "*clonus", none, none, none],
    ]
    assert isinstance(table, Table)
    assert table.heads[:3] == ("Root", "Left reflex", "Left power")
    assert table.heads[-1] == "Right pin prick"
    assert notes == Facts((("Note on L4 left, power:", "in plaster"),))


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
    _, facts = blocks(examination(conduction=[*others, *recorded]), catalogue)
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
