"""How rows answer to a gold: sides, worst grades, roots; and how scores add up."""

import msgspec

from clinic_desktop.domain.anatomy import BodySide, Level
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding
from clinic_desktop.domain.reading import ReportReading
from tests.reading.faithful import faithful
from tests.reading.golds import case
from tests.reading.spoiling import scored, where, with_row, with_rows, worse
from tests.reading.table import table

FORAMINA = {"foramina: grade", "foramina: none, some, not stated"}


def test_one_row_for_both_sides_stands_for_a_row_each() -> None:
    def joined(row: ImagingFinding) -> ImagingFinding | None:
        sided = row.root is not None or row.kind is FindingKind.FORAMINAL_STENOSIS
        if row.level is not Level.L5_S1 or not sided:
            return row
        if row.side is BodySide.LEFT:
            return None
        return msgspec.structs.replace(row, side=BodySide.BOTH)

    assert not worse("s38", with_rows("s38", joined))


def test_the_worst_of_several_rows_is_the_grade() -> None:
    milder = {"level": "L4-L5", "kind": "canal_stenosis", "grade": "minimal"}
    worst = {**milder, "grade": "moderate"}
    assert not worse("s01", with_row("s01", **milder))
    assert worse("s01", with_row("s01", **worst)) == {"canal: grade"}


def test_an_ungraded_gold_accepts_every_grade_but_none() -> None:
    for grade, expected in (("mild", set()), ("severe", set()), ("none", FORAMINA)):
        change = where("L4-L5", FindingKind.FORAMINAL_STENOSIS, grade=grade)
        assert worse("s03", with_rows("s03", change)) == expected, grade


def test_a_grade_of_a_named_system_is_no_agreement_but_presence() -> None:
    change = where("L4-L5", FindingKind.CANAL_STENOSIS, grade="B", grade_system="Schizas")
    assert worse("s01", with_rows("s01", change)) == {"canal: grade"}


def test_a_root_whose_side_is_not_stated_is_found_by_a_row_without_side_or_for_both() -> None:
    for side in (None, "both"):
        change = where("L5-S1", FindingKind.BULGE, rooted=True, side=side)
        assert not worse("r09", with_rows("r09", change))
    one = where("L5-S1", FindingKind.BULGE, rooted=True, side="left")
    assert worse("r09", with_rows("r09", one)) == {"named roots: recall"}


def test_a_conjoined_root_is_no_root_that_is_touched() -> None:
    change = where("L5-S1", FindingKind.CONJOINED_ROOT, root="S1", side="right")
    assert not worse("s16", with_rows("s16", change))


def test_the_side_of_a_row_with_a_root_is_not_the_discs() -> None:
    def rooted_alone(row: ImagingFinding) -> ImagingFinding | None:
        return None if row.kind is FindingKind.BULGE and row.root is None else row

    assert not worse("s25", with_rows("s25", rooted_alone))


def test_scores_add_up() -> None:
    first = scored("s01", ReportReading(language="en"))
    second = scored("s08", faithful(case("s08").gold))
    total = first + second
    assert total.disc.missed == first.disc.missed == 3
    assert total.disc.found == second.disc.found == 3
    assert total.language.of == 2
    assert total.differences == first.differences


def test_the_table_marks_what_is_short_of_its_goal() -> None:
    wrong = ReportReading(language="en", stated_normal=(Level.L4_L5,))
    text = table(
        {"empty": scored("s01", wrong), "faithful": scored("s01", faithful(case("s01").gold))}
    )
    lines = {line.split("  ")[0]: line for line in text.splitlines()}
    assert "0.000 (3) below goal" in lines["worst disc kind by level: F1"]
    assert "1.000 (3)" in lines["worst disc kind by level: F1"]
    assert "1 above goal" in lines["wrongly normal"]
    assert "goal" not in lines["disc side"]
