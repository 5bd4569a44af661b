"""The sheet is explained, made, and handed out on purpose; nothing of it stays."""

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import Role
from clinic_desktop.domain.trail import Action
from clinic_desktop.paperwork import paperwork
from clinic_desktop.storage import keys, ways_in
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import file_choice, recovery_sheet_dialog
from clinic_desktop.ui.paperwork import Paperwork
from clinic_desktop.ui.printing import PrintingRefused
from clinic_desktop.ui.recovery_sheet_dialog import RecoverySheetDialog, make_recovery_sheet
from tests.storage.samples import new_sheet
from tests.ui import windows
from tests.ui.conftest import CHEAP, PATIENT

NOW = datetime(2026, 11, 18, 9, 30, tzinfo=UTC)
Show = Callable[[Record], RecoverySheetDialog]


@pytest.fixture
def papers(catalogue: Catalogue) -> Paperwork:
    return paperwork(catalogue)


@pytest.fixture
def show(qtbot: QtBot, papers: Paperwork) -> Iterator[Show]:
    shown: list[RecoverySheetDialog] = []

    def shows(record: Record) -> RecoverySheetDialog:
        dialog = RecoverySheetDialog(record, papers, lambda: NOW)
        dialog.show()
        qtbot.waitActive(dialog)
        shown.append(dialog)
        return dialog

    yield shows
    for dialog in shown:
        dialog.done(0)  # `close` would ask
        dialog.deleteLater()


@pytest.fixture
def dialog(store: Record, show: Show) -> RecoverySheetDialog:
    """The dialog with a sheet that was just made."""
    made = show(store)
    made.make.click()
    return made


def pdf_of(dialog: RecoverySheetDialog) -> bytes:
    return dialog._sheet.pdf if dialog._sheet is not None else b""


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text = str(page.get_textpage().get_text_range())
    page.close()
    document.close()
    return text


def test_it_says_what_the_sheet_is_before_one_is_made(store: Record, show: Show) -> None:
    dialog = show(store)
    assert "can open the record" in dialog.words.text()
    assert "A sheet was made before." not in dialog.words.text()
    assert not dialog.print.isVisible()
    assert not store.people.has_recovery_key()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert not store.people.has_recovery_key()


def test_an_earlier_sheet_is_said_to_become_useless(store: Record, show: Show) -> None:
    new_sheet(store)
    assert "the older one no longer opens this record" in show(store).words.text()


def test_the_sheet_is_made_and_shown(dialog: RecoverySheetDialog, store: Record) -> None:
    assert not store.people.has_recovery_key()
    assert dialog.preview.isVisible()
    assert dialog.preview.pages.count == 1
    assert not dialog.make.isVisible()
    assert dialog.told.text().startswith("Print it or save it before closing.")
    text = text_of(pdf_of(dialog))
    assert "18 November 2026" in text
    assert PATIENT.family_name is not None
    assert PATIENT.family_name not in text


def test_only_an_owner_makes_one_and_others_are_told(
    store: Record, show: Show, catalogue: Catalogue
) -> None:
    store.people.add(Therapist(name="Theo"), Role.THERAPIST, "theo's own")
    store.close()
    with ways_in.unlock(store.folder, "theo's own", tests=catalogue.tests, cost=CHEAP) as record:
        dialog = show(record)
        dialog.make.click()
        assert dialog.told.text().startswith("Only an owner of the record may do this.")
        assert not dialog.print.isVisible()
        dialog.done(0)


def test_it_is_saved_under_a_name_without_patient_or_clinic(
    dialog: RecoverySheetDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    proposed: list[str] = []

    def where(*arguments: object) -> tuple[str, str]:
        proposed.append(str(arguments[2]))
        return ("", "") if len(proposed) == 1 else (str(tmp_path / "my sheet"), "")

    monkeypatch.setattr(QFileDialog, "getSaveFileName", where)
    dialog.save.click()
    assert dialog.told.text().startswith("Print it or save it")
    dialog.save.click()
    assert proposed == ["recovery-sheet.pdf"] * 2
    assert dialog.is_out
    assert dialog.told.text().startswith("Saved as my sheet.pdf.")
    assert (tmp_path / "my sheet.pdf").read_bytes() == pdf_of(dialog)


def test_a_file_of_the_name_with_its_ending_is_asked_about(
    dialog: RecoverySheetDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sheet.pdf").write_bytes(b"another")
    answers = [False, True]
    monkeypatch.setattr(file_choice, "agrees", lambda *_: answers.pop(0))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "sheet"), ""))
    dialog.save.click()
    assert (tmp_path / "sheet.pdf").read_bytes() == b"another"
    dialog.save.click()
    assert (tmp_path / "sheet.pdf").read_bytes() == pdf_of(dialog)


