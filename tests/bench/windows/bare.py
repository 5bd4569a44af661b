"""The least a window can be: what the program's start is measured against."""

import sys

from PySide6.QtWidgets import QApplication, QMainWindow

from tests.bench.windows.painted import tell_when_painted

app = QApplication(sys.argv[:1])
window = QMainWindow()
window.resize(1366, 740)
tell_when_painted(window)
window.show()
sys.exit(app.exec())
