"""The trail is shown newest first, filtered, and written out, however long it is."""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Examination, Therapist
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.trail import Action, Entry
from clinic_desktop.exchange.spreadsheet import trail_csv
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.trail_dialog import TrailDialog, TrailModel, show_trail
from tests.ui.conftest import PATIENT
from tests.ui.keys import enter, press

FIRST = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
MANY = 100_000


def entry(number: int) -> Entry:
    at = FIRST + timedelta(seconds=number)
    return Entry(number=number, at=at, who="Tess", action=Action.OPENED, detail=f"n{number}")


class Source:
    """A trail of so many entries, which remembers how many were asked for."""

    def __init__(self, count: int) -> None:
        self.entries = [entry(number) for number in range(count, 0, -1)]
        self.asked: list[int | None] = []

    def __call__(self, limit: int | None) -> Sequence[Entry]:
        self.asked.append(limit)
        return tuple(self.entries[:limit])


def model_of(source: Callable[[int | None], Sequence[Entry]]) -> TrailModel:
    model = TrailModel(("Number", "Detail"), source, lambda e: (str(e.number), e.detail))
    model.reload()
    return model


def numbers(model: TrailModel) -> list[int]:
    return [one.number for one in model.entries]


@pytest.mark.usefixtures("qapp")
def test_only_what_is_scrolled_to_is_read_and_each_time_twice_as_much() -> None:
    source = Source(MANY)
    model = model_of(source)
    assert source.asked == [500]
    assert model.total == MANY
    top = QModelIndex()
    while model.canFetchMore(top):
        model.fetchMore(top)
    assert len(source.asked) == 9
    assert numbers(model) == list(range(MANY, 0, -1))
    assert model.data(model.index(MANY - 1, 1)) == "n1"


@pytest.mark.usefixtures("qapp")
def test_the_table_is_sound_while_it_is_read_and_filtered() -> None:
    model = model_of(Source(3000))
    mode = QAbstractItemModelTester.FailureReportingMode.Warning  # a warning of Qt fails a test
    tester = QAbstractItemModelTester(model, mode)
    model.read_all()
    assert model.rowCount() == 3000
    model.show_wanted(lambda e: e.number % 2 == 0)
    model.show_wanted(None)
    assert tester.model() is model


@pytest.mark.usefixtures("qapp")
def test_an_entry_logged_meanwhile_moves_none_and_comes_with_the_next_reading() -> None:
    source = Source(1200)
    model = model_of(source)
    source.entries.insert(0, entry(1201))
    model.fetchMore(QModelIndex())
    model.read_all()
    assert numbers(model) == list(range(1200, 0, -1))
    model.reload()
    assert numbers(model)[0] == 1201
    assert not model.is_filtered


@pytest.mark.usefixtures("qapp")
def test_a_filter_looks_at_every_entry_and_is_taken_away_again() -> None:
    source = Source(2000)
    model = model_of(source)
    model.show_wanted(lambda e: e.number % 500 == 0)
    assert numbers(model) == [2000, 1500, 1000, 500]
    assert not model.canFetchMore(QModelIndex())
    model.read_all()
    assert source.asked == [500, None]
    model.show_wanted(None)
    assert len(numbers(model)) == 2000


@pytest.mark.usefixtures("qapp")
def test_a_trail_that_can_no_longer_be_read_is_told_once() -> None:
    def read(limit: int | None) -> Sequence[Entry]:
        if limit != 500:
            raise UserError("The record is damaged.")
        return Source(600)(limit)

    model = model_of(read)
    told: list[str] = []
    model.refused.connect(told.append)
    model.fetchMore(QModelIndex())
    assert told == ["The record is damaged."]
    assert not model.canFetchMore(QModelIndex())
    assert len(numbers(model)) == 500


