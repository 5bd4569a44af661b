"""The program refuses a Qt that loses references to None, before a window opens."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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
