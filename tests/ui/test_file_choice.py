"""The system's own dialog may outlive locking: what is chosen in it then is chosen by nobody."""

from collections.abc import Callable
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui import file_choice
from clinic_desktop.ui.file_choice import ask_file, ask_folder, ask_where, ask_which
from clinic_desktop.ui.widgets.act_dialog import ActDialog

AWAY: dict[str, Callable[[QWidget], object]] = {
    "hidden": QWidget.hide,
    "deleted": shiboken6.delete,
}


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    made = QWidget()
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.mark.parametrize("go", AWAY.values(), ids=AWAY)
def test_no_file_is_written_or_read_that_was_chosen_after_locking(
    parent: QWidget,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    go: Callable[[QWidget], object],
) -> None:
    there = tmp_path / "trail.csv"
    there.touch()
    monkeypatch.setattr(file_choice, "agrees", lambda *_: pytest.fail("asked to replace it"))

    def where(*_: object) -> tuple[str, str]:
        go(parent)
        return str(tmp_path / "trail"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", where)
    assert ask_where(parent, "Export", "trail.csv", "CSV (*.csv)") is None
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(there)], ""))
    assert ask_which(parent, "Open", "Files", [".csv"]) == []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(there), ""))
    assert ask_file(parent, "Open", tmp_path, "Files (*.csv)") is None
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    assert ask_folder(parent, "Backups", tmp_path) is None


def test_a_dialog_that_is_gone_after_locking_did_nothing(
    parent: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = ActDialog("Sign", "Sign", parent)

    def gone(_: ActDialog) -> int:
        shiboken6.delete(parent)
        return 0

    monkeypatch.setattr(ActDialog, "exec", gone)
    assert not dialog.ask()