@pytest.mark.usefixtures("qapp")
def test_the_table_has_headings_and_nothing_below_an_entry() -> None:
    model = model_of(Source(3))
    across, down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical
    assert [model.headerData(column, across) for column in (0, 1)] == ["Number", "Detail"]
    assert model.headerData(0, down) is None
    cell = model.index(0, 1)
    assert (model.rowCount(cell), model.columnCount(cell)) == (0, 0)
    assert model.data(cell, Qt.ItemDataRole.ToolTipRole) == "n3"
    assert model.data(cell, Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert model_of(Source(0)).total == 0


@pytest.fixture
def trail(
    qtbot: QtBot, store: Record, draft: Examination, catalogue: Catalogue
) -> Iterator[TrailDialog]:
    sam = store.people.add(Therapist(name="Sam Student"), Role.STUDENT, "sam's own")
    store.trail.log(Action.PRINTED, examination=draft.id, detail="=1+1")
    store.trail.log(Action.FAILED_TO_UNLOCK, detail=f"as {sam.id}")
    store.trail.log(Action.EXPORTED, detail=f"as {UUID(int=5)}")

    def write(entries: Sequence[Entry]) -> bytes:
        return trail_csv(entries, lambda action: catalogue.label("action", action))

    dialog = TrailDialog(store, catalogue, None, write)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitActive(dialog)
    yield dialog
    dialog.done(0)


def shown(dialog: TrailDialog) -> list[list[str]]:
    model = dialog.model
    return [
        [model.data(model.index(row, column)) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_entries_are_shown_newest_first_in_words(trail: TrailDialog, store: Record) -> None:
    lines = shown(trail)
    newest = store.trail.entries()[0]
    assert lines[0][0] == f"{newest.at.astimezone():%Y-%m-%d %H:%M:%S}"
    assert [line[1:4] for line in lines] == [
        ["Tess Therapist", "Exported", ""],
        ["Tess Therapist", "Failed to unlock", ""],
        ["Tess Therapist", "Report printed", "Examination 00000001"],
        ["Tess Therapist", "Person added", ""],
        ["Tess Therapist", "Examination begun", "Examination 00000001"],
        ["Tess Therapist", "Patient added", "Patient 00000001"],
        ["Tess Therapist", "Record created", ""],
    ]
    details = [f"as {UUID(int=5)}", "as Sam Student", "=1+1", "Sam Student"]
    for line, detail in zip(lines, details, strict=False):
        assert line[4].startswith(detail)
    assert trail.count.text() == "Entries: 7"
    assert trail.told.text() == ""


@pytest.mark.parametrize(
    ("words", "actions"),
    [
        ("report PRINTED", ["printed"]),
        ("sam", ["failed_to_unlock", "person_added"]),
        (str(PATIENT.id), ["begun", "patient_added"]),
        ("tess 00000001 printed", ["printed"]),
        ("nothing like it", []),
    ],
)
def test_words_are_looked_for_in_every_column(
    trail: TrailDialog, words: str, actions: list[str]
) -> None:
    trail.text.setFocus()
    press(words)
    enter()
    found = [one.action.value for one in trail.model.entries]
    assert found == actions
    assert trail.count.text() == f"Entries: {len(found)} of 7"
    assert trail.isVisible()


def test_person_and_action_are_chosen_and_everything_comes_back(
    trail: TrailDialog, store: Record
) -> None:
    names = [trail.person.itemText(index) for index in range(trail.person.count())]
    assert names == ["Everybody", "Nobody", "Sam Student", "Tess Therapist"]
    trail.person.choose("Sam Student")
    assert shown(trail) == []
    trail.person.choose("Tess Therapist")
    trail.action.choose("patient_added")
    assert [line[2] for line in shown(trail)] == ["Patient added"]
    trail.person.choose("")
    assert shown(trail) == []
    trail.person.choose(None)
    trail.action.choose(None)
    assert len(shown(trail)) == len(store.trail.entries()) == 7
    assert trail.count.text() == "Entries: 7"


def test_nobody_stands_where_nobody_was_unlocked(
    trail: TrailDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    lonely = Entry(number=1, at=FIRST, who="", action=Action.FAILED_TO_UNLOCK)
    monkeypatch.setattr(trail.model, "_read", lambda _: (lonely,))
    trail.model.reload()
    trail.person.choose("")
    assert [line[1] for line in shown(trail)] == ["\u2013"]
    assert len(store.trail.entries()) == 7


def test_what_is_shown_is_exported_safe_for_a_spreadsheet_and_logged(
    trail: TrailDialog, store: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "trail.csv"
    answers = [("", ""), (str(tmp_path / "trail"), "")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answers.pop(0))
    trail.action.choose("printed")
    trail.export.click()
    assert not target.exists()
    trail.export.click()
    lines = target.read_text("utf-8-sig").splitlines()
    assert len(lines) == 2
    assert lines[1].endswith('"\'=1+1"')
    assert trail.told.text() == "Saved as trail.csv. Entries: 1."
    newest = store.trail.entries()[0]
    assert (newest.action, newest.detail) == (Action.TRAIL_EXPORTED, "entries: 1")
    assert len(shown(trail)) == 1
    trail.action.choose(None)
    assert shown(trail)[0][2] == "Audit trail exported"


def test_an_export_that_is_refused_is_told_and_leaves_no_file(
    trail: TrailDialog, store: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trail.save(store.folder / "trail.csv")
    assert trail.told.text().startswith("That is the folder of the record.")

    def broken(*_: object, **__: object) -> None:
        raise UserError("The disk is full.")

    with monkeypatch.context() as patched:
        patched.setattr(store.trail, "log", broken)
        trail.save(tmp_path / "trail.csv")
    assert trail.told.text() == "The disk is full."
    assert list(tmp_path.rglob("trail.csv")) == []
    assert all(one.action is not Action.TRAIL_EXPORTED for one in store.trail.entries())


def test_the_trail_tells_of_an_export_before_there_is_a_file(
    trail: TrailDialog, store: Record, tmp_path: Path
) -> None:
    trail.save(tmp_path / "nowhere" / "trail.csv")
    assert trail.told.text().startswith("The file trail.csv was not written (")
    assert store.trail.entries()[0].action is Action.TRAIL_EXPORTED
    assert shown(trail)[0][2] == "Audit trail exported"


def test_without_a_writer_nothing_is_exported(
    qtbot: QtBot, store: Record, catalogue: Catalogue, tmp_path: Path
) -> None:
    dialog = TrailDialog(store, catalogue)
    qtbot.addWidget(dialog)
    assert not dialog.export.isVisibleTo(dialog)
    dialog.save(tmp_path / "trail.csv")
    assert not (tmp_path / "trail.csv").exists()


def test_a_trail_that_cannot_be_read_is_told(
    qtbot: QtBot, store: Record, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise UserError("The record is damaged.")

    monkeypatch.setattr(store.people, "all", broken)
    dialog = TrailDialog(store, catalogue)
    qtbot.addWidget(dialog)
    assert dialog.told.text() == "The record is damaged."
    assert dialog.count.text() == "Entries: 0"


def test_escape_closes(trail: TrailDialog) -> None:
    QTest.keyClick(trail.text, Qt.Key.Key_Escape)
    assert not trail.isVisible()


def test_the_menu_runs_the_dialog(
    store: Record, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[QDialog] = []
    monkeypatch.setattr(TrailDialog, "exec", lambda self: ran.append(self))  # noqa: PLW0108 - bound as a method
    show_trail(store, catalogue, None)
    show_trail(store, catalogue, None, lambda _: b"")
    assert len(ran) == 2
