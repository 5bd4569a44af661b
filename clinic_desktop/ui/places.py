"""Which field has the keyboard, by name, so that it can be found on a page that is built anew."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget


def field_name(page: QWidget, field: QWidget | None) -> str:
    """Return a field's name on a page: the accessible names down to it, and which of several.

    Empty where the field is none of the page's, or has no name.
    """
    if field is None or not page.isAncestorOf(field):
        return ""
    path = _path(page, field)
    return f"{path}#{_called(page, path).index(field)}" if path else ""


def take_up(page: QWidget, name: str) -> None:
    """Put the keyboard on the field of this name, at the end of its text, if it is there."""
    path, _, which = name.rpartition("#")
    found = _called(page, path) if path else []
    if not which.isdigit() or int(which) >= len(found):
        return
    field = found[int(which)]
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    if isinstance(field, QLineEdit):
        field.setCursorPosition(len(field.text()))
    elif isinstance(field, QPlainTextEdit):
        field.moveCursor(QTextCursor.MoveOperation.End)


def _called(page: QWidget, path: str) -> list[QWidget]:
    return [child for child in page.findChildren(QWidget) if _path(page, child) == path]


def _path(page: QWidget, field: QWidget) -> str:
    if field.focusPolicy() is Qt.FocusPolicy.NoFocus or not field.accessibleName():
        return ""
    names: list[str] = []
    above: QWidget | None = field
    while above is not None and above is not page:
        names.append(above.accessibleName())
        above = above.parentWidget()
    return "/".join(name for name in reversed(names) if name)
