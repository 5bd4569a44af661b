"""The menu "View" acts at once and is remembered."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.catalogue import Catalogue
from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui import theme
from clinic_desktop.ui.examination_page import ExaminationPage
from clinic_desktop.ui.sound import Sound
from tests.ui.keys import press
from tests.ui.windows import begin_visit, first_start, open_window, unattended


@pytest.fixture
def beeps(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was heard."""
    heard: list[str] = []
    monkeypatch.setattr(QApplication, "beep", lambda: heard.append("beep"))
    return heard


def test_the_size_of_the_text_holds_at_once_and_after_a_restart(
    qtbot: QtBot, tmp_path: Path, catalogue: Catalogue, qapp: QApplication
) -> None:
    window = open_window(qtbot, tmp_path / "record", catalogue)
    usual = qapp.font().pointSizeF()
    sizes = window.view_menu.text_sizes
    assert sizes[100].isChecked()
    sizes[150].trigger()
    assert qapp.font().pointSizeF() == pytest.approx(1.5 * usual)
    assert theme.stored_text_size() == 150
    assert not sizes[100].isChecked()
    again = open_window(qtbot, tmp_path / "other", catalogue)
    assert again.view_menu.text_sizes[150].isChecked()
    sizes[100].trigger()
    assert qapp.font().pointSizeF() == usual
    window.close()
    again.close()


def test_answers_are_heard_once_it_is_asked_for(
    qtbot: QtBot,
    tmp_path: Path,
    catalogue: Catalogue,
    monkeypatch: pytest.MonkeyPatch,
    beeps: list[str],
) -> None:
    unattended(monkeypatch)
    window = open_window(qtbot, tmp_path / "record", catalogue)
    first_start(window)
    begin_visit(window, catalogue)
    page = window.examination
    assert page is not None
    page.go_to("test:slr")
    press("p")
    assert beeps == []
    window.view_menu.sound.trigger()
    assert beeps == ["beep"]
    press("p")
    assert len(beeps) == 2
    window.close()
    assert Sound().is_on


def test_what_is_not_saved_sounds_otherwise(
    qtbot: QtBot,
    page: ExaminationPage,
    monkeypatch: pytest.MonkeyPatch,
    beeps: list[str],
) -> None:
    sound = Sound()
    sound.switch(on=True)
    beeps.clear()
    page.answered.connect(sound.answered)
    page.refused.connect(sound.refused)
    page.go_to("test:slr")

    def full(_: object) -> None:
        raise UserError("The disk is full.")

    monkeypatch.setattr(page._store.drafts, "save", full)
    press("p")
    qtbot.waitUntil(lambda: len(beeps) == 2)
    monkeypatch.undo()


def test_nothing_is_heard_while_it_is_off(beeps: list[str]) -> None:
    sound = Sound()
    sound.answered()
    sound.refused()
    assert not sound._again.isActive()
    assert beeps == []
