"""The scorer can fail: each error lowers the figures it concerns, and no other."""

import msgspec
import pytest

from clinic_desktop.domain.anatomy import BodySide, Level
from clinic_desktop.domain.imaging import FindingKind, ImagingFinding, RootRelation
from clinic_desktop.domain.reading import ReportReading
from tests.reading.faithful import faithful
from tests.reading.golds import case, names
from tests.reading.scoring import DISC_KIND
from tests.reading.spoiling import Change, scored, where, with_row, with_rows, without, worse
from tests.reading.table import FIGURES, figures

DISC = {
    "worst disc kind by level: F1",
    "worst disc kind: precision",
    "worst disc kind: recall",
}
DISC_MISSED = DISC - {"worst disc kind: precision"}
DISC_INVENTED = DISC - {"worst disc kind: recall"}
ROOTS = {"named roots: precision", "named roots: recall"}
CANAL = {"canal: grade", "canal: none, some, not stated"}
FORAMINA = {"foramina: grade", "foramina: none, some, not stated"}
NORMALS = "levels and rest read as normal"
FLIPPED: dict[BodySide | None, BodySide] = {
    BodySide.LEFT: BodySide.RIGHT,
    BodySide.RIGHT: BodySide.LEFT,
}


@pytest.mark.parametrize("name", names())
def test_the_faithful_reading_of_a_gold_is_without_fault(name: str) -> None:
    total = scored(name, faithful(case(name).gold))
    assert not total.differences
    for figure, value in figures(total).items():
        assert value == (0 if FIGURES[figure].counts else 1), figure


@pytest.mark.parametrize("name", names())
def test_what_is_worse_is_told(name: str) -> None:
    empty = ReportReading(language="und")
    assert scored(name, empty).differences


@pytest.mark.parametrize(
    ("name", "change", "expected"),
    [
        # s01 states at L4-L5 a left protrusion touching the left L5 root, a mild canal stenosis,
        # a moderate left and a mild right foramen.
        pytest.param("s01", where("L3-L4", FindingKind.BULGE, kind="protrusion"), DISC, id="kind"),
        pytest.param("s01", where("L3-L4", FindingKind.BULGE, kind="herniation"), DISC, id="form"),
        pytest.param("s01", where("L3-L4", FindingKind.BULGE, level="L2-L3"), DISC, id="level"),
        pytest.param("s01", without("L3-L4", FindingKind.BULGE), DISC_MISSED, id="disc missed"),
        pytest.param(
            "s01", where("L4-L5", FindingKind.PROTRUSION, side="right"), {"disc side"}, id="side"
        ),
        pytest.param(
            "s01",
            where("L4-L5", FindingKind.PROTRUSION, zone="foraminal"),
            {"disc zone"},
            id="zone",
        ),
        pytest.param(
            "s01", where("L4-L5", FindingKind.PROTRUSION, rooted=True, root="L4"), ROOTS, id="root"
        ),
        pytest.param(
            "s01",
            where("L4-L5", FindingKind.PROTRUSION, rooted=True, side="right"),
            ROOTS,
            id="root side",
        ),
        pytest.param(
            "s01",
            where("L4-L5", FindingKind.PROTRUSION, rooted=True, side=None),
            {"named roots: precision"},
            id="root without its side",
        ),
        pytest.param(
            "s01",
            where("L4-L5", FindingKind.PROTRUSION, rooted=True, root_relation="compression"),
            {"relation of roots found"},
            id="relation",
        ),
        pytest.param(
            "s01",
            where("L4-L5", FindingKind.PROTRUSION, rooted=True, root_relation="none"),
            {"named roots: recall"},
            id="root taken for free",
        ),
        pytest.param(
            "s01",
            where("L5-S1", FindingKind.PROTRUSION, rooted=True, root_relation="contact"),
            {"named roots: precision"},
            id="free root taken for touched",
        ),
        pytest.param(
            "s01",
            where("L4-L5", FindingKind.CANAL_STENOSIS, grade="severe"),
            {"canal: grade"},
            id="canal grade",
        ),
        pytest.param(
            "s01",
            where("L4-L5", FindingKind.CANAL_STENOSIS, grade=None),
            {"canal: grade"},
            id="canal without its grade",
        ),
        pytest.param(
            "s01",
            where("L4-L5", FindingKind.CANAL_STENOSIS, grade="none"),
            CANAL,
            id="canal negated",
        ),
        pytest.param("s01", without("L2-L3", FindingKind.CANAL_STENOSIS), CANAL, id="no canal row"),
        pytest.param(
            "s01", without("L2-L3", FindingKind.FORAMINAL_STENOSIS), FORAMINA, id="no foramen row"
        ),
        pytest.param(
            "s40",
            where("L5-S1", FindingKind.LATERAL_RECESS_STENOSIS, grade="severe"),
            {"lateral recesses: grade"},
            id="recess grade",
        ),
        pytest.param(
            "s40",
            where("L5-S1", FindingKind.EXTRUSION, rooted=True, root="S2"),
            {"named roots: precision", "roots that follow from exiting, traversing"},
            id="root that follows",
        ),
        pytest.param(
            "s21",
            without("L5-S1", FindingKind.DISC_DEGENERATION),
            {"degeneration without contour change"},
            id="degeneration",
        ),
        pytest.param(
            "s09",
            without("L4-L5", FindingKind.ANNULAR_FISSURE),
            {"slip, lysis, fissure, cyst, scar, conjoined: recall"},
            id="fissure",
        ),
        pytest.param(
            "s22",
            where("L4-L5", FindingKind.PROTRUSION, certainty=None),
            {"hedged said to be possible"},
            id="hedged disc",
        ),
        pytest.param(
            "s22",
            where("L4-L5", FindingKind.PROTRUSION, rooted=True, certainty=None),
            {"hedged said to be possible"},
            id="hedged root",
        ),
        pytest.param(
            "s22",
            where("L5-S1", FindingKind.PROTRUSION, rooted=True, root_relation="contact"),
            {"named roots: precision"},
            id="nearness taken for contact",
        ),
        pytest.param(
            "s18", without("L1-L2", FindingKind.TUMOUR), {"dangers missed"}, id="danger missed"
        ),
        pytest.param(
            "s18",
            where("L1-L2", FindingKind.TUMOUR, grade="none"),
            {"dangers missed"},
            id="danger negated",
        ),
    ],
)
def test_an_error_lowers_what_it_concerns(name: str, change: Change, expected: set[str]) -> None:
    assert worse(name, with_rows(name, change)) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"level": "L1-L2", "kind": "bulge"}, DISC_INVENTED),
        ({"level": "L3-L4", "kind": "protrusion"}, DISC),
        (
            {"level": "L3-L4", "kind": "bulge", "root": "L4", "side": "left"},
            {"named roots: precision"},
        ),
        ({"level": "L1-L2", "kind": "canal_stenosis", "grade": "none"}, CANAL),
        ({"level": "L1-L2", "kind": "foraminal_stenosis", "grade": "mild"}, FORAMINA),
        (
            {"level": "L4-L5", "kind": "lateral_recess_stenosis", "side": "left"},
            {"lateral recesses: grade", "lateral recesses: none, some, not stated"},
        ),
        (
            {"level": "L4-L5", "kind": "spondylolisthesis"},
            {"slip, lysis, fissure, cyst, scar, conjoined: precision"},
        ),
        ({"level": "L4-L5", "kind": "normal"}, {"wrongly normal"}),
        ({"level": "L4-L5", "kind": "cauda_equina_compression"}, {"dangers invented"}),
        # Nothing of these is against the report.
        ({"level": "L4-L5", "kind": "bulge"}, set()),
        ({"level": "L1-L2", "kind": "normal"}, set()),
        ({"level": "L4-L5", "kind": "fracture", "grade": "none"}, set()),
        ({"level": "L4-L5", "kind": "facet_arthropathy"}, set()),
        ({"level": "L4-L5", "kind": "spondylolisthesis", "grade": "none"}, set()),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else "",
)
def test_an_invented_row_lowers_what_it_concerns(row: dict[str, str], expected: set[str]) -> None:
    assert worse("s01", with_row("s01", **row)) == expected


