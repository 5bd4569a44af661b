"""The recipient is typed or copied from the address book, by the therapist alone."""

from collections.abc import Iterator
from uuid import uuid4

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Referrer
from clinic_desktop.storage.record import Record
from clinic_desktop.ui.widgets.read_only import make_read_only
from clinic_desktop.ui.widgets.recipient_form import RecipientForm

EXAMPLE = Referrer(
    name="Dr Ann Example",
    practice="Example Practice",
    address=("1 Road", "Town"),
    phone="(01) 23-4",
    email="ann@example.org",
)
OTHER = Referrer(name="Dr Otto Other", practice="Other Practice")


class Shown:
    """A form over a record's address book, and what it said."""

    def __init__(self, qtbot: QtBot, record: Record, last: Referrer | None = None) -> None:
        self.form = RecipientForm(record.address_book, last)
        self.name = self.form.fields["name"]
        self.said: list[Referrer | None] = []
        self.told: list[str] = []
        self.done: list[str] = []
        self.form.changed.connect(self.said.append)
        self.form.told.connect(self.told.append)
        self.form.done.connect(self.done.append)
        qtbot.addWidget(self.form)
        with qtbot.waitActive(self.form):
            self.form.show()
        self.name.setFocus()

    def type(self, text: str) -> list[str]:
        QTest.keyClicks(self.name, text)
        return self.form.matches.lines()

    def press(self, key: Qt.Key) -> None:
        popup = self.form.matches.popup
        QTest.keyClick(popup if popup.isVisible() else self.name, key)

    def choose_first(self) -> None:
        self.press(Qt.Key.Key_Down)
        self.press(Qt.Key.Key_Return)


@pytest.fixture
def shown(qtbot: QtBot, store: Record) -> Iterator[Shown]:
    store.address_book.save(EXAMPLE)
    store.address_book.save(OTHER)
    form = Shown(qtbot, store)
    yield form
    form.form.close()


def test_matches_are_offered_while_typing_and_chosen_by_keys(shown: Shown, store: Record) -> None:
    assert shown.type("exa") == ["Dr Ann Example, Example Practice, 1 Road, Town"]
    shown.choose_first()
    assert shown.said[-1] == EXAMPLE
    (entry,) = store.address_book.find("ann")
    assert shown.name.text() == "Dr Ann Example"
    assert shown.form.address.texts() == ("1 Road", "Town")
    assert not shown.form.matches.popup.isVisible()
    assert store.address_book.find()[0] == entry  # the one used last comes first


def test_their_reference_belongs_to_the_letter(shown: Shown) -> None:
    shown.form.show_referrer(Referrer(reference="REF 7"))
    shown.type("ann")
    shown.choose_first()
    said = shown.said[-1]
    assert said is not None
    assert (said.name, said.reference) == ("Dr Ann Example", "REF 7")


def test_escape_leaves_what_was_typed(shown: Shown) -> None:
    shown.type("dr")
    shown.press(Qt.Key.Key_Down)
    assert shown.name.text() == "dr"
    shown.press(Qt.Key.Key_Escape)
    assert shown.name.text() == "dr"
    assert not shown.form.matches.popup.isVisible()
    shown.name.record()
    assert shown.said == [Referrer(name="dr")]


def test_enter_without_a_choice_chooses_nobody(shown: Shown) -> None:
    shown.type("dr")
    shown.press(Qt.Key.Key_Return)
    assert shown.name.text() == "dr"
    assert shown.said in ([], [Referrer(name="dr")])


def test_down_opens_the_address_book_and_nothing_is_filled_in_by_itself(shown: Shown) -> None:
    assert not shown.form.matches.popup.isVisible()
    shown.press(Qt.Key.Key_Down)
    assert len(shown.form.matches.lines()) == 2
    assert shown.said == []
    shown.press(Qt.Key.Key_Escape)


def test_the_list_closes_when_nobody_matches(shown: Shown) -> None:
    shown.type("dr")
    assert shown.form.matches.popup.isVisible()
    assert shown.type("zz") == []
    assert not shown.form.matches.popup.isVisible()


def test_this_patients_last_letter_comes_first_as_its_entry_stands_now(
    qtbot: QtBot, store: Record
) -> None:
    entry = store.address_book.save(EXAMPLE)
    store.address_book.save(OTHER)
    assert entry.id
    corrected = store.address_book.save(msgspec.structs.replace(entry, phone="new"))
    store.address_book.save(msgspec.structs.replace(OTHER, name="Dr Third"))
    form = Shown(qtbot, store, msgspec.structs.replace(entry, reference="OLD"))
    assert form.said == []
    form.press(Qt.Key.Key_Down)
    first, *others = form.form.matches.lines()
    assert first == "Last letter: Dr Ann Example, Example Practice, 1 Road, Town"
    assert len(others) == 2
    form.choose_first()
    assert form.said == [msgspec.structs.replace(corrected, id=None)]
    form.form.close()


def test_a_last_letter_that_is_in_no_address_book_is_offered_where_it_matches(
    qtbot: QtBot, store: Record
) -> None:
    form = Shown(qtbot, store, msgspec.structs.replace(OTHER, id=uuid4(), reference="OLD"))
    assert form.type("ann") == []
    form.name.clear()
    assert form.type("ott") == ["Last letter: Dr Otto Other, Other Practice"]
    form.choose_first()
    said = form.said[-1]
    assert said is not None
    assert (said.name, said.reference) == ("Dr Otto Other", None)
    form.form.close()


