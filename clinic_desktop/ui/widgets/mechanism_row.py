"""One mechanism that a study may not show: why it is offered, and what is considered of it."""

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.examination import Mechanism
from clinic_desktop.domain.mechanisms import OfferedMechanism, mechanism_evidence
from clinic_desktop.domain.unshown_mechanism import UnshownMechanism
from clinic_desktop.ui.widgets.form import words
from clinic_desktop.ui.widgets.mechanism_entry import MechanismEntry
from clinic_desktop.ui.widgets.read_only import keeps_in_reading


class MechanismRow(QFrame):
    """Mirrors one offer, and the therapist's entry on it.

    `entry` is made when the mechanism is first considered: most never are.

    Signals:
        changed: the `Mechanism` now considered, or `None`.
        result_wanted: the further test whose result is to be entered.
        reordered: there are other fields now.
    """

    changed = Signal(object)
    result_wanted = Signal(str)
    reordered = Signal()

    def __init__(
        self, offer: OfferedMechanism, catalogue: Catalogue, parent: QWidget | None = None
    ) -> None:
        """Build the row of a mechanism."""
        super().__init__(parent)
        self.setProperty("column", True)
        self._catalogue = catalogue
        self._about = offer.entry
        self._value: Mechanism | None = None
        self._key = offer.key
        self._name = catalogue.label("mechanism", offer.key)
        self.considered = QCheckBox(self._name)
        self.considered.setProperty("strong", True)
        self.considered.setAccessibleName(self.tr("Considered: {name}").format(name=self._name))
        self.why, self.found, self.evidence = words(""), words(""), words("")
        self.why.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.why.setAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        self.show_evidence = QPushButton()
        self.show_evidence.setCheckable(True)
        self.show_evidence.setProperty("fold", True)
        keeps_in_reading(self.show_evidence)
        self.entry: MechanismEntry | None = None
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.considered)
        head.addWidget(self.why, 1)
        head.addWidget(self.show_evidence)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(12, 4, 6, 8)
        self._layout.setSpacing(4)
        self._layout.addLayout(head)
        self._layout.addWidget(words(offer.entry.statement.text))
        self._layout.addWidget(self.found)
        self._layout.addWidget(self.evidence)
        self._open(on=False)
        self.considered.toggled.connect(self._tick)
        self.show_evidence.toggled.connect(lambda on: self._open(on=on))

    def show_offer(self, offer: OfferedMechanism, results: tuple[str, ...]) -> None:
        """Mirror an offer without saying that anything changed.

        Args:
            offer: why it is offered, what was found and what is considered.
            results: what its further test gave, in words.
        """
        self._value = offer.considered
        self.considered.blockSignals(True)
        self.considered.setChecked(offer.considered is not None)
        self.considered.blockSignals(False)
        self.why.setText(self.tr("Offered: {why}.").format(why="; ".join(offer.reasons)))
        found = [f"\u25c6 {each}" for each in offer.found if each not in results]
        self.found.setText("\n".join(found))
        self.found.setVisible(bool(found))
        if offer.considered is not None:
            self._entry().show_value(offer.considered, results)
        elif self.entry is not None:
            self._take_entry_away(self.entry)

    def _entry(self) -> MechanismEntry:
        if self.entry is None:
            self.entry = MechanismEntry(self._name, self._about, self._catalogue, self)
            self.entry.changed.connect(self._record)
            self.entry.result_wanted.connect(self.result_wanted)
            self._layout.insertWidget(self._layout.count() - 1, self.entry)
            self.reordered.emit()
        return self.entry

    def _take_entry_away(self, entry: MechanismEntry) -> None:
        """Keep no words of what is not considered any more."""
        self.entry = None
        entry.blockSignals(True)
        self._layout.removeWidget(entry)
        entry.hide()
        entry.deleteLater()
        self.reordered.emit()

    def _tick(self, on: bool) -> None:
        self.changed.emit((self._value or Mechanism(mechanism=self._key)) if on else None)

    def _record(self, fields: dict[str, object]) -> None:
        if self._value is not None:
            self.changed.emit(msgspec.structs.replace(self._value, **fields))

    def _open(self, *, on: bool) -> None:
        """Show or hide what speaks for the mechanism and what is published of it."""
        sign = "\u25be" if on else "\u25b8"
        state = self.tr("open") if on else self.tr("closed")
        self.show_evidence.setText(self.tr("{sign} Evidence").format(sign=sign))
        self.show_evidence.setAccessibleName(
            self.tr("{name}: exam clue and evidence ({state})").format(name=self._name, state=state)
        )
        if on:
            self.evidence.setText("\n".join(_evidence(self._about, self._catalogue)))
        self.evidence.setVisible(on)


def _evidence(entry: UnshownMechanism, catalogue: Catalogue) -> tuple[str, ...]:
    return (
        catalogue.cited(entry.statement),
        f"In the examination: {catalogue.cited(entry.exam)}",
        *mechanism_evidence(entry, catalogue),
    )
