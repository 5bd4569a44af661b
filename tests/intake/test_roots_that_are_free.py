"""What is said of roots that nothing touches, and words that only look like a root's."""

from clinic_desktop.domain.anatomy import BodySide, Level
from clinic_desktop.domain.imaging import FindingKind, RootRelation
from clinic_desktop.intake.report_reading import read_report


def test_roots_that_exit_freely_are_free() -> None:
    rows = read_report(
        "L4/5: both foramina are mildly encroached, the L4 roots exit freely."
    ).findings
    assert {row.root_relation for row in rows if row.root is not None} == {RootRelation.NONE}
    assert any(row.kind is FindingKind.FORAMINAL_STENOSIS and row.grade == "mild" for row in rows)


def test_a_deformity_of_a_vertebra_touches_no_root() -> None:
    rows = read_report("Old healed wedge deformity of L1, unchanged. L4-5: mild bulge.").findings
    assert all(row.root is None for row in rows)


def test_a_root_lies_on_the_side_of_the_narrowing_before_it() -> None:
    text = (
        "L4-L5: Foraminal stenosis: severe on the right with impingement of the exiting L4 root, "
        "moderate on the left."
    )
    (row,) = [finding for finding in read_report(text).findings if finding.root is not None]
    assert row.side is BodySide.RIGHT


def test_otherwise_normal_behind_a_label_is_of_that_level_alone() -> None:
    text = "L1/2: Schmorl's node of L2. Otherwise no abnormality.\nL3/4: right protrusion."
    reading = read_report(text)
    assert not reading.rest_stated_normal
    assert Level.L4_L5 in reading.not_mentioned


def test_narrowed_foramina_are_not_open_because_the_roots_look_fine() -> None:
    text = "L3-4: foramina: right moderate, left mild, exiting L3 nerves look ok."
    assert not any(row.is_negated for row in read_report(text).findings)
