"""What the rules read from a report's text, waiting for the therapist, and what was set aside."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.ui.offers import Offer
from clinic_desktop.ui.widgets.fold import Fold
from clinic_desktop.ui.widgets.form import section, words
from clinic_desktop.ui.widgets.offer_list import OfferList
from clinic_desktop.ui.widgets.tips import as_written

ALL_KEYS: Final = "Ctrl+Return"


class OffersPanel(QWidget):
    """Mirrors the offers of one report, the warnings of its reading and what was set aside.

    Signals:
        accepted: a tuple of `Offer` to take over.
        corrected: an `Offer` to take over and to open for correcting.
        put_aside: an `Offer` to set aside.
        taken_back: the place of a row, among those set aside, that is to be offered again.
        pointed: the `Offer` that is current now, or `None`.
    """

    accepted = Signal(object)
    corrected = Signal(object)
    put_aside = Signal(object)
    taken_back = Signal(int)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = section("")
        self.warnings = words("", role="standing")
        self.list = OfferList()
        self.accept = self._button(self.tr("Accept  A"), self.tr("Accept the current offer"))
        self.correct = self._button(
            self.tr("Correct  E"), self.tr("Accept the current offer and open it for correcting")
        )
        self.aside = self._button(self.tr("Set aside  X"), self.tr("Set the current offer aside"))
        self.accept_all = self._button("", "")
        self.accept_all.setToolTip(QKeySequence(ALL_KEYS).toString())
        self._back = QWidget()
        self._back_rows = QVBoxLayout(self._back)
        self._back_rows.setContentsMargins(12, 0, 0, 0)
        self._back_rows.setSpacing(2)
        self.back: list[QPushButton] = []
        self.fold = Fold(self.tr("Set aside"), self._back)
        self._buttons = QWidget()
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        for button in (self.accept, self.correct, self.aside):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.accept_all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.heading)
        layout.addWidget(self.warnings)
        layout.addWidget(self.list)
        layout.addWidget(self._buttons)
        layout.addWidget(self.fold)
        self._connect()
        self.show_reading((), (), "", ())

    def show_reading(
        self,
        offers: Sequence[Offer],
        warnings: Sequence[str],
        locked: str,
        set_aside: Sequence[Offer],
    ) -> None:
        """Mirror what was read.

        Args:
            offers: what waits.
            warnings: sentences that stand above it.
            locked: why nothing can be taken over yet, "" where it can.
            set_aside: what was not taken over.
        """
        count = len(offers)
        lines = [*([locked] if locked and offers else []), *warnings]
        had_keyboard = self.list.hasFocus()
        self.heading.setText(self.tr("Offered, not counted ({count})").format(count=count))
        self.warnings.setText("\n".join(lines))
        self.warnings.setVisible(bool(lines))
        self.list.show_offers(offers)
        if had_keyboard and not offers:
            # A list that goes would hand the keyboard to whatever comes next.
            self.focusNextChild()
        for widget in (self.heading, self.list, self._buttons):
            widget.setVisible(bool(offers))
        for widget in (self.list, self._buttons):
            widget.setEnabled(not locked)
        self.accept_all.setText(self.tr("Accept all {count}  Ctrl+Enter").format(count=count))
        self.accept_all.setAccessibleName(self.tr("Accept all {count} offers").format(count=count))
        self._show_set_aside(set_aside)
        self.setVisible(bool(offers or lines or set_aside))

    def start(self) -> bool:
        """Put the keyboard on the offers; return whether there are any to be answered."""
        if self.list.isHidden() or not self.list.isEnabled():
            return False
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def take_all(self) -> None:
        """Take over all that is offered."""
        if self.list.offers and self.list.isEnabled():
            self.accepted.emit(self.list.offers)

    def _connect(self) -> None:
        self.list.accepted.connect(lambda offer: self.accepted.emit((offer,)))
        self.list.corrected.connect(self.corrected)
        self.list.put_aside.connect(self.put_aside)
        self.list.pointed.connect(self.pointed)
        self.accept.clicked.connect(lambda: self.accepted.emit((self.list.current,)))
        self.correct.clicked.connect(lambda: self.corrected.emit(self.list.current))
        self.aside.clicked.connect(lambda: self.put_aside.emit(self.list.current))
        self.accept_all.clicked.connect(self.take_all)
        for keys in (ALL_KEYS, "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self.take_all)

    def _button(self, face: str, name: str) -> QPushButton:
        button = QPushButton(face)
        button.setAccessibleName(name)
        button.setToolTip(name)
        return button

    def _show_set_aside(self, set_aside: Sequence[Offer]) -> None:
        if [button.property("words") for button in self.back] != [o.words for o in set_aside]:
            while (item := self._back_rows.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
            self.back = []
            for place, offer in enumerate(set_aside):
                self._back_rows.addWidget(self._row_back(place, offer))
        self.fold.show_summary(str(len(set_aside)) if set_aside else "")
        self.fold.setVisible(bool(set_aside))

    def _row_back(self, place: int, offer: Offer) -> QWidget:
        row = QWidget()
        button = QPushButton(self.tr("Offer again"))
        button.setProperty("words", offer.words)
        button.setAccessibleName(
            self.tr("Offer again {number}: {words}").format(number=place + 1, words=offer.words)
        )
        button.clicked.connect(lambda: self.taken_back.emit(place))
        self.back.append(button)
        label = QLabel(offer.words)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setToolTip(as_written(offer.quoted))
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(label, 1)
        layout.addWidget(button)
        return row
