"""An owner sets what holds for the record; others read it; backups are told and made."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Clinic, Therapist
from clinic_desktop.domain.practice import OwnProtocol, PaperSize, Role, Settings
from clinic_desktop.domain.trail import Action
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.backups import Backups
from clinic_desktop.storage.errors import BackupFailed, DiskFull
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.settings_dialog import SettingsDialog, show_settings
from tests.ui.conftest import CHEAP, PRACTICE
from tests.ui.keys import focused

Show = Callable[[Record], SettingsDialog]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    shown: list[SettingsDialog] = []

    def shows(record: Record) -> SettingsDialog:
        dialog = SettingsDialog(record)
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitActive(dialog)
        shown.append(dialog)
        return dialog

    yield shows
    for dialog in shown:
        dialog.done(0)


@pytest.fixture
def dialog(store: Record, show: Show) -> SettingsDialog:
    return show(store)


def logged(store: Record, action: Action) -> int:
    return sum(entry.action is action for entry in store.trail.entries())


def test_the_clinic_and_the_settings_are_shown_and_saved(
    dialog: SettingsDialog, store: Record
) -> None:
    assert dialog.clinic.text() == "Test Clinic"
    assert [field.text() for field in dialog.fields.values()] == ["5", "8", "17:30"]
    dialog.clinic.setText(" Other Clinic ")
    dialog.address.setPlainText("1 Street\n\nTown")
    dialog.phone.setText("0123")
    dialog.email.setText("a@example.org")
    for field, text in zip(dialog.fields.values(), (" 15", "25", "9.05"), strict=True):
        field.setText(text)
    dialog.accept()
    assert not dialog.isVisible()
    assert store.clinic() == Clinic(
        name="Other Clinic", address=("1 Street", "Town"), phone="0123", email="a@example.org"
    )
    assert store.settings() == Settings(lock_after_minutes=15, retention_years=25, day_ends="09:05")


def test_examining_first_is_saved_and_the_clinics_protocols_stay(
    store: Record, show: Show, dialog: SettingsDialog
) -> None:
    dialog.reject()
    mine = Settings(protocols=(OwnProtocol(name="Mine", tests=("slr",)),))
    store.set_settings(mine)
    again = show(store)
    assert not again.examine_first.isChecked()
    again.examine_first.setChecked(True)
    again.accept()
    assert store.settings() == Settings(protocols=mine.protocols, examine_first=True)
    assert show(store).examine_first.isChecked()


def test_paper_and_logo_are_saved_with_the_settings(
    store: Record, show: Show, dialog: SettingsDialog
) -> None:
    picture = b"\x89PNG\r\n\x1a\n picture"
    assert not dialog.letter.isChecked()
    dialog.letter.setChecked(True)
    dialog.logo.show_picture(picture)
    dialog.reject()
    assert (store.settings(), store.logo()) == (Settings(), None)
    for kept in (picture, None):
        again = show(store)
        again.letter.setChecked(True)
        again.logo.show_picture(kept)
        again.accept()
        assert store.logo() == kept
    assert store.settings() == Settings(paper=PaperSize.LETTER)
    assert logged(store, Action.SETTINGS_CHANGED) == 3
    assert show(store).letter.isChecked()


def test_own_phrases_are_shown_and_saved_one_to_a_line(
    store: Record, show: Show, dialog: SettingsDialog
) -> None:
    dialog.phrases.setPlainText("Our words\n\n Other words ")
    dialog.accept()
    assert store.settings() == Settings(phrases=("Our words", "Other words"))
    assert show(store).phrases.texts() == ("Our words", "Other words")


def test_what_was_not_changed_leaves_no_entry_in_the_trail(
    dialog: SettingsDialog, store: Record
) -> None:
    before = len(store.trail.entries())
    dialog.accept()
    assert not dialog.isVisible()
    assert len(store.trail.entries()) == before


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("lock_after_minutes", "0", "The record locks after 1 to 15 minutes"),
        ("lock_after_minutes", "16", "The record locks after 1 to 15 minutes"),
        ("lock_after_minutes", "", "The record locks after 1 to 15 minutes"),
        ("retention_years", "eight", "Records are kept for 1 to 100 years."),
        ("retention_years", "101", "Records are kept for 1 to 100 years."),
        ("day_ends", "24:00", "Write the end of the working day as 17:30."),
        ("day_ends", "5", "Write the end of the working day as 17:30."),
    ],
)
def test_a_wrong_setting_is_told_and_stays_typed(
    dialog: SettingsDialog, store: Record, name: str, text: str, sentence: str
) -> None:
    dialog.phone.setText("0123")
    dialog.fields[name].setText(text)
    dialog.accept()
    assert dialog.told.text().startswith(sentence)
    assert focused() is dialog.fields[name]
    assert (dialog.fields[name].text(), dialog.phone.text()) == (text, "0123")
    assert store.settings() == Settings()
    assert store.clinic() == PRACTICE.clinic


def test_a_clinic_needs_a_name(dialog: SettingsDialog, store: Record) -> None:
    dialog.clinic.setText(" ")
    dialog.accept()
    assert dialog.told.text().startswith("Give the clinic's name")
    assert store.clinic() == PRACTICE.clinic


def test_a_refusal_of_the_record_is_told_and_saved_later(
    dialog: SettingsDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise UserError("The disk is full.")

    dialog.phone.setText("0123")
    dialog.fields["retention_years"].setText("6")
    with monkeypatch.context() as patch:
        patch.setattr(store, "set_settings", full)
        dialog.accept()
    assert dialog.told.text() == "The disk is full."
    assert dialog.isVisible()
    dialog.accept()
    assert store.settings().retention_years == 6
    assert logged(store, Action.SETTINGS_CHANGED) == 2


@pytest.mark.parametrize("field", ["clinic", "address", "phone"])
def test_escape_saves_nothing(dialog: SettingsDialog, store: Record, field: str) -> None:
    dialog.clinic.setText("Other Clinic")
    getattr(dialog, field).setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert store.clinic() == PRACTICE.clinic


def test_a_backup_is_made_and_told(dialog: SettingsDialog, store: Record) -> None:
    assert dialog.where.text() == (
        f"Backups are kept in {store.backups.folder}.\nNo backup of this record is there."
    )
    assert dialog.same_disk.isVisible()
    dialog.back_up.click()
    (made,) = store.backups.all()
    assert dialog.told.text() == f"Backed up as {made.path.name}."
    at = made.made_at.astimezone()
    assert f"{at.year} at {at:%H:%M}." in dialog.where.text()


def test_a_backup_that_fails_is_told_and_logged(
    dialog: SettingsDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise BackupFailed("No backup was made: the stick is full.")

    monkeypatch.setattr(store.backups, "make", fail)
    dialog.back_up.click()
    assert dialog.told.text() == "No backup was made: the stick is full."
    assert logged(store, Action.BACKUP_FAILED) == 1


def test_another_folder_is_chosen_and_taken_back(
    dialog: SettingsDialog, store: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "stick"
    elsewhere.mkdir()
    chosen = ["", str(store.folder), str(elsewhere)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: chosen.pop(0))
    monkeypatch.setattr(Backups, "is_on_the_same_disk", property(lambda b: b.folder != elsewhere))
    dialog.choose.click()
    assert dialog.told.text() == ""
    dialog.choose.click()
    assert "is the folder of the record" in dialog.told.text()
    dialog.choose.click()
    assert store.backups.folder == elsewhere
    assert dialog.where.text().startswith(f"Backups are kept in {elsewhere}.")
    assert not dialog.same_disk.isVisible()
    dialog.own.click()
    assert store.backups.folder == store.folder / "backups"
    assert dialog.same_disk.isVisible()


def test_a_folder_chosen_after_the_dialog_was_closed_by_locking_is_nobody_s_choice(
    dialog: SettingsDialog, store: Record, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chosen(*_: object) -> str:
        dialog.done(0)
        store.close()
        return str(tmp_path)

    monkeypatch.setattr(QFileDialog, "getExistingDirectory", chosen)
    dialog.choose.click()
    assert dialog.told.text() == ""


def test_others_read_the_settings_and_are_told_who_changes_them(
    store: Record, show: Show, catalogue: Catalogue
) -> None:
    store.people.add(Therapist(name="Theo"), Role.THERAPIST, "theo's own")
    store.close()
    with ways_in.unlock(store.folder, "theo's own", tests=catalogue.tests, cost=CHEAP) as record:
        dialog = show(record)
        sentences = [label.text() for label in dialog.findChildren(QLabel)]
        assert any("Only an owner changes these settings." in text for text in sentences)
        lines = (dialog.clinic, dialog.phone, dialog.email, *dialog.fields.values())
        assert all(line.isReadOnly() for line in lines)
        assert dialog.address.isReadOnly()
        assert not dialog.letter.isEnabled()
        assert not dialog.logo.choose.isVisible()
        assert not dialog.choose.isEnabled()
        assert not dialog.own.isEnabled()
        kinds = QDialogButtonBox.StandardButton
        assert dialog.buttons.standardButtons() == kinds.Close
        dialog.set_folder(None)
        assert dialog.told.text().startswith("Only an owner of the record may do this.")
        dialog.back_up.click()
        assert len(record.backups.all()) == 1
        dialog.done(0)


def test_a_record_that_cannot_be_read_is_told(
    store: Record, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise UserError("The record is damaged.")

    monkeypatch.setattr(store.backups, "all", broken)
    assert show(store).told.text() == "The record is damaged."


@pytest.mark.parametrize("part", ["clinic", "settings", "logo"])
def test_what_could_not_be_read_is_never_written_over(
    store: Record, show: Show, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    kept = Settings(retention_years=20, phrases=("Our words",))
    store.set_settings(kept)
    store.set_logo(b"\x89PNG\r\n\x1a\n picture")
    before = len(store.trail.entries())

    def broken() -> None:
        raise UserError("The disk refused to read or write.")

    with monkeypatch.context() as patch:
        patch.setattr(store, part, broken)
        dialog = show(store)
    assert dialog.told.text() == "The disk refused to read or write."
    assert not dialog.buttons.button(QDialogButtonBox.StandardButton.Save).isEnabled()
    assert not dialog.clinic.isEnabled()
    dialog.clinic.setText("Other Clinic")
    dialog.fields["lock_after_minutes"].setText("3")
    dialog.fields["retention_years"].setText("8")
    dialog.fields["day_ends"].setText("17:30")
    dialog.accept()
    assert dialog.isVisible()
    assert store.clinic() == PRACTICE.clinic
    assert store.settings() == kept
    assert store.logo() is not None
    assert len(store.trail.entries()) == before
    dialog.back_up.click()
    assert dialog.told.text().startswith("Backed up as ")


def test_a_colleague_is_told_of_settings_that_cannot_be_read(
    store: Record, show: Show, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.people.add(Therapist(name="Theo"), Role.THERAPIST, "theo's own")
    store.close()

    def broken() -> None:
        raise UserError("The record is damaged.")

    with ways_in.unlock(store.folder, "theo's own", tests=catalogue.tests, cost=CHEAP) as record:
        monkeypatch.setattr(record, "settings", broken)
        dialog = show(record)
        assert dialog.told.text() == "The record is damaged."
        dialog.done(0)


def test_a_backup_that_fails_is_told_where_the_trail_cannot_take_it_either(
    dialog: SettingsDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise BackupFailed("No backup was made: the disk is full.")

    def full() -> None:
        raise DiskFull("The disk is full.")

    monkeypatch.setattr(store.backups, "make", fail)
    monkeypatch.setattr(store.backups, "failed", full)
    dialog.back_up.click()
    assert dialog.told.text() == "No backup was made: the disk is full."


def test_the_menu_runs_the_dialog(
    store: Record, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[QDialog] = []
    monkeypatch.setattr(SettingsDialog, "exec", lambda self: ran.append(self))  # noqa: PLW0108 - bound as a method
    show_settings(store, catalogue, None, lambda _: b"")
    assert len(ran) == 1