@pytest.mark.parametrize("place", ["record", "inside", "link", "backups"])
def test_it_is_never_saved_beside_the_record_or_its_backups(
    dialog: RecoverySheetDialog, store: Record, tmp_path: Path, place: str
) -> None:
    outside = tmp_path / "stick"
    outside.mkdir()
    store.backups.set_folder(outside)
    inside = store.folder / "deeper"
    inside.mkdir()
    (tmp_path / "link").symlink_to(inside)
    folder = {
        "record": store.folder,
        "inside": inside,
        "link": tmp_path / "link",
        "backups": outside,
    }[place]
    before = sorted(tmp_path.rglob("*"))
    dialog.save_pdf(folder / "recovery-sheet.pdf")
    assert dialog.told.text().startswith("The sheet is not saved there:")
    assert not dialog.is_out
    assert sorted(tmp_path.rglob("*")) == before


def test_a_disk_that_refuses_is_told(dialog: RecoverySheetDialog, tmp_path: Path) -> None:
    dialog.save_pdf(tmp_path / "nowhere" / "sheet.pdf")
    assert dialog.told.text().startswith("The sheet was not saved to sheet.pdf (")
    assert not dialog.is_out


def test_it_is_out_once_it_went_to_the_printer(
    dialog: RecoverySheetDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> bool:
        raise PrintingRefused("No printer is set up on this computer.")

    def prints(answer: bool) -> Callable[..., bool]:
        return lambda pdf, _, *, may_save: pdf == pdf_of(dialog) and not may_save and answer

    monkeypatch.setattr(recovery_sheet_dialog, "print_pdf", refuse)
    dialog.print.click()
    assert dialog.told.text() == "No printer is set up on this computer."
    monkeypatch.setattr(recovery_sheet_dialog, "print_pdf", prints(answer=False))
    dialog.print.click()
    outs = [dialog.is_out]
    monkeypatch.setattr(recovery_sheet_dialog, "print_pdf", prints(answer=True))
    dialog.print.click()
    outs.append(dialog.is_out)
    assert outs == [False, True]
    assert dialog.told.text().startswith("The sheet went to the printer.")


def opens(store: Record, catalogue: Catalogue, sheet: str) -> None:
    store.close()
    ways_in.recover(
        store.folder,
        sheet,
        store.account.id,
        "new words",
        tests=catalogue.tests,
        cost=CHEAP,
    ).close()


def test_a_sheet_that_nobody_got_leaves_the_older_one_valid(
    store: Record, show: Show, catalogue: Catalogue
) -> None:
    older = new_sheet(store)
    dialog = show(store)
    dialog.make.click()
    dialog.done(0)  # as locking closes it
    assert not dialog.is_out
    opens(store, catalogue, older)


def test_locking_before_the_sheet_is_printed_leaves_the_older_one_valid(
    qtbot: QtBot, catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows.unattended(monkeypatch)
    with windows.new_record(tmp_path / "record", catalogue) as record:
        older = new_sheet(record)
    window = windows.open_window(qtbot, tmp_path / "record", catalogue)
    windows.unlock(window)
    assert window.safekeeping is not None
    store = window.store
    assert store is not None

    def act(dialog: QDialog) -> None:
        assert isinstance(dialog, RecoverySheetDialog)
        dialog.make.click()
        assert dialog.preview.isVisible()
        window.lock()

    windows.when_shown(act)
    assert not window.safekeeping.make_recovery_sheet()
    qtbot.waitUntil(lambda: window.is_locked)
    opens(store, catalogue, older)
    window.close()


def test_a_sheet_that_was_printed_while_the_dialog_was_closed_opens_the_record(
    dialog: RecoverySheetDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def prints(*_: object, **__: object) -> bool:
        dialog.done(0)
        return True

    monkeypatch.setattr(recovery_sheet_dialog, "print_pdf", prints)
    dialog.print.click()
    assert store.people.has_recovery_key()
    assert dialog.is_out


def test_a_sheet_that_is_gone_is_neither_saved_nor_printed(
    dialog: RecoverySheetDialog, store: Record, tmp_path: Path
) -> None:
    dialog.done(0)
    dialog.save_pdf(tmp_path / "sheet.pdf")
    dialog.print.click()
    assert not (tmp_path / "sheet.pdf").exists()
    assert not store.people.has_recovery_key()


def test_a_sheet_that_cannot_be_written_leaves_the_older_one_valid(
    store: Record, show: Show, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> bytes:
        raise PrintingRefused("The fonts are missing.")

    older = new_sheet(store)
    dialog = show(store)
    monkeypatch.setattr("clinic_desktop.report.recovery_sheet.write_recovery_sheet", fail)
    dialog.make.click()
    assert dialog.told.text() == "The fonts are missing."
    assert dialog.make.isVisible()
    opens(store, catalogue, older)


def test_the_sheet_that_was_saved_opens_the_record(
    dialog: RecoverySheetDialog, store: Record, catalogue: Catalogue, tmp_path: Path
) -> None:
    dialog.save_pdf(tmp_path / "sheet.pdf")
    assert store.people.has_recovery_key()
    dialog.save_pdf(tmp_path / "again.pdf")
    made = [e for e in store.trail.entries() if e.action is Action.RECOVERY_SHEET_MADE]
    assert len(made) == 1
    text = text_of((tmp_path / "again.pdf").read_bytes())
    groups = re.findall(r"^(?:[0-9A-Z] ){4}[0-9A-Z](?=\r?$)", text, re.MULTILINE)
    opens(store, catalogue, " ".join(groups))


@pytest.mark.parametrize("has_older", [True, False])
def test_a_sheet_that_cannot_be_kept_is_told_and_can_be_tried_again(
    store: Record,
    show: Show,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    has_older: bool,
) -> None:
    if has_older:
        new_sheet(store)
    dialog = show(store)
    dialog.make.click()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(keys, "write_private", fail)
        dialog.save_pdf(tmp_path / "sheet.pdf")
    told = dialog.told.text()
    assert told.startswith("The new sheet does not open the record.")
    assert ("The old sheet stays valid." in told) is has_older
    outs = [dialog.is_out]
    dialog.save_pdf(tmp_path / "sheet.pdf")
    outs.append(dialog.is_out)
    assert outs == [False, True]
    assert dialog.told.text().startswith("Saved as")


def test_closing_asks_while_nobody_has_the_sheet(
    dialog: RecoverySheetDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def agrees(_: QWidget, question: str) -> bool:
        asked.append(question)
        return len(asked) == 2

    monkeypatch.setattr(recovery_sheet_dialog, "agrees", agrees)
    dialog.close_button.click()
    assert dialog.isVisible()
    assert "You do not have this sheet yet" in asked[0]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert len(asked) == 2


def test_closing_does_not_ask_when_it_is_out_and_lets_go_of_the_sheet(
    dialog: RecoverySheetDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recovery_sheet_dialog, "agrees", lambda *_: pytest.fail("asked"))
    dialog.save_pdf(tmp_path / "sheet.pdf")
    dialog.reject()
    assert not dialog.isVisible()
    assert dialog._sheet is None
    assert dialog.preview.pages.document is None


def test_no_file_is_written_until_it_is_saved(store: Record, show: Show, tmp_path: Path) -> None:
    def files() -> set[str]:
        return {
            os.path.join(folder, name)  # noqa: PTH118 - compared as text
            for folder, _, names in os.walk(tmp_path)
            for name in names
        }

    before = files()
    show(store).make.click()
    assert files() == before


def test_the_menu_learns_whether_the_sheet_is_out(
    store: Record, papers: Paperwork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(RecoverySheetDialog, "exec", lambda _: 0)
    assert not make_recovery_sheet(store, papers, lambda: NOW, None)

    def run(self: RecoverySheetDialog) -> int:
        self.make_sheet()
        self.save_pdf(tmp_path / "sheet.pdf")
        self.reject()
        return 0

    monkeypatch.setattr(RecoverySheetDialog, "exec", run)
    assert make_recovery_sheet(store, papers, lambda: NOW, None)


def test_a_record_that_cannot_tell_whether_there_was_a_sheet_says_so(
    store: Record, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> bool:
        raise PrintingRefused("keys.json cannot be read.")

    monkeypatch.setattr(store.people, "has_recovery_key", broken)
    assert show(store).told.text() == "keys.json cannot be read."
