"""Who the letter goes to: typed, or copied from the address book by the therapist."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any
from uuid import UUID

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.address_book import (
    begins_words,
    entry_line,
    filled,
    is_named,
    is_of_one_practice,
    says_the_same,
)
from clinic_desktop.domain.errors import UserError
from clinic_desktop.domain.examination import Referrer
from clinic_desktop.ui.widgets.address_matches import MOST, AddressMatches
from clinic_desktop.ui.widgets.form import new_form
from clinic_desktop.ui.widgets.lines_field import LinesField
from clinic_desktop.ui.widgets.text_area import TextLine

if TYPE_CHECKING:
    from clinic_desktop.storage.address_book import AddressBook


class _NameLine(TextLine):
    """Says that `Down` was pressed in it. A shortcut would take the key from the open list too."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QLineEdit.keyPressEvent."""
        if event.key() == Qt.Key.Key_Down:
            self.asked.emit()
        else:
            super().keyPressEvent(event)


class RecipientForm(QWidget):
    """Mirrors the recipient. Nothing is filled in before somebody chooses it.

    Signals:
        changed: the `Referrer` now recorded, or `None`.
        told: why something is not done, as a plain sentence.
        done: what was done or found, as a plain sentence.
    """

    changed = Signal(object)
    told = Signal(str)
    done = Signal(str)

    def __init__(
        self,
        book: "AddressBook | None" = None,
        last: Referrer | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the form.

        Args:
            book: where matches come from; without one, none are offered.
            last: who this patient's last letter went to, offered before the others.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self._book = book
        self._last = last if last is not None and is_named(last) else None
        self._referrer = Referrer()
        self._entry: Referrer | None = None
        self._chosen: UUID | None = None
        name = _NameLine(self.tr("Recipient's name"))
        self.fields: dict[str, TextLine] = {
            "name": name,
            "practice": TextLine(self.tr("Recipient's practice")),
            "phone": TextLine(self.tr("Recipient's phone")),
            "email": TextLine(self.tr("Recipient's e-mail")),
            "reference": TextLine(self.tr("Their reference")),
        }
        self.address = LinesField(self.tr("Recipient's address"), lines=3)
        self.keep = QPushButton()
        self.matches = AddressMatches(name)
        self._lay_out()
        self.keep.hide()
        self.keep.clicked.connect(self._keep)
        self.matches.chosen.connect(self._choose)
        if book is not None:
            name.setPlaceholderText(self.tr("Type, or press \u2193 for the address book"))
            name.textEdited.connect(self._offer)
            name.asked.connect(self._offer_on_asking)
        for field, line in self.fields.items():
            line.changed.connect(lambda value, field=field: self._replace(**{field: value}))
        self.address.lines_changed.connect(lambda value: self._replace(address=value))

    def show_referrer(self, referrer: Referrer | None) -> None:
        """Mirror a recipient without saying that it changed."""
        self._referrer = referrer or Referrer()
        for name, field in self.fields.items():
            field.show_value(getattr(self._referrer, name))
        self.address.show_lines(self._referrer.address)
        self._show_keeping()

    def showEvent(self, event: QShowEvent) -> None:
        """Override QWidget.showEvent: the address book may have changed meanwhile."""
        super().showEvent(event)
        self._show_keeping()

    def _offer(self, typed: str) -> None:
        if self._book is None or self.fields["name"].isReadOnly():
            return
        try:
            found = list(self._book.find(typed, MOST))
            last = self._last and self._as_kept(self._last)
        except UserError as error:
            self.told.emit(str(error))
            return
        offered = [(entry_line(entry), entry) for entry in found if entry != last]
        if last is not None and (last in found or begins_words(last, typed)):
            words = self.tr("Last letter: {who}").format(who=entry_line(last))
            offered.insert(0, (words, last))
        self.matches.offer(offered[:MOST])

    def _offer_on_asking(self) -> None:
        """Open the address book at what is typed, or say that nobody is found in it."""
        name = self.fields["name"]
        self._offer(name.text())
        if not self.matches.popup.isVisible() and not name.isReadOnly():
            self.done.emit(
                self.tr("Nobody of this name is in the address book.")
                if name.text().strip()
                else self.tr("The address book is empty. Type the recipient, then add the entry.")
            )

    def _as_kept(self, letter: Referrer) -> Referrer:
        """Return the entry of a letter's recipient as it stands now, else the letter's copy."""
        found = self._found(letter)
        return self._entry_among(found, letter) or msgspec.structs.replace(letter, reference=None)

    def _found(self, letter: Referrer) -> tuple[Referrer, ...]:
        """Return the entries of the recipient's name."""
        return self._book.alike(msgspec.structs.replace(letter, id=None)) if self._book else ()

    def _entry_among(self, found: tuple[Referrer, ...], letter: Referrer) -> Referrer | None:
        """Return this recipient's entry: of their practice, or the one it was filled from.

        Of one name in another practice there may be two people.
        """
        of_practice = [entry for entry in found if is_of_one_practice(letter, entry)]
        chosen = [entry for entry in found if entry.id == self._chosen]
        both = [entry for entry in of_practice if entry in chosen]
        return next(iter((*both, *of_practice, *chosen)), None)

    def _choose(self, entry: Referrer) -> None:
        # What is half typed is an answer of its own, to which undoing goes back.
        self.fields["name"].record()
        self._chosen = entry.id
        self._say(filled(self._referrer, entry))
        try:
            if self._book is not None and entry.id is not None:
                self._book.use(entry.id)
        except UserError as error:
            self.told.emit(str(error))

    def _keep(self) -> None:
        """Put what is typed into the address book, and tell of others of the same name."""
        if self._book is None:
            return
        known = self._entry
        entry_id = known.id if known else None
        try:
            alike = self._found(self._referrer)
            kept = self._book.save(msgspec.structs.replace(self._referrer, id=entry_id))
        except UserError as error:
            self.told.emit(str(error))
            return
        self._chosen = kept.id
        self._show_keeping()
        if known:
            told = self.tr("The entry is updated. Letters written before stay as they are.")
        elif alike:
            told = self.tr(
                "Added. There was one of this name already: {who}. Both are kept; Address "
                "book\u2026 in the menu Record removes one."
            ).format(who=entry_line(alike[0]))
        else:
            told = self.tr("Added to the address book.")
        self.done.emit(told)

    def _replace(self, **fields: Any) -> None:
        self._say(msgspec.structs.replace(self._referrer, **fields))

    def _say(self, referrer: Referrer) -> None:
        self.show_referrer(referrer)
        self.changed.emit(None if referrer == Referrer() else referrer)

    def _show_keeping(self) -> None:
        """Offer to keep what is typed where the address book has it not, or otherwise."""
        self._entry, offers = None, False
        if not is_named(self._referrer):
            self._chosen = None
        if self._book is not None and is_named(self._referrer):
            try:
                found = self._found(self._referrer)
                if self._chosen not in {entry.id for entry in found}:
                    self._chosen = None  # somebody else is written now
                self._entry = self._entry_among(found, self._referrer)
                offers = not any(says_the_same(self._referrer, entry) for entry in found)
            except UserError:
                offers = False  # what cannot be read is told where it is asked for
        self.keep.setText(
            self.tr("Update the entry in the address &book")
            if self._entry
            else self.tr("Add to the address &book")
        )
        self.keep.setVisible(offers and not self.fields["name"].isReadOnly())

    def _lay_out(self) -> None:
        form = new_form()
        labels = (
            *(self.tr("Name"), self.tr("Practice"), self.tr("Phone"), self.tr("E-mail")),
            self.tr("Your ref"),
        )
        for label, field in zip(labels, self.fields.values(), strict=True):
            form.addRow(label, field)
        form.insertRow(2, self.tr("Address"), self.address)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(form)
        layout.addWidget(self.keep, 0, Qt.AlignmentFlag.AlignLeft)
        fields = [*self.fields.values()]
        for one, following in pairwise([*fields[:2], self.address, *fields[2:], self.keep]):
            QWidget.setTabOrder(one, following)
