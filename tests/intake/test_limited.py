"""A reader that crashes, hangs, lies or cannot be started is one plain sentence."""

import os
import struct
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from clinic_desktop.domain.errors import UserError
from clinic_desktop.intake import limited
from clinic_desktop.intake.contents import Unreadable
from clinic_desktop.intake.form import Form
from clinic_desktop.intake.limited import pictures_of, read_limited
from tests.intake import made
from tests.ui.sample_pdf import sample_pdf

Play = Callable[[str], None]


@pytest.fixture
def play(monkeypatch: pytest.MonkeyPatch) -> Play:
    """Let another program play the reader."""

    def played(code: str) -> None:
        monkeypatch.setattr(limited, "_command", lambda: [sys.executable, "-c", code])

    return played


def test_a_file_is_read() -> None:
    assert read_limited(Form.PDF, made.pdf(made.LINES)).text == "\n".join(made.LINES)


def test_the_pages_of_a_pdf_are_drawn_whether_they_have_text_or_not() -> None:
    pages = pictures_of(made.pdf(made.LINES))
    assert len(pages) == 1
    assert pages[0].startswith(b"\x89PNG")


def test_a_pdf_with_pages_of_miles_is_drawn_within_the_limits() -> None:
    """Three pages of 14400 by 14400 points took 9 seconds and 6 GB in the window."""
    pages = pictures_of(sample_pdf([(14_400, 14_400)] * 3))
    for page in pages:
        width, height = struct.unpack(">II", page[16:24])
        assert width * height <= 4_010_000


def test_what_the_reader_refuses_is_told_in_its_words() -> None:
    with pytest.raises(Unreadable, match="locked with a password"):
        read_limited(Form.PDF, made.pdf(made.LINES, password="secret"))


@pytest.mark.parametrize(
    "code",
    [
        "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
        "import os; os.abort()",
        "raise SystemExit(3)",
        "import sys; sys.stdin.buffer.read(); print('no answer')",
        "import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write(b'\\xa9' + b'\\xff' * 9)",
        "",
    ],
)
def test_a_reader_that_dies_or_lies_is_told(play: Play, code: str) -> None:
    play(code)
    with pytest.raises(UserError, match="within the limits"):
        read_limited(Form.PDF, b"x" * 1_000_000)


def test_a_reader_that_hangs_is_ended(play: Play, tmp_path: Path) -> None:
    note = tmp_path / "pid"
    play(
        "import os, signal\n"
        f"open({str(note)!r}, 'w').write(str(os.getpid()))\n"
        "while True: signal.pause()"
    )
    with pytest.raises(UserError, match="within the limits"):
        read_limited(Form.PDF, b"x", longest=2.0)
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


def test_a_pdf_that_unpacks_without_end_is_stopped() -> None:
    with pytest.raises(UserError, match="paste"):
        read_limited(Form.PDF, made.bomb())


def test_a_reader_that_cannot_be_started_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limited, "_command", lambda: ["/no/such/program"])
    with pytest.raises(UserError, match="could not be started"):
        read_limited(Form.PDF, b"x")


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert limited._command() == [sys.executable, "read-apart"]


def test_the_reader_is_told_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLINIC_DESKTOP_PASSPHRASE", "only for tests")
    assert set(limited._environment()) <= {"PATH", "PYTHONPATH", "SYSTEMROOT"}


def test_the_folder_a_person_is_in_is_not_imported_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    (tmp_path / "msgspec.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert read_limited(Form.FHIR, made.FHIR).text
