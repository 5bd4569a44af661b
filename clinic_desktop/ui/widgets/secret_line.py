"""A field for a passphrase."""

from PySide6.QtWidgets import QLineEdit


def secret_line(name: str) -> QLineEdit:
    """Return a field that shows a dot for each character."""
    field = QLineEdit()
    field.setAccessibleName(name)
    field.setEchoMode(QLineEdit.EchoMode.Password)
    return field
