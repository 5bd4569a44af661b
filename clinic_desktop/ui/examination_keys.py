"""The keys that hold on every step of an examination: to another step, undoing, shorthand."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut

from clinic_desktop.ui.widgets.undo_keys import UndoKeys

if TYPE_CHECKING:
    from clinic_desktop.ui.examination_page import ExaminationPage

SHORTHAND_KEYS: Final = "Ctrl+K"
_STEP_KEYS: Final = (
    (QKeySequence.StandardKey.NextChild, 1),
    ("Ctrl+PgDown", 1),
    ("Ctrl+PgUp", -1),
)


class ExaminationKeys(QObject):
    """Takes the keys, and what is entered in shorthand."""

    def __init__(self, page: "ExaminationPage") -> None:
        """Take the keys of an examination's page."""
        super().__init__(page)
        self._page = page
        for keys, by in _STEP_KEYS:
            shortcut = QShortcut(QKeySequence(keys), page)
            shortcut.activated.connect(lambda by=by: page.navigator.move_by(by))
        typing = QShortcut(QKeySequence(SHORTHAND_KEYS), page)
        typing.activated.connect(page.command.start)
        page.command.entered.connect(page.take_at_once)
        page.command.left.connect(self._leave_line)
        undoing = UndoKeys(page)
        undoing.undone.connect(page.undo)
        undoing.redone.connect(page.redo)

    def _leave_line(self) -> None:
        """Put the keyboard back on the field of the page that had it."""
        page = self._page.stack.currentWidget()
        field = page.focusWidget() if page is not None else None
        (field or self._page.navigator).setFocus(Qt.FocusReason.OtherFocusReason)
