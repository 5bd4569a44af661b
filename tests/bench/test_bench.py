"""The benchmark itself: it measures in turn, says so plainly, and its records are sound."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from clinic_desktop.storage.record import Record
from tests.bench import records
from tests.bench.figure import Figure, compared, table
from tests.bench.growth import drawing
from tests.bench.lines import LINES
from tests.bench.scale import Point
from tests.bench.turns import in_turn, percentile

PATIENTS = 6
EXAMINATIONS = 15


@pytest.fixture
def made(tmp_path: Path) -> Path:
    folder = tmp_path / "record"
    assert list(records.make(folder, PATIENTS, EXAMINATIONS)) == [EXAMINATIONS]
    return folder


def _told(record: Record) -> list[object]:
    return [record.examination(line.id) for line in record.lists.all()]


def test_a_record_made_in_bulk_is_sound_and_all_signed(made: Path) -> None:
    with records.open_record(made) as record:
        assert record.verify() == ()
        assert len(record.lists.all()) == EXAMINATIONS
        assert record.lists.unsigned() == ()
        version = record.signed.versions(records.examination_id(3))[0]
        assert version.signature.therapist == records.PRACTICE.therapist
        first = records.patient(0, 1)
        assert first in record.patients.find(first.family_name or "")


def test_the_same_seed_makes_the_same_examinations(made: Path, tmp_path: Path) -> None:
    list(records.make(tmp_path / "again", PATIENTS, EXAMINATIONS))
    list(records.make(tmp_path / "other", PATIENTS, EXAMINATIONS, seed=2))
    told = []
    for folder in (made, tmp_path / "again", tmp_path / "other"):
        with records.open_record(folder) as record:
            told.append(_told(record))
    assert told[0] == told[1]
    assert told[0] != told[2]


def test_an_examination_is_recorded_in_a_record_made_in_bulk(made: Path) -> None:
    with records.open_record(made) as record:
        whose = record.patients.find(limit=1)[0]
        given = records.blank(EXAMINATIONS, whose)
        record.drafts.save(given)
        assert record.signed.sign(given).number == 1
        assert record.verify() == ()


def test_two_things_are_done_in_turn_and_the_first_pair_is_not_counted() -> None:
    done = ""

    def one() -> None:
        nonlocal done
        done += "a"

    def other() -> None:
        nonlocal done
        done += "b"

    times = in_turn(one, other, 3)
    assert done == "abab" + "ba" + "ab"
    assert (len(times.one), len(times.other)) == (3, 3)


def test_a_ratio_is_the_median_of_the_pairs() -> None:
    figure = compared("x", (2.0, 30.0, 4.0), (1.0, 10.0, 1.0), most=3)
    assert (figure.ratio, figure.one, figure.other, figure.pairs) == (3, 4, 1, 3)


def test_a_goal_that_is_not_met_and_a_figure_not_measured_are_said() -> None:
    missed = Figure(name="slow", ratio=2.0, one=4, other=2, unit="ms", pairs=11, most=1.5)
    told = table([missed, Figure(name="peer", most=0.6, not_measured="it is not there")])
    head, _, slow, peer = told.splitlines()
    assert [cell.strip() for cell in head.split("|")[1:3]] == ["figure", "ratio"]
    assert "NOT MET" in slow
    assert "4 ms" in slow
    assert "not measured: it is not there" in peer


def test_ninety_five_per_cent_do_not_pass_the_percentile() -> None:
    assert percentile(tuple(float(n) for n in range(100)), 95) == 95


def test_the_drawing_of_growth_names_every_line_and_is_the_same_each_time() -> None:
    points = [Point("search", 1_000, 0.1), Point("search", 100_000, 0.4), Point("list", 1_000, 5)]
    drawn = drawing(points)
    assert drawn == drawing(reversed(points))
    words = " ".join(ET.fromstring(drawn).itertext())  # noqa: S314 - our own
    assert "search, 0.4 ms" in words
    assert "list, 5 ms" in words


def test_every_line_of_the_table_has_a_name() -> None:
    assert {"start", "answers", "scale", "paper", "reading", "counts"} == set(LINES)
