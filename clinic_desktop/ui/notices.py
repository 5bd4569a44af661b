"""Lines at the foot of the window that stay until what they tell of is done."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget


class Notices(QWidget):
    """Shows at most one line per topic, each with what can be done about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: dict[str, QFrame] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(9, 0, 9, 4)
        self._layout.setSpacing(4)
        self.hide()

    def show_notice(
        self,
        topic: str,
        sentence: str,
        *actions: tuple[str, Callable[[], object]],
        is_alert: bool = False,
    ) -> None:
        """Show a line, in place of an earlier one on the same topic."""
        if self.text(topic) == sentence:
            return
        self.clear(topic)
        line = QFrame()
        label = QLabel(sentence)
        label.setObjectName("sentence")
        label.setTextFormat(Qt.TextFormat.PlainText)  # folders may hold any character
        label.setWordWrap(True)
        label.setProperty("role", "alert" if is_alert else "")
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label, 1)
        for words, act in actions:
            button = QPushButton(words)
            button.clicked.connect(lambda _=False, act=act: act())
            row.addWidget(button)
        self._layout.addWidget(line)
        self.lines[topic] = line
        self.show()

    def tell(self, topic: str, sentence: str) -> None:
        """Show a line that goes when the person has read it."""
        self.show_notice(topic, sentence, (self.tr("OK"), lambda: self.clear(topic)))

    def clear(self, topic: str) -> None:
        """Take a line away, if it is there."""
        line = self.lines.pop(topic, None)
        if line is not None:
            self._layout.removeWidget(line)
            line.hide()
            line.deleteLater()
            self.setVisible(bool(self.lines))

    def clear_all(self) -> None:
        """Take every line away."""
        for topic in tuple(self.lines):
            self.clear(topic)

    def text(self, topic: str) -> str:
        """Return what a line says; empty when it is not there."""
        line = self.lines.get(topic)
        label = line.findChild(QLabel, "sentence") if line is not None else None
        return label.text() if label is not None else ""

    def buttons(self, topic: str) -> list[QPushButton]:
        """Return the buttons of a line."""
        line = self.lines.get(topic)
        return line.findChildren(QPushButton) if line is not None else []
