"""The clinic's logo is shown as it will be kept, and a file that is no picture is told."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.errors import UserError
from clinic_desktop.ui.widgets.logo_choice import LogoChoice


def picture(width: int, height: int) -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), "navy").save(out, "PNG")
    return out.getvalue()


def refuses(path: Path) -> bytes:
    raise UserError(f"{path.name} is no picture.")


def kept(choice: LogoChoice) -> bytes | None:
    return choice.picture


def test_a_chosen_picture_is_shown_and_removed(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choice = LogoChoice(lambda _: picture(600, 100))
    qtbot.addWidget(choice)
    told: list[str] = []
    choice.told.connect(told.append)
    assert choice.shown.isHidden()
    assert not choice.remove.isEnabled()
    choice.show()
    for names in ([], [str(tmp_path / "logo.png")]):
        monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_, names=names: (names, ""))
        choice.choose.click()
    assert kept(choice) == picture(600, 100)
    assert told == ["Save the settings to keep this picture."]
    assert not choice.shown.isHidden()
    assert (choice.shown.pixmap().width(), choice.shown.pixmap().height()) == (240, 40)
    choice.remove.click()
    assert kept(choice) is None
    assert choice.shown.isHidden()


def test_a_small_picture_is_not_blown_up(qtbot: QtBot) -> None:
    choice = LogoChoice()
    qtbot.addWidget(choice)
    choice.show_picture(picture(12, 4))
    assert choice.shown.pixmap().width() == 12
    assert not choice.choose.isEnabled()
    choice.take(Path("logo.png"))
    assert choice.picture == picture(12, 4)


def test_a_file_that_is_no_picture_is_told_and_the_one_before_stays(qtbot: QtBot) -> None:
    choice = LogoChoice(refuses)
    qtbot.addWidget(choice)
    told: list[str] = []
    choice.told.connect(told.append)
    choice.show_picture(picture(12, 4))
    choice.take(Path("letter.pdf"))
    assert told == ["letter.pdf is no picture."]
    assert choice.picture == picture(12, 4)
