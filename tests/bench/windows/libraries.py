"""A window that does nothing, and the libraries that a record cannot be opened without."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

from clinic_desktop.ui import qt_guard
from tests.bench.windows.painted import tell_when_painted

qt_guard.give_import_back()

import argon2.low_level  # noqa: E402 - as the program imports: when Qt reads no source any more
import cryptography.hazmat.primitives.asymmetric.ed25519  # noqa: E402
import cryptography.hazmat.primitives.ciphers.aead  # noqa: E402
import msgspec  # noqa: E402
import sqlcipher3  # noqa: E402
import sqlite_utils  # noqa: E402

LIBRARIES = (argon2, cryptography, msgspec, sqlcipher3, sqlite_utils)

app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1366, 740)
tell_when_painted(window)
window.show()
sys.exit(app.exec())
