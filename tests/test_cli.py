"""The command line: what it takes, and how it says that something is refused."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from clinic_desktop import __main__, app, verbs
from clinic_desktop.cli import refused, run
from clinic_desktop.domain.errors import UserError
from clinic_desktop.intake import reading_apart
from clinic_desktop.intake.verb import READ_APART

DATA = Path(__file__).parent / "data"
POSITIVE = DATA / "tests-positive-imaging-normal.json"


def test_a_wrong_call_ends_with_two() -> None:
    for arguments in (
        ["nonsense"],
        ["compare"],
        ["read"],
        ["report", "x"],
        ["export", "x", "--out", "y"],
    ):
        with pytest.raises(SystemExit) as ended:
            run(arguments)
        assert ended.value.code == 2


def test_the_hidden_word_is_no_verb() -> None:
    with pytest.raises(SystemExit):
        run([READ_APART])


def test_the_program_itself_answers() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "clinic_desktop", "compare", str(POSITIVE), "--json"],
        capture_output=True,
        text=True,
        check=True,
        cwd=DATA.parents[1],
    )
    assert json.loads(done.stdout)["safety"] == []
    assert done.stderr == ""


def test_the_programs_entry_serves_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["clinic-desktop", READ_APART])
    monkeypatch.setattr(reading_apart, "main", lambda: 7)
    umask = os.umask(0o077)
    try:
        assert __main__.main() == 7
    finally:
        os.umask(umask)


def test_a_refusal_is_one_line_in_the_terminal_or_a_window_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    error = UserError("The disk is full.\nMake room.\x07")
    assert refused(error) == 1
    assert capsys.readouterr().err == "The disk is full. Make room.\\x07\n"
    told: list[str] = []
    monkeypatch.setattr(app, "show_refusal", told.append)
    monkeypatch.setattr(sys, "stderr", None)
    assert refused(error) == 1
    assert told == ["The disk is full. Make room.\\x07"]


def test_a_verb_that_is_stopped_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(verbs, "verify", stopped)
    assert run(["verify"]) == 1
    assert capsys.readouterr().err == "Stopped.\n"
