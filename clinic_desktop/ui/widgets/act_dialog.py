"""A dialog that ends in one act; what stands in its way is told inside, and nothing is lost."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.widgets.any_change import on_any_change
from clinic_desktop.ui.widgets.form import fit


class ActDialog(QDialog):
    """Holds what a subclass puts into `body`, a line for problems, and the buttons.

    No button is pressed by Enter unless it has the keyboard: the act is never done by accident.
    """

    def __init__(self, title: str, act: str, parent: QWidget | None = None) -> None:
        """Build the dialog.

        Args:
            title: without a patient's name, titles are seen and logged.
            act: the words of the button that acts.
            parent: Qt's parent.
        """
        super().__init__(parent)
        self.setWindowTitle(title)
        self._is_refusal = False
        self._is_following = False
        self.body = QVBoxLayout()
        self.body.setSpacing(10)
        self.told = QLabel()
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.told.setProperty("role", "alert")
        self.told.hide()
        self.do = QPushButton(act)
        self.do.setProperty("primary", True)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.buttons = QHBoxLayout()
        self.buttons.addStretch(1)
        self.buttons.addWidget(self.do)
        self.buttons.addWidget(self.cancel)
        layout = QVBoxLayout(self)
        layout.setSpacing(10)
        layout.addLayout(self.body, 1)
        layout.addWidget(self.told)
        layout.addLayout(self.buttons)
        for button in (self.do, self.cancel):
            button.setAutoDefault(False)
        self.do.clicked.connect(self.accept)
        self.cancel.clicked.connect(self.reject)

    def act(self) -> None:
        """Do what the dialog is for; a subclass says what.

        Raises:
            UserError: when it cannot be done; the dialog stays open and tells why.
        """
        raise NotImplementedError

    def ask(self) -> bool:
        """Show the dialog until it is done or cancelled, and let go of it."""
        is_done = self.exec() == QDialog.DialogCode.Accepted
        if isValid(self):  # locking may have taken it with its page meanwhile
            self.deleteLater()
        return is_done

    def accept(self) -> None:
        """Override QDialog.accept: close only when it is done."""
        self.tell("")
        try:
            self.act()
        except UserError as error:
            self._refuse(str(error))
        else:
            super().accept()

    def tell(self, sentence: str) -> None:
        """Show a plain sentence above the buttons."""
        self._is_refusal = False
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))
        if sentence:
            self._grow()

    def _grow(self) -> None:
        """Take the height that all there is needs at this width; a layout alone would overlap."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            needed = layout.totalHeightForWidth(self.width())
            self.resize(self.width(), max(self.height(), needed))

    def _refuse(self, sentence: str) -> None:
        """Show why it is not done, until something is changed."""
        if not self._is_following:
            self._is_following = True
            on_any_change(self, self._forget_refusal)
        self.tell(sentence)
        self._is_refusal = True

    def _forget_refusal(self, *_: object) -> None:
        if self._is_refusal:
            self.tell("")

    def fit(self, width: int, height: int) -> None:
        """Take this size, or less where the screen is smaller."""
        fit(self, width, height)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Override QDialog.keyPressEvent: Enter presses the button that has the keyboard."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
        elif isinstance(button := self.focusWidget(), QAbstractButton):
            button.click()
