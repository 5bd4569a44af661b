"""The program refuses a Qt that loses references to None, and takes imports back from any."""

import builtins
import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from clinic_desktop import app
from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui import qt_guard


def counts(monkeypatch: pytest.MonkeyPatch, *given: int) -> None:
    """Let Python count these references to None, one after the other."""
    told: Iterator[int] = iter(given)
    monkeypatch.setattr(sys, "getrefcount", lambda _: next(told))


def test_the_qt_in_use_loses_none() -> None:
    assert qt_guard.references_lost() < 10
    qt_guard.refuse_losing_qt()


def test_a_qt_that_loses_one_per_call_opens_no_window(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    counts(monkeypatch, 5_000, 4_900)
    with pytest.raises(UserError, match=r"PySide6 \S+ on Python 3\.\d+ would stop this program"):
        app.run_window(tmp_path)


def test_a_few_references_less_are_no_sign(monkeypatch: pytest.MonkeyPatch) -> None:
    counts(monkeypatch, 5_000, 4_960)
    qt_guard.refuse_losing_qt()


def test_an_immortal_none_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    counts(monkeypatch, 4_294_967_295, 4_294_967_295)
    qt_guard.refuse_losing_qt()


def test_python_imports_by_itself_again(
    monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    assert qapp
    of_qt, of_python = (getattr(builtins, f"__{name}_import__") for name in ("feature", "orig"))
    monkeypatch.setattr(builtins, "__import__", of_qt)
    qt_guard.give_import_back()
    assert builtins.__import__ is of_python


def test_whoever_else_watches_imports_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    def watched(*arguments: Any, **named: Any) -> Any:
        return importlib.__import__(*arguments, **named)

    monkeypatch.setattr(builtins, "__import__", watched)
    qt_guard.give_import_back()
    assert builtins.__import__ is watched