def test_what_is_typed_is_added_by_one_key_and_a_like_name_is_told(
    shown: Shown, store: Record
) -> None:
    assert not shown.form.keep.isVisible()
    shown.form.fields["phone"].enter("01")
    assert not shown.form.keep.isVisible()  # nobody would find it again
    shown.type("Dr New")
    shown.press(Qt.Key.Key_Escape)
    shown.name.record()
    assert shown.form.keep.text() == "Add to the address &book"
    QTest.keyClick(shown.form.keep, Qt.Key.Key_Space)
    (entry,) = store.address_book.find("new")
    assert (entry.name, entry.phone) == ("Dr New", "01")
    assert shown.said[-1] == Referrer(name="Dr New", phone="01")
    assert shown.done == ["Added to the address book."]
    assert not shown.form.keep.isVisible()
    shown.form.show_referrer(Referrer(name="DR OTTO OTHER", practice="Elsewhere"))
    shown.form.keep.click()
    assert "There was one of this name already: Dr Otto Other, Other Practice." in shown.done[-1]
    assert len(store.address_book.find("otto")) == 2


def test_a_correction_is_offered_for_the_entry_and_another_name_is_another_person(
    shown: Shown, store: Record
) -> None:
    shown.type("ann")
    shown.choose_first()
    assert not shown.form.keep.isVisible()
    shown.form.fields["reference"].enter("REF 7")
    assert not shown.form.keep.isVisible()
    shown.form.fields["phone"].enter("(01) 99")
    assert shown.form.keep.text() == "Update the entry in the address &book"
    shown.form.keep.click()
    (entry,) = store.address_book.find("ann")
    assert (entry.phone, entry.reference) == ("(01) 99", None)
    assert shown.done == ["The entry is updated. Letters written before stay as they are."]
    shown.form.fields["practice"].enter("Moved Practice")
    shown.form.keep.click()
    (entry,) = store.address_book.find("ann")
    assert entry.practice == "Moved Practice"
    shown.name.enter("Dr Bea Example")
    assert shown.form.keep.text() == "Add to the address &book"


def test_a_letter_written_as_an_entry_offers_nothing(shown: Shown) -> None:
    shown.form.show_referrer(msgspec.structs.replace(OTHER, reference="REF 7"))
    assert not shown.form.keep.isVisible()


def test_an_emptied_recipient_is_not_recorded(shown: Shown) -> None:
    shown.type("x")
    shown.press(Qt.Key.Key_Escape)
    shown.name.record()
    shown.name.enter("")
    assert shown.said == [Referrer(name="x"), None]


def test_on_a_signed_examination_nothing_is_offered(shown: Shown) -> None:
    shown.form.show_referrer(Referrer(name="Dr New"))
    make_read_only(shown.form)
    shown.form.show_referrer(Referrer(name="Dr Newer"))
    assert not shown.form.keep.isVisible()
    shown.press(Qt.Key.Key_Down)
    assert not shown.form.matches.popup.isVisible()


def test_an_address_book_that_cannot_be_read_is_told_and_the_letter_can_be_typed(
    shown: Shown, store: Record, monkeypatch: pytest.MonkeyPatch
) -> None:
    def damaged(*_: object) -> object:
        raise UserError("Damaged.")

    shown.form.show_referrer(Referrer(name="Dr New"))
    for name in ("find", "get", "alike", "save", "use"):
        monkeypatch.setattr(store.address_book, name, damaged)
    shown.form.keep.click()
    shown.type("x")
    assert shown.told == ["Damaged.", "Damaged."]
    shown.name.record()
    assert shown.said == [Referrer(name="Dr Newx")]
    shown.form.matches.chosen.emit(msgspec.structs.replace(OTHER, id=uuid4()))
    assert shown.told[2:] == ["Damaged."]


def test_without_an_address_book_it_is_a_form(qtbot: QtBot) -> None:
    form = RecipientForm()
    qtbot.addWidget(form)
    form.show_referrer(EXAMPLE)
    form.keep.click()
    assert form.fields["name"].placeholderText() == ""
    assert isinstance(form, QWidget)
    assert form.keep.isHidden()


def test_asking_an_address_book_for_somebody_who_is_not_in_it_is_answered(
    qtbot: QtBot, store: Record
) -> None:
    """The field says that `Down` opens the address book: it never does nothing."""
    shown = Shown(qtbot, store)
    shown.press(Qt.Key.Key_Down)
    assert shown.done == ["The address book is empty. Type the recipient, then add the entry."]
    shown.type("Dr Nobody")
    shown.press(Qt.Key.Key_Down)
    assert shown.done[1:] == ["Nobody of this name is in the address book."]


def test_a_namesake_typed_after_an_entry_was_chosen_does_not_overwrite_it(
    shown: Shown, store: Record
) -> None:
    """Choosing was taken back; who is written then is another person of the same name."""
    shown.type("ann")
    shown.choose_first()
    shown.form.show_referrer(None)
    shown.form.show_referrer(Referrer(name=EXAMPLE.name, practice="Far Practice"))
    shown.form.keep.click()
    kept = store.address_book.find("Ann Example", 9)
    assert {entry.practice for entry in kept} == {"Example Practice", "Far Practice"}


def test_the_practice_written_tells_which_of_two_entries_is_updated(
    shown: Shown, store: Record
) -> None:
    store.address_book.save(Referrer(name=EXAMPLE.name, practice="Far Practice"))
    shown.type("ann")
    shown.press(Qt.Key.Key_Down)
    shown.choose_first()
    shown.form.show_referrer(Referrer(name=EXAMPLE.name, practice="Far Practice", phone="7"))
    shown.form.keep.click()
    phones = {entry.practice: entry.phone for entry in store.address_book.find("Ann Example", 9)}
    assert phones == {"Example Practice": EXAMPLE.phone, "Far Practice": "7"}
