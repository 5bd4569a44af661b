"""The address book is searched and changed; no letter changes with it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Referrer
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import address_book_dialog
from clinic_desktop.ui.address_book_dialog import (
    AddressBookDialog,
    EntryDialog,
    show_address_book,
)
from tests.ui.dialogs import answer


@pytest.fixture
def dialog(qtbot: QtBot, store: Record) -> Iterator[AddressBookDialog]:
    store.address_book.save(Referrer(name="Dr Ann Example", practice="Example Practice"))
    store.address_book.save(Referrer(name="Dr Otto Other", address=("1 Road", "Town"), phone="01"))
    shown = AddressBookDialog(store)
    qtbot.addWidget(shown)
    with qtbot.waitActive(shown):
        shown.show()
    yield shown
    shown.close()


def listed(dialog: AddressBookDialog) -> list[str]:
    items = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    return [item.text(0) for item in items if item]


def test_typing_finds_and_the_first_found_is_chosen(dialog: AddressBookDialog) -> None:
    assert dialog.focusWidget() is dialog.search
    assert listed(dialog) == ["Dr Otto Other", "Dr Ann Example"]
    QTest.keyClicks(dialog.search, "exa an")
    assert listed(dialog) == ["Dr Ann Example"]
    assert dialog.change.isEnabled()
    QTest.keyClicks(dialog.search, "zz")
    assert listed(dialog) == []
    assert dialog.told.text() == "Nothing is found."
    assert not dialog.change.isEnabled()
    dialog._change()
    dialog._remove()


def test_an_entry_is_added_and_a_like_name_is_told_once(
    dialog: AddressBookDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def act(entry: EntryDialog) -> None:
        entry.do.click()
        told.append(entry.told.text())
        entry.name.setText("dr ann example")
        entry.do.click()
        told.append(entry.told.text())
        entry.address.setPlainText("2 Road\nTown")
        entry.do.click()

    answer(monkeypatch, EntryDialog, act)
    dialog.new.click()
    assert told == [
        "Give a name or a practice: an entry is found by them.",
        (
            "There is an entry of this name already: Dr Ann Example, Example Practice. "
            "Save again to keep both."
        ),
    ]
    assert listed(dialog) == ["dr ann example", "Dr Otto Other", "Dr Ann Example"]
    assert dialog.told.text() == "Added."
    assert store.address_book.find()[0].address == ("2 Road", "Town")


def test_an_entry_is_changed_where_it_stands(
    dialog: AddressBookDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def act(entry: EntryDialog) -> None:
        entry.phone.setText("02")
        entry.do.click()

    shown = answer(monkeypatch, EntryDialog, act)
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert [entry.windowTitle() for entry in shown] == ["Change an entry"]
    (entry,) = store.address_book.find("otto")
    assert (entry.phone, entry.address) == ("02", ("1 Road", "Town"))
    assert dialog.told.text() == "Changed. Letters stay as they are."
    answer(monkeypatch, EntryDialog, lambda entry: entry.reject())
    dialog.change.click()
    assert len(store.address_book.find()) == 2


def test_an_entry_is_removed_after_a_question(
    dialog: AddressBookDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    for reply in (QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes):

        def question(box: QMessageBox, reply: object = reply) -> object:
            asked.append(box.text())
            return reply

        monkeypatch.setattr(QMessageBox, "exec", question)
        dialog.remove.click()
    assert asked[0].startswith("Remove Dr Otto Other, 1 Road, Town from the address book?")
    assert [entry.name for entry in store.address_book.find()] == ["Dr Ann Example"]
    assert dialog.told.text() == "Removed."


def test_what_the_disk_refuses_is_told(
    dialog: AddressBookDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> object:
        raise UserError("The disk is full.")

    monkeypatch.setattr(address_book_dialog, "agrees", lambda *_: True)
    monkeypatch.setattr(store.address_book, "remove", refused)
    dialog.remove.click()
    assert dialog.told.text() == "The disk is full."
    monkeypatch.setattr(store.address_book, "find", refused)
    dialog.show_found()
    assert dialog.told.text() == "The disk is full."


def test_an_empty_book_says_so_and_a_long_one_asks_for_more(
    qtbot: QtBot, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = AddressBookDialog(store)
    qtbot.addWidget(dialog)
    assert dialog.told.text() == "The address book is empty."
    monkeypatch.setattr(address_book_dialog, "MOST", 1)
    for name in ("One", "Two"):
        store.address_book.save(Referrer(name=name))
    dialog.show_found()
    assert listed(dialog) == ["Two"]
    assert dialog.told.text() == "More than 1 are found. Type more."


def test_the_menu_shows_it(store: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = answer(monkeypatch, AddressBookDialog, lambda dialog: dialog.reject())
    show_address_book(store, None)
    assert len(shown) == 1