def test_a_level_wrongly_stated_normal_is_counted() -> None:
    reading = faithful(case("s01").gold)
    wrong = msgspec.structs.replace(
        reading, stated_normal=(*reading.stated_normal, Level.L3_L4, Level.L5_S1)
    )
    assert worse("s01", wrong) == {"wrongly normal"}
    assert scored("s01", wrong).wrong_normals == 2


def test_a_rest_wrongly_stated_normal_is_counted() -> None:
    reading = msgspec.structs.replace(faithful(case("s01").gold), rest_stated_normal=True)
    assert worse("s01", reading) == {"wrongly normal"}


def test_a_changed_level_that_the_normal_rest_swallows_is_wrongly_normal() -> None:
    reading = ReportReading(language="en", rest_stated_normal=True)
    assert scored("s07", reading).wrong_normals == 1


def test_normal_levels_that_are_not_read_are_no_error_but_counted() -> None:
    reading = msgspec.structs.replace(faithful(case("s01").gold), stated_normal=())
    assert worse("s01", reading) == {NORMALS}
    reading = msgspec.structs.replace(faithful(case("s07").gold), rest_stated_normal=False)
    assert worse("s07", reading) == {NORMALS}


def test_a_level_that_may_be_normal_is_neither_asked_for_nor_wrong() -> None:
    reading = faithful(case("s25").gold)
    named = msgspec.structs.replace(reading, stated_normal=(Level.L5_S1,))
    assert not worse("s25", named)


def test_swapped_sides_lower_what_has_a_side() -> None:
    def swap(row: ImagingFinding) -> ImagingFinding:
        return msgspec.structs.replace(row, side=FLIPPED.get(row.side, row.side))

    expected = {"disc side", "foramina: grade", *ROOTS}
    assert worse("s01", with_rows("s01", swap)) == expected


def test_an_empty_reading_misses_everything_and_invents_nothing() -> None:
    expected = {*DISC_MISSED, "named roots: recall", *CANAL, *FORAMINA, NORMALS}
    assert worse("s01", ReportReading(language="en")) == expected


def test_a_reading_that_negates_everything_misses_what_is_there() -> None:
    def negate(row: ImagingFinding) -> ImagingFinding | None:
        if row.kind in DISC_KIND.values() and row.root is None:
            return None
        if row.root is not None:
            return msgspec.structs.replace(row, root_relation=RootRelation.NONE)
        return msgspec.structs.replace(row, grade="none")

    reading = with_rows("s15", negate)
    lost = {figure for figure, value in figures(scored("s15", reading)).items() if value == 0}
    assert lost >= {"named roots: recall", "slip, lysis, fissure, cyst, scar, conjoined: recall"}
    assert scored("s15", reading).canal.presence.agreed == 1  # L5-S1 alone is negated
    assert scored("s15", reading).foramina.presence.agreed == 2


def test_another_language_is_counted() -> None:
    assert worse("s31", ReportReading(language="en")) == {"language"}


def test_what_is_read_in_another_language_is_invented() -> None:
    row = ImagingFinding(level=Level.L4_L5, kind=FindingKind.PROTRUSION)
    reading = ReportReading(language="de", findings=(row,))
    assert worse("s31", reading) == DISC_INVENTED | {"worst disc kind by level: F1"}
