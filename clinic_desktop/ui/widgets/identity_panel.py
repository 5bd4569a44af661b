"""The question whose report this is, where the file names somebody else than the patient."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from clinic_desktop.ui.widgets.form import words


class IdentityPanel(QFrame):
    """Asks about one report. Nothing is chosen before somebody chooses.

    The keyboard is put on the question and not on an answer: the key that accepts offers would
    give it.

    Signals:
        same_person: the report is this patient's.
        other_person: it is not, and is to be removed.
    """

    same_person = Signal()
    other_person = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setProperty("asks", True)
        self.question = words("", role="alert")
        self.same = QPushButton(self.tr("Same person"))
        self.other = QPushButton(self.tr("Other person: remove\u2026"))
        self.same.clicked.connect(self.same_person)
        self.other.clicked.connect(self.other_person)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.question, 1)
        layout.addWidget(self.same, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.other, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def ask(self, who: str) -> None:
        """Ask about the person that is named; "" asks nothing."""
        self.question.setText(self.tr("{who} Whose report is it?").format(who=who) if who else "")
        self.setAccessibleName(self.question.text())
        self.setVisible(bool(who))

    def start(self) -> bool:
        """Put the keyboard on the question; return whether anything is asked."""
        if not self.isHidden():
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        return not self.isHidden()
