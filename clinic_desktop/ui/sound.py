"""A sound with each answer, for eyes that are on the patient; off until it is asked for."""

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from clinic_desktop.ui import theme

_APART_MS: Final = 180


class Sound(QObject):
    """Rings once for an answer that is saved, twice for a sentence that waits to be read.

    The platform's own bell: what else Qt plays is not among the parts the program ships.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_on = theme.settings().value("sound", "off") == "on"
        self._again = QTimer(self, singleShot=True, interval=_APART_MS)
        self._again.timeout.connect(QApplication.beep)

    @property
    def is_on(self) -> bool:
        """Whether answers are heard."""
        return self._is_on

    def switch(self, *, on: bool) -> None:
        """Let answers be heard or not, from now on and after a restart."""
        self._is_on = on
        theme.settings().setValue("sound", "on" if on else "off")
        self.answered()

    def answered(self) -> None:
        """Ring once."""
        if self._is_on:
            QApplication.beep()

    def refused(self) -> None:
        """Ring twice."""
        if self._is_on:
            QApplication.beep()
            self._again.start()
