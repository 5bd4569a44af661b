"""The people are listed with role and state; an owner changes them, others only themselves."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Therapist
from clinic_desktop.domain.practice import Account, Role
from clinic_desktop.storage import ways_in
from clinic_desktop.storage.record import Record
from clinic_desktop.ui import people_dialog
from clinic_desktop.ui.people_dialog import (
    NewPassphraseDialog,
    PeopleDialog,
    PersonDialog,
    show_people,
)
from tests.ui.conftest import CHEAP
from tests.ui.keys import focused

SAMS = "sam's passphrase"
Show = Callable[[QWidget], None]


@pytest.fixture
def show(qtbot: QtBot) -> Iterator[Show]:
    shown: list[Any] = []

    def shows(dialog: QWidget) -> None:
        qtbot.addWidget(dialog)
        dialog.show()
        qtbot.waitActive(dialog)
        shown.append(dialog)

    yield shows
    for dialog in reversed(shown):
        dialog.done(0)


@pytest.fixture
def sam(store: Record) -> Account:
    return store.people.add(Therapist(name="Sam <b>Student"), Role.STUDENT, SAMS)


@pytest.fixture
def people(store: Record, sam: Account, catalogue: Catalogue, show: Show) -> PeopleDialog:
    dialog = PeopleDialog(store, catalogue)
    show(dialog)
    dialog.choose(sam.id)
    return dialog


@pytest.fixture
def as_sam(store: Record, sam: Account, catalogue: Catalogue) -> Iterator[Record]:
    """The record, unlocked by somebody who is no owner."""
    store.close()
    record = ways_in.unlock(store.folder, SAMS, tests=catalogue.tests, account=sam.id, cost=CHEAP)
    yield record
    record.close()


def lines(dialog: PeopleDialog) -> list[list[str]]:
    items = [dialog.list.topLevelItem(row) for row in range(dialog.list.topLevelItemCount())]
    return [[item.text(0), item.text(3), item.text(4)] for item in items if item is not None]


def answer(monkeypatch: pytest.MonkeyPatch, kind: type, fill: Callable[[Any], None]) -> None:
    """Let a dialog be filled in and saved in place of a person."""

    def run(self: Any) -> int:
        fill(self)
        self.accept()
        return int(self.result())

    monkeypatch.setattr(kind, "exec", run)


def twice(dialog: Any, passphrase: str) -> None:
    dialog.passphrase.first.setText(passphrase)
    dialog.passphrase.again.setText(passphrase)


def fill_in(dialog: Any) -> None:
    dialog.name.setText(" Noa New ")
    dialog.profession.setText("Osteopath")
    dialog.registration.setText("O 1")
    dialog.role.choose("therapist")
    twice(dialog, "noa's passphrase")


def test_everybody_is_listed_with_role_and_state(people: PeopleDialog) -> None:
    assert lines(people) == [
        ["Sam <b>Student", "Student", "Active"],
        ["Tess Therapist", "Owner", "Active (you)"],
    ]


def test_an_owner_adds_a_person_who_can_unlock_the_record(
    people: PeopleDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, PersonDialog, fill_in)
    people.add.click()
    (added,) = [account for account in store.people.all() if account.name == "Noa New"]
    assert added.role is Role.THERAPIST
    assert (added.therapist.profession, added.therapist.registration) == ("Osteopath", "O 1")
    assert ["Noa New", "Therapist", "Active"] in lines(people)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda d: d.name.setText(" "), "Give the person's name"),
        (lambda d: d.role.choose(None), "Choose what the person may do."),
        (lambda d: twice(d, "seven77"), "at least 8 characters"),
        (lambda d: d.passphrase.again.setText("other"), "The two passphrases differ."),
    ],
)
def test_what_is_wrong_with_a_new_person_is_told_and_stays_typed(
    store: Record,
    catalogue: Catalogue,
    show: Show,
    spoil: Callable[[PersonDialog], None],
    sentence: str,
) -> None:
    dialog = PersonDialog(store, catalogue)
    show(dialog)
    fill_in(dialog)
    spoil(dialog)
    dialog.accept()
    assert sentence in dialog.told.text()
    assert dialog.isVisible()
    assert dialog.profession.text() == "Osteopath"
    assert len(store.people.all()) == 1


def test_a_refusal_of_the_record_is_told_inside(
    store: Record, catalogue: Catalogue, show: Show, sam: Account
) -> None:
    me = store.people.all()[-1]
    dialog = PersonDialog(store, catalogue, me)
    show(dialog)
    dialog.role.choose("student")
    dialog.accept()
    assert dialog.told.text().startswith("A record needs an owner.")
    assert dialog.isVisible()
    assert {account.role for account in store.people.all()} == {Role.OWNER, sam.role}


def test_details_and_role_are_changed(
    people: PeopleDialog, store: Record, sam: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    def promote(dialog: PersonDialog) -> None:
        assert dialog.passphrase is None
        dialog.registration.setText("PH 7")
        dialog.role.choose("therapist")

    answer(monkeypatch, PersonDialog, promote)
    people.list.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    (changed,) = [account for account in store.people.all() if account.id == sam.id]
    assert (changed.role, changed.therapist.registration) == (Role.THERAPIST, "PH 7")
    assert people.isVisible()
    chosen = people.account()
    assert chosen == changed


def test_a_person_is_retired_after_asking_and_said_to_be(
    people: PeopleDialog, store: Record, sam: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def agrees(_: QWidget, question: str) -> bool:
        asked.append(question)
        return len(asked) > 1

    monkeypatch.setattr(people_dialog, "agrees", agrees)
    people.retire.click()
    assert "What they recorded and signed stays theirs." in asked[0]
    assert all(account.retired_at is None for account in store.people.all())
    people.retire.click()
    assert lines(people)[-1][2].startswith("Retired on ")
    item = people.list.currentItem()
    assert item is not None
    assert item.foreground(0).color() == people.palette().placeholderText().color()
    assert people.told.text() == "Sam <b>Student is retired."
    assert people.told.textFormat() is Qt.TextFormat.PlainText
    assert not people.retire.isEnabled()
    assert people.let_in.text() == "&Let in again\u2026"
    answer(monkeypatch, NewPassphraseDialog, lambda dialog: twice(dialog, "a new passphrase"))
    people.let_in.click()
    assert lines(people)[0] == ["Sam <b>Student", "Student", "Active"]
    assert sam.id == store.people.all()[0].id


def test_somebody_who_forgot_theirs_types_a_new_passphrase(
    people: PeopleDialog,
    store: Record,
    sam: Account,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answer(monkeypatch, NewPassphraseDialog, lambda dialog: twice(dialog, "a new passphrase"))
    people.let_in.click()
    assert people.told.text() == ("Sam <b>Student unlocks the record with the new passphrase now.")
    store.close()
    with ways_in.unlock(
        store.folder, "a new passphrase", tests=catalogue.tests, account=sam.id, cost=CHEAP
    ) as record:
        assert record.account.id == sam.id


def test_a_new_passphrase_that_is_refused_is_told(
    store: Record, sam: Account, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = NewPassphraseDialog(store, sam)
    show(dialog)
    twice(dialog, "short")
    dialog.accept()
    assert "at least 8 characters" in dialog.told.text()

    def refuse(*_: object) -> None:
        raise UserError("The disk is full.")

    twice(dialog, "long enough")
    monkeypatch.setattr(store.people, "give_passphrase", refuse)
    dialog.accept()
    assert dialog.told.text() == "The disk is full."
    assert dialog.passphrase.text() == "long enough"
    assert dialog.isVisible()


def test_an_owner_neither_retires_themselves_nor_passes_over_their_old_passphrase(
    people: PeopleDialog, store: Record
) -> None:
    people.choose(store.account.id)
    assert people.change.isEnabled()
    assert not people.retire.isEnabled()
    assert not people.let_in.isEnabled()


def test_others_see_everybody_and_change_only_their_own_details(
    as_sam: Record, catalogue: Catalogue, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = PeopleDialog(as_sam, catalogue)
    show(dialog)
    assert len(lines(dialog)) == 2
    owner, me = as_sam.people.all()[1], as_sam.account
    dialog.choose(owner.id)
    for button in (dialog.add, dialog.change, dialog.let_in, dialog.retire):
        assert not button.isEnabled()
    dialog.list.itemActivated.emit(dialog.list.currentItem(), 0)
    dialog.choose(me.id)
    assert dialog.change.isEnabled()

    def rename(person: PersonDialog) -> None:
        assert not person.role.isEnabled()
        person.name.setText("Sam Smith")

    answer(monkeypatch, PersonDialog, rename)
    dialog.change.click()
    assert as_sam.account.name == "Sam Smith"
    assert as_sam.account.role is Role.STUDENT


def test_a_record_that_fails_is_told(
    people: PeopleDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise UserError("The record is damaged.")

    monkeypatch.setattr(people_dialog, "agrees", lambda *_: True)
    monkeypatch.setattr(store.people, "retire", broken)
    people.retire.click()
    assert people.told.text() == "The record is damaged."
    people.told.say("")
    monkeypatch.setattr(store.people, "all", broken)
    people.refresh()
    assert people.told.text() == "The record is damaged."
    assert len(lines(people)) == 2


def test_locking_in_the_middle_of_a_change_asks_the_record_nothing_more(
    people: PeopleDialog, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: PersonDialog) -> int:
        people.done(0)
        store.close()
        return 0

    monkeypatch.setattr(PersonDialog, "exec", locked)
    people.change.click()
    assert len(lines(people)) == 2
    assert people.told.text() == ""


def test_closing_is_no_default_and_escape_closes(people: PeopleDialog) -> None:
    people.list.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Escape)
    assert not people.isVisible()


def test_the_menu_runs_the_dialog(
    store: Record, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[QDialog] = []
    monkeypatch.setattr(PeopleDialog, "exec", lambda self: ran.append(self))  # noqa: PLW0108 - bound as a method
    show_people(store, catalogue, None)
    assert len(ran) == 1
