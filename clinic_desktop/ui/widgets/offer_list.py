"""The rows read from a report's text: offered, answered by one key each, not counted before."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QPen
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from clinic_desktop.domain.imaging import Quote
from clinic_desktop.ui.offers import Offer
from clinic_desktop.ui.style import TARGET
from clinic_desktop.ui.widgets.held_key import HeldKey
from clinic_desktop.ui.widgets.tips import as_written

_ROLE: Final = Qt.ItemDataRole.UserRole
_GAP: Final = 8
_MOST_ROWS: Final = 4


class _Row(QStyledItemDelegate):
    """Paints an offer: a dashed frame, the word "Offered", what it is, and the words below."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Override QStyledItemDelegate.paint."""
        offer: Offer = index.data(_ROLE)
        palette: QPalette = option.palette
        is_current = bool(option.state & QStyle.StateFlag.State_Selected)
        frame: QRect = option.rect.adjusted(2, 2, -3, -3)
        painter.save()
        line = palette.color(QPalette.ColorRole.Highlight if is_current else QPalette.ColorRole.Mid)
        if is_current:
            painter.fillRect(frame, palette.color(QPalette.ColorRole.AlternateBase))
        painter.setPen(QPen(line, 2 if is_current else 1, Qt.PenStyle.DashLine))
        painter.drawRect(frame)
        inner = frame.adjusted(_GAP, 2, -_GAP, -2)
        self._write(painter, inner, offer, palette)
        painter.restore()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Override QStyledItemDelegate.sizeHint: two lines, and a finger's width at least."""
        metrics: QFontMetrics = option.fontMetrics
        return QSize(0, max(2 * metrics.lineSpacing() + 12, TARGET))

    def _write(self, painter: QPainter, inner: QRect, offer: Offer, palette: QPalette) -> None:
        font = painter.font()
        metrics = QFontMetrics(font)
        upper = QRect(inner.left(), inner.top(), inner.width(), metrics.lineSpacing() + 2)
        lower = QRect(
            inner.left(), upper.bottom() + 1, inner.width(), inner.bottom() - upper.bottom()
        )
        tag = self.tr("Offered")
        faint = palette.color(QPalette.ColorRole.PlaceholderText)
        text = palette.color(QPalette.ColorRole.Text)
        room = upper.width() - metrics.horizontalAdvance(tag) - 2 * _GAP
        _draw(painter, upper, tag, faint, Qt.AlignmentFlag.AlignRight)
        bold = QFont(font)
        bold.setBold(True)
        painter.setFont(bold)
        wide = QFontMetrics(bold)
        name = wide.elidedText(offer.name, Qt.TextElideMode.ElideRight, room)
        _draw(painter, upper, name, text)
        painter.setFont(font)
        used = wide.horizontalAdvance(name) + _GAP
        details = metrics.elidedText(offer.details, Qt.TextElideMode.ElideRight, room - used)
        _draw(painter, upper.adjusted(used, 0, 0, 0), details, text)
        if offer.quoted:
            quoted = f"\u201c{offer.quoted}\u201d"
            quoted = metrics.elidedText(quoted, Qt.TextElideMode.ElideRight, lower.width())
            _draw(painter, lower, quoted, faint)


def _draw(
    painter: QPainter,
    place: QRect,
    words: str,
    colour: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    painter.setPen(colour)
    painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, words)


class OfferList(QListWidget):
    """Shows offers. While it has the keyboard each is answered by one key.

    Signals:
        accepted: the current `Offer` is taken over.
        corrected: it is taken over and opened for correcting.
        put_aside: it is set aside.
        pointed: the `Offer` that became the current one, or `None`.
    """

    accepted = Signal(object)
    corrected = Signal(object)
    put_aside = Signal(object)
    pointed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held = HeldKey()
        self._keys = {
            Qt.Key.Key_A: self.accepted,
            Qt.Key.Key_Return: self.accepted,
            Qt.Key.Key_Enter: self.accepted,
            Qt.Key.Key_E: self.corrected,
            Qt.Key.Key_X: self.put_aside,
            Qt.Key.Key_Delete: self.put_aside,
        }
        self.offers: tuple[Offer, ...] = ()
        self.setAccessibleName(self.tr("Offered, not counted"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setItemDelegate(_Row(self))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.currentRowChanged.connect(self._say_current)

    @property
    def current(self) -> Offer | None:
        """The offer that is answered next."""
        row = self.currentRow()
        return self.offers[row] if 0 <= row < len(self.offers) else None

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Mirror offers; the one after an answered one becomes the current one."""
        if tuple(offers) == self.offers:
            return
        stays = self.current if self.current in offers else None
        row = self.currentRow()
        self.offers = tuple(offers)
        self.blockSignals(True)
        self.clear()
        for offer in self.offers:
            item = QListWidgetItem()
            item.setData(_ROLE, offer)
            quoted = f": \u201c{offer.quoted}\u201d" if offer.quoted else ""
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole,
                self.tr("Offered: {words}").format(words=offer.words + quoted),
            )
            item.setToolTip(as_written(offer.words + quoted))
            self.addItem(item)
        if self.offers:
            row = self.offers.index(stays) if stays else min(max(row, 0), len(self.offers) - 1)
            self.setCurrentRow(row)
        self.blockSignals(False)
        self.updateGeometry()
        self._say_current()

    def point_at(self, quote: Quote) -> None:
        """Make the first offer with these words the current one."""
        if self.current is None or quote not in self.current.quotes:
            rows = [row for row, offer in enumerate(self.offers) if quote in offer.quotes]
            if rows:
                self.setCurrentRow(rows[0])

    def sizeHint(self) -> QSize:
        """Override QWidget.sizeHint: a few rows are in sight."""
        rows = max(min(self.count(), _MOST_ROWS), 1)
        height = self.sizeHintForRow(0) if self.count() else TARGET
        return QSize(300, rows * height + 2 * self.frameWidth() + 4)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QListWidget.keyPressEvent: answer the current offer; letters find no rows."""
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        answer = self._keys.get(Qt.Key(event.key()))
        if answer is not None and plain in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ShiftModifier,
        ):
            if self.current is not None and not self._held.repeats(event):
                answer.emit(self.current)
        elif event.text().isalnum() and not plain & Qt.KeyboardModifier.ControlModifier:
            event.accept()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Override QListWidget.keyReleaseEvent: tell a held key from one pressed again."""
        self._held.follow(event)
        super().keyReleaseEvent(event)

    def _say_current(self, *_: int) -> None:
        self.pointed.emit(self.current)
