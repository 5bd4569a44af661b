"""The self-test: it finds what works, names what does not, and leaves nothing."""

import os
import sys
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import QPluginLoader

from clinic_desktop import self_test
from clinic_desktop.cli import run
from clinic_desktop.resources import read_catalogue
from tests.ui.windows import unattended

pytestmark = pytest.mark.usefixtures("qapp")


def trial(folder: Path) -> self_test._Trial:
    return self_test._Trial(folder, read_catalogue())


def test_it_finds_a_working_program_and_leaves_nothing(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    unattended(monkeypatch)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert run(["--self-test"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in told[:-1]] == [
        "program",
        "window",
        "record",
        "answer",
        "report",
        "printing",
        "reading",
        "backup",
        "traces",
    ]
    assert told[-1] == "The program works here."
    assert not list(tmp_path.iterdir())


def test_a_part_that_is_missing_ends_it_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def without(_: object) -> str:
        raise ModuleNotFoundError("No module named 'sqlcipher3'")

    monkeypatch.setattr(self_test._Trial, "_program", without)
    assert run(["--self-test"]) == 1
    told = capsys.readouterr()
    assert "The program works here." not in told.out
    assert "failed at program: No module named 'sqlcipher3'. Install" in told.err


def test_printers_are_not_there_when_their_plug_in_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list without printers looks the same either way."""
    assert "loaded" in trial(tmp_path)._printing()
    monkeypatch.setattr(QPluginLoader, "isLoaded", lambda _: False)
    with pytest.raises(self_test.SelfTestFailed, match="finds printers is missing"):
        trial(tmp_path)._printing()


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_where_the_plug_in_is_no_file_of_its_own_none_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    made = trial(tmp_path)
    monkeypatch.setattr(sys, "platform", system)
    assert made._printing().startswith("Qt's own part loaded, ")


def test_a_system_without_cups_is_told_and_passes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(self_test, "_print_plug_in", lambda: None)
    assert trial(tmp_path)._printing() == "this system has no CUPS, so there are no printers"


def test_it_does_without_a_screen_only_where_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("QT_QPA_PLATFORM")
    monkeypatch.setenv("DISPLAY", ":0")
    self_test._choose_platform()
    assert "QT_QPA_PLATFORM" not in os.environ
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    self_test._choose_platform()
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"
