"""Putting what is private into the clipboard: histories and other devices are asked to leave it."""

from typing import Final

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtWidgets import QApplication

_WINDOWS: Final = 'application/x-qt-windows-mime;value="{}"'
_ASKS: Final = {
    # Klipper, and the histories that follow it.
    "x-kde-passwordManagerHint": b"secret",
    # Source: Microsoft, "Clipboard formats", cloud clipboard and clipboard history formats. The
    # first holds when it is there at all, the others say "no" as a number of four bytes.
    _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"\0\0\0\0",
    _WINDOWS.format("CanIncludeInClipboardHistory"): b"\0\0\0\0",
    _WINDOWS.format("CanUploadToCloudClipboard"): b"\0\0\0\0",
}


def copy_privately(text: str) -> None:
    """Put a text into the clipboard; locking takes it out again (`lock.clear_clipboard`)."""
    data = QMimeData()
    data.setText(text)
    for kind, asks in _ASKS.items():
        data.setData(kind, QByteArray(asks))
    QApplication.clipboard().setMimeData(data)
