"""Answering a dialog in a test: what a person would do while it is open."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog


def answer(
    monkeypatch: pytest.MonkeyPatch, kind: type[QDialog], act: Callable[[Any], object]
) -> list[Any]:
    """Let `act` stand for the person in every dialog of a kind; return the dialogs shown."""
    shown: list[Any] = []

    def run(dialog: QDialog) -> int:
        shown.append(dialog)
        act(dialog)
        return dialog.result()

    monkeypatch.setattr(kind, "exec", run)
    return shown
