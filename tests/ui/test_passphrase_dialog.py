"""A passphrase is changed by whoever knows the old one; what is wrong is told in the dialog."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from clinic_desktop.storage.errors import WrongPassphrase
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.passphrase_dialog import PassphraseDialog, change_passphrase
from tests.ui.conftest import PASSPHRASE
from tests.ui.keys import enter, focused, press

NEW = "quite another one"


@pytest.fixture
def dialog(qtbot: QtBot, store: Record) -> Iterator[PassphraseDialog]:
    shown = PassphraseDialog(store)
    qtbot.addWidget(shown)
    shown.show()
    qtbot.waitActive(shown)
    yield shown
    shown.done(0)


def type_in(dialog: PassphraseDialog, old: str, new: str, again: str) -> None:
    for field, text in ((dialog.old, old), (dialog.new.first, new), (dialog.new.again, again)):
        field.setText(text)


def test_the_passphrase_is_changed_with_the_keyboard_alone(
    dialog: PassphraseDialog, store: Record
) -> None:
    for text in (PASSPHRASE, NEW, NEW):
        press(text)
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    dialog.new.again.setFocus()
    enter()
    assert dialog.told.text().startswith("The passphrase is changed.")
    store.people.check_passphrase(NEW)
    with pytest.raises(WrongPassphrase):
        store.people.check_passphrase(PASSPHRASE)
    assert [field.text() for field in dialog.findChildren(QLineEdit)] == [""] * 3
    assert dialog.isVisible()
    assert focused() is dialog.close_button
    enter()
    assert not dialog.isVisible()


@pytest.mark.parametrize(
    ("old", "new", "again", "sentence", "field"),
    [
        ("", NEW, NEW, "Type the passphrase that holds until now.", "old"),
        (PASSPHRASE, "seven77", "seven77", "at least 8 characters", "first"),
        (PASSPHRASE, NEW, NEW + "x", "The two passphrases differ.", "again"),
        ("a wrong one", NEW, NEW, "The passphrase is wrong.", "old"),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    dialog: PassphraseDialog,
    store: Record,
    old: str,
    new: str,
    again: str,
    sentence: str,
    field: str,
) -> None:
    type_in(dialog, old, new, again)
    dialog.change.click()
    assert sentence in dialog.told.text()
    fields = {"old": dialog.old, "first": dialog.new.first, "again": dialog.new.again}
    assert focused() is fields[field]
    assert [one.text() for one in fields.values()] == [old, new, again]
    store.people.check_passphrase(PASSPHRASE)


def test_escape_changes_nothing(dialog: PassphraseDialog, store: Record) -> None:
    type_in(dialog, PASSPHRASE, NEW, NEW)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    store.people.check_passphrase(PASSPHRASE)


def test_nothing_typed_is_shown_and_every_field_has_a_name(dialog: PassphraseDialog) -> None:
    fields = dialog.findChildren(QLineEdit)
    assert {field.echoMode() for field in fields} == {QLineEdit.EchoMode.Password}
    assert [field.accessibleName() for field in fields] == [
        "Old passphrase",
        "New passphrase",
        "New passphrase again",
    ]


def test_the_menu_runs_the_dialog(store: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    ran: list[PassphraseDialog] = []
    monkeypatch.setattr(PassphraseDialog, "exec", lambda self: ran.append(self))  # noqa: PLW0108 - bound as a method
    change_passphrase(store, None)
    assert len(ran) == 1
